import { describe, expect, test } from 'vitest';
import { HOUR, instant } from './clock.ts';
import { dateOfDay, dayNumber } from './day.ts';
import { dayNumberAt, inMonth, weekNumber, weeksOf } from './month.ts';

const PARIS = 'Europe/Paris';

describe('a month', () => {
  test('is whole weeks from Monday, with the days of its neighbours', () => {
    const weeks = weeksOf(dayNumber('2026-11-23'), PARIS);
    expect(weeks).toHaveLength(6);
    expect(dateOfDay(weeks[0]?.[0]?.day ?? 0)).toBe('2026-10-26');
    expect(weeks[0]?.map(({ isInMonth }) => isInMonth)).toEqual([false, false, false, false, false, false, true]);
    expect(weeksOf(dayNumber('2027-02-10'), PARIS)).toHaveLength(4);
  });

  test('has days of 23 and 25 hours where the clocks are changed', () => {
    const hours = (date: string) => {
      const one = weeksOf(dayNumber(date), PARIS)
        .flat()
        .find(({ day }) => day === dayNumber(date));
      return one && (one.to - one.from) / HOUR;
    };
    expect([hours('2026-03-29'), hours('2026-10-25'), hours('2026-06-01')]).toEqual([23, 25, 24]);
  });

  test('is turned to the same day, or to the last one of a shorter month', () => {
    expect(dateOfDay(inMonth(dayNumber('2026-01-31'), 1))).toBe('2026-02-28');
    expect(dateOfDay(inMonth(dayNumber('2026-01-31'), -1))).toBe('2025-12-31');
  });

  test('is looked at by the clocks of the person', () => {
    expect(dateOfDay(dayNumberAt(instant('2026-11-23T23:30:00Z'), PARIS))).toBe('2026-11-24');
  });
});

// What ISO 8601 and the calendars on the wall say.
test.each([
  ['2026-01-01', 1],
  ['2027-01-03', 53],
  ['2027-01-04', 1],
  ['2024-12-30', 1],
  ['2020-12-31', 53],
  ['2026-11-23', 48],
])('%s is in week %i', (date, week) => {
  expect(weekNumber(dayNumber(date))).toBe(week);
});
