import type { Calendar } from '../model/sla-policy.ts';
import { DAY, type Instant, type Millis } from '../time/clock.ts';
import {
  dateOfWallClock,
  instantOfWallClock,
  millisOfTime,
  offsetAt,
  wallClock,
  wallClockOfYear,
  weekday,
  yearOfWallClock,
} from '../time/zone.ts';

/** Which time counts towards a commitment. */
export interface WorkingTime {
  /** Milliseconds that count in `[from, to)`; 0 when `to` is not after `from`. */
  counted(from: Instant, to: Instant): Millis;
  /** The first instant by which `length` has been counted since `from`; `undefined` when no such time is in sight. */
  add(from: Instant, length: Millis): Instant | undefined;
}

/** Day and night, every day. */
const ALWAYS: WorkingTime = {
  counted: (from, to) => Math.max(0, to - from),
  add: (from, length) => from + Math.max(0, length),
};

/** A year of a calendar: where counted time starts and ends, and how much was counted before each stretch. */
interface Year {
  starts: Instant[];
  ends: Instant[];
  before: Millis[];
  total: Millis;
}

const FIRST_YEAR = 1970;
/** A target of 366 days in a calendar of an hour a week is met after 169 years: farther ahead is never. */
const SIGHT = 200;

/** The last index with `list[index] <= value`, or -1. */
function lastAtMost(list: readonly number[], value: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? Number.POSITIVE_INFINITY) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * Business hours as instants. Each year is laid out once, when it is first asked for. Hours are wall-clock: a start
 * that a spring change skips is the first instant after it, hours that come twice in autumn count twice.
 */
export function workingTime(calendar: Calendar): WorkingTime {
  const { zone } = calendar;
  const holidays = new Set(calendar.holidays.map((holiday) => holiday.date));
  const hours = new Map<number, { from: Millis; to: Millis }[]>();
  for (const { day, from, to } of calendar.hours) {
    const range = { from: millisOfTime(from), to: millisOfTime(to) };
    if (range.from < range.to) hours.set(day, [...(hours.get(day) ?? []), range]);
  }
  const years = new Map<number, Year>();

  const layOut = (year: number): Year => {
    const stretches: { start: Instant; end: Instant }[] = [];
    const end = wallClockOfYear(year + 1);
    // The offsets around a day; where all are the same, its wall clock needs no further question.
    const first = wallClockOfYear(year);
    const offsets = [offsetAt(first - DAY, zone), offsetAt(first, zone), offsetAt(first + DAY, zone)];
    for (let midnight = first; midnight < end; midnight += DAY) {
      offsets.push(offsetAt(midnight + 2 * DAY, zone));
      const [offset = 0, ...others] = offsets;
      const steady = others.every((other) => other === offset);
      offsets.shift();
      const ranges = hours.get(weekday(midnight));
      if (!ranges || (holidays.size > 0 && holidays.has(dateOfWallClock(midnight)))) continue;
      for (const range of ranges) {
        const [from, to] = [midnight + range.from, midnight + range.to];
        stretches.push({
          start: steady ? from - offset : instantOfWallClock(from, zone, 'earlier'),
          end: steady ? to - offset : instantOfWallClock(to, zone, 'later'),
        });
      }
    }
    stretches.sort((a, b) => a.start - b.start);
    const laid: Year = { starts: [], ends: [], before: [], total: 0 };
    let reached = Number.NEGATIVE_INFINITY;
    for (const stretch of stretches) {
      const start = Math.max(stretch.start, reached);
      if (stretch.end <= start) continue;
      laid.starts.push(start);
      laid.ends.push(stretch.end);
      laid.before.push(laid.total);
      laid.total += stretch.end - start;
      reached = stretch.end;
    }
    return laid;
  };
  const yearOf = (year: number): Year => {
    const known = years.get(year) ?? layOut(year);
    years.set(year, known);
    return known;
  };
  /** The year whose layout holds `at`: that of the local date. */
  const yearAt = (at: Instant) => Math.max(FIRST_YEAR, yearOfWallClock(wallClock(at, zone)));

  /** Counted in the year before `at`. */
  const within = (year: Year, at: Instant): Millis => {
    const index = lastAtMost(year.starts, at);
    if (index < 0) return 0;
    const start = year.starts[index] ?? at;
    const end = year.ends[index] ?? at;
    return (year.before[index] ?? 0) + Math.min(at, end) - start;
  };

  return {
    counted(from, to) {
      if (to <= from || hours.size === 0) return 0;
      const last = yearAt(to);
      let year = yearAt(from);
      let sum = -within(yearOf(year), from);
      for (; year < last; year += 1) sum += yearOf(year).total;
      return sum + within(yearOf(last), to);
    },
    add(from, length) {
      if (length <= 0) return from;
      if (hours.size === 0) return undefined;
      let year = yearAt(from);
      const limit = year + SIGHT;
      let wanted = length + within(yearOf(year), from);
      while (wanted > yearOf(year).total) {
        wanted -= yearOf(year).total;
        year += 1;
        if (year > limit) return undefined;
      }
      const laid = yearOf(year);
      // The stretch in which it is reached: the last that has less than `wanted` before it.
      const index = Math.max(0, lastAtMost(laid.before, wanted - 1e-6));
      return (laid.starts[index] ?? from) + (wanted - (laid.before[index] ?? 0));
    },
  };
}

/** The calendars that clocks refer to, each laid out once. An unknown one counts day and night: too early, never too late. */
export interface Calendars {
  of(id: string | null): WorkingTime;
}

export const NO_CALENDARS: Calendars = { of: () => ALWAYS };

export function createCalendars(records: Iterable<{ id: string; doc: Calendar }>): Calendars {
  const docs = new Map<string, Calendar>();
  for (const { id, doc } of records) docs.set(id, doc);
  const laidOut = new Map<string, WorkingTime>();
  return {
    of(id) {
      const doc = id === null ? undefined : docs.get(id);
      if (id === null || !doc) return ALWAYS;
      const time = laidOut.get(id) ?? workingTime(doc);
      laidOut.set(id, time);
      return time;
    },
  };
}
