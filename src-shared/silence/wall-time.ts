import { type Instant, instant, isoInstant } from '../time/clock.ts';
import { instantOfWallClock, wallClock } from '../time/zone.ts';

/** `2026-03-29T02:30`: what clocks in `zone` read at an instant, as a field for date and time wants it. */
export function wallText(at: Instant, zone: string): string {
  return isoInstant(wallClock(at, zone)).slice(0, 16);
}

/**
 * The instant that such a reading names, or undefined where it is none. A silence is never shorter than it reads: a
 * reading that happens twice (autumn) begins at the first and ends at the last; one that does not exist (spring) is the
 * first instant after the gap.
 */
export function instantOfText(text: string, zone: string, edge: 'start' | 'end'): Instant | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text)) return undefined;
  try {
    return instantOfWallClock(instant(`${text}:00Z`), zone, edge === 'start' ? 'earlier' : 'later');
  } catch {
    return undefined;
  }
}
