import { DAY, HOUR, type Instant, MINUTE, type Millis } from '../time/clock.ts';
import { calendarDay, dayOf, weekdayOf } from '../time/day.ts';
import { createLocalTime } from '../time/local-time.ts';
import { wallClock } from '../time/zone.ts';
import type { CalendarFields, CalendarItem } from './on-calendar-fields.ts';

/** systemd looks no further either. */
const LAST_YEAR = 2199;

const fits = (items: readonly CalendarItem[], value: number, end: number) =>
  items.length === 0 ||
  items.some(({ from, to, every }) => {
    const last = to ?? (every === undefined ? from : end);
    return value >= from && value <= last && (value - from) % (every ?? 1) === 0;
  });

/** Days counted from the end, as days from the beginning of a month of `length` days. */
function turned(items: readonly CalendarItem[], length: number): CalendarItem[] {
  return items.map(({ from, to, every }) => {
    const day = length + 1 - from;
    if (to === undefined) return { from: day, ...(every === undefined ? {} : { every }) };
    // Of 1..6 by twos from the end the fifth is the last, and the first that comes.
    return {
      from: day - (to - from) + ((to - from) % (every ?? 1)),
      to: day,
      ...(every === undefined ? {} : { every }),
    };
  });
}

/** The first day from `number` on that fits, by jumps over years and months that do not. */
function nextDay(fields: CalendarFields, number: number): number | undefined {
  for (let at = number; ; ) {
    const { year, month, day } = calendarDay(at);
    if (year > LAST_YEAR) return undefined;
    if (!fits(fields.years, year, LAST_YEAR)) at = dayOf(year + 1, 1, 1);
    else if (!fits(fields.months, month, 12)) at = dayOf(year, month + 1, 1);
    else {
      const length = calendarDay(dayOf(year, month + 1, 0)).day;
      const days = fields.fromEnd ? turned(fields.days, length) : fields.days;
      const fitsWeek = fields.weekdays.size === 0 || fields.weekdays.has(weekdayOf(at));
      if (fitsWeek && fits(days, day, length)) return at;
      at += 1;
    }
  }
}

/**
 * When systemd's timer would next elapse, strictly after `after`; undefined where it never would. A reading that is
 * skipped when the clocks go on is left out, one that comes twice is met the first time, as `systemd-analyze calendar`
 * says.
 */
export function nextOfCalendar(fields: CalendarFields, after: Instant, zone: string): Instant | undefined {
  const own = fields.zone ?? zone;
  const instantOf = createLocalTime(own);
  const at = (day: number, time: Millis) => instantOf(day * DAY + time);
  // Of an hour or a minute that has passed, or that the clocks skip, no second is looked at.
  const isOver = (day: number, from: Millis, to: Millis) => {
    const last = at(day, to - 1);
    return last <= after || last === at(day, from);
  };
  const today = Math.floor(wallClock(after, own) / DAY);
  for (let day = nextDay(fields, today); day !== undefined; day = nextDay(fields, day + 1)) {
    for (const hour of fields.hours) {
      if (isOver(day, hour * HOUR, (hour + 1) * HOUR)) continue;
      for (const minute of fields.minutes) {
        const time = hour * HOUR + minute * MINUTE;
        if (isOver(day, time, time + MINUTE)) continue;
        for (const second of fields.seconds) {
          const found = at(day, time + second);
          if (found > after && wallClock(found, own) === day * DAY + time + second) return found;
        }
      }
    }
  }
  return undefined;
}
