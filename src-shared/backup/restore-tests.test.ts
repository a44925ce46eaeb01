import { expect, test } from 'vitest';
import { createMaintenance, createPlannedReader } from '../maintenance/items.ts';
import { backupId, type RestoreTest } from '../model/backup.ts';
import { personId } from '../model/ids.ts';
import { type Occurrence, type OccurrenceEvent, type Plan, planId } from '../model/plan.ts';
import { procedureId } from '../model/procedure.ts';
import { runId } from '../model/run.ts';
import { createTimings } from '../recurrence/timing.ts';
import { DAY, HOUR, instant, MINUTE } from '../time/clock.ts';
import { dueTest, RESTORE_TESTS, restoreAlarm, restoreOutcome } from './restore-tests.ts';

const T = instant('2026-11-01T00:00:00Z');
const by = { kind: 'person', id: personId('max') } as const;
const one = (more: Partial<RestoreTest>): RestoreTest => ({
  backup: backupId('b'),
  startedAt: T,
  startedBy: by,
  objective: 30 * MINUTE,
  ...more,
});
const passed = one({ took: 20 * MINUTE, verdict: { result: 'ok' }, endedAt: T + HOUR });
const failed = one({ verdict: { result: 'bad', reason: 'vide' }, endedAt: T + 2 * HOUR });
const known = new Set(['b']);

/** Due on the first of each month, the whole of it. */
const plan = (createdAt: number): Plan => ({
  title: 'Test de restauration',
  procedure: procedureId(RESTORE_TESTS),
  terms: [
    {
      from: '2026-01-01',
      anchor: '2024-01-01',
      rrule: 'FREQ=MONTHLY',
      zone: 'UTC',
      grace: 27 * DAY,
      holidays: 'keep',
    },
  ],
  revision: 1,
  createdAt,
  createdBy: by,
  updatedAt: createdAt,
  updatedBy: by,
});
const NOVEMBER = 'restore@2026-11-01';
const deadline = T + 28 * DAY;

function timesAt(now: number, events: OccurrenceEvent[] = [], createdAt = T - 90 * DAY) {
  const timings = createTimings([]);
  const written: Occurrence = {
    ...{ plan: planId('restore'), date: '2026-11-01', at: T, end: T + DAY, deadline, allDay: true, zone: 'UTC' },
    events,
  };
  const maintenance = createMaintenance(
    new Map([['restore', { id: 'restore', doc: plan(createdAt) }]]),
    new Map(events.length === 0 ? [] : [[NOVEMBER, { id: NOVEMBER, doc: written }]]),
    { read: createPlannedReader(timings), timings },
  );
  return maintenance.occurrencesIn({ from: T - 90 * DAY, to: now + 1 }, now);
}
const started: OccurrenceEvent = { kind: 'started', run: runId(NOVEMBER), by, at: T + HOUR };
const completed: OccurrenceEvent = { kind: 'completed', by, at: T + 2 * HOUR };
const skipped: OccurrenceEvent = { kind: 'skipped', reason: 'gel', by, at: T + 2 * HOUR };
const LATE = T + 29 * DAY;

test('pass, are too slow, fail, run, or were called off', () => {
  expect(restoreOutcome(one({}))).toBe('running');
  expect(restoreOutcome(passed)).toBe('passed');
  expect(restoreOutcome({ ...passed, took: 31 * MINUTE })).toBe('slow');
  expect(restoreOutcome(failed)).toBe('failed');
  expect(restoreOutcome(one({ cancelled: { at: T, by } }))).toBe('cancelled');
});

test('are overdue when the grace of their plan is over without a verdict in it or since', () => {
  expect(restoreAlarm([], timesAt(deadline - 1), known, deadline - 1).overdue).toMatchObject({
    id: 'restore@2026-10-01',
  });
  const october = { id: 'o', doc: { ...passed, endedAt: T - 20 * DAY } };
  expect(restoreAlarm([october], timesAt(deadline - 1), known, deadline - 1)).toEqual({ failed: [] });
  expect(restoreAlarm([october], timesAt(LATE), known, LATE).overdue).toEqual({
    id: NOVEMBER,
    since: deadline,
    standing: 'untouched',
  });
  expect(restoreAlarm([{ id: 'a', doc: one({}) }], timesAt(LATE), known, LATE).overdue?.id).toBe(NOVEMBER);
  expect(restoreAlarm([{ id: 'a', doc: passed }], timesAt(LATE), known, LATE)).toEqual({ failed: [] });
  // Begun early, under the name of the time that it is for.
  const early = { id: NOVEMBER, doc: { ...passed, endedAt: T - DAY } };
  expect(restoreAlarm([early], timesAt(LATE), known, LATE)).toEqual({ failed: [] });
});

test('noted done without a verdict are overdue all the same; left out on purpose they are not', () => {
  expect(restoreAlarm([], timesAt(LATE, [started, completed]), known, LATE).overdue).toMatchObject({
    id: NOVEMBER,
    standing: 'done',
  });
  const off = { id: NOVEMBER, doc: one({ cancelled: { at: T + HOUR, by } }) };
  expect(restoreAlarm([off], timesAt(LATE, [started]), known, LATE).overdue).toMatchObject({ standing: 'begun' });
  expect(restoreAlarm([], timesAt(LATE, [skipped]), known, LATE)).toEqual({ failed: [] });
});

test('are not overdue by a time that was over before its plan was made', () => {
  expect(restoreAlarm([], timesAt(LATE, [], deadline), known, LATE)).toEqual({ failed: [] });
});

test('that begin now are for the time of the plan that waits, or was begun without a backup', () => {
  const due = (now: number, events: OccurrenceEvent[] = [], tests: { id: string; doc: RestoreTest }[] = []) =>
    dueTest(timesAt(now, events), tests)?.planned.id;
  expect(due(T + HOUR)).toBe(NOVEMBER);
  expect(due(LATE)).toBe(NOVEMBER);
  expect(due(T + HOUR, [started])).toBe(NOVEMBER);
  expect(due(T + HOUR, [started], [{ id: NOVEMBER, doc: one({}) }])).toBeUndefined();
  expect(due(T + HOUR, [started], [{ id: NOVEMBER, doc: one({ cancelled: { at: T, by } }) }])).toBe(NOVEMBER);
  expect(due(T + 3 * HOUR, [started, completed])).toBeUndefined();
  expect(due(T + 3 * HOUR, [skipped])).toBeUndefined();
});

test('ring with the last one of each backup alone', () => {
  const tests = [
    { id: 'a', doc: passed },
    { id: 'b', doc: failed },
  ];
  expect(restoreAlarm(tests, [], known, LATE).failed).toMatchObject([{ id: 'b', outcome: 'failed' }]);
  const again = { id: 'c', doc: { ...passed, endedAt: T + 3 * HOUR } };
  expect(restoreAlarm([...tests, again], [], known, LATE).failed).toEqual([]);
  expect(restoreAlarm(tests, [], new Set(), LATE).failed).toEqual([]);
});
