import { useTranslation } from 'react-i18next';
import { restoreOutcome } from '../../../src-shared/backup/restore-tests.ts';
import type { RestoreTest } from '../../../src-shared/model/backup.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { TimeChart } from '../../ui/TimeChart.tsx';
import styles from './BackupPage.module.css';

const SHOWN = 24;

/** How long restores of one backup took, against the objective of the last of them. `tests` are newest first. */
export function RestoreTimes({ tests }: { tests: readonly { id: string; doc: RestoreTest }[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const ended = tests.flatMap(({ id, doc }) => (doc.endedAt === undefined ? [] : [{ id, doc, at: doc.endedAt }]));
  const shown = ended.slice(0, SHOWN).sort((a, b) => a.at - b.at);
  const measured = shown.flatMap(({ doc }) => doc.took ?? []);
  const [first] = measured;
  const last = measured.at(-1);
  if (first === undefined || last === undefined || measured.length < 2) return null;
  const objective = shown.at(-1)?.doc.objective;
  const within = objective === undefined ? undefined : t('backups.objective', { length: format.duration(objective) });
  const words = t('backups.trendOf', {
    first: format.duration(first),
    last: format.duration(last),
    count: measured.length,
  });
  return (
    <div className={styles.chart}>
      <TimeChart
        points={shown.map(({ id, doc, at }) => {
          const outcome = restoreOutcome(doc);
          return {
            id,
            at,
            value: doc.took,
            tone: outcome === 'failed' ? ('failed' as const) : outcome === 'slow' ? ('due' as const) : undefined,
            title: [
              format.moment(at, now),
              doc.took !== undefined && format.duration(doc.took),
              t(`backups.outcome.${outcome}`),
            ]
              .filter(Boolean)
              .join(' · '),
          };
        })}
        limit={objective === undefined || within === undefined ? undefined : { value: objective, label: within }}
        label={[words, within].filter(Boolean).join(', ')}
        writeValue={format.duration}
        writeTime={format.shortDate}
      />
    </div>
  );
}
