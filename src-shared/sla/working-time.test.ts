import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import french from '../../resources/packs/procedures.fr.json' with { type: 'json' };
import { type Calendar, calendarSchema } from '../model/sla-policy.ts';
import { DAY, HOUR, instant, isoInstant, MINUTE } from '../time/clock.ts';
import { workingTime } from './working-time.ts';

const ZONES = ['UTC', 'Europe/Paris', 'America/New_York', 'America/Sao_Paulo', 'Asia/Kolkata', 'Australia/Lord_Howe'];
const office = workingTime(calendarSchema.parse(french.calendars[0]?.doc));
const aCalendar = (
  zone: string,
  hours: [day: number, from: string, to: string][],
  holidays: string[] = [],
): Calendar => ({
  name: 'test',
  zone,
  hours: hours.map(([day, from, to]) => ({ day, from, to })),
  holidays: holidays.map((date) => ({ date, name: date })),
});
const everyDay = (zone: string, from: string, to: string) =>
  workingTime(
    aCalendar(
      zone,
      [1, 2, 3, 4, 5, 6, 7].map((day) => [day, from, to]),
    ),
  );

describe('French business hours', () => {
  test.each([
    // Friday evening to Monday morning.
    ['2026-11-20T16:00:00Z', 4 * HOUR, '2026-11-23T11:00:00.000Z'],
    // Over the change of March: Friday 17:00 CET, Monday 10:00 CEST.
    ['2026-03-27T16:00:00Z', 2 * HOUR, '2026-03-30T08:00:00.000Z'],
    // Over the change of October.
    ['2026-10-23T15:00:00Z', 2 * HOUR, '2026-10-26T09:00:00.000Z'],
    // Sunday 03:00 in March, the very instant of the change: counting starts on Monday at 09:00.
    ['2026-03-29T01:00:00Z', MINUTE, '2026-03-30T07:01:00.000Z'],
    // Thursday 31 December 17:00, Friday 1 January is a holiday: Monday 4 January.
    ['2026-12-31T16:00:00Z', 2 * HOUR, '2027-01-04T09:00:00.000Z'],
    // Thursday 30 April 17:00, 1 May and its weekend: Monday 4 May.
    ['2026-04-30T15:00:00Z', 2 * HOUR, '2026-05-04T08:00:00.000Z'],
    // 1 November 2027 is a Monday: from Friday 29 October to Tuesday 2 November.
    ['2027-10-29T15:00:00Z', 2 * HOUR, '2027-11-02T09:00:00.000Z'],
    // The end of a day is reached in that day, not on the next morning.
    ['2026-11-20T16:00:00Z', HOUR, '2026-11-20T17:00:00.000Z'],
    ['2026-11-20T17:00:00Z', 1, '2026-11-23T08:00:00.001Z'],
  ])('from %s, %i ms are reached at %s', (from, length, expected) => {
    const at = office.add(instant(from), length);
    expect(at === undefined ? undefined : isoInstant(at)).toBe(expected);
  });

  test.each([
    ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', 0],
    ['2026-05-01T00:00:00Z', '2026-05-02T00:00:00Z', 0],
    ['2027-11-01T00:00:00Z', '2027-11-02T00:00:00Z', 0],
    ['2026-11-23T00:00:00Z', '2026-11-24T00:00:00Z', 9 * HOUR],
    ['2026-11-23T12:00:00Z', '2026-11-23T12:00:00Z', 0],
    ['2026-11-24T00:00:00Z', '2026-11-23T00:00:00Z', 0],
    // 252 working days of 2024: 262 weekdays, less the ten holidays that fall on one.
    ['2023-12-31T23:00:00Z', '2024-12-31T23:00:00Z', 252 * 9 * HOUR],
  ])('between %s and %s count %i ms', (from, to, expected) => {
    expect(office.counted(instant(from), instant(to))).toBe(expected);
  });
});

