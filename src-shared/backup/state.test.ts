import { describe, expect, test } from 'vitest';
import { fold } from '../heartbeat/state.ts';
import type { Heartbeat, HeartbeatFacts, Ping } from '../model/heartbeat.ts';
import { personId } from '../model/ids.ts';
import { DAY, HOUR, instant } from '../time/clock.ts';
import { lengthsOf, scheduleOf } from './cadence.ts';
import { sizeOf } from './size.ts';
import { backupHistory, backupStanding, expectedNext } from './state.ts';

const T = instant('2026-11-22T03:00:00Z');
const by = { kind: 'person', id: personId('max') } as const;
/** What is kept of pings. */
const told = (...pings: { kind: Ping['kind']; at: number; body?: string }[]): HeartbeatFacts | undefined =>
  pings.reduce<Pick<Heartbeat, 'schedule' | 'facts'>>(
    (beat, { body, ...one }) => fold(beat, { ...one, size: sizeOf(body) }),
    { schedule: { kind: 'period', period: 900 * DAY, grace: HOUR } },
  ).facts;
const ping = (kind: Ping['kind'], at: number, body?: string) => ({ kind, at, ...(body ? { body } : {}) });
const entry = (outcome: 'ok' | 'failed', at: number, size?: number) => ({
  id: `e${at}`,
  outcome,
  at,
  by,
  ...(size === undefined ? {} : { size }),
});
const backup = { cadence: 'FREQ=DAILY', sizeAtLeast: 1_000 };

const daily: Pick<Heartbeat, 'schedule'> = { schedule: { kind: 'period', period: DAY, grace: HOUR } };
const heard = (more: Partial<HeartbeatFacts>): HeartbeatFacts => ({
  pings: 1,
  last: { kind: 'success', at: T },
  starts: [],
  ...more,
});

describe('the standing of a backup', () => {
  const standing = (
    runs: ReturnType<typeof backupHistory>,
    now: number,
    beat?: Parameters<typeof backupStanding>[1],
    of: Parameters<typeof backupStanding>[0] = backup,
  ) => backupStanding(of, beat, runs, now).state;

  test('is never until one was made, failed while the last one failed, and ok again after the next', () => {
    const pings = told(ping('start', T), ping('fail', T + HOUR));
    expect(standing([], T)).toBe('never');
    expect(standing(backupHistory({ entries: [] }, pings), T + 2 * HOUR)).toBe('failed');
    const entries = [entry('ok', T + 2 * HOUR, 5_000)];
    expect(standing(backupHistory({ entries }, pings), T + 3 * HOUR)).toBe('ok');
  });

  test('is late when the cadence and its grace are over', () => {
    const runs = backupHistory({ entries: [entry('ok', T, 4_096)] });
    expect(standing(runs, T + DAY + 6 * HOUR)).toBe('ok');
    expect(standing(runs, T + DAY + 6 * HOUR + 1)).toBe('late');
  });

  test('follows its heartbeat where something is expected of that, and not its cadence', () => {
    const runs = backupHistory({ entries: [] }, told(ping('success', T, 'size=4096')));
    const weekly = { schedule: { kind: 'period', period: 7 * DAY, grace: HOUR } } as const;
    const facts = heard({ succeededAt: T });
    expect(standing(runs, T + 3 * DAY, { ...weekly, facts })).toBe('ok');
    expect(standing(runs, T + 7 * DAY + HOUR, { ...weekly, facts })).toBe('late');
    expect(standing(runs, T + DAY + HOUR, { ...daily, facts })).toBe('late');
    // Paused, nothing is expected of the job; the backup is due all the same.
    expect(standing(runs, T + 3 * DAY, { ...weekly, facts, pausedAt: T + HOUR })).toBe('late');
    expect(standing(runs, T + 3 * DAY, weekly)).toBe('late');
  });

  test('is late where its heartbeat was missed, until one is made by hand; from then on its cadence counts', () => {
    const pings = told(ping('success', T, 'size=4096'));
    const beat = { ...daily, facts: heard({ succeededAt: T, down: { at: T + 25 * HOUR, why: 'missed' } }) };
    expect(standing(backupHistory({ entries: [] }, pings), T + 26 * HOUR, beat)).toBe('late');
    const byHand = backupHistory({ entries: [entry('ok', T + 27 * HOUR)] }, pings);
    expect(standing(byHand, T + 28 * HOUR, beat)).toBe('ok');
    expect(standing(byHand, T + 28 * HOUR + 2 * DAY, beat)).toBe('late');
  });

  test('has the last success of its heartbeat, whose call is kept no more', () => {
    const beat = { ...daily, facts: heard({ succeededAt: T, lastOk: { at: T }, pings: 90 }) };
    const runs = backupHistory({ entries: [entry('ok', T - DAY, 5_000)] }, beat.facts);
    expect(backupStanding(backup, beat, runs, T + HOUR)).toMatchObject({
      state: 'ok',
      lastSuccess: { from: 'ping', at: T },
    });
  });

  test('is untimed where nothing says when the next one is due', () => {
    const runs = backupHistory({ entries: [entry('ok', T)] });
    expect(standing(runs, T + 900 * DAY, undefined, {})).toBe('untimed');
    expect(standing(runs, T + 900 * DAY, undefined, { cadence: 'FREQ=DAILY;BYDAY=MO,TU' })).toBe('untimed');
    expect(standing([], T, undefined, {})).toBe('never');
  });

  test('is failed where it is smaller than it should be', () => {
    const runs = backupHistory({ entries: [] }, told(ping('success', T, '{"size": 12}')));
    expect(backupStanding(backup, undefined, runs, T)).toMatchObject({ state: 'failed', tooSmall: true });
  });

  test('tells of a job that failed what it said last', () => {
    const facts = told(ping('success', T - HOUR), ping('fail', T), ping('log', T + 1));
    const said = (n: number, body?: string) =>
      backupHistory({ entries: [] }, facts, { n, ...(body ? { body } : {}) })[0];
    expect(said(2, 'dump started\nno space left \n\n')).toMatchObject({ outcome: 'failed', note: 'no space left' });
    expect(said(2)?.note).toBeUndefined();
    // Another call has taken its place.
    expect(said(52, 'fine')?.note).toBeUndefined();
  });

  test('tells pings and entries in one order, newest first, without starts and logs', () => {
    const pings = told(ping('start', T), ping('success', T + 9, 'bytes: 7'), ping('log', T + 10));
    const runs = backupHistory({ entries: [entry('ok', T + 5)] }, pings);
    expect(runs.map(({ from, size }) => [from, size])).toEqual([
      ['ping', 7],
      ['hand', undefined],
    ]);
  });
});

