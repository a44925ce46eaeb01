import { DAY, type Instant } from './clock.ts';
import { calendarDay, type DayNumber, dayNumber, dayOf, weekdayOf } from './day.ts';
import { createLocalTime } from './local-time.ts';
import { localDate } from './zone.ts';

export interface MonthDay {
  day: DayNumber;
  isInMonth: boolean;
  /** Half-open, by the clocks of the zone: 23 or 25 hours where they are changed. */
  from: Instant;
  to: Instant;
}

/** The day of an instant on the clocks of `zone`. */
export const dayNumberAt = (at: Instant, zone: string): DayNumber => dayNumber(localDate(at, zone));

/** The weeks, Monday to Sunday, that the month of `day` lies in. */
export function weeksOf(day: DayNumber, zone: string): MonthDay[][] {
  const { year, month } = calendarDay(day);
  const first = dayOf(year, month, 1);
  const last = dayOf(year, month + 1, 0);
  const instantOf = createLocalTime(zone);
  const midnight = (one: DayNumber) => instantOf(one * DAY);
  const weeks: MonthDay[][] = [];
  for (let monday = first - weekdayOf(first) + 1; monday <= last; monday += 7) {
    weeks.push(
      Array.from({ length: 7 }, (_, at) => {
        const one = monday + at;
        return { day: one, isInMonth: one >= first && one <= last, from: midnight(one), to: midnight(one + 1) };
      }),
    );
  }
  return weeks;
}

/** The same day of another month, or its last one where that is shorter. */
export function inMonth(day: DayNumber, months: number): DayNumber {
  const { year, month, day: of } = calendarDay(day);
  return Math.min(dayOf(year, month + months, of), dayOf(year, month + months + 1, 0));
}

/** Number of the week that a day lies in, 1 to 53 (ISO 8601: it is of the year that its Thursday is of). */
export function weekNumber(day: DayNumber): number {
  const thursday = day - weekdayOf(day) + 4;
  return Math.floor((thursday - dayOf(calendarDay(thursday).year, 1, 1)) / 7) + 1;
}
