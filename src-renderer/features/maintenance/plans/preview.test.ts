import { expect, test } from 'vitest';
import type { PlanTerms } from '../../../../src-shared/model/plan.ts';
import { createTimings } from '../../../../src-shared/recurrence/timing.ts';
import { instant } from '../../../../src-shared/time/clock.ts';
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
const seen = (before: PlanTerms, after: PlanTerms) =>
  foresee(timings, 'plan', { terms: [before] }, after, NOW, 4).map(({ planned, fate }) => `${planned.date} ${fate}`);

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
  expect(foresee(timings, 'plan', undefined, terms({}), NOW, 2).map(({ fate }) => fate)).toEqual(['new', 'new']);
});
