import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant, isoInstant, MINUTE } from './clock.ts';
import { instantOfWallClock, isZone, localDate, offsetAt, wallClock, weekday } from './zone.ts';

const ZONES = ['UTC', 'Europe/Paris', 'America/New_York', 'America/Sao_Paulo', 'Asia/Kolkata', 'Australia/Lord_Howe'];
const read = (local: string) => instant(`${local}Z`);

describe('a wall-clock reading', () => {
  test.each([
    // Spring in Paris: 02:00 → 03:00 at 01:00Z. What is skipped is the first instant after.
    ['Europe/Paris', '2026-03-29T01:59:59', 'earlier', '2026-03-29T00:59:59.000Z'],
    ['Europe/Paris', '2026-03-29T02:00:00', 'earlier', '2026-03-29T01:00:00.000Z'],
    ['Europe/Paris', '2026-03-29T02:30:00', 'earlier', '2026-03-29T01:00:00.000Z'],
    ['Europe/Paris', '2026-03-29T02:30:00', 'later', '2026-03-29T01:00:00.000Z'],
    ['Europe/Paris', '2026-03-29T03:00:00', 'later', '2026-03-29T01:00:00.000Z'],
    ['Europe/Paris', '2026-03-29T03:00:01', 'later', '2026-03-29T01:00:01.000Z'],
    // Autumn in Paris: 03:00 → 02:00 at 01:00Z. 02:30 comes twice.
    ['Europe/Paris', '2026-10-25T01:59:00', 'later', '2026-10-24T23:59:00.000Z'],
    ['Europe/Paris', '2026-10-25T02:30:00', 'earlier', '2026-10-25T00:30:00.000Z'],
    ['Europe/Paris', '2026-10-25T02:30:00', 'later', '2026-10-25T01:30:00.000Z'],
    ['Europe/Paris', '2026-10-25T03:00:00', 'earlier', '2026-10-25T02:00:00.000Z'],
    ['America/New_York', '2026-03-08T02:30:00', 'earlier', '2026-03-08T07:00:00.000Z'],
    ['America/New_York', '2026-11-01T01:30:00', 'earlier', '2026-11-01T05:30:00.000Z'],
    ['America/New_York', '2026-11-01T01:30:00', 'later', '2026-11-01T06:30:00.000Z'],
    // Midnight itself was skipped in São Paulo while it had summer time.
    ['America/Sao_Paulo', '2018-11-04T00:00:00', 'earlier', '2018-11-04T03:00:00.000Z'],
    ['America/Sao_Paulo', '2018-02-17T23:30:00', 'earlier', '2018-02-18T01:30:00.000Z'],
    ['America/Sao_Paulo', '2018-02-17T23:30:00', 'later', '2018-02-18T02:30:00.000Z'],
    ['Asia/Kolkata', '2026-03-29T02:30:00', 'earlier', '2026-03-28T21:00:00.000Z'],
    // Half an hour on Lord Howe: 02:00 → 02:30 in October, 02:00 → 01:30 in April.
    ['Australia/Lord_Howe', '2026-10-04T02:15:00', 'earlier', '2026-10-03T15:30:00.000Z'],
    ['Australia/Lord_Howe', '2026-04-05T01:45:00', 'earlier', '2026-04-04T14:45:00.000Z'],
    ['Australia/Lord_Howe', '2026-04-05T01:45:00', 'later', '2026-04-04T15:15:00.000Z'],
    ['UTC', '2026-03-29T02:30:00', 'later', '2026-03-29T02:30:00.000Z'],
  ] as const)('in %s of %s, the %s, is %s', (zone, local, twice, expected) => {
    expect(isoInstant(instantOfWallClock(read(local), zone, twice))).toBe(expected);
  });

  test('of any instant leads back to it, or to the other hour that reads the same', () => {
    const minutes = fc.integer({
      min: instant('2010-01-01T00:00:00Z') / MINUTE,
      max: instant('2036-01-01T00:00:00Z') / MINUTE,
    });
    fc.assert(
      fc.property(minutes, fc.constantFrom(...ZONES), (minute, zone) => {
        const at = minute * MINUTE;
        const wall = wallClock(at, zone);
        const [first, last] = [instantOfWallClock(wall, zone, 'earlier'), instantOfWallClock(wall, zone, 'later')];
        expect([first, last]).toContain(at);
        expect(first).toBeLessThanOrEqual(last);
        expect(wallClock(first, zone)).toBe(wall);
        expect(wallClock(last, zone)).toBe(wall);
      }),
      { numRuns: 400 },
    );
  });
});

test('offsets, days and weekdays are those of the zone', () => {
  expect(offsetAt(instant('2026-03-29T00:59:59Z'), 'Europe/Paris')).toBe(60 * MINUTE);
  expect(offsetAt(instant('2026-03-29T01:00:00Z'), 'Europe/Paris')).toBe(120 * MINUTE);
  expect(localDate(instant('2026-12-31T23:30:00Z'), 'Europe/Paris')).toBe('2027-01-01');
  expect(localDate(instant('2026-12-31T23:30:00Z'), 'America/New_York')).toBe('2026-12-31');
  expect(weekday(read('2026-03-29T00:00:00'))).toBe(7);
  expect(weekday(read('1969-12-29T23:59:59'))).toBe(1);
  expect(isZone('Europe/Paris')).toBe(true);
  expect(isZone('Europe/Atlantis')).toBe(false);
});
