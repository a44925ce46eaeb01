import { expect, test } from 'vitest';
import { personId, teamId } from '../model/ids.ts';
import { type OccurrenceEvent, occurrenceId, type Plan, planId } from '../model/plan.ts';
import { procedureId } from '../model/procedure.ts';
import { runId } from '../model/run.ts';
import { DAY, HOUR, instant, MINUTE } from '../time/clock.ts';
import type { MaintenanceItem } from './items.ts';
import { figuresOf } from './numbers.ts';
import { occurrenceState } from './occurrence-state.ts';

/** 09:00 in Paris on the last day of a month, 03:00 in Montreal. */
const T = instant('2026-11-30T08:00:00Z');
const by = { kind: 'person', id: personId('lea') } as const;
const plan: Plan = {
  title: 'Santé',
  procedure: procedureId('p'),
  team: teamId('devops'),
  terms: [
    {
      from: '2026-01-01',
      anchor: '2026-01-01',
      rrule: 'FREQ=DAILY',
      time: '09:00',
      zone: 'Europe/Paris',
      grace: HOUR,
      holidays: 'keep',
    },
  ],
  revision: 1,
  createdAt: 0,
  createdBy: by,
  updatedAt: 0,
  updatedBy: by,
};

function item(id: string, at: number, events: OccurrenceEvent[], doc: Plan = plan): MaintenanceItem {
  const planned = {
    id: occurrenceId(planId(id), '2026-11-30'),
    plan: planId(id),
    date: '2026-11-30',
    at,
    end: at,
    deadline: at + HOUR,
    allDay: false,
    zone: 'Europe/Paris',
  };
  const { id: _, ...place } = planned;
  const written = { ...place, events };
  const state = occurrenceState(planned, events.length > 0 ? written : undefined, T + 2 * DAY);
  return { planned, state, plan: { id, doc } };
}
const done = (at: number): OccurrenceEvent[] => [
  { kind: 'started', run: runId('r'), by, at: at - 20 * MINUTE },
  { kind: 'completed', by, at },
];
const { team: _, ...nobodys } = plan;
const items = [
  item('a', T, done(T + 30 * MINUTE)),
  item('a', T + DAY, done(T + DAY + 3 * HOUR)),
  item('a', T + DAY, []),
  item('b', T + DAY, [{ kind: 'skipped', reason: 'Gel', by, at: T }], nobodys),
  item('b', T + 3 * DAY, [], nobodys),
];

test('what was done, late, missed and skipped is counted by plan, with the time it took', () => {
  expect(figuresOf(items, 'plan', 'Europe/Paris')).toEqual([
    { id: 'a', tally: { done: 1, late: 1, missed: 1, skipped: 0, open: 0 }, onTime: 1 / 3, spent: 40 * MINUTE },
    { id: 'b', tally: { done: 0, late: 0, missed: 0, skipped: 1, open: 1 }, onTime: undefined, spent: 0 },
  ]);
});

test('a whole day is of the month that it is in where its plan is, whoever looks', () => {
  const midnight = instant('2026-11-30T23:00:00Z');
  const one = item('a', midnight, []);
  const whole = { ...one, planned: { ...one.planned, allDay: true } };
  for (const zone of ['Europe/Paris', 'America/New_York']) {
    expect(figuresOf([whole], 'month', zone).map(({ id }) => id)).toEqual(['2026-12']);
  }
  expect(figuresOf([one], 'month', 'America/New_York').map(({ id }) => id)).toEqual(['2026-11']);
});

test('by team, and by the month of the zone that is asked for', () => {
  expect(figuresOf(items, 'team', 'Europe/Paris').map(({ id }) => id)).toEqual(['', 'devops']);
  const months = (zone: string) => figuresOf(items, 'month', zone).map(({ id, tally }) => [id, tally.done]);
  expect(months('Europe/Paris')).toEqual([
    ['2026-11', 1],
    ['2026-12', 0],
  ]);
});
