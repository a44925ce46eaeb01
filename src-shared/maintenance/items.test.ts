import { describe, expect, it } from 'vitest';
import type { Entity } from '../model/collections.ts';
import { personId } from '../model/ids.ts';
import { occurrenceId, type Plan, planId } from '../model/plan.ts';
import { procedureId } from '../model/procedure.ts';
import { createTimings } from '../recurrence/timing.ts';
import { DAY, HOUR, instant, MINUTE } from '../time/clock.ts';
import { createMaintenance, createPlannedReader } from './items.ts';

const T = instant('2026-11-23T08:00:00Z');
const by = { kind: 'person', id: personId('lea') } as const;
const terms = {
  from: '2026-11-01',
  anchor: '2024-01-01',
  rrule: 'FREQ=DAILY',
  time: '09:00',
  duration: 15 * MINUTE,
  zone: 'Europe/Paris',
  grace: HOUR,
  holidays: 'keep',
} as const;
const plan = (over: Partial<Plan> = {}): Plan => ({
  title: 'Santé',
  procedure: procedureId('p'),
  terms: [terms],
  revision: 1,
  createdAt: T,
  createdBy: by,
  updatedAt: T,
  updatedBy: by,
  ...over,
});
const plans = new Map([['a', { id: 'a', doc: plan() }]]);
const timings = createTimings([]);
const using = (occurrences: ReadonlyMap<string, Entity<'occurrence'>>) =>
  createMaintenance(plans, occurrences, { read: createPlannedReader(timings), timings });
const week = { from: T - HOUR, to: T - HOUR + 7 * DAY };
const dates = (items: ReturnType<ReturnType<typeof using>['occurrencesIn']>) =>
  items.map(({ planned, state }) => `${planned.date} ${state.status}`);

/** The occurrence of the 24th, moved to the 26th at noon. */
const MOVED = occurrenceId(planId('a'), '2026-11-24');
const moved = new Map([
  [
    MOVED,
    {
      id: MOVED,
      doc: {
        plan: planId('a'),
        date: '2026-11-24',
        at: T + 3 * DAY + 3 * HOUR,
        end: T + 3 * DAY + 4 * HOUR,
        deadline: T + 3 * DAY + 5 * HOUR,
        allDay: false,
        zone: 'Europe/Paris',
        events: [{ kind: 'moved', from: T + DAY, to: T + 3 * DAY + 3 * HOUR, by, at: T } as const],
      },
    },
  ],
]);

describe('occurrences', () => {
  it('are planned where nobody has touched them, and those moved are where they were moved to', () => {
    expect(dates(using(new Map()).occurrencesIn(week, T))).toEqual([
      '2026-11-23 due',
      ...['24', '25', '26', '27', '28', '29'].map((day) => `2026-11-${day} upcoming`),
    ]);
    const items = using(moved).occurrencesIn(week, T);
    expect(dates(items).map((one) => one.slice(8, 10))).toEqual(['23', '25', '26', '24', '27', '28', '29']);
    expect(using(moved).occurrencesIn({ from: T + DAY, to: T + DAY + 1 }, T)).toEqual([]);
    expect(items.find(({ planned }) => planned.id === MOVED)).toMatchObject({ state: { movedFrom: T + DAY } });
  });

  it('are found by their id, touched or not, and not where there are none', () => {
    const all = using(moved);
    expect(all.item(MOVED, T)).toMatchObject({ state: { at: T + 3 * DAY + 3 * HOUR }, doc: { date: '2026-11-24' } });
    expect(all.item(occurrenceId(planId('a'), '2026-11-25'), T)).toMatchObject({ state: { at: T + 2 * DAY } });
    expect(all.item(occurrenceId(planId('a'), '2026-10-25'), T)).toBeUndefined();
    expect(all.item(occurrenceId(planId('b'), '2026-11-25'), T)).toBeUndefined();
  });

  it('are read for a range as for its parts', () => {
    const all = using(moved);
    const year = { from: T - 100 * DAY, to: T + 265 * DAY };
    const parts = Array.from({ length: 73 }, (_, n) => ({
      from: year.from + n * 5 * DAY,
      to: year.from + (n + 1) * 5 * DAY,
    }));
    const ids = (items: ReturnType<typeof all.occurrencesIn>) => items.map(({ planned }) => planned.id);
    expect(parts.flatMap((part) => ids(all.occurrencesIn(part, T)))).toEqual(ids(all.occurrencesIn(year, T)));
  });
});
