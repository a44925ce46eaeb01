import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packSchema } from '../model/pack.ts';
import { type PlanTerms, planTermsSchema } from '../model/plan.ts';
import type { Calendar } from '../model/sla-policy.ts';
import { DAY, HOUR, instant, isoInstant, MINUTE } from '../time/clock.ts';
import { dateOfDay, dayNumber, weekdayOf } from '../time/day.ts';
import { localDate } from '../time/zone.ts';
import { createTimings, type Planned, type PlanRecord } from './timing.ts';

const ZONES = [
  'UTC',
  'Europe/Paris',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
] as const;

const pack = packSchema.parse(
  JSON.parse(readFileSync(new URL('../../resources/packs/procedures.fr.json', import.meta.url), 'utf8')),
);
const french = pack.calendars[0];
if (!french) throw new Error('the pack has no calendar');
const timings = createTimings(pack.calendars);

function terms(given: Partial<PlanTerms> = {}): PlanTerms {
  return planTermsSchema.parse({
    from: '2026-01-01',
    anchor: '2026-01-01',
    rrule: 'FREQ=DAILY',
    time: '09:00',
    duration: 15 * MINUTE,
    zone: 'Europe/Paris',
    grace: 0,
    holidays: 'keep',
    ...given,
  });
}
const plan = (given: Partial<PlanTerms> = {}, more: Partial<PlanRecord['doc']> = {}): PlanRecord => ({
  id: 'plan',
  doc: { terms: [terms(given)], ...more },
});
const between = (from: string, to: string) => ({ from: instant(from), to: instant(to) });
const YEAR = between('2026-01-01T00:00:00+01:00', '2027-01-01T00:00:00+01:00');
const starts = (all: Planned[]) => all.map(({ date, at }) => `${date} ${isoInstant(at).slice(0, 16)}Z`);
const dates = (all: Planned[]) => all.map(({ date }) => date);

describe('the tasks of the written procedures where clocks change', () => {
  it.each<[task: string, given: Partial<PlanTerms>, days: string, expected: string[]]>([
    [
      'Sunday 03:00 stands when 02:00 to 03:00 is skipped',
      { rrule: 'FREQ=WEEKLY;BYDAY=SU', time: '03:00' },
      '2026-03-22 2026-04-06',
      ['2026-03-22 2026-03-22T02:00Z', '2026-03-29 2026-03-29T01:00Z', '2026-04-05 2026-04-05T01:00Z'],
    ],
    [
      'Sunday 04:00 stands an hour after it',
      { rrule: 'FREQ=WEEKLY;BYDAY=SU', time: '04:00' },
      '2026-03-29 2026-03-30',
      ['2026-03-29 2026-03-29T02:00Z'],
    ],
    [
      'Sunday 03:00 comes once when 02:00 to 03:00 comes twice',
      { rrule: 'FREQ=WEEKLY;BYDAY=SU', time: '03:00' },
      '2026-10-18 2026-11-02',
      ['2026-10-18 2026-10-18T01:00Z', '2026-10-25 2026-10-25T02:00Z', '2026-11-01 2026-11-01T02:00Z'],
    ],
    [
      '02:30 that is skipped starts with the first instant after',
      { time: '02:30' },
      '2026-03-28 2026-03-31',
      ['2026-03-28 2026-03-28T01:30Z', '2026-03-29 2026-03-29T01:00Z', '2026-03-30 2026-03-30T00:30Z'],
    ],
    [
      '02:30 that comes twice is the first of the two',
      { time: '02:30' },
      '2026-10-24 2026-10-27',
      ['2026-10-24 2026-10-24T00:30Z', '2026-10-25 2026-10-25T00:30Z', '2026-10-26 2026-10-26T01:30Z'],
    ],
    [
      'Monday 02:00, the night after',
      { rrule: 'FREQ=WEEKLY;BYDAY=MO', time: '02:00' },
      '2026-03-23 2026-03-31',
      ['2026-03-23 2026-03-23T01:00Z', '2026-03-30 2026-03-30T00:00Z'],
    ],
    [
      'a clock that goes half an hour',
      { time: '02:15', zone: 'Australia/Lord_Howe' },
      '2026-10-03 2026-10-05',
      ['2026-10-03 2026-10-02T15:45Z', '2026-10-04 2026-10-03T15:30Z'],
    ],
  ])('%s', (_task, given, days, expected) => {
    const [from = '', to = ''] = days.split(' ');
    const found = timings.occurrencesOf(plan(given), between('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'));
    expect(starts(found.filter(({ date }) => date >= from && date < to))).toEqual(expected);
  });

  it('an hour of work that is begun before the change ends an hour later by the stopwatch', () => {
    const given = { time: '01:30', duration: HOUR, grace: HOUR };
    const spring = timings.plannedOn(plan(given), '2026-03-29');
    const autumn = timings.plannedOn(plan(given), '2026-10-25');
    expect(spring && isoInstant(spring.end)).toBe('2026-03-29T01:30:00.000Z');
    expect(autumn && isoInstant(autumn.end)).toBe('2026-10-25T00:30:00.000Z');
    expect(autumn && isoInstant(autumn.deadline)).toBe('2026-10-25T01:30:00.000Z');
  });

  it('a whole day has 23 hours in spring and 25 in autumn', () => {
    const whole = { doc: { terms: [terms()].map(({ time: _time, ...rest }) => rest) }, id: 'plan' };
    const length = (date: string) => {
      const found = timings.plannedOn(whole, date);
      return found && (found.end - found.at) / HOUR;
    };
    expect(['2026-03-28', '2026-03-29', '2026-10-25'].map(length)).toEqual([24, 23, 25]);
  });
});

