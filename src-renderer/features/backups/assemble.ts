import { RESTORE_TESTS } from '../../../src-shared/backup/restore-tests.ts';
import { procedureId } from '../../../src-shared/model/procedure.ts';
import { parseRun } from '../../../src-shared/procedure/parse.ts';
import { type FeatureServices, refusalTeller } from '../../data/feature-services.ts';
import type { Command } from '../../platform/commands.ts';
import { createBackupActions } from './actions.ts';
import { type BackupDesk, createBackupDesk } from './desk.ts';
import { dueTest } from './restore-plan.ts';

/** Joins actions, desk and commands to the page's services. */
export function createBackupFeature(services: FeatureServices): { desk: BackupDesk; commands: Command[] } {
  const { data, undo, notices, i18n, go } = services;
  const words = (what: string, name: string) => i18n.t(`backups.did.${what}`, { name });
  const actions = createBackupActions({
    data: {
      mutate: data.mutate,
      async restoreProcedure() {
        const known = await data.db.procedure.get(RESTORE_TESTS);
        const row =
          known && !known.doc.archived
            ? known
            : await data.db.procedure.filter(({ doc }) => doc.kind === 'restoreTest' && !doc.archived).first();
        return row && { id: procedureId(row.id), revision: row.doc.revision };
      },
      dueOccurrence: async () => (await dueTest(data.db, data.now()))?.id,
      async timeStep(id) {
        const run = await data.db.run.get(id);
        const step = run && parseRun(run.doc).steps.find((one) => one.kind === 'measure' && one.unit === 'min');
        if (!step) return undefined;
        const entries = await data.db.runEntry.where('ref').equals(id).toArray();
        return entries.some(({ doc }) => doc.step === step.id && doc.event.kind === 'measure') ? undefined : step.id;
      },
    },
    undo,
    newId: () => crypto.randomUUID(),
    feedback: {
      label: words,
      did: (what, name, entry) => notices.tell({ tone: 'done', text: words(what, name), undo: entry }),
      refused: refusalTeller(services),
      noProcedure: () => notices.tell({ tone: 'refused', text: i18n.t('backups.noProcedure') }),
    },
  });
  const commands: Command[] = [{ id: 'go.backups', group: 'go', keys: 'G K', run: () => go('/backups') }];
  return { desk: createBackupDesk(actions), commands };
}
