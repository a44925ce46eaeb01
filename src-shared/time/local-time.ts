import { DAY, type Instant, type Millis } from './clock.ts';
import type { DayNumber } from './day.ts';
import { instantOfWallClock, offsetAt } from './zone.ts';

/** The instant of a wall-clock reading; what is skipped is the first instant after, of what comes twice the first. */
export type LocalTime = (wall: Millis) => Instant;

/** `instantOfWallClock(wall, zone, 'earlier')`, which remembers the zone's offset at each midnight it was asked about. */
export function createLocalTime(zone: string): LocalTime {
  const offsets = new Map<DayNumber, Millis>();
  const offsetOn = (day: DayNumber) => {
    const known = offsets.get(day) ?? offsetAt(day * DAY, zone);
    offsets.set(day, known);
    return known;
  };
  return (wall) => {
    const day = Math.floor(wall / DAY);
    const offset = offsetOn(day - 1);
    // No zone is more than a day from UTC, and no two changes lie within three days.
    return offset === offsetOn(day + 2) ? wall - offset : instantOfWallClock(wall, zone, 'earlier');
  };
}
