import { expect, test } from 'vitest';
import { calendarId } from '../../../../src-shared/model/ids.ts';
import type { PlanTerms } from '../../../../src-shared/model/plan.ts';
import { createTimings } from '../../../../src-shared/recurrence/timing.ts';
import { instant } from '../../../../src-shared/time/clock.ts';
import { localDate } from '../../../../src-shared/time/zone.ts';
import { foresee } from './preview.ts';

const terms = (rest: Partial<PlanTerms>): PlanTerms => ({
  from: '2026-03-02',
  anchor: '2026-03-02',
  rrule: 'FREQ=WEEKLY;BYDAY=MO,WE',
  time: '09:00',
  duration: 1_800_000,
  zone: 'Europe/Paris',
  grace: 0,
  holidays: 'keep',
  ...rest,
});
const NOW = instant('2026-03-03T08:00:00Z');
const timings = createTimings([]);
const ASKED = { timings, calendars: [], id: 'plan', now: NOW, limit: 4 };
const seen = (before: PlanTerms, after: PlanTerms) =>
  foresee({ ...ASKED, plan: { terms: [before] }, terms: after }).map(({ planned, fate }) => `${planned.date} ${fate}`);

test('an edit says of each time to come whether it stays, moves, comes or goes', () => {
  expect(seen(terms({}), terms({ from: '2026-03-09' }))).toEqual([
    '2026-03-04 kept',
    '2026-03-09 kept',
    '2026-03-11 kept',
    '2026-03-16 kept',
  ]);
  expect(seen(terms({}), terms({ from: '2026-03-09', time: '10:00' }))).toEqual([
    '2026-03-04 kept',
    '2026-03-09 moved',
    '2026-03-11 moved',
    '2026-03-16 moved',
  ]);
  expect(seen(terms({}), terms({ from: '2026-03-09', rrule: 'FREQ=WEEKLY;BYDAY=WE,FR' }))).toEqual([
    '2026-03-04 kept',
    '2026-03-09 gone',
    '2026-03-11 kept',
    '2026-03-13 new',
    '2026-03-16 gone',
    '2026-03-18 kept',
  ]);
});

test('of a plan that is not there yet all are new', () => {
  const seen = foresee({ ...ASKED, plan: undefined, terms: terms({}), limit: 2 });
  expect(seen.map(({ fate }) => fate)).toEqual(['new', 'new']);
});

const FRANCE = {
  id: 'france',
  doc: {
    name: 'France',
    zone: 'Europe/Paris',
    hours: [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '18:00' })),
    holidays: [
      { date: '2026-03-13', name: 'Fête locale' },
      { date: '2026-03-16', name: 'Pont' },
    ],
  },
};

/** What is due from the 10th of March on, in words. */
function daysOff(rest: Partial<PlanTerms>, limit = 4, plan?: PlanTerms) {
  const calendars = [FRANCE];
  const said = foresee({
    timings: createTimings(calendars),
    calendars,
    id: 'plan',
    plan: plan && { terms: [plan] },
    terms: terms({ calendar: calendarId('france'), ...rest }),
    now: instant('2026-03-10T00:00:00Z'),
    limit,
  });
  return said.map(({ planned: { date, at }, fate, dayOff }) => {
    const day = dayOff && 'day' in dayOff ? ` ${dayOff.day.slice(8)}` : '';
    const why = dayOff ? ` ${dayOff.kind}${day} ${dayOff.names.join('+') || '—'}` : '';
    return `${date.slice(8)}>${localDate(at, 'Europe/Paris').slice(8)} ${fate}${why}`;
  });
}

test('what a day off moves says from which day and for which holidays', () => {
  expect(daysOff({ rrule: 'FREQ=WEEKLY;BYDAY=FR', holidays: 'nextWorkingDay' }, 2)).toEqual([
    '13>17 new moved 13 Fête locale+Pont',
    '20>20 new',
  ]);
  expect(daysOff({ rrule: 'FREQ=MONTHLY;BYMONTHDAY=22', holidays: 'nextWorkingDay' }, 1)).toEqual([
    '22>23 new moved 22 —',
  ]);
});

test('what is left out stands between the others with its reason, and weekends of every day are no news', () => {
  expect(daysOff({ rrule: 'FREQ=WEEKLY;BYDAY=FR', holidays: 'skip' }, 1)).toEqual([
    '13>13 leftOut leftOut Fête locale',
    '20>20 new',
  ]);
  expect(daysOff({ rrule: 'FREQ=DAILY', holidays: 'skip' })).toEqual([
    '10>10 new',
    '11>11 new',
    '12>12 new',
    '13>13 leftOut leftOut Fête locale',
    '16>16 leftOut leftOut Pont',
    '17>17 new',
  ]);
  expect(daysOff({ rrule: 'FREQ=MONTHLY;BYMONTHDAY=22', holidays: 'skip' }, 1)).toEqual([
    '22>22 leftOut leftOut —',
    '22>22 new',
  ]);
});

test('what is moved to a day that has its own is done with that, and what is kept on a holiday says so', () => {
  expect(daysOff({ rrule: 'FREQ=DAILY', holidays: 'nextWorkingDay' }, 5)).toEqual([
    '10>10 new',
    '11>11 new',
    '12>12 new',
    '13>13 leftOut together 17 Fête locale+Pont',
    '16>16 leftOut together 17 Pont',
    '17>17 new',
    '18>18 new',
  ]);
  expect(daysOff({ rrule: 'FREQ=WEEKLY;BYDAY=FR', holidays: 'keep' }, 1)).toEqual(['13>13 new kept Fête locale']);
});

test('what an edit takes away because of a day off says which', () => {
  const before = terms({ rrule: 'FREQ=WEEKLY;BYDAY=FR' });
  expect(daysOff({ rrule: 'FREQ=WEEKLY;BYDAY=FR', holidays: 'skip' }, 2, before)).toEqual([
    '13>13 gone leftOut Fête locale',
    '20>20 kept',
    '27>27 kept',
  ]);
});
