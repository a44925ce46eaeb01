import { dateOf } from '../../../../src-shared/maintenance/dates.ts';
import { DAY, HOUR, MINUTE, type Millis } from '../../../../src-shared/time/clock.ts';
import { localDate, wallClock } from '../../../../src-shared/time/zone.ts';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { byTime, type Span } from '../day-model.ts';

/** One day of a week, as its column has it. */
export interface WeekDay extends Span {
  whole: readonly MaintenanceItem[];
  /** By the hour on the wall in which they begin, 0 to 23. */
  hours: ReadonlyMap<number, readonly MaintenanceItem[]>;
}

/** Since midnight on the wall. */
export const wallOf = (at: number, zone: string): Millis => ((wallClock(at, zone) % DAY) + DAY) % DAY;

export function weekOf(items: readonly MaintenanceItem[], days: readonly Span[], zone: string): WeekDay[] {
  const byDate = Map.groupBy(byTime(items), (item) => dateOf(item, zone));
  return days.map((day) => {
    const mine = byDate.get(localDate(day.from, zone)) ?? [];
    const timed = mine.filter(({ planned }) => !planned.allDay);
    return {
      ...day,
      whole: mine.filter(({ planned }) => planned.allDay),
      hours: Map.groupBy(timed, ({ state }) => Math.floor(wallOf(state.at, zone) / HOUR)),
    };
  });
}

/** Hours in which people work: as high as a line of text although nothing begins in them. */
const FIRST = 7;
const LAST = 19;

/** What an hour's row is for: work that begins in it, a place to drop some, or the night, drawn low. */
export function rowKind(hour: number, days: readonly WeekDay[]): 'work' | 'free' | 'night' {
  if (days.some(({ hours }) => hours.has(hour))) return 'work';
  return hour >= FIRST && hour <= LAST ? 'free' : 'night';
}

/** What a drag snaps to. */
const SNAP = 15 * MINUTE;

/**
 * The time that a place in an hour's row stands for, since midnight on the wall, in quarters of an hour. In the row in
 * which it begins what is dragged keeps its minutes: a row is as high as its work, and says nothing of them.
 */
export function wallAt(row: { hour: number; share: number }, begins: Millis): Millis {
  if (Math.floor(begins / HOUR) === row.hour) return begins;
  const within = Math.floor((Math.min(0.999, Math.max(0, row.share)) * HOUR) / SNAP) * SNAP;
  return row.hour * HOUR + within;
}

export const wallWords = (wall: Millis): string =>
  `${String(Math.floor(wall / HOUR)).padStart(2, '0')}:${String(Math.floor((wall % HOUR) / MINUTE)).padStart(2, '0')}`;
