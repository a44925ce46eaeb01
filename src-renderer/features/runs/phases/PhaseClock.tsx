import { useTranslation } from 'react-i18next';
import type { PhaseView } from '../../../../src-shared/procedure/phases.ts';
import { stateAt } from '../../../../src-shared/sla/state.ts';
import type { Calendars } from '../../../../src-shared/sla/working-time.ts';
import { urgencyOf } from '../../../data/incident-line.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute, useSecond } from '../../../platform/now.ts';
import { Bar } from '../../../ui/Bar.tsx';
import { Ticking } from '../../../ui/Ticking.tsx';
import styles from './IncidentChecklist.module.css';

interface Props {
  phase: PhaseView;
  calendars: Calendars;
  isFormer: boolean;
  /** The incident has come so far, although an earlier phase still lacks steps. */
  isReached: boolean;
}

/** How long a phase has: what is left while it lacks steps, when it was complete, what it lacks once it is past. */
export function PhaseClock({ phase, calendars, isFormer, isReached }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { completedAt, place, timing, progress } = phase;
  if (completedAt !== undefined && place !== 'ahead') {
    return (
      <span className={styles.clock} data-urgency="met">
        {t('phases.complete', { when: format.momentOn(completedAt, now) })}
      </span>
    );
  }
  if (isFormer) return <span className={styles.clock}>{t('phases.former')}</span>;
  if (timing && (place === 'current' || (place === 'ahead' && isReached))) {
    return <Running phase={phase} calendars={calendars} />;
  }
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
  const { status, deadline, target } = state;
  if (status === 'paused') {
    return (
      <span className={styles.clock} data-urgency="paused" role="timer">
        <span>{t('phases.clock.paused')}</span> <Ticking>{format.stopwatch(state.remaining)}</Ticking>
      </span>
    );
  }
  if (deadline === undefined) return <span className={styles.clock}>{t('phases.stopped')}</span>;
  // Kept or not, what it lacks has until its end: a promise that was stopped says how much was used until then.
  const left = deadline - now;
  const fraction = status === 'met' && target ? 1 - left / target : state.fraction;
  const shown = left <= 0 ? 'breached' : status === 'met' ? 'ok' : urgency;
  return (
    <span className={styles.clock} data-urgency={shown} role="timer">
      {left <= 0 && <span>{t('phases.clock.over')}</span>}
      <Ticking>{left <= 0 ? format.stopwatch(-left) : format.stopwatch(left)}</Ticking>
      <Bar fraction={fraction} tone={shown} />
    </span>
  );
}
