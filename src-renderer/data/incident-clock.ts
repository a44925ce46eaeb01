import { nextDeadline } from '../../src-shared/incident/time-to-breach.ts';
import { isPaused } from '../../src-shared/incident/transitions.ts';
import type { Incident } from '../../src-shared/model/incident.ts';
import { PRIORITIES } from '../../src-shared/model/priority.ts';
import type { ClockName } from '../../src-shared/model/sla-policy.ts';
import { type ClockState, stateAt } from '../../src-shared/sla/state.ts';
import type { Calendars } from '../../src-shared/sla/working-time.ts';
import type { Instant } from '../../src-shared/time/clock.ts';

export interface CurrentClock {
  name: ClockName;
  state: ClockState;
}

/** The clock that somebody is awaited on where none runs towards a deadline; none once closed. */
function clockOfStatus(incident: Incident): ClockName | undefined {
  if (incident.status === 'triggered') return 'response';
  if (incident.status === 'acknowledged') return 'resolution';
  return incident.status === 'resolved' ? 'postIncident' : undefined;
}

/**
 * The instant at which to read an incident's clocks: the page's clock stands at its last whole second, and what has
 * happened since is known all the same.
 */
export function readAt({ clocks }: Pick<Incident, 'clocks'>, now: Instant): Instant {
  const facts = Object.values(clocks).flatMap((clock) => [
    clock?.segments.at(-1)?.from ?? now,
    clock?.stoppedAt ?? now,
  ]);
  return Math.max(now, ...facts);
}

/** Reads the current clock of incidents; a deadline is worked out once per record, however long the list. */
export interface ClockReader {
  /** When the current clock lapses or lapsed; undefined while paused before it, and where nothing is promised. */
  deadline(incident: Incident): Instant | undefined;
  at(incident: Incident, now: Instant): CurrentClock | undefined;
  /** By time to breach: what lapses first, then what is paused, what promises nothing, what is over. */
  compare(a: Incident, b: Incident): number;
}

interface Facts {
  name: ClockName | undefined;
  deadline: Instant | undefined;
  rank: number;
}

const rankOf = (incident: Incident, lapses: Instant | undefined) => {
  if (incident.status === 'closed') return 4;
  if (lapses !== undefined) return 0;
  if (isPaused(incident)) return 1;
  return incident.status === 'resolved' ? 3 : 2;
};

export function createClockReader(calendars: Calendars): ClockReader {
  const known = new WeakMap<Incident, Facts>();

  function facts(incident: Incident): Facts {
    const found = known.get(incident);
    if (found) return found;
    const next = nextDeadline(incident, calendars);
    const name = next?.clock ?? clockOfStatus(incident);
    const made = { name, deadline: next?.deadline, rank: rankOf(incident, next?.deadline) };
    known.set(incident, made);
    return made;
  }

  return {
    deadline: (incident) => facts(incident).deadline,
    at(incident, now) {
      const { name } = facts(incident);
      return name && { name, state: stateAt(incident.clocks[name], calendars, readAt(incident, now)) };
    },
    compare(a, b) {
      const [left, right] = [facts(a), facts(b)];
      return (
        left.rank - right.rank ||
        (left.deadline ?? 0) - (right.deadline ?? 0) ||
        (left.rank === 4 ? 0 : PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority)) ||
        b.openedAt - a.openedAt
      );
    },
  };
}
