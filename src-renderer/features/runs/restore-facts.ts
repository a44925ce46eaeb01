import { restoreOutcome } from '../../../src-shared/backup/restore-tests.ts';
import type { RestoreTest } from '../../../src-shared/model/backup.ts';
import { markdownText } from '../../../src-shared/procedure/markdown-text.ts';
import type { ExportWords } from './export.ts';

/** The restore test that a run is, and which backup it restored. */
export interface RestoreRecord {
  backup: string;
  doc: RestoreTest;
}

/** What a restore test says beside its steps: which backup, how long it took of what was allowed, and its verdict. */
export function restoreFacts(
  { backup, doc }: RestoreRecord,
  { t, format, actor }: Pick<ExportWords, 't' | 'format' | 'actor'>,
): (readonly [string, string])[] {
  const { took, objective, verdict, endedAt, endedBy, cancelled } = doc;
  const over = endedAt ?? cancelled?.at;
  const allowed =
    objective === undefined ? t('backups.noObjective') : t('backups.objective', { length: format.duration(objective) });
  const measured =
    took === undefined ? t(over === undefined ? 'backups.notTimed' : 'backups.neverTimed') : format.duration(took);
  const said =
    endedAt !== undefined && endedBy
      ? t('backups.saidBy', { who: markdownText(actor(endedBy)), time: format.full(endedAt) })
      : undefined;
  const whole = [
    t(verdict ? `backups.result.${verdict.result}` : 'backups.noVerdictYet'),
    verdict?.result === 'bad' && markdownText(verdict.reason),
    said,
  ];
  return [
    [t('backups.panel'), `${markdownText(backup)} · ${t(`backups.outcome.${restoreOutcome(doc)}`)}`],
    [t('backups.restoreTime'), `${measured} · ${allowed}`],
    cancelled
      ? [
          t('backups.integrity'),
          t('backups.cancelledBy', { who: markdownText(actor(cancelled.by)), time: format.full(cancelled.at) }),
        ]
      : [t('backups.integrity'), whole.filter(Boolean).join(' · ')],
  ];
}
