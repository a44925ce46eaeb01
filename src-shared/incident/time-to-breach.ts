import type { Entity } from '../model/collections.ts';
import type { Incident } from '../model/incident.ts';
import { PRIORITIES } from '../model/priority.ts';
import { CLOCKS, type ClockName } from '../model/sla-policy.ts';
import { runningSegment } from '../sla/segments.ts';
import { consumedAtEach } from '../sla/state.ts';
import type { Calendars } from '../sla/working-time.ts';
import type { Instant } from '../time/clock.ts';
import { isOpen } from './transitions.ts';

/** The promise of an incident that lapses first. */
export interface NextDeadline {
  clock: ClockName;
  deadline: Instant;
  /** From here on it is due soon: four fifths of its window are consumed. */
  soonAt: Instant;
}

const SOON = 0.8;

/** Undefined where nothing is promised, and where every clock is paused or stopped. */
export function nextDeadline(incident: Incident, calendars: Calendars): NextDeadline | undefined {
  if (incident.status === 'closed') return undefined;
  let next: NextDeadline | undefined;
  for (const name of CLOCKS) {
    const clock = incident.clocks[name];
    if (!clock || !runningSegment(clock)) continue;
    const [deadline, soonAt] = consumedAtEach(clock, [1, SOON], calendars);
    if (deadline === undefined || (next && next.deadline <= deadline)) continue;
    next = { clock: name, deadline, soonAt: soonAt ?? deadline };
  }
  return next;
}

export type Pressure = 'ok' | 'dueSoon' | 'breached';

/** How time presses, apart from how severe the incident is. */
export function pressureOf(next: NextDeadline | undefined, now: Instant): Pressure {
  if (!next || now < next.soonAt) return 'ok';
  return now < next.deadline ? 'dueSoon' : 'breached';
}

/** Open before resolved before closed. */
function rank(incident: Incident): number {
  return isOpen(incident) ? 0 : incident.status === 'resolved' ? 1 : 2;
}

/**
 * A new list: what lapses (or lapsed) first comes first; then, within open, resolved and closed alike, what promises
 * nothing, by priority and age. Closed ones come last, the latest first. Needs no `now`: the order is that of deadlines.
 */
export function sortByTimeToBreach<T extends Entity<'incident'>>(incidents: readonly T[], calendars: Calendars): T[] {
  const keyed = incidents.map((one) => {
    const { doc } = one;
    return {
      one,
      rank: rank(doc),
      deadline: nextDeadline(doc, calendars)?.deadline ?? Number.POSITIVE_INFINITY,
      priority: PRIORITIES.indexOf(doc.priority),
      age: doc.status === 'closed' ? -(doc.closedAt ?? 0) : doc.openedAt,
    };
  });
  keyed.sort((a, b) => {
    if (a.rank !== b.rank) return a.rank - b.rank;
    if (a.deadline !== b.deadline) return a.deadline < b.deadline ? -1 : 1;
    if (a.rank === 2 && a.age !== b.age) return a.age - b.age;
    return a.priority - b.priority || a.age - b.age || (a.one.id < b.one.id ? -1 : 1);
  });
  return keyed.map(({ one }) => one);
}

/** The next deadlines of these incidents, each incident once, soonest first; lapsed ones lead. */
export function nextDeadlines<T extends Entity<'incident'>>(
  incidents: readonly T[],
  calendars: Calendars,
): (NextDeadline & { incident: T })[] {
  return incidents
    .flatMap((incident) => {
      const next = nextDeadline(incident.doc, calendars);
      return next ? [{ ...next, incident }] : [];
    })
    .sort((a, b) => a.deadline - b.deadline);
}