describe('the next backup', () => {
  const next = (at: number, beat?: Parameters<typeof expectedNext>[1], cadence: string | undefined = 'FREQ=WEEKLY') =>
    expectedNext({ cadence }, beat, { id: 'ok', from: 'ping', outcome: 'ok', at: T }, at);

  test('is expected when its job is, whatever its cadence; while that is paused or down, by its cadence', () => {
    const facts = heard({ succeededAt: T });
    expect(next(T + HOUR, { ...daily, facts })).toBe(T + DAY);
    expect(next(T + HOUR, { ...daily, facts, pausedAt: T })).toBe(T + 7 * DAY);
    expect(next(T + 2 * DAY, { ...daily, facts })).toBe(T + 7 * DAY);
  });

  test('is not expected once it is overdue, before there was one, and where nothing says when', () => {
    expect(next(T + 7 * DAY)).toBeUndefined();
    expect(expectedNext({ cadence: 'FREQ=DAILY' }, undefined, undefined, T)).toBeUndefined();
    expect(next(T, undefined, 'every night')).toBeUndefined();
  });
});

test.each([
  ['FREQ=DAILY', DAY],
  ['FREQ=DAILY;INTERVAL=2', 2 * DAY],
  ['FREQ=WEEKLY;BYDAY=MO', 7 * DAY],
  ['FREQ=MONTHLY', 31 * DAY],
  ['FREQ=MONTHLY;BYDAY=1SU', 35 * DAY],
  ['FREQ=MONTHLY;BYMONTHDAY=31', 61 * DAY],
  ['FREQ=MONTHLY;BYMONTHDAY=1,15', 17 * DAY],
  ['FREQ=MONTHLY;BYDAY=5SU', 91 * DAY],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', 11 * DAY],
  ['FREQ=MONTHLY;BYDAY=1SU;BYMONTHDAY=13', undefined],
  ['FREQ=YEARLY;INTERVAL=9', 365 * DAY],
  ['FREQ=YEARLY', 365 * DAY],
  ['FREQ=DAILY;BYDAY=MO,TU', undefined],
  ['every night', undefined],
])('%s comes every %d ms at least', (cadence, period) => {
  expect(lengthsOf(cadence)?.period).toBe(period);
  expect(scheduleOf(cadence)).toMatchObject({ kind: 'period', period: period ?? DAY });
});