describe('days of a change of clocks', () => {
  test.each([
    ['Europe/Paris', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', 23 * HOUR],
    ['Europe/Paris', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', 25 * HOUR],
    ['America/New_York', '2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z', 23 * HOUR],
    ['America/New_York', '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z', 25 * HOUR],
    ['America/Sao_Paulo', '2018-11-04T03:00:00Z', '2018-11-05T02:00:00Z', 23 * HOUR],
    ['Asia/Kolkata', '2026-03-28T18:30:00Z', '2026-03-29T18:30:00Z', 24 * HOUR],
    ['Australia/Lord_Howe', '2026-10-03T13:30:00Z', '2026-10-04T13:00:00Z', 23.5 * HOUR],
    ['Australia/Lord_Howe', '2026-04-04T13:00:00Z', '2026-04-05T13:30:00Z', 24.5 * HOUR],
    ['UTC', '2026-03-29T00:00:00Z', '2026-03-30T00:00:00Z', 24 * HOUR],
  ])('in %s a calendar of 00:00 to 24:00 counts every hour there is', (zone, from, to, expected) => {
    const all = everyDay(zone, '00:00', '24:00');
    expect(instant(to) - instant(from)).toBe(expected);
    expect(all.counted(instant(from), instant(to))).toBe(expected);
    expect(all.counted(instant(from) - 30 * DAY, instant(to) + 30 * DAY)).toBe(expected + 60 * DAY);
  });

  test('hours that are skipped count nothing, hours that come twice count twice, touching ranges count once', () => {
    const night = everyDay('Europe/Paris', '02:00', '03:00');
    const [spring, autumn] = [instant('2026-03-28T23:00:00Z'), instant('2026-10-24T22:00:00Z')];
    expect(night.counted(spring, spring + DAY - HOUR)).toBe(0);
    expect(night.counted(autumn, autumn + DAY + HOUR)).toBe(2 * HOUR);
    const touching = workingTime(
      aCalendar('Europe/Paris', [
        [7, '00:00', '02:30'],
        [7, '02:30', '24:00'],
        [7, '01:00', '04:00'],
      ]),
    );
    expect(touching.counted(autumn, autumn + DAY + HOUR)).toBe(25 * HOUR);
    expect(touching.counted(spring, spring + DAY - HOUR)).toBe(23 * HOUR);
  });
});

test('a calendar without hours never gets there', () => {
  const never = workingTime(aCalendar('UTC', []));
  expect(never.counted(0, instant('2026-01-01T00:00:00Z'))).toBe(0);
  expect(never.add(0, 1)).toBeUndefined();
  expect(never.add(5, 0)).toBe(5);
});

const times = fc.tuple(fc.integer({ min: 0, max: 47 }), fc.integer({ min: 1, max: 48 })).map(([a, b]) => {
  const text = (half: number) => `${String(half >> 1).padStart(2, '0')}:${half % 2 ? '30' : '00'}`;
  return a < b ? [text(a), text(b)] : [text(b - 1), text(a + 1)];
});
const calendars = fc
  .record({
    zone: fc.constantFrom(...ZONES),
    hours: fc.array(fc.record({ day: fc.integer({ min: 1, max: 7 }), time: times }), { minLength: 1, maxLength: 10 }),
    holidays: fc.array(
      fc.constantFrom('2026-01-01', '2026-03-29', '2026-04-05', '2026-05-01', '2026-10-25', '2026-11-01'),
    ),
  })
  .map(({ zone, hours, holidays }) =>
    workingTime(
      aCalendar(
        zone,
        hours.map(({ day, time }) => [day, time[0] ?? '', time[1] ?? '']),
        holidays,
      ),
    ),
  );
const instants = fc.integer({ min: instant('2025-12-01T00:00:00Z'), max: instant('2027-01-31T00:00:00Z') });

test('what was added is what is counted, at the earliest instant, in any calendar', () => {
  fc.assert(
    fc.property(calendars, instants, fc.integer({ min: 1, max: 60 * HOUR }), (time, from, length) => {
      const at = time.add(from, length);
      expect(at).toBeDefined();
      if (at === undefined) return;
      expect(time.counted(from, at)).toBe(length);
      expect(time.counted(from, at - 1)).toBe(length - 1);
    }),
    { numRuns: 200 },
  );
});

test('counting is additive over a split, monotone, and never more than the time on the wall', () => {
  fc.assert(
    fc.property(calendars, fc.tuple(instants, instants, instants), (time, three) => {
      const [a = 0, b = 0, c = 0] = three.toSorted((x, y) => x - y);
      const [ab, bc, ac] = [time.counted(a, b), time.counted(b, c), time.counted(a, c)];
      expect(ab + bc).toBe(ac);
      expect(ab).toBeGreaterThanOrEqual(0);
      expect(ab).toBeLessThanOrEqual(b - a);
    }),
    { numRuns: 200 },
  );
});