describe('on days that are not worked', () => {
  const monthly = { rrule: 'FREQ=MONTHLY;BYMONTHDAY=1', time: '10:00', calendar: french.id };
  const on = (given: Partial<PlanTerms>, date: string) => {
    const found = timings.plannedOn(plan({ ...monthly, ...given }), date);
    return found && isoInstant(found.at).slice(0, 16);
  };

  it.each<[day: string, date: string, kept: string, moved: string | undefined, skipped: string | undefined]>([
    ['New Year, a Thursday', '2026-01-01', '2026-01-01T09:00', '2026-01-02T09:00', undefined],
    ['a Sunday', '2026-02-01', '2026-02-01T09:00', '2026-02-02T09:00', undefined],
    ['a Wednesday', '2026-04-01', '2026-04-01T08:00', '2026-04-01T08:00', '2026-04-01T08:00'],
    ['Labour Day, a Friday, with a weekend behind', '2026-05-01', '2026-05-01T08:00', '2026-05-04T08:00', undefined],
    ['a Saturday', '2026-08-01', '2026-08-01T08:00', '2026-08-03T08:00', undefined],
    ['All Saints, a Sunday', '2026-11-01', '2026-11-01T09:00', '2026-11-02T09:00', undefined],
    ['New Year, a Friday', '2027-01-01', '2027-01-01T09:00', '2027-01-04T09:00', undefined],
    ['All Saints, a Monday', '2027-11-01', '2027-11-01T09:00', '2027-11-02T09:00', undefined],
    ['Labour Day, a Monday', '2028-05-01', '2028-05-01T08:00', '2028-05-02T08:00', undefined],
  ])('the 1st as %s', (_day, date, kept, moved, skipped) => {
    expect(on({ holidays: 'keep' }, date)).toBe(kept);
    expect(on({ holidays: 'nextWorkingDay' }, date)).toBe(moved);
    expect(on({ holidays: 'skip' }, date)).toBe(skipped);
  });

  it.each([
    ['Assumption, a Saturday', 'FREQ=MONTHLY;BYMONTHDAY=15', '2026-08-15', '2026-08-17T08:00'],
    ['Assumption, a Sunday', 'FREQ=MONTHLY;BYMONTHDAY=15', '2027-08-15', '2027-08-16T08:00'],
    ['Assumption, a Tuesday', 'FREQ=MONTHLY;BYMONTHDAY=15', '2028-08-15', '2028-08-16T08:00'],
    ['Easter Monday', 'FREQ=WEEKLY;BYDAY=MO', '2026-04-06', '2026-04-07T08:00'],
    ['the Monday after the clocks changed, Easter too', 'FREQ=WEEKLY;BYDAY=MO', '2027-03-29', '2027-03-30T08:00'],
    ['Good Friday, which is worked in France', 'FREQ=WEEKLY;BYDAY=FR', '2026-04-03', '2026-04-03T08:00'],
    ['Ascension', 'FREQ=WEEKLY;BYDAY=TH', '2026-05-14', '2026-05-15T08:00'],
    ['Christmas Day, a Friday', 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25', '2026-12-25', '2026-12-28T09:00'],
  ])('moves %s to the next working day', (_day, rrule, date, moved) => {
    expect(on({ rrule, holidays: 'nextWorkingDay' }, date)).toBe(moved);
  });

  it('lets what is moved fall together with what that day has already, and names it by its own', () => {
    const daily = plan({ holidays: 'nextWorkingDay', calendar: french.id });
    const around = between('2026-04-30T00:00:00Z', '2026-05-06T00:00:00Z');
    expect(dates(timings.occurrencesOf(daily, around))).toEqual(['2026-04-30', '2026-05-04', '2026-05-05']);
    const weekend = plan({ rrule: 'FREQ=WEEKLY;BYDAY=SA,SU', holidays: 'nextWorkingDay', calendar: french.id });
    // Monday the 8th of June is worked, Whit Monday the 25th of May is not.
    expect(starts(timings.occurrencesOf(weekend, between('2026-05-23T00:00:00Z', '2026-06-10T00:00:00Z')))).toEqual([
      '2026-05-23 2026-05-26T07:00Z',
      '2026-05-30 2026-06-01T07:00Z',
      '2026-06-06 2026-06-08T07:00Z',
    ]);
    expect(timings.plannedOn(weekend, '2026-05-24')).toBeUndefined();
  });

  it('moves nothing where no day is ever worked, and takes Monday to Friday without a calendar', () => {
    const never: Calendar = { ...french.doc, hours: [] };
    const closed = createTimings([{ id: french.id, doc: never }]);
    expect(closed.occurrencesOf(plan({ ...monthly, holidays: 'nextWorkingDay' }), YEAR)).toHaveLength(12);
    const none = createTimings([]);
    const found = none.occurrencesOf(plan({ holidays: 'skip' }), YEAR);
    expect(found).toHaveLength(261);
    expect(found.every(({ date }) => weekdayOf(dayNumber(date)) <= 5)).toBe(true);
  });
});

describe('the timetable of the written procedures', () => {
  /** As many in 2026, 2027 and 2028 as a wall calendar has. */
  const COUNTS: Record<string, [number, number, number]> = {
    'preventive.daily.health-check': [365, 365, 366],
    'preventive.daily.alert-review': [365, 365, 366],
    'preventive.daily.performance-check': [365, 365, 366],
    'preventive.daily.data-maintenance': [365, 365, 366],
    'preventive.daily.regression-tests': [365, 365, 366],
    'preventive.daily.user-support': [365, 365, 366],
    'preventive.weekly.security-audit': [52, 52, 52],
    'preventive.weekly.database-maintenance': [52, 52, 53],
    'preventive.weekly.system-cleanup': [52, 52, 53],
    'preventive.monthly.report': [12, 12, 12],
    'preventive.monthly.dependency-updates': [12, 12, 12],
    'technical.database.daily': [365, 365, 366],
    'technical.database.weekly': [52, 52, 52],
    'technical.backups.restore-tests': [12, 12, 12],
    'technical.updates.dependency': [52, 52, 52],
    'technical.updates.minor': [12, 12, 12],
    'technical.updates.major': [4, 4, 4],
  };
  // What has no day of the week is due on Monday, the 5th of January 2026.
  const plans = pack.plans.map(({ id, rrule, zone, time, duration }) => {
    const anchor = rrule === 'FREQ=WEEKLY' ? '2026-01-05' : '2026-01-01';
    const { time: _time, duration: _duration, ...rest } = terms({ rrule, zone, anchor });
    const own = { ...rest, ...(time ? { time } : {}), ...(duration ? { duration } : {}) };
    return { id, doc: { terms: [own] } };
  });

  it('has each of its tasks as often as the calendar says', () => {
    const counted = plans.map((one): [string, number[]] => [
      one.id,
      [2026, 2027, 2028].map(
        (year) =>
          timings.occurrencesOf(one, between(`${year}-01-01T00:00:00+01:00`, `${year + 1}-01-01T00:00:00+01:00`))
            .length,
      ),
    ]);
    expect(Object.fromEntries(counted)).toEqual(COUNTS);
  });

  it('has on each of 1,096 days what the document has for that day, at its hour', () => {
    const MORNING_TO_EVENING = ['09:00', '09:15', '10:00', '14:00', '15:00', '16:00'];
    const wall = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', hour: '2-digit', minute: '2-digit' });
    const byDay = new Map<string, string[]>();
    for (const one of plans) {
      const all = timings.occurrencesOf(one, between('2026-01-01T00:00:00+01:00', '2029-01-01T00:00:00+01:00'));
      for (const { at, allDay } of all) {
        const day = localDate(at, 'Europe/Paris');
        byDay.set(day, [...(byDay.get(day) ?? []), allDay ? 'day' : wall.format(at)]);
      }
    }
    for (let day = dayNumber('2026-01-01'); day < dayNumber('2029-01-01'); day += 1) {
      const date = dateOfDay(day);
      const weekday = weekdayOf(day);
      const first = date.endsWith('-01');
      const expected = [
        ...MORNING_TO_EVENING,
        ...(weekday === 1 ? ['02:00', 'day', 'day'] : []),
        ...(weekday === 7 ? ['03:00', '04:00'] : []),
        ...(first ? ['10:00', 'day', 'day'] : []),
        ...(/-(01|04|07|10)-01$/.test(date) ? ['day'] : []),
        ...(date.endsWith('-15') ? ['14:00'] : []),
        'day',
      ];
      expect([date, ...(byDay.get(date) ?? []).sort()]).toEqual([date, ...expected.sort()]);
    }
  });
});

describe('a plan that is edited', () => {
  const before = terms({ rrule: 'FREQ=WEEKLY;BYDAY=MO', time: '09:00' });
  const after = terms({ from: '2026-06-10', anchor: '2026-06-10', rrule: 'FREQ=WEEKLY;BYDAY=WE', time: '14:00' });

  it('keeps its past to the millisecond, and has its new terms from their day on', () => {
    const was = timings.occurrencesOf({ id: 'plan', doc: { terms: [before] } }, YEAR);
    const is = timings.occurrencesOf({ id: 'plan', doc: { terms: [before, after] } }, YEAR);
    const past = (all: Planned[]) => all.filter(({ date }) => date < '2026-06-10');
    expect(past(is)).toEqual(past(was));
    expect(starts(is.filter(({ date }) => date >= '2026-06-01')).slice(0, 4)).toEqual([
      '2026-06-01 2026-06-01T07:00Z',
      '2026-06-08 2026-06-08T07:00Z',
      '2026-06-10 2026-06-10T12:00Z',
      '2026-06-17 2026-06-17T12:00Z',
    ]);
  });

  it('counts COUNT and intervals of its new terms from their own anchor', () => {
    const counted = { ...after, rrule: 'FREQ=DAILY;INTERVAL=2;COUNT=3' };
    const found = timings.occurrencesOf({ id: 'plan', doc: { terms: [before, counted] } }, YEAR);
    expect(dates(found).slice(-4)).toEqual(['2026-06-08', '2026-06-10', '2026-06-12', '2026-06-14']);
  });

  it('has nothing on paused days, neither its own nor moved there', () => {
    const pauses = [{ from: '2026-02-02', to: '2026-02-09' }, { from: '2026-12-20' }];
    const sundays = plan({ rrule: 'FREQ=WEEKLY;BYDAY=SU', holidays: 'nextWorkingDay' }, { pauses });
    const found = dates(timings.occurrencesOf(sundays, YEAR));
    // Sunday the 1st of February is moved to Monday the 2nd, which is paused; the pause's own Sunday is the 8th.
    expect(found.filter((date) => date > '2026-01-20' && date < '2026-02-20')).toEqual(['2026-01-25', '2026-02-15']);
    expect(found.at(-1)).toBe('2026-12-13');
  });

  it('ends with its last day, by its own word or by its rule', () => {
    const last = (one: PlanRecord) => starts(timings.occurrencesOf(one, YEAR)).at(-1);
    expect(last(plan({}, { endsOn: '2026-02-03' }))).toBe('2026-02-03 2026-02-03T08:00Z');
    expect(last(plan({ rrule: 'FREQ=DAILY;COUNT=40' }))).toBe('2026-02-09 2026-02-09T08:00Z');
    expect(last(plan({ rrule: 'FREQ=DAILY;UNTIL=20260203' }))).toBe('2026-02-03 2026-02-03T08:00Z');
    expect(last(plan({ rrule: 'FREQ=DAILY;UNTIL=20260203T080000Z' }))).toBe('2026-02-03 2026-02-03T08:00Z');
    expect(last(plan({ rrule: 'FREQ=DAILY;UNTIL=20260203T075959Z' }))).toBe('2026-02-02 2026-02-02T08:00Z');
    // What is due before the end is not lost by being moved after it.
    const saturday = plan(
      { rrule: 'FREQ=MONTHLY;BYMONTHDAY=31', holidays: 'nextWorkingDay' },
      { endsOn: '2026-01-31' },
    );
    expect(last(saturday)).toBe('2026-01-31 2026-02-02T08:00Z');
  });

  it('has its last occurrence on the last day of the calendar, wherever one looks', () => {
    for (const zone of ZONES) {
      const daily = plan({ zone });
      const to = instant('9999-12-30T00:00:00Z') + 90 * DAY;
      expect(dates(timings.occurrencesOf(daily, { from: to - 92 * DAY, to })).at(-1)).toBe('9999-12-31');
    }
  });

  it('has no occurrences by a rule or in a zone that cannot be read', () => {
    expect(timings.occurrencesOf(plan({ rrule: 'FREQ=SOMETIMES' }), YEAR)).toEqual([]);
    expect(timings.occurrencesOf(plan({ zone: 'Europe/Atlantis' }), YEAR)).toEqual([]);
    expect(timings.plannedOn(plan({ zone: 'Europe/Atlantis' }), '2026-03-01')).toBeUndefined();
  });
});

describe('any plan, from 2026 to 2028, in six zones', () => {
  const RULES = [
    'FREQ=DAILY',
    'FREQ=DAILY;INTERVAL=3',
    'FREQ=WEEKLY;BYDAY=SU',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH',
    'FREQ=MONTHLY;BYMONTHDAY=1,15',
    'FREQ=MONTHLY;BYDAY=-1FR',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
    'FREQ=DAILY;COUNT=100',
  ];
  const whole = between('2026-01-01T00:00:00Z', '2029-01-01T00:00:00Z');
  const anyPlan = fc
    .record({
      rrule: fc.constantFrom(...RULES),
      zone: fc.constantFrom(...ZONES),
      time: fc.option(
        fc.integer({ min: 0, max: 24 * 4 - 1 }).map((quarter) => {
          const digits = (value: number) => String(value).padStart(2, '0');
          return `${digits(Math.floor(quarter / 4))}:${digits((quarter % 4) * 15)}`;
        }),
      ),
      grace: fc.constantFrom(0, HOUR, 6 * DAY),
      holidays: fc.constantFrom('keep' as const, 'nextWorkingDay' as const, 'skip' as const),
    })
    .map(({ time, ...rest }): PlanRecord => {
      const { time: _time, ...own } = terms({ ...rest, calendar: french.id });
      return { id: 'plan', doc: { terms: [time === null ? own : { ...own, time }] } };
    });
  const cuts = fc.array(fc.integer({ min: whole.from, max: whole.to }), { maxLength: 6 });

  it('has each occurrence exactly once, in order, however the years are cut', () => {
    fc.assert(
      fc.property(anyPlan, cuts, (one, between) => {
        const all = timings.occurrencesOf(one, whole);
        const edges = [whole.from, ...between.sort((a, b) => a - b), whole.to];
        const pieces = edges.slice(1).flatMap((to, index) => {
          return timings.occurrencesOf(one, { from: edges[index] ?? to, to });
        });
        expect(pieces).toEqual(all);
        expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
        for (const [index, { at, end, deadline }] of all.entries()) {
          expect(at).toBeGreaterThan(all[index - 1]?.at ?? 0);
          expect(end).toBeGreaterThanOrEqual(at);
          expect(deadline).toBeGreaterThanOrEqual(end);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('has each day of its rule either due or left out by a day off, never both', () => {
    const inner = between('2026-06-01T00:00:00Z', '2028-06-01T00:00:00Z');
    const datesOf = (some: readonly { date: string }[]) =>
      some.map(({ date }) => date).filter((date) => date > '2026-06-10' && date < '2028-05-20');
    fc.assert(
      fc.property(anyPlan, (one) => {
        const [own] = one.doc.terms;
        const kept = { ...one, doc: { terms: own ? [{ ...own, holidays: 'keep' as const }] : [] } };
        const both = [...datesOf(timings.occurrencesOf(one, inner)), ...datesOf(timings.leftOutOf(one, inner))];
        expect(both.sort()).toEqual(datesOf(timings.occurrencesOf(kept, inner)));
      }),
      { numRuns: 60 },
    );
  });

  it('finds by its day and as the next one what the whole has', () => {
    const days = fc.integer({ min: 0, max: 1_000 });
    fc.assert(
      fc.property(anyPlan, days, (one, days) => {
        const all = timings.occurrencesOf(one, whole);
        const date = dateOfDay(dayNumber('2026-01-02') + days);
        expect(timings.plannedOn(one, date)).toEqual(all.find((planned) => planned.date === date));
        const from = whole.from + days * DAY;
        const following = all.filter(({ at }) => at >= from).slice(0, 2);
        expect(timings.nextOf(one, from, 2).slice(0, following.length)).toEqual(following);
      }),
      { numRuns: 150 },
    );
  });

  it('gives up on a rule that has no day, and finds one that comes every eight years', () => {
    const from = instant('2097-01-01T00:00:00Z');
    expect(timings.nextOf(plan({ rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }), from, 1)).toEqual([]);
    const leap = plan({ rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29' });
    expect(dates(timings.nextOf(leap, from, 1))).toEqual(['2104-02-29']);
  });
});
