import { isMoreUrgent } from '../intake/priority.ts';
import type { Entity } from '../model/collections.ts';
import type { PersonId } from '../model/ids.ts';
import type { Priority } from '../model/priority.ts';
import type { SilencedSpan } from '../model/silence.ts';
import { afterSilence, endWarningAt, runningSpan, silenceState } from '../silence/state.ts';
import type { Instant } from '../time/clock.ts';
import type { PlannedAlarm, SilenceAlarm } from './plan.ts';

/**
 * An alarm of an incident that was or is under silence. What falls due during a silence comes at its end, under an id
 * of its own; a repeating one stops for the silence and starts again after it.
 */
export function putOff(alarm: PlannedAlarm, spans: readonly SilencedSpan[] | undefined): PlannedAlarm[] {
  if (!spans || spans.length === 0) return [alarm];
  const at = afterSilence(spans, alarm.fireAt);
  const said = at === alarm.fireAt ? alarm : { ...alarm, id: `${alarm.id}@${at}`, fireAt: at };
  const last = spans.findLast(({ since }) => since > at);
  if (!last || said.repeatEvery === undefined) return [said];
  const { repeatEvery: _, ...once } = said;
  return [once, { ...said, id: `${alarm.id}@${last.until}`, fireAt: last.until }];
}

/** What a silence keeps quiet now. */
interface Kept {
  alerts: number;
  priority: Priority;
}

function keptBy(facts: SilenceFacts): Map<string, Kept> {
  const kept = new Map<string, Kept>();
  const note = (by: readonly string[] | undefined, alerts: number, priority: Priority) => {
    for (const id of by ?? []) {
      const before = kept.get(id);
      kept.set(id, {
        alerts: (before?.alerts ?? 0) + alerts,
        priority: before && !isMoreUrgent(priority, before.priority) ? before.priority : priority,
      });
    }
  };
  for (const { doc } of facts.held) note(doc.silencedBy, 1, doc.priority);
  for (const { doc } of facts.incidents) {
    if (doc.alertsFiring > 0) note(runningSpan(doc.silences, facts.now)?.by, doc.alertsFiring, doc.priority);
  }
  return kept;
}

export interface SilenceFacts {
  /** Silences that are not settled. */
  silences: Iterable<Entity<'silence'>>;
  /** Firing alerts without an incident. */
  held: Iterable<Entity<'alert'>>;
  incidents: Iterable<Entity<'incident'>>;
  me: PersonId;
  /** Whether alarms call this person. */
  onDuty: boolean;
  now: Instant;
}

/**
 * Before a silence ends while something still fires under it, its maker and who is on duty are told. The alarm is as
 * urgent as the gravest of what will be heard, and quiet by itself.
 */
export function silenceAlarms(facts: SilenceFacts): SilenceAlarm[] {
  const silences = [...facts.silences].filter(({ doc }) => silenceState(doc, facts.now) === 'active');
  if (silences.length === 0) return [];
  const kept = keptBy(facts);
  return silences.flatMap(({ id, doc }): SilenceAlarm[] => {
    const fireAt = endWarningAt(doc);
    const mine = doc.createdBy.kind === 'person' && doc.createdBy.id === facts.me;
    const quiet = kept.get(id);
    if (fireAt === undefined || !quiet || !(mine || facts.onDuty)) return [];
    const { alerts, priority } = quiet;
    return [
      {
        id: `silence:${id}/ending/${doc.endsAt}`,
        kind: 'silenceEnds',
        silence: id,
        title: doc.reason.slice(0, 500),
        priority,
        alerts,
        fireAt,
        deadline: doc.endsAt,
        loud: false,
      },
    ];
  });
}
