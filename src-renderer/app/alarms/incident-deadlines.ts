import type { Incident } from '../../../src-shared/model/incident.ts';
import { CLOCKS } from '../../../src-shared/model/sla-policy.ts';
import { runningSegment } from '../../../src-shared/sla/segments.ts';
import { consumedAt } from '../../../src-shared/sla/state.ts';
import type { Calendars } from '../../../src-shared/sla/working-time.ts';
import type { Instant } from '../../../src-shared/time/clock.ts';

/** The earliest promise of an incident that still runs. */
export interface NextDeadline {
  /** When it lapses. */
  at: Instant;
  /** From here on it is due soon: four fifths of its window are consumed. */
  soonAt: Instant;
}

export interface DeadlineReader {
  /** Undefined where nothing is promised, or where every clock is paused or stopped. */
  of(incident: Incident): NextDeadline | undefined;
}

const SOON = 0.8;

/** Remembers by document: a list of thousands is read again at each change of one of them. */
export function createDeadlineReader(calendars: Calendars): DeadlineReader {
  const known = new WeakMap<Incident, NextDeadline | 'none'>();
  const read = (incident: Incident): NextDeadline | undefined => {
    if (incident.status !== 'triggered' && incident.status !== 'acknowledged') return undefined;
    let next: NextDeadline | undefined;
    for (const name of CLOCKS) {
      const clock = incident.clocks[name];
      if (!clock || !runningSegment(clock)) continue;
      const at = consumedAt(clock, 1, calendars);
      if (at === undefined || (next && next.at <= at)) continue;
      next = { at, soonAt: consumedAt(clock, SOON, calendars) ?? at };
    }
    return next;
  };
  return {
    of(incident) {
      const cached = known.get(incident);
      if (cached !== undefined) return cached === 'none' ? undefined : cached;
      const next = read(incident);
      known.set(incident, next ?? 'none');
      return next;
    },
  };
}
