import type { Incident } from '../../model/incident.ts';
import type { FollowUp, PostMortem } from '../../model/post-mortem.ts';
import { deadline } from '../../sla/state.ts';
import type { Calendars } from '../../sla/working-time.ts';
import { type Instant, instant } from '../../time/clock.ts';
import { instantOfWallClock, type LocalDate, localDate } from '../../time/zone.ts';

/**
 * When a post-mortem is due: what people agreed, else the end of the incident's post-incident window, which is 24 h for
 * a P0 in the procedures (« Post-incident (1-24 heures) ») and counts from its resolve. Undefined where neither is.
 */
export function postMortemDue(
  doc: Pick<PostMortem, 'due'> | undefined,
  incident: Pick<Incident, 'clocks'> | undefined,
  calendars: Calendars,
): Instant | undefined {
  const clock = incident?.clocks.postIncident;
  return doc?.due ?? (clock && deadline(clock, calendars));
}

/** Asked for by the procedures and not written: the incident is resolved and its post-incident window runs. */
export function awaitsPostMortem({ status, clocks, mergedInto }: Incident): boolean {
  const window = clocks.postIncident?.segments.at(-1);
  return status === 'resolved' && mergedInto === undefined && window !== undefined && window.target !== null;
}

/** A follow-up is late from the end of its day on, in the zone of whoever looks. */
export function isLate({ status, due }: Pick<FollowUp, 'status' | 'due'>, zone: string, now: Instant): boolean {
  return status === 'open' && due !== undefined && due < localDate(now, zone);
}

/** Nine in the morning of a day in `zone`: when the owner of what is due that day hears of it. */
export function morningOf(day: LocalDate, zone: string): Instant {
  return instantOfWallClock(instant(`${day}T09:00:00Z`), zone, 'earlier');
}
