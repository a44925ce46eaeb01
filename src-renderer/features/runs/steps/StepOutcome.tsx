import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useTranslation } from 'react-i18next';
import type { StepState } from '../../../../src-shared/procedure/run-state.ts';
import type { Step } from '../../../../src-shared/procedure/step.ts';
import { useFormat } from '../../../platform/format.ts';
import { rangeText, verdictOf } from './measure.ts';
import styles from './StepRow.module.css';

/** What a step came to, beside its text: the value and how it stands to its range, the choice, the reason. */
export function StepOutcome({ step, state }: { step: Step; state: StepState }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { status, value, skipped, refused } = state;
  if (status === 'skipped' && skipped)
    return <span className={styles.reason}>{t('runs.quoted', { text: skipped.event.reason })}</span>;
  if (status === 'refused' && refused) {
    return (
      <span className={styles.reason} data-refused>
        {t('runs.quoted', { text: refused.event.reason })}
      </span>
    );
  }
  if (status !== 'done' || !value) return null;
  const { event } = value;
  if (event.kind === 'text') return null;
  if (event.kind === 'choice') return <span className={styles.value}>{event.option}</span>;
  const verdict = verdictOf(step, event.value);
  const bad = verdict === 'below' || verdict === 'above';
  return (
    <span className={styles.value} data-bad={bad || undefined}>
      {bad && <TriangleAlert size={13} aria-hidden />}
      {format.number(event.value)}
      {event.unit ? `\u00a0${event.unit}` : ''}
      {verdict && (
        <span className={styles.verdict}>
          {t(`runs.verdict.${verdict}`, { range: rangeText(step, format.number, verdict) })}
        </span>
      )}
    </span>
  );
}
