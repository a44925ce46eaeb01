import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { BackupLine } from '../../../src-shared/backup/register.ts';
import type { Directory } from '../../data/directory.ts';
import { useBackupDesk } from './desk.ts';

/** What is done to a backup, from its row or its own page. */
export type Deed = 'test' | 'record' | 'watch' | 'line' | 'edit' | 'archive' | 'restore';

export interface BackupDeeds {
  run(deed: Deed): Promise<void>;
  /** Why somebody of this role may not; undefined where they may. */
  refusal(deed: Deed): string | undefined;
  /** The entries of a menu. */
  items(deeds: readonly Exclude<Deed, 'restore'>[]): { id: Deed; label: string; isDisabled: boolean }[];
}

const BY_RESPONDERS: readonly Deed[] = ['test', 'record'];

/** The deeds of one backup: what asks a question opens it, a test that begins shows its run. */
export function useBackupDeeds(
  { id, doc }: Pick<BackupLine, 'id' | 'doc'>,
  directory: Pick<Directory, 'may'>,
): BackupDeeds {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const desk = useBackupDesk();
  const showLine = (heartbeat: string) =>
    desk.ask({ kind: 'line', id, title: doc.title, cadence: doc.cadence, heartbeat });
  const refusal = (deed: Deed) => {
    if (deed === 'line') return undefined;
    if (BY_RESPONDERS.includes(deed)) return directory.may('responder') ? undefined : t('backups.responderOnly');
    return directory.may('lead') ? undefined : t('backups.leadOnly');
  };
  return {
    refusal,
    items: (deeds) =>
      deeds.map((deed) => ({ id: deed, label: t(`backups.act.${deed}`), isDisabled: refusal(deed) !== undefined })),
    async run(deed) {
      if (deed === 'record') desk.ask({ kind: 'record', id, doc });
      else if (deed === 'edit') desk.ask({ kind: 'edit', id, doc });
      else if (deed === 'archive') await desk.actions.archive(id, doc);
      else if (deed === 'restore') await desk.actions.restore(id, doc);
      else if (deed === 'line' && doc.heartbeat !== undefined) showLine(doc.heartbeat);
      else if (deed === 'watch') {
        const made = await desk.actions.watch(id, doc);
        if (made !== undefined) showLine(made);
      } else if (deed === 'test') {
        const run = await desk.actions.startTest(id, doc);
        if (run !== undefined) void navigate({ to: '/runs/$id', params: { id: run } });
      }
    },
  };
}
