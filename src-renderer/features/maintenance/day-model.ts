import { isOverAt } from '../../../src-shared/maintenance/arranged.ts';
import { dateOf } from '../../../src-shared/maintenance/dates.ts';
import type { Planned } from '../../../src-shared/recurrence/timing.ts';
import { DAY, type Instant, type Millis } from '../../../src-shared/time/clock.ts';
import { dayNumber } from '../../../src-shared/time/day.ts';
import { instantOfWallClock, type LocalDate, localDate, wallClock } from '../../../src-shared/time/zone.ts';
import type { MaintenanceItem } from '../../data/maintenance.ts';

/** How long what was missed stays in sight. */
export const MISSED_FOR: Millis = 7 * DAY;

/** Half-open. */
export interface Span {
  from: Instant;
  to: Instant;
}

/** The day that holds an instant, in a zone; `days` later with it. As long as the day there is: 23, 24 or 25 hours. */
export function dayAt(at: Instant, zone: string, days = 0): Span {
  const midnight = (Math.floor(wallClock(at, zone) / DAY) + days) * DAY;
  return {
    from: instantOfWallClock(midnight, zone, 'earlier'),
    to: instantOfWallClock(midnight + DAY, zone, 'earlier'),
  };
}

/** The week from Monday on that holds an instant, `weeks` later. */
export function weekAt(at: Instant, zone: string, weeks = 0): readonly Span[] {
  const weekday = (Math.floor(wallClock(at, zone) / DAY) + 3) % 7;
  return Array.from({ length: 7 }, (_, index) => dayAt(at, zone, index - weekday + 7 * weeks));
}

export const isOpen = ({ state: { status } }: MaintenanceItem): boolean =>
  status !== 'done' && status !== 'doneLate' && status !== 'skipped';

/** Nobody has done it and it should be: over its grace, begun or not. */
export const isLate = ({ state }: MaintenanceItem): boolean => state.status === 'missed' || state.late;

/** Late, and not missed so long ago that nobody does it any more. */
export const isLateOf =
  (now: Instant) =>
  (item: MaintenanceItem): boolean =>
    isLate(item) && (item.state.status !== 'missed' || item.state.deadline > now - MISSED_FOR);

export interface Day {
  /** Late of the last days, the oldest first; of today alone. */
  late: readonly MaintenanceItem[];
  /** At no hour: some time in the day, the week or the month. */
  anytime: readonly MaintenanceItem[];
  /** By hour. */
  timed: readonly MaintenanceItem[];
}

/** Those whose day is one of a stretch of whole days in `zone`. */
export function onDays(items: readonly MaintenanceItem[], { from, to }: Span, zone: string): MaintenanceItem[] {
  const [first, last] = [localDate(from, zone), localDate(to - 1, zone)];
  return items.filter((item) => {
    const date = dateOf(item, zone);
    return first <= date && date <= last;
  });
}

/** An instant to name a day by where one looks: its noon. */
export const noonOf = (date: LocalDate, zone: string): Instant =>
  instantOfWallClock(dayNumber(date) * DAY + DAY / 2, zone, 'earlier');

/** An instant to name an occurrence's day by where one looks; of a whole day the day of its plan's zone. */
export const dayPointOf = ({ allDay, zone: own }: Planned, at: Instant, zone: string): Instant =>
  allDay ? noonOf(localDate(at, own), zone) : at;

/** The last day on which one of a whole day is still done on time. */
const lastDateOf = (item: MaintenanceItem): LocalDate => localDate(item.state.deadline - 1, item.planned.zone);

/**
 * What a day asks for: its own occurrences, and what may be done on any day of a stretch with this one. What is late is
 * on top of today, and has its own place on days that are over.
 */
export function readDay(items: readonly MaintenanceItem[], day: Span, zone: string, now: Instant): Day {
  const isToday = day.from <= now && now < day.to;
  const late = isToday ? items.filter(isLateOf(now)) : [];
  const rest = isToday ? items.filter((item) => !isLate(item)) : items;
  const date = localDate(day.from, zone);
  const endedToday = ({ state }: MaintenanceItem) => {
    const said = state.completed ?? state.skipped;
    return said !== undefined && day.from <= said.at && said.at < day.to;
  };
  const isAsked = (item: MaintenanceItem) => {
    const begins = dateOf(item, zone);
    if (begins === date || (begins < date && endedToday(item))) return true;
    // Begun and not ended is work of today; a whole day may be one of several.
    return (
      begins < date && isOpen(item) && (item.planned.allDay ? lastDateOf(item) >= date : item.state.deadline > day.from)
    );
  };
  const asked = byTime(rest.filter(isAsked));
  return {
    late: byTime(late),
    anytime: asked.filter(({ planned }) => planned.allDay),
    timed: asked.filter(({ planned }) => !planned.allDay),
  };
}

export const byTime = (items: readonly MaintenanceItem[]): MaintenanceItem[] =>
  [...items].sort(
    (a, b) => a.state.at - b.state.at || a.state.end - b.state.end || a.plan.doc.title.localeCompare(b.plan.doc.title),
  );

/** What nobody may overlook before the rest, each in its order. */
export const lateFirst = (items: readonly MaintenanceItem[]): MaintenanceItem[] => [
  ...items.filter(isLate),
  ...items.filter((item) => !isLate(item)),
];

/** Whether it cannot be moved to begin at `to`: that is over, and it never was there. */
export const mayNotGoTo = ({ planned, doc }: MaintenanceItem, to: Instant, now: Instant): boolean =>
  isOverAt({ ...planned, ...(doc ? { events: doc.events } : {}) }, to, now);

/** How long an occurrence is meant to take; nothing is known of one that only has a day. */
export const lengthOf = ({ planned, state }: MaintenanceItem): Millis =>
  planned.allDay ? 0 : Math.max(0, state.end - state.at);
