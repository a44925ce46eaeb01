import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Matcher } from '../../../src-shared/model/silence.ts';
import { labelTest, matchesEverything } from '../../../src-shared/silence/matcher.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import styles from './Silences.module.css';

const SHOWN = 4;

/** What the matchers would keep quiet of what fires now. */
export function MatcherPreview({
  matchers,
  alerts,
}: {
  matchers: readonly Matcher[];
  alerts: readonly Row<'alert'>[] | undefined;
}) {
  const { t } = useTranslation();
  const matching = useMemo(() => {
    const matches = labelTest(matchers);
    return (alerts ?? [])
      .filter(({ doc }) => matches(doc.labels))
      .sort((a, b) => a.doc.priority.localeCompare(b.doc.priority) || b.doc.startsAt - a.doc.startsAt);
  }, [matchers, alerts]);
  if (matchesEverything(matchers)) return <p className={styles.problem}>{t('silences.matchesEverything')}</p>;
  return (
    <div className={styles.preview} aria-live="polite">
      <p>
        {!alerts
          ? t('silences.counting')
          : alerts.length === 0
            ? t('silences.nothingFires')
            : t('silences.preview', { count: matching.length, total: alerts.length })}
      </p>
      {matching.length > 0 && (
        <ul className={styles.examples}>
          {matching.slice(0, SHOWN).map(({ id, doc }) => (
            <li key={id}>
              <PriorityBadge priority={doc.priority} />
              <span className={styles.example} title={doc.title}>
                {doc.title}
              </span>
            </li>
          ))}
          {matching.length > SHOWN && <li>{t('silences.more', { count: matching.length - SHOWN })}</li>}
        </ul>
      )}
    </div>
  );
}
