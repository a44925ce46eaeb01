import type { Calendar } from '../model/sla-policy.ts';
import { type DayNumber, dateOfDay, weekdayOf } from '../time/day.ts';

export type IsWorked = (day: DayNumber) => boolean;

const WEEKDAYS = [1, 2, 3, 4, 5];

/** Which days are worked: the weekdays on which a calendar has hours, less its holidays; without one Monday to Friday. */
export function workedDays(calendar: Pick<Calendar, 'hours' | 'holidays'> | undefined): IsWorked {
  const weekdays = new Set(calendar ? calendar.hours.map(({ day }) => day) : WEEKDAYS);
  const holidays = new Set(calendar?.holidays.map(({ date }) => date));
  const known = new Map<DayNumber, boolean>();
  return (day) => {
    const worked = known.get(day) ?? (weekdays.has(weekdayOf(day)) && !holidays.has(dateOfDay(day)));
    known.set(day, worked);
    return worked;
  };
}
