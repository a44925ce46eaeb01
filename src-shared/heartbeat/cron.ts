import { DAY, HOUR, type Instant, MINUTE, type Millis } from '../time/clock.ts';
import { calendarDay, dayOf, weekdayOf } from '../time/day.ts';
import { createLocalTime } from '../time/local-time.ts';
import { offsetAt } from '../time/zone.ts';
import type { CronFields } from './cron-fields.ts';

/** A line that fits no day within this time fits none: leap days that are Mondays come within forty years. */
const HORIZON = 50 * 366;

function fitsDay(fields: CronFields, number: number): boolean {
  const { year, month, day } = calendarDay(number);
  if (!fields.months.has(month)) return false;
  const last = calendarDay(dayOf(year, month + 1, 0)).day;
  const weekday = weekdayOf(number);
  const nth = Math.ceil(day / 7);
  const fitsMonth = fields.days.has(day) || (fields.lastDay && day === last);
  const fitsWeek =
    fields.weekdays.has(weekday) ||
    fields.nthWeekdays.some((one) => one.weekday === weekday && (one.nth === 0 ? day + 7 > last : one.nth === nth));
  return fields.bothDays ? fitsMonth && fitsWeek : fitsMonth || fitsWeek;
}

/** The first day from `number` on that fits, by jumps over months that do not. */
function nextDay(fields: CronFields, number: number): number | undefined {
  for (let at = number; at < number + HORIZON; ) {
    const { year, month } = calendarDay(at);
    if (fitsDay(fields, at)) return at;
    at = fields.months.has(month) ? at + 1 : dayOf(year, month + 1, 1);
  }
  return undefined;
}

/** Offsets of a zone, each day looked at once unless clocks change in it. */
function createOffsets(zone: string): (at: Instant) => Millis {
  const known = new Map<number, Millis>();
  const offsetOn = (day: number) => {
    const offset = known.get(day) ?? offsetAt(day * DAY, zone);
    known.set(day, offset);
    return offset;
  };
  return (at) => {
    const day = Math.floor(at / DAY);
    return offsetOn(day) === offsetOn(day + 1) ? offsetOn(day) : offsetAt(at, zone);
  };
}

/** Each reading once: one that is skipped when the clocks go on is met right after, one that comes twice the first time. */
function nextFixed(fields: CronFields, after: Instant, zone: string): Instant | undefined {
  const instantOf = createLocalTime(zone);
  const today = Math.floor((after + offsetAt(after, zone)) / DAY);
  for (let day = nextDay(fields, today); day !== undefined; day = nextDay(fields, day + 1)) {
    for (const hour of fields.hours) {
      for (const minute of fields.minutes) {
        const at = instantOf(day * DAY + hour * HOUR + minute * MINUTE);
        if (at > after) return at;
      }
    }
  }
  return undefined;
}

/** Each minute whose reading fits, as minutes pass: none of those that are skipped, both of those that come twice. */
function nextPassing(fields: CronFields, after: Instant, zone: string): Instant | undefined {
  const instantOf = createLocalTime(zone);
  const offset = createOffsets(zone);
  let at = (Math.floor(after / MINUTE) + 1) * MINUTE;
  const end = at + HORIZON * DAY;
  while (at < end) {
    const wall = at + offset(at);
    const today = Math.floor(wall / DAY);
    const day = nextDay(fields, today);
    if (day === undefined) return undefined;
    if (day > today) {
      at = Math.max(at + MINUTE, instantOf(day * DAY));
      continue;
    }
    const ofDay = wall - today * DAY;
    const hour = Math.floor(ofDay / HOUR);
    const minute = Math.floor((ofDay % HOUR) / MINUTE);
    const next = fields.hours.includes(hour) ? fields.minutes.find((one) => one >= minute) : undefined;
    if (next === minute) return at;
    const step = ((next ?? 60) - minute) * MINUTE;
    // Within the hour the clocks may change: then minute by minute.
    at += offset(at + step) === offset(at) ? step : MINUTE;
  }
  return undefined;
}

/**
 * When cron would next start the job, strictly after `after`; undefined for a line that fits no day. As Debian's cron
 * when clocks change: a job at a set time runs once a day, also if its time is skipped or comes twice; one with a star
 * for minute or hour runs as time passes.
 */
export function nextOfCron(fields: CronFields, after: Instant, zone: string): Instant | undefined {
  return fields.isFixed ? nextFixed(fields, after, zone) : nextPassing(fields, after, zone);
}
