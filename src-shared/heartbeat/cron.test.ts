import { Cron } from 'croner';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, instant, isoInstant, MINUTE } from '../time/clock.ts';
import { wallClock, weekday } from '../time/zone.ts';
import { parseCron } from './cron-fields.ts';
import { nextTime, nextTimes, scheduleProblem } from './schedule.ts';

const cron = (expression: string, zone: string) => ({ kind: 'cron', expression, zone, grace: MINUTE }) as const;
const times = (expression: string, zone: string, after: string, count = 3) =>
  nextTimes(cron(expression, zone), instant(after), count).map(isoInstant);

describe('a crontab line', () => {
  it.each([
    // A set time that the clocks skip is met right after, once.
    ['30 2 * * *', 'Europe/Paris', '2026-03-28T12:00:00Z', ['2026-03-29T01:00:00.000Z', '2026-03-30T00:30:00.000Z']],
    // One that comes twice is met the first time.
    ['30 2 * * *', 'Europe/Paris', '2026-10-24T12:00:00Z', ['2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z']],
    ['30 2 * * *', 'Europe/Paris', '2026-10-25T00:40:00Z', ['2026-10-26T01:30:00.000Z']],
    // With a star it goes by the time that passes.
    ['30 * * * *', 'Europe/Paris', '2026-03-29T00:00:00Z', ['2026-03-29T00:30:00.000Z', '2026-03-29T01:30:00.000Z']],
    ['*/30 2 * * *', 'Europe/Paris', '2026-03-28T12:00:00Z', ['2026-03-30T00:00:00.000Z', '2026-03-30T00:30:00.000Z']],
    [
      '*/30 2 * * *',
      'Europe/Paris',
      '2026-10-24T12:00:00Z',
      [
        '2026-10-25T00:00:00.000Z',
        '2026-10-25T00:30:00.000Z',
        '2026-10-25T01:00:00.000Z',
        '2026-10-25T01:30:00.000Z',
        '2026-10-26T01:00:00.000Z',
      ],
    ],
    // Half an hour on Lord Howe.
    ['15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T12:00:00Z', ['2026-10-03T15:30:00.000Z']],
    ['0 3 * * 1-5', 'Europe/Paris', '2026-11-20T12:00:00Z', ['2026-11-23T02:00:00.000Z']],
    // Both days given: either.
    ['0 0 13 * 5', 'UTC', '2026-11-01T00:00:00Z', ['2026-11-06T00:00:00.000Z', '2026-11-13T00:00:00.000Z']],
    ['0 0 */2 * 1', 'UTC', '2026-11-01T00:00:00Z', ['2026-11-09T00:00:00.000Z', '2026-11-23T00:00:00.000Z']],
    ['0 0 L * *', 'UTC', '2028-02-01T00:00:00Z', ['2028-02-29T00:00:00.000Z', '2028-03-31T00:00:00.000Z']],
    ['0 0 * * 1#2', 'UTC', '2026-11-01T00:00:00Z', ['2026-11-09T00:00:00.000Z', '2026-12-14T00:00:00.000Z']],
    ['0 0 * * 5L', 'UTC', '2026-11-01T00:00:00Z', ['2026-11-27T00:00:00.000Z', '2026-12-25T00:00:00.000Z']],
    ['0 0 29 2 *', 'UTC', '2026-11-01T00:00:00Z', ['2028-02-29T00:00:00.000Z', '2032-02-29T00:00:00.000Z']],
    ['5/20 * * jan-mar,DEC sun,7', 'UTC', '2026-11-01T00:00:00Z', ['2026-12-06T00:05:00.000Z']],
    ['@daily', 'Europe/Paris', '2026-11-22T12:00:00Z', ['2026-11-22T23:00:00.000Z']],
  ])('%s in %s after %s', (expression, zone, after, expected) => {
    expect(times(expression, zone, after, expected.length)).toEqual(expected);
  });

  /**
   * What healthchecks.io's own cron expects over the changes of 2021 in Riga (28 March and 31 October): the table of its
   * library's tests (github.com/cuu508/cronsim, tests/test_cronsim.py). Readings with their offset.
   */
  it.each([
    ['0 * * * *', '2021-03-28T01:30+02', '03-28T02:00+02 03-28T04:00+03'],
    ['0 * * * *', '2021-10-31T01:30+03', '10-31T02:00+03 10-31T03:00+03 10-31T03:00+02 10-31T04:00+02'],
    ['*/30 * * * *', '2021-03-28T02:10+02', '03-28T02:30+02 03-28T04:00+03 03-28T04:30+03'],
    [
      '*/30 * * * *',
      '2021-10-31T02:10+03',
      '10-31T02:30+03 10-31T03:00+03 10-31T03:30+03 10-31T03:00+02 10-31T03:30+02 10-31T04:00+02',
    ],
    ['*/15 * * * *', '2021-03-28T02:40+02', '03-28T02:45+02 03-28T04:00+03'],
    ['0 */2 * * *', '2021-03-28T01:30+02', '03-28T02:00+02 03-28T04:00+03 03-28T06:00+03'],
    ['0 */2 * * *', '2021-10-31T01:30+03', '10-31T02:00+03 10-31T04:00+02 10-31T06:00+02'],
    ['30 */2 * * *', '2021-03-28T01:30+02', '03-28T02:30+02 03-28T04:30+03'],
    ['30 */2 * * *', '2021-10-31T01:30+03', '10-31T02:30+03 10-31T04:30+02'],
    ['0 */3 * * *', '2021-10-31T01:30+03', '10-31T03:00+03 10-31T03:00+02 10-31T06:00+02'],
    ['0 1,2,3,4,5 * * *', '2021-03-28T01:30+02', '03-28T02:00+02 03-28T04:00+03 03-28T05:00+03'],
    ['0 1,2,3,4,5 * * *', '2021-10-31T01:30+03', '10-31T02:00+03 10-31T03:00+03 10-31T04:00+02'],
    ['30 1,2,3,4,5 * * *', '2021-03-28T01:30+02', '03-28T02:30+02 03-28T04:00+03 03-28T04:30+03'],
    ['30 1,2,3,4,5 * * *', '2021-10-31T01:30+03', '10-31T02:30+03 10-31T03:30+03 10-31T04:30+02'],
    ['0 2 * * *', '2021-03-28T01:30+02', '03-28T02:00+02 03-29T02:00+03'],
    ['0 2 * * *', '2021-10-31T01:30+03', '10-31T02:00+03 11-01T02:00+02'],
    ['0 3 * * *', '2021-03-27T01:30+02', '03-27T03:00+02 03-28T04:00+03 03-29T03:00+03'],
    ['0 3 * * *', '2021-10-31T01:30+03', '10-31T03:00+03 11-01T03:00+02'],
    ['0 4 * * *', '2021-03-27T01:30+02', '03-27T04:00+02 03-28T04:00+03 03-29T04:00+03'],
    ['0 4 * * *', '2021-10-30T01:30+03', '10-30T04:00+03 10-31T04:00+02 11-01T04:00+02'],
    ['0 1,3,5,7,9 * * *', '2021-03-28T00:30+02', '03-28T01:00+02 03-28T04:00+03 03-28T05:00+03'],
    ['0 1,3,5,7,9 * * *', '2021-10-31T00:30+03', '10-31T01:00+03 10-31T03:00+03 10-31T05:00+02'],
    ['0 1-5 * * *', '2021-03-28T01:30+02', '03-28T02:00+02 03-28T04:00+03 03-28T05:00+03'],
    ['0 1-5 * * *', '2021-10-31T01:30+03', '10-31T02:00+03 10-31T03:00+03 10-31T04:00+02'],
    ['15 3 * * *', '2021-03-27T00:00+02', '03-27T03:15+02 03-28T04:00+03 03-29T03:15+03'],
    ['15 3 * * *', '2021-10-30T00:00+03', '10-30T03:15+03 10-31T03:15+03 11-01T03:15+02'],
    ['* 1-6 * * *', '2021-03-28T02:58+02', '03-28T02:59+02 03-28T04:00+03'],
    ['* 1-6 * * *', '2021-10-31T03:58+03', '10-31T03:59+03 10-31T03:00+02 10-31T03:01+02'],
  ])('%s after %s is expected when healthchecks.io expects it', (expression, after, expected) => {
    const words = expected.split(' ');
    const theirs = words.map((word) => isoInstant(instant(`2021-${word}:00`)));
    expect(times(expression, 'Europe/Riga', `${after}:00`, words.length)).toEqual(theirs);
  });

  it.each([
    ['* * * *', 'fields'],
    ['60 * * * *', 'minute'],
    ['* 24 * * *', 'hour'],
    ['* * 0 * *', 'dayOfMonth'],
    ['* * * 13 *', 'month'],
    ['* * * * 8', 'dayOfWeek'],
    ['* * * * fri-sun', 'dayOfWeek'],
    ['*/0 * * * *', 'minute'],
    ['1-2-3 * * * *', 'minute'],
    ['1, * * * *', 'minute'],
    ['* * * * 1#6', 'dayOfWeek'],
    ['0 0 31 2 *', 'never'],
    ['@reboot', 'fields'],
  ])('%s is refused for its %s', (expression, part) => {
    expect(scheduleProblem(cron(expression, 'UTC'), instant('2026-11-22T03:00:00Z'))).toMatchObject({ part });
  });

  it('is refused in a zone that does not exist', () => {
    expect(scheduleProblem(cron('* * * * *', 'Mars/Phobos'), 0)).toEqual({ part: 'zone', text: 'Mars/Phobos' });
    expect(nextTime(cron('* * * * *', 'Mars/Phobos'), 0)).toBeUndefined();
  });

  const item = (from: number, to: number) =>
    fc.oneof(
      fc.integer({ min: from, max: to }).map(String),
      fc
        .tuple(fc.integer({ min: from, max: to }), fc.integer({ min: from, max: to }))
        .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
      fc.integer({ min: 1, max: Math.min(7, to) }).map((step) => `*/${step}`),
    );
  const field = (from: number, to: number) =>
    fc.oneof(
      fc.constant('*'),
      fc.array(item(from, to), { minLength: 1, maxLength: 3 }).map((list) => list.join(',')),
    );

  it('is read as croner reads it, where the clocks do not change', () => {
    const minute = fc.integer({
      min: instant('2026-01-01T00:00:00Z') / MINUTE,
      max: instant('2028-12-31T00:00:00Z') / MINUTE,
    });
    const fields = fc.tuple(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 6));
    fc.assert(
      fc.property(
        fields,
        fc.constantFrom('UTC', 'Asia/Kolkata', 'America/Sao_Paulo'),
        minute,
        (parts, timezone, at) => {
          const expression = parts.join(' ');
          const domAndDow = parts[2].startsWith('*') || parts[4].startsWith('*');
          const oracle = new Cron(expression, { timezone, mode: '5-part', domAndDow });
          const expected = oracle.nextRuns(6, isoInstant(at * MINUTE)).map((one) => isoInstant(one.getTime()));
          expect(nextTimes(cron(expression, timezone), at * MINUTE, 6).map(isoInstant)).toEqual(expected);
        },
      ),
      { numRuns: 150 },
    );
  });

  /** Debian's cron as it lives: it wakes each minute, and looks at what its clock shows and has shown. */
  function lived(expression: string, zone: string, from: number, to: number): string[] {
    const fields = parseCron(expression);
    if (!fields.ok) throw new Error(fields.error.text);
    const { hours, minutes, weekdays, isFixed } = fields.value;
    const shows = (wall: number) =>
      weekdays.has(weekday(wall)) &&
      hours.includes(Math.floor((wall % DAY) / HOUR)) &&
      minutes.includes(Math.floor((wall % HOUR) / MINUTE));
    const runs: string[] = [];
    let shown = wallClock(from, zone);
    for (let at = from + MINUTE; at <= to; at += MINUTE) {
      const wall = wallClock(at, zone);
      let due = !isFixed && shows(wall);
      // Set times that it has not shown yet, those that it skipped among them.
      for (; shown < wall; shown += MINUTE) due ||= isFixed && shows(shown + MINUTE);
      if (due) runs.push(isoInstant(at));
    }
    return runs;
  }

  it('is met as Debian’s cron would meet it, over changes of the clocks', () => {
    const changes = fc.constantFrom<[string, string]>(
      ['Europe/Paris', '2026-03-28T22:00:00Z'],
      ['Europe/Paris', '2026-10-24T22:00:00Z'],
      ['America/New_York', '2026-03-08T04:00:00Z'],
      ['America/New_York', '2026-11-01T03:00:00Z'],
      ['Australia/Lord_Howe', '2026-10-03T13:00:00Z'],
      ['Australia/Lord_Howe', '2026-04-04T12:00:00Z'],
    );
    fc.assert(
      fc.property(field(0, 59), field(0, 4), field(0, 6), changes, (minute, hour, day, [zone, from]) => {
        const expression = `${minute} ${hour} * * ${day}`;
        const [start, end] = [instant(from), instant(from) + 8 * HOUR];
        const expected = lived(expression, zone, start, end);
        const found: string[] = [];
        for (let at = nextTime(cron(expression, zone), start); at !== undefined && at <= end; ) {
          found.push(isoInstant(at));
          at = nextTime(cron(expression, zone), at);
        }
        expect(found).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('says the same time whatever second it is asked at within a minute', () => {
    const at = instant('2026-11-22T02:59:59Z');
    expect(nextTime(cron('0 3 * * *', 'UTC'), at)).toBe(at + 1_000);
    expect(isoInstant(nextTime(cron('0 3 * * *', 'UTC'), at + 1_000) ?? 0)).toBe('2026-11-23T03:00:00.000Z');
  });
});
