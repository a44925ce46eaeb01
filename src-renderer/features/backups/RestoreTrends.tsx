import { useTranslation } from 'react-i18next';
import { restoreOutcome } from '../../../src-shared/backup/restore-tests.ts';
import type { RestoreTest } from '../../../src-shared/model/backup.ts';
import { useFormat } from '../../platform/format.ts';
import { Sparkline } from '../../ui/Sparkline.tsx';
import styles from './RestoreTrends.module.css';

const SHOWN = 24;

interface Props {
  /** Newest first. */
  tests: readonly { id: string; doc: RestoreTest }[];
  titles: ReadonlyMap<string, string>;
}

/** Of each backup that was restored more than once: whether it gets slower, and how far from its objective it is. */
export function RestoreTrends({ tests, titles }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const measured = tests.flatMap(({ doc }) =>
    doc.took !== undefined && doc.endedAt !== undefined && titles.has(doc.backup) ? [{ doc, took: doc.took }] : [],
  );
  const trends = [...Map.groupBy(measured, ({ doc }): string => doc.backup)].filter(([, some]) => some.length > 1);
  if (trends.length === 0) return null;
  return (
    <ul className={styles.trends} aria-label={t('backups.trends')}>
      {trends.map(([backup, some]) => {
        const shown = some.slice(0, SHOWN).reverse();
        const [last] = some;
        const [first] = shown;
        if (!last || !first) return null;
        const { objective } = last.doc;
        const within =
          objective === undefined ? undefined : t('backups.objective', { length: format.duration(objective) });
        const words = t('backups.trendOf', {
          first: format.duration(first.took),
          last: format.duration(last.took),
          count: shown.length,
        });
        return (
          <li key={backup} className={styles.trend}>
            <span className={styles.title} dir="auto">
              {titles.get(backup)}
            </span>
            <Sparkline
              values={shown.map(({ took }) => took)}
              width={220}
              height={44}
              limit={objective}
              label={[words, within].filter(Boolean).join(', ')}
            />
            <span className={styles.legend}>
              <span className={styles.words} data-over={restoreOutcome(last.doc) === 'slow' || undefined}>
                {words}
              </span>
              {within && (
                <span className={styles.limit}>
                  <span className={styles.dash} aria-hidden /> {within}
                </span>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
