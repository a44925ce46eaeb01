import { DAY, type Instant } from '../../../src-shared/time/clock.ts';
import { calendarDay, dayOf } from '../../../src-shared/time/day.ts';
import { instantOfWallClock, wallClock } from '../../../src-shared/time/zone.ts';
import { type Span, weekAt } from './day-model.ts';
import type { Period } from './list/list-model.ts';

/** The months from `offset` on, counted from the one that holds an instant. */
export function monthsAt(at: Instant, zone: string, offset: number, count: number): Span {
  const { year, month } = calendarDay(Math.floor(wallClock(at, zone) / DAY));
  const first = (number: number) => instantOfWallClock(dayOf(year, number, 1) * DAY, zone, 'earlier');
  return { from: first(month + offset), to: first(month + offset + count) };
}

/** A stretch of time as one names it. */
export function periodAt(period: Period, at: Instant, zone: string): Span {
  switch (period) {
    case 'week':
    case 'lastWeek': {
      const days = weekAt(at, zone, period === 'week' ? 0 : -1);
      return { from: days[0]?.from ?? at, to: days.at(-1)?.to ?? at };
    }
    case 'month':
      return monthsAt(at, zone, 0, 1);
    case 'lastMonth':
      return monthsAt(at, zone, -1, 1);
    default:
      return monthsAt(at, zone, -1, 3);
  }
}
