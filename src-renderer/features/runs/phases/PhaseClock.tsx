import { useTranslation } from 'react-i18next';
import type { PhaseView } from '../../../../src-shared/procedure/phases.ts';
import { stateAt } from '../../../../src-shared/sla/state.ts';
import type { Calendars } from '../../../../src-shared/sla/working-time.ts';
import { urgencyOf } from '../../../data/incident-line.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute, useSecond } from '../../../platform/now.ts';
import { Ticking } from '../../../ui/Ticking.tsx';
import { TimeBar } from '../../../ui/TimeBar.tsx';
import styles from './IncidentChecklist.module.css';

interface Props {
  phase: PhaseView;
  calendars: Calendars;
  isFormer: boolean;
}

/** How long a phase has: what is left while it lacks steps, when it was complete, what it lacks once it is past. */
export function PhaseClock({ phase, calendars, isFormer }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { completedAt, place, timing, progress } = phase;
  if (completedAt !== undefined && place !== 'ahead') {
    return (
      <span className={styles.clock} data-urgency="met">
        {t('phases.complete', { time: format.moment(completedAt, now) })}
      </span>
    );
  }
  if (isFormer) return <span className={styles.clock}>{t('phases.former')}</span>;
  if (place === 'current' && timing) return <Running phase={phase} calendars={calendars} />;
  return (
    <span className={styles.clock} data-urgency={place === 'past' ? 'soon' : undefined}>
      {place === 'past' ? t('phases.lacks', { count: progress.lacking.length }) : t('phases.ahead')}
    </span>
  );
}

/** The leaf that a second renders again. */
function Running({ phase, calendars }: Pick<Props, 'phase' | 'calendars'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useSecond();
  const last = phase.timing?.segments.at(-1);
  const state = stateAt(phase.timing, calendars, Math.max(now, last?.from ?? 0));
  const urgency = urgencyOf({ name: phase.window.clock, state });
  const { status, deadline } = state;
  const figure =
    status === 'running'
      ? format.stopwatch((deadline ?? now) - now)
      : status === 'breached' || status === 'missed'
        ? format.stopwatch(-Math.max(0, now - (deadline ?? now)))
        : format.stopwatch(state.remaining);
  const word = status === 'paused' ? 'paused' : status === 'running' ? 'left' : 'over';
  return (
    <span className={styles.clock} data-urgency={urgency} role="timer">
      {status === 'met' || status === 'idle' ? (
        t('phases.stopped')
      ) : (
        <>
          {word !== 'left' && <span>{t(`phases.clock.${word}`)}</span>}
          <Ticking>{figure}</Ticking>
        </>
      )}
      <TimeBar fraction={state.fraction} urgency={urgency} />
    </span>
  );
}
