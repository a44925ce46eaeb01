import { create, getTimeZoneTransition, offsetNanoseconds } from 'temporal-polyfill/fns/ZonedDateTime';
import type { Instant, Millis } from './clock.ts';
import { DAY } from './clock.ts';

/** A calendar day, `2026-03-29`. */
export type LocalDate = string;

/** How far local time in `zone` is ahead of UTC at an instant, in milliseconds. Throws on an unknown zone. */
export function offsetAt(at: Instant, zone: string): Millis {
  return Math.round(offsetNanoseconds(create(BigInt(at) * 1_000_000n, zone)) / 1_000_000);
}

/** Whether this machine knows `zone` as an IANA time zone. */
export function isZone(zone: string): boolean {
  try {
    offsetAt(0, zone);
    return true;
  } catch {
    return false;
  }
}

/** Wall-clock reading as milliseconds: what UTC would call the same reading. Never an instant. */
export function wallClock(at: Instant, zone: string): Millis {
  return at + offsetAt(at, zone);
}

/**
 * The instant at which clocks in `zone` read `wall` (see `wallClock`). A reading that does not exist (spring) gives
 * the first instant after the gap; one that happens twice (autumn) the earlier or the later, as asked.
 */
export function instantOfWallClock(wall: Millis, zone: string, twice: 'earlier' | 'later'): Instant {
  // No zone is more than a day from UTC, and no two changes lie within two days.
  const before = offsetAt(wall - DAY, zone);
  const after = offsetAt(wall + DAY, zone);
  if (before === after) return wall - before;
  const early = wall - Math.max(before, after);
  const late = wall - Math.min(before, after);
  const reads = (at: Instant) => wallClock(at, zone) === wall;
  const [first, second] = twice === 'earlier' ? [early, late] : [late, early];
  if (reads(first)) return first;
  if (reads(second)) return second;
  const change = getTimeZoneTransition(create(BigInt(early - 1) * 1_000_000n, zone), 'next');
  return change ? Number(change.epochNanoseconds / 1_000_000n) : late;
}

/** The calendar day in `zone` at an instant. */
export function localDate(at: Instant, zone: string): LocalDate {
  return dateOfWallClock(wallClock(at, zone));
}

/** The day of a wall-clock reading. */
export function dateOfWallClock(wall: Millis): LocalDate {
  return new Date(wall).toISOString().slice(0, 10);
}

/** `HH:MM` (00:00 to 24:00) as milliseconds since midnight. */
export function millisOfTime(time: string): Millis {
  return (Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))) * 60_000;
}

/** Midnight of the first day of a year as a wall-clock reading. */
export function wallClockOfYear(year: number): Millis {
  return Date.UTC(year, 0, 1);
}

/** The year of a wall-clock reading. */
export function yearOfWallClock(wall: Millis): number {
  return new Date(wall).getUTCFullYear();
}

/** ISO weekday of a wall-clock reading, 1 = Monday … 7 = Sunday. */
export function weekday(wall: Millis): number {
  return ((((Math.floor(wall / DAY) + 3) % 7) + 7) % 7) + 1;
}
