import { useTranslation } from 'react-i18next';
import { type Phase, phasesOf } from '../../../src-shared/incident/phase.ts';
import { shownLengths } from '../../../src-shared/sla/shown-lengths.ts';
import type { Row, UndoRow } from '../../../src-shared/sync/local-store.ts';
import type { Directory } from '../../data/directory.ts';
import { readAt } from '../../data/incident-clock.ts';
import { urgencyOf } from '../../data/incident-line.ts';
import { standing } from '../../data/incident-reads.ts';
import { useFormat } from '../../platform/format.ts';
import { useSecond } from '../../platform/now.ts';
import { ClockCard } from '../../ui/ClockCard.tsx';
import { ClockCards } from '../../ui/ClockCards.tsx';
import { Ticking } from '../../ui/Ticking.tsx';

interface Props {
  row: Row<'incident'>;
  undo: UndoRow | undefined;
  directory: Directory;
}

/** The three commitments, each with its window: what is left, or how it ended. */
export function Clocks({ row, undo, directory }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { doc } = row;
  const shown = standing(row, undo);
  const now = readAt(shown, useSecond());
  const { targets } = directory.policy(doc.policy);

  const value = ({ clock, state, place }: Phase, promised: boolean): string => {
    const { deadline, late, remaining, status } = state;
    const shownLength = () => shownLengths(shown.clocks[clock], directory.calendars, now);
    switch (status) {
      case 'running':
        return format.stopwatch((deadline ?? now) - now);
      case 'breached':
        return format.stopwatch(-late);
      case 'paused':
        return format.stopwatch(remaining);
      case 'met':
        return t('incident.met', { time: format.duration(shownLength().elapsed) });
      case 'missed':
        return t('incident.missed', { time: format.duration(shownLength().late) });
      default:
        return promised && place !== 'past' && doc.status !== 'closed'
          ? t('incident.clockState.idle')
          : t('incident.none');
    }
  };

  return (
    <ClockCards label={t('incident.clocks')}>
      {phasesOf(shown, directory.calendars, now).map((phase) => {
        const { clock, state } = phase;
        const target = state.target ?? targets[doc.priority][clock];
        const name = t(`incident.clock.${clock}`);
        const figure = value(phase, target !== null);
        const runs = state.status === 'running' || state.status === 'breached';
        return (
          <ClockCard
            key={clock}
            label={
              target === null
                ? t('incident.windowNone', { clock: name })
                : t('incident.window', { clock: name, window: format.duration(target) })
            }
            figure={runs ? <Ticking>{figure}</Ticking> : figure}
            urgency={state.status === 'met' ? 'met' : urgencyOf({ name: clock, state })}
            fraction={state.fraction}
            current={phase.place === 'current'}
            note={
              runs && state.deadline !== undefined
                ? t('incident.due', { when: format.momentOn(state.deadline, now) })
                : state.status === 'paused'
                  ? t('incident.paused')
                  : undefined
            }
          />
        );
      })}
    </ClockCards>
  );
}
