import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { between } from '../../../../src-shared/sla/shown-lengths.ts';
import type { Directory } from '../../../data/directory.ts';
import { actorWords } from '../../../data/entry-words.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { SectionHeading } from '../../../ui/SectionHeading.tsx';
import styles from './ProcedurePage.module.css';
import { useLatestRuns } from './use-procedure-page.ts';

const SHOWN = 8;

/** Who worked through it of late, and how that ended. */
export function LatestRuns({ id, directory }: { id: string; directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const runs = useLatestRuns(id, SHOWN);
  if (runs === undefined) return null;
  return (
    <>
      <SectionHeading note={runs.length > 0 ? String(runs.length) : undefined}>
        {t('procedurePage.runs')}
      </SectionHeading>
      {runs.length === 0 && <p className={`${styles.inset} ${styles.quiet}`}>{t('procedurePage.noRuns')}</p>}
      <ul className={styles.runs}>
        {runs.map(({ id: run, doc }) => (
          <li key={run}>
            <Link to="/runs/$id" params={{ id: run }} className={styles.run} title={format.full(doc.startedAt)}>
              <span className={styles.runMark} data-open={doc.endedAt === undefined || undefined} aria-hidden />
              <span>{format.moment(doc.startedAt, now)}</span>
              <span className={styles.quiet}>{actorWords(doc.startedBy, { t, directory })}</span>
              <span className={styles.runEnd}>
                {doc.endedAt === undefined
                  ? t('procedurePage.running')
                  : t('procedurePage.took', { length: format.duration(between(doc.startedAt, doc.endedAt)) })}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
