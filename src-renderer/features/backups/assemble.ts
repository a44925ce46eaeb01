import { dueTest } from '../../../src-shared/backup/restore-tests.ts';
import { windowOf } from '../../../src-shared/maintenance/occurrence-parts.ts';
import { procedureId } from '../../../src-shared/model/procedure.ts';
import { runProgress } from '../../../src-shared/procedure/run-state.ts';
import { type FeatureServices, refusalTeller } from '../../data/feature-services.ts';
import { quietedNow } from '../../data/quieted.ts';
import type { Command } from '../../platform/commands.ts';
import { createBackupActions } from './actions.ts';
import { type BackupDesk, createBackupDesk } from './desk.ts';
import { plannedProcedures, restoreProcedure, restoreTimes } from './restore-plan.ts';

/** Joins actions, desk and commands to the page's services. */
export function createBackupFeature(services: FeatureServices): { desk: BackupDesk; commands: Command[] } {
  const { data, undo, notices, i18n, go } = services;
  const words = (what: string, name: string) => i18n.t(`backups.did.${what}`, { name });
  const actions = createBackupActions({
    data: {
      mutate: data.mutate,
      read: async (id) => (await data.db.backup.get(id))?.doc,
      async procedure(of) {
        const row = of === undefined ? await restoreProcedure(data.db) : await data.db.procedure.get(of);
        return row && { id: procedureId(row.id), revision: row.doc.revision };
      },
      async dueTest() {
        const maintenance = await data.maintenance.ready();
        const times = restoreTimes(maintenance, await plannedProcedures(data.db), data.now());
        return dueTest(times, await data.db.restoreTest.toArray());
      },
      async quiets({ plan, planned }) {
        const window = windowOf(plan.doc, planned.date);
        return window !== undefined && (await quietedNow(data.db, [window.service], data.now())).length > 0;
      },
      async timeStep(id) {
        const run = await data.db.run.get(id);
        // The parser of procedures is large, and a start needs none of it.
        const { parseRun } = await import('../../../src-shared/procedure/parse.ts');
        const steps = run ? parseRun(run.doc).steps : [];
        const step = steps.find((one) => one.kind === 'measure' && one.unit === 'min');
        if (!step) return undefined;
        const entries = await data.db.runEntry.where('ref').equals(id).toArray();
        const said = runProgress(steps, entries, data.now()).states.get(step.id)?.value?.event;
        return { id: step.id, said: said?.kind === 'measure' ? said.value : undefined };
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
  const desk = createBackupDesk(actions, (id) => go(`/backups/${encodeURIComponent(id)}`));
  return { desk, commands };
}
