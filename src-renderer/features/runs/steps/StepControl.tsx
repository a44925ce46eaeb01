import Copy from 'lucide-react/icons/copy';
import ExternalLink from 'lucide-react/icons/external-link';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../platform/format.ts';
import { useTimed } from '../../../platform/now.ts';
import { Button } from '../../../ui/Button.tsx';
import { CodeChip } from '../../../ui/CodeChip.tsx';
import { Ticking } from '../../../ui/Ticking.tsx';
import styles from './StepRow.module.css';
import type { StepRowProps } from './StepRow.tsx';

/** The button that belongs to a step's kind: copy, open, start the timer, approve, act. */
export function StepControl(props: StepRowProps) {
  const { step, state, isCursor, canRecord, approves, button, onAct, onAsk } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const { status } = state;
  const settled = status === 'done' || status === 'skipped';
  // Its text or its code block says it already.
  const isShown =
    step.kind === 'command' &&
    (step.text.includes(step.command) || (step.detail?.includes(step.command) === true && (isCursor || !settled)));
  // The key is written where it would be taken.
  const keys = (key: string) => (isCursor ? key : undefined);
  switch (step.kind) {
    case 'command':
      return (
        <span className={styles.control}>
          {!isShown && <CodeChip>{step.command}</CodeChip>}
          <Button
            size="small"
            keys={keys('C')}
            icon={<Copy size={13} aria-hidden />}
            onPress={() => onAct(step, 'copy')}
          >
            {t('runs.key.copy')}
          </Button>
        </span>
      );
    case 'link':
      return (
        <span className={styles.control}>
          <Button
            size="small"
            keys={keys('O')}
            icon={<ExternalLink size={13} aria-hidden />}
            onPress={() => onAct(step, 'open')}
          >
            {t('runs.key.open')}
          </Button>
        </span>
      );
    case 'timer':
      if (status === 'waiting' && state.timer) {
        return (
          <span className={styles.control}>
            <Countdown until={state.timer.event.until} />
            <Button size="small" variant="quiet" isDisabled={!canRecord} onPress={() => onAct(step, 'do')}>
              {t('runs.timer.now')}
            </Button>
          </span>
        );
      }
      return settled ? null : (
        <span className={styles.control}>
          <Button size="small" keys={keys('Enter')} isDisabled={!canRecord} onPress={() => onAct(step, 'do')}>
            {t('runs.timer.start', { length: format.duration(step.length) })}
          </Button>
        </span>
      );
    case 'approval':
      if (status === 'done') return null;
      return (
        <span className={styles.control}>
          {status !== 'refused' && status !== 'skipped' && (
            <Button
              size="small"
              variant="quiet"
              isDisabled={!canRecord || !approves}
              onPress={() => onAsk(step, 'refuse')}
            >
              {t('runs.approval.refuse')}
            </Button>
          )}
          {status !== 'skipped' && (
            <Button
              size="small"
              keys={approves ? keys('Enter') : undefined}
              isDisabled={!canRecord || !approves}
              reason={approves ? undefined : t('runs.approval.why', { role: t(`role.${step.by}`) })}
              onPress={() => onAct(step, 'do')}
            >
              {t('runs.approval.approve')}
            </Button>
          )}
        </span>
      );
    case 'action':
      return !button || settled ? null : (
        <span className={styles.control}>
          <Button
            size="small"
            keys={button.keys ?? keys('Enter')}
            isDisabled={!canRecord || button.isDisabled}
            reason={button.reason}
            onPress={button.onPress}
          >
            {button.label}
          </Button>
        </span>
      );
    default:
      return null;
  }
}

/** Time left of a timer that runs. */
function Countdown({ until }: { until: number }) {
  const format = useFormat();
  const left = useTimed((now) => format.stopwatch(Math.max(0, until - now)));
  return (
    <span className={styles.countdown} role="timer">
      <Ticking>{left}</Ticking>
    </span>
  );
}
