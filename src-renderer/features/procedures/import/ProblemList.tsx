import { useTranslation } from 'react-i18next';
import type { ImportProblem } from '../../../../src-shared/procedure/import/problem.ts';
import styles from './Import.module.css';

/** Rows that a list draws; the export has all of them. */
const MOST = 500;

/** What of the files was not taken, each with its reason in words. */
export function ProblemList({ problems, passedOver }: { problems: readonly ImportProblem[]; passedOver: number }) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls is reached by the keyboard
    <section className={styles.problems} tabIndex={0} aria-label={t('import.view.problems')}>
      <ul>
        {problems.slice(0, MOST).map((problem, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one file may have two problems, and the list never changes
          <li key={at} className={styles.problemRow}>
            <span className={styles.path}>{problem.path}</span>
            <span>{t(`import.reason.${problem.reason}`)}</span>
            {problem.detail !== undefined && <span className={styles.detail}>{problem.detail}</span>}
          </li>
        ))}
      </ul>
      {problems.length > MOST && (
        <p className={styles.path}>{t('import.moreProblems', { count: problems.length - MOST })}</p>
      )}
      {passedOver > 0 && <p className={styles.path}>{t('import.passedOver', { count: passedOver })}</p>}
    </section>
  );
}
