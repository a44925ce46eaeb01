import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { STEP_ACTIONS } from '../../../../src-shared/model/procedure.ts';
import type { StepProblem } from '../../../../src-shared/procedure/attributes.ts';
import type { TextProblem } from '../../../ui/TextEditor.tsx';
import styles from './Problems.module.css';

/** What is wrong with a step and what would be right. */
export const problemText = (t: TFunction, problem: StepProblem): string =>
  t(`procedureEditor.problem.${problem}`, { actions: STEP_ACTIONS.join(', ') });

const MOST_SHOWN = 50;

/** What of the text does not say what it seems to; nothing of it keeps anybody from saving. */
export function Problems({ problems, onGo }: { problems: readonly TextProblem[]; onGo(line: number): void }) {
  const { t } = useTranslation();
  if (problems.length === 0) return null;
  return (
    <section className={styles.problems} aria-label={t('procedureEditor.problems', { count: problems.length })}>
      <h2>{t('procedureEditor.problems', { count: problems.length })}</h2>
      <ul>
        {problems.slice(0, MOST_SHOWN).map(({ line, message }) => (
          <li key={`${line} ${message}`}>
            <button type="button" onClick={() => onGo(line)}>
              <span className={styles.line} data-figures>
                {t('procedureEditor.line', { line })}
              </span>
              {message}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
