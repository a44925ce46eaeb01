import { describe, expect, test } from 'vitest';
import { backupId, type RestoreTest } from '../model/backup.ts';
import { heartbeatId, type Ping } from '../model/heartbeat.ts';
import { personId } from '../model/ids.ts';
import { runId } from '../model/run.ts';
import { DAY, HOUR, instant, MINUTE } from '../time/clock.ts';
import { lengthsOf, scheduleOf } from './cadence.ts';
import { restoreAlarm, restoreOutcome } from './restore-tests.ts';
import { backupHistory, backupStanding } from './state.ts';

const T = instant('2026-11-22T03:00:00Z');
const by = { kind: 'person', id: personId('max') } as const;
const ping = (n: number, kind: Ping['kind'], at: number, body?: string) => ({
  id: `p${n}`,
  doc: { heartbeat: heartbeatId('h'), n, kind, at, method: 'POST' as const, ...(body ? { body } : {}) },
});
const entry = (outcome: 'ok' | 'failed', at: number, size?: number) => ({
  id: `e${at}`,
  outcome,
  at,
  by,
  ...(size === undefined ? {} : { size }),
});
const backup = { cadence: 'FREQ=DAILY', sizeAtLeast: 1_000, createdAt: T };

describe('the standing of a backup', () => {
  const standing = (runs: ReturnType<typeof backupHistory>, now: number, heartbeat?: object) =>
    backupStanding(backup, heartbeat, runs, now).state;

  test('is never until one was made, failed while the last one failed, and ok again after the next', () => {
    const pings = [ping(1, 'start', T), ping(2, 'fail', T + HOUR)];
    expect(standing([], T)).toBe('never');
    expect(standing(backupHistory({ entries: [] }, pings), T + 2 * HOUR)).toBe('failed');
    const entries = [entry('ok', T + 2 * HOUR, 5_000)];
    expect(standing(backupHistory({ entries }, pings), T + 3 * HOUR)).toBe('ok');
  });

  test('is late when the cadence and its grace are over, and where its heartbeat was missed', () => {
    const runs = backupHistory({ entries: [] }, [ping(1, 'success', T, 'size=4096')]);
    expect(standing(runs, T + DAY + 6 * HOUR)).toBe('ok');
    expect(standing(runs, T + DAY + 6 * HOUR + 1)).toBe('late');
    const facts = { pings: 1, last: { kind: 'success', at: T }, starts: [], down: { at: T + HOUR, why: 'missed' } };
    expect(standing(runs, T + 2 * HOUR, { facts })).toBe('late');
    expect(standing(runs, T + 2 * HOUR, { facts, pausedAt: T + HOUR })).toBe('ok');
    const byHand = backupHistory({ entries: [entry('ok', T + 3 * HOUR)] }, []);
    expect(standing(byHand, T + 4 * HOUR, { facts })).toBe('ok');
  });

  test('is failed where it is smaller than it should be', () => {
    const runs = backupHistory({ entries: [] }, [ping(1, 'success', T, '{"size": 12}')]);
    expect(backupStanding(backup, undefined, runs, T)).toMatchObject({ state: 'failed', tooSmall: true });
  });

  test('tells pings and entries in one order, newest first, without starts and logs', () => {
    const pings = [ping(1, 'start', T), ping(2, 'success', T + 9, 'bytes: 7'), ping(3, 'log', T + 10)];
    const runs = backupHistory({ entries: [entry('ok', T + 5)] }, pings);
    expect(runs.map(({ from, size }) => [from, size])).toEqual([
      ['ping', 7],
      ['hand', undefined],
    ]);
  });
});

test.each([
  ['FREQ=DAILY', DAY],
  ['FREQ=DAILY;INTERVAL=2', 2 * DAY],
  ['FREQ=WEEKLY;BYDAY=MO', 7 * DAY],
  ['FREQ=MONTHLY;BYDAY=1SU', 35 * DAY],
  ['FREQ=YEARLY', 365 * DAY],
  ['FREQ=DAILY;BYDAY=MO,TU', undefined],
  ['every night', undefined],
])('%s comes every %d ms at least', (cadence, period) => {
  expect(lengthsOf(cadence)?.period).toBe(period);
  expect(scheduleOf(cadence)).toMatchObject({ kind: 'period', period: period ?? DAY });
});

describe('restore tests', () => {
  const one = (more: Partial<RestoreTest>): RestoreTest => ({
    backup: backupId('b'),
    run: runId('r'),
    startedAt: T,
    startedBy: by,
    objective: 30 * MINUTE,
    ...more,
  });
  const passed = one({ took: 20 * MINUTE, verdict: { result: 'ok' }, endedAt: T + HOUR });
  const failed = one({ verdict: { result: 'bad', reason: 'vide' }, endedAt: T + 2 * HOUR });
  const known = new Set(['b']);

  test('pass, are too slow, or fail', () => {
    expect(restoreOutcome(one({}))).toBe('running');
    expect(restoreOutcome(passed)).toBe('passed');
    expect(restoreOutcome({ ...passed, took: 31 * MINUTE })).toBe('slow');
    expect(restoreOutcome(failed)).toBe('failed');
  });

  test('are overdue while none was ended since the last time of their plan', () => {
    const due = { at: T - DAY, deadline: T };
    expect(restoreAlarm([], due, known).overdueSince).toBe(T);
    expect(restoreAlarm([{ id: 'a', doc: one({}) }], due, known).overdueSince).toBe(T);
    expect(restoreAlarm([{ id: 'a', doc: passed }], due, known)).toEqual({ failed: [] });
    expect(restoreAlarm([], undefined, known)).toEqual({ failed: [] });
  });

  test('ring with the last one of each backup alone', () => {
    const tests = [
      { id: 'a', doc: passed },
      { id: 'b', doc: failed },
    ];
    expect(restoreAlarm(tests, undefined, known).failed).toMatchObject([{ id: 'b', outcome: 'failed' }]);
    const again = { id: 'c', doc: { ...passed, endedAt: T + 3 * HOUR } };
    expect(restoreAlarm([...tests, again], undefined, known).failed).toEqual([]);
    expect(restoreAlarm(tests, undefined, new Set()).failed).toEqual([]);
  });
});
