import { DAY } from './clock.ts';
import { dateOfWallClock, type LocalDate, weekday } from './zone.ts';

/** A calendar day as the number of days since 1970-01-01: a length of days is a difference. */
export type DayNumber = number;

/** `2026-03-29` → 20541. Throws on text that names no day of the calendar. */
export function dayNumber(date: LocalDate): DayNumber {
  const wall = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(wall) || dateOfWallClock(wall) !== date) throw new RangeError(`not a day: ${date}`);
  return wall / DAY;
}

export function dateOfDay(number: DayNumber): LocalDate {
  const { year, month, day } = calendarDay(number);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

const two = (value: number) => (value < 10 ? `0${value}` : `${value}`);

/** ISO weekday, 1 = Monday … 7 = Sunday. */
export const weekdayOf = (day: DayNumber): number => weekday(day * DAY);

export interface CalendarDay {
  year: number;
  /** 1 to 12. */
  month: number;
  /** 1 to 31. */
  day: number;
}

/** Year, month and day of a day number (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
export function calendarDay(number: DayNumber): CalendarDay {
  const shifted = number + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1_460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/**
 * Day number of a year's month's day, years from 100 on; a month of 13 is January of the year after, a day of 0 the
 * last of the month before.
 */
export function dayOf(year: number, month: number, day: number): DayNumber {
  return Date.UTC(year, month - 1, day) / DAY;
}
