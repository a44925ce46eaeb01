import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HeartbeatSchedule, Ping } from '../model/heartbeat.ts';
import { HOUR, type Instant, instant, isoInstant, MINUTE } from '../time/clock.ts';
import { nextTime } from './schedule.ts';
import { type Beat, fold, isWokenSince, lapseAt, pause, resume, settle, stateAt, unpause } from './state.ts';

const NOW = instant('2026-11-22T03:00:00Z');
const hourly: HeartbeatSchedule = { kind: 'period', period: HOUR, grace: 10 * MINUTE };
const nightly: HeartbeatSchedule = { kind: 'cron', expression: '0 3 * * *', zone: 'Europe/Paris', grace: HOUR };
const A = '123e4567-e89b-12d3-a456-426614174000';
const B = '123e4567-e89b-12d3-a456-426614174001';

type Said = Pick<Ping, 'kind' | 'rid' | 'exitCode'>;
const beat = (schedule: HeartbeatSchedule = hourly): Beat => ({ schedule });
/** Pings, each so many minutes after the beginning. */
const pinged = (start: Beat, ...pings: [number, Said['kind'], Partial<Said>?][]) =>
  pings.reduce((now, [minutes, kind, more]) => fold(now, { kind, ...more, at: NOW + minutes * MINUTE }), start);
const at = (of: Beat, minutes: number) => stateAt(of, NOW + minutes * MINUTE).state;

describe('the state of a heartbeat', () => {
  it('is new until the first ping and then goes with the time', () => {
    expect(at(beat(), 10_000)).toBe('new');
    const up = pinged(beat(), [0, 'success']);
    expect([0, 59, 60, 69, 70, 10_000].map((minutes) => at(up, minutes))).toEqual([
      'up',
      'up',
      'late',
      'late',
      'down',
      'down',
    ]);
    expect(stateAt(up, NOW + 65 * MINUTE)).toEqual({
      state: 'late',
      expectedAt: NOW + HOUR,
      downAt: NOW + 70 * MINUTE,
    });
    expect(at(pinged(up, [200, 'success']), 201)).toBe('up');
  });

  it('keeps its last success and failure and the sizes of successes, though it is resumed', () => {
    const runs = Array.from({ length: 40 }, (_, n) => ({ kind: 'success', at: NOW + n * MINUTE, size: n }) as const);
    const told = runs.reduce<Beat>((now, ping) => fold(now, ping), pinged(beat(), [-5, 'fail']));
    const after = resume(pause(pinged(told, [40, 'success'], [41, 'fail'], [42, 'log']), NOW + 43 * MINUTE));
    const { lastOk, lastFail, sizes = [], succeededAt } = after.facts ?? {};
    expect({ lastOk, lastFail, succeededAt }).toEqual({
      lastOk: { at: NOW + 40 * MINUTE },
      lastFail: { n: 43, at: NOW + 41 * MINUTE },
      succeededAt: undefined,
    });
    expect([sizes.length, sizes.at(0), sizes.at(-1)]).toEqual([
      30,
      { at: NOW + 10 * MINUTE, size: 10 },
      { at: NOW + 39 * MINUTE, size: 39 },
    ]);
  });

  it('is down at once when the job says so, until it succeeds', () => {
    const failed = pinged(beat(), [0, 'success'], [10, 'fail', { exitCode: 3 }]);
    expect(stateAt(failed, NOW + 11 * MINUTE)).toMatchObject({
      state: 'down',
      why: 'failed',
      downAt: NOW + 10 * MINUTE,
    });
    expect(at(pinged(failed, [12, 'start']), 13)).toBe('down');
    expect(at(pinged(failed, [12, 'log']), 13)).toBe('down');
    // Down since the first failure, told by the last.
    expect(pinged(failed, [20, 'fail', { exitCode: 4 }]).facts?.down).toEqual({
      at: NOW + 10 * MINUTE,
      why: 'failed',
      exitCode: 4,
    });
    expect(at(pinged(failed, [30, 'success']), 31)).toBe('up');
  });

  it('is started until the job ends, and down when that takes longer than the grace', () => {
    const started = pinged(beat(), [0, 'success'], [20, 'start']);
    expect(stateAt(started, NOW + 21 * MINUTE)).toMatchObject({ state: 'started', startedAt: NOW + 20 * MINUTE });
    expect(stateAt(started, NOW + 30 * MINUTE)).toMatchObject({ state: 'down', why: 'overran' });
    expect(pinged(started, [25, 'success']).facts).toMatchObject({ took: 5 * MINUTE });
    expect(at(pinged(beat(), [0, 'start']), 9)).toBe('started');
    expect(at(pinged(beat(), [0, 'start']), 10)).toBe('down');
    // A new run does not make good the one that was lost; its end does.
    const again = pinged(started, [40, 'start']);
    expect(at(again, 41)).toBe('down');
    expect(at(pinged(again, [45, 'success']), 46)).toBe('up');
  });

  it('tells runs apart by their ids', () => {
    const two = pinged(beat(), [0, 'start', { rid: A }], [2, 'start', { rid: B }]);
    const firstEnded = pinged(two, [5, 'success', { rid: A }]);
    expect(firstEnded.facts).toMatchObject({ took: 5 * MINUTE, running: { rid: B } });
    expect(at(firstEnded, 6)).toBe('started');
    expect(pinged(firstEnded, [7, 'success', { rid: B }]).facts).toMatchObject({ took: 5 * MINUTE, starts: [] });
    // Its end makes no good of the other, which took too long meanwhile.
    expect(pinged(two, [15, 'success', { rid: A }]).facts?.down).toEqual({ at: NOW + 12 * MINUTE, why: 'overran' });
    expect(pinged(two, [5, 'success']).facts?.running).toBeUndefined();
    expect(pinged(two, [5, 'fail', { rid: A }]).facts?.running).toBeUndefined();
    expect(pinged(two, [80 * 60, 'success', { rid: B }]).facts?.took).toBeUndefined();
  });

  it('of a schedule does not take a ping before its time for the one after', () => {
    // 03:00 in Paris is 02:00Z; it succeeded at 02:05Z, and again too early at 01:50Z.
    const early = [instant('2026-11-22T02:05:00Z'), instant('2026-11-23T01:50:00Z')].reduce<Beat>(
      (now, when) => fold(now, { kind: 'success', at: when }),
      beat(nightly),
    );
    const view = stateAt(early, instant('2026-11-23T02:30:00Z'));
    expect(view).toMatchObject({ state: 'late', expectedAt: instant('2026-11-23T02:00:00Z') });
    expect(stateAt(early, instant('2026-11-23T03:00:00Z')).state).toBe('down');
  });

  it('is paused until a ping, and a person alone wakes it where that is wanted', () => {
    const paused = pause(pinged(beat(), [0, 'success'], [1, 'start']), NOW + 5 * MINUTE);
    expect(at(paused, 10_000)).toBe('paused');
    expect(at(pinged(paused, [100, 'log']), 101)).toBe('paused');
    expect(at(pinged(paused, [100, 'success']), 101)).toBe('up');
    expect(at(pinged(paused, [100, 'fail']), 101)).toBe('down');
    const kept = pinged({ ...paused, manualResume: true }, [100, 'success'], [101, 'fail']);
    expect([at(kept, 10_000), kept.facts?.pings]).toEqual(['paused', 4]);
    expect(at(resume(kept), 10_000)).toBe('new');
  });

  it('goes on as it was when its pause is taken back', () => {
    const running = pinged(beat(), [0, 'success'], [1, 'start', { rid: A }]);
    const failed = pinged(running, [2, 'fail']);
    for (const before of [beat(), running, failed]) {
      expect(unpause(pause(before, NOW + 3 * MINUTE))).toEqual(before);
    }
    // What came meanwhile counts, and what was due is due.
    const restarted = unpause(pinged(pause(failed, NOW + 3 * MINUTE), [4, 'start', { rid: B }]));
    expect(restarted.facts).toMatchObject({ running: { rid: B }, down: failed.facts?.down });
    const silent = unpause(pause(pinged(beat(), [0, 'success']), NOW + 3 * MINUTE));
    expect([at(silent, 69), at(silent, 70)]).toEqual(['late', 'down']);
    expect(pinged(pause(failed, NOW + 3 * MINUTE), [4, 'success'])).not.toHaveProperty('held');
  });

  it('that begins while it is paused and does not end is down, and paused no more', () => {
    const hung = pinged(pause(pinged(beat(), [0, 'success']), NOW + MINUTE), [5, 'start']);
    expect(at(hung, 14)).toBe('started');
    const down = settle(hung, NOW + 15 * MINUTE);
    expect([down.pausedAt, down.facts?.down?.why]).toEqual([undefined, 'overran']);
  });

  it('that ran on while it was paused is shown alike before and after that is written down', () => {
    const paused = pinged(pause(pinged(beat(), [0, 'success']), NOW + MINUTE), [2, 'start']);
    const later = NOW + 20 * MINUTE;
    expect(stateAt(paused, later)).toEqual(stateAt(settle(paused, later), later));
    expect(stateAt(paused, later)).toMatchObject({ state: 'down', why: 'overran', expectedAt: NOW + HOUR });
  });

  it('is the same whether a pause is heard of at once or after pings that came later', () => {
    const pings = fc.array(
      fc.record({
        minutes: fc.integer({ min: 1, max: 300 }),
        kind: fc.constantFrom<Said['kind']>('success', 'fail', 'start', 'log'),
      }),
      { maxLength: 8 },
    );
    const anyTime = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(pings, anyTime, fc.boolean(), (all, paused, manualResume) => {
        // Of runs that begin and never end only the last one is known.
        const said = all
          .toSorted((a, b) => a.minutes - b.minutes)
          .filter(({ minutes, kind }, at) => minutes !== paused && (kind !== 'start' || at === all.length - 1));
        const told = (from: Beat, some: typeof said) =>
          some.reduce((now, { minutes, ...one }) => fold(now, { ...one, at: NOW + minutes * MINUTE }), from);
        const start = { ...pinged(beat(), [0, 'success']), ...(manualResume ? { manualResume } : {}) };
        const before = said.filter(({ minutes }) => minutes < paused);
        const then = settle(told(start, before), NOW + paused * MINUTE);
        const atOnce = told(pause(then, NOW + paused * MINUTE), said.slice(before.length));
        const heard = settle(told(start, said), NOW + 300 * MINUTE);
        const late = isWokenSince(heard, NOW + paused * MINUTE) ? heard : pause(heard, NOW + paused * MINUTE);
        for (const minutes of [300, 305, 320, 400, 1_000]) expect(at(late, minutes)).toBe(at(atOnce, minutes));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is up for good when its schedule has ended after its last success', () => {
    const once: HeartbeatSchedule = { kind: 'onCalendar', expression: '2026-11-22 04:00', zone: 'UTC', grace: HOUR };
    expect(at(pinged(beat(once), [0, 'success']), 100)).toBe('late');
    expect(at(pinged(beat(once), [61, 'success']), 1_000_000)).toBe('up');
  });

  it('tells what its last runs took', () => {
    let now = beat();
    for (let n = 0; n < 40; n += 1) now = pinged(now, [n * 60, 'start'], [n * 60 + n, 'success']);
    expect(now.facts?.durations).toEqual(Array.from({ length: 30 }, (_, n) => (n + 10) * MINUTE));
    expect(pinged(now, [5_000, 'start'], [5_001, 'fail']).facts?.durations).toEqual(now.facts?.durations);
  });

  it('is looked at again while it is down, once for each success that did not come', () => {
    const up = pinged(beat(nightly), [0, 'success']);
    const downAt = instant('2026-11-23T03:00:00Z');
    expect(lapseAt(up)).toBe(downAt);
    const down = settle(up, downAt);
    expect(lapseAt(down)).toBe(downAt);
    expect(isoInstant(lapseAt({ ...down, alertedAt: downAt }) ?? 0)).toBe('2026-11-24T03:00:00.000Z');
    const often = settle(pinged(beat({ kind: 'period', period: MINUTE, grace: MINUTE }), [0, 'success']), NOW + HOUR);
    expect(lapseAt({ ...often, alertedAt: NOW + HOUR })).toBe(NOW + 2 * HOUR);
  });
});

/** healthchecks.io's own account of a check, told the slow way: what its sender of alerts would have found, ping by ping. */
function retold(schedule: HeartbeatSchedule, pings: readonly (Said & { at: Instant })[], now: Instant) {
  let status: 'new' | 'up' | 'down' = 'new';
  let lastPing: Instant | undefined;
  let lastStart: { at: Instant; rid: string | undefined } | undefined;
  const graceStart = () => {
    const times = status === 'up' && lastPing !== undefined ? [nextTime(schedule, lastPing) ?? Infinity] : [];
    if (lastStart && status !== 'down') times.push(lastStart.at);
    return Math.min(Infinity, ...times);
  };
  const look = (when: Instant) => {
    if (when >= graceStart() + schedule.grace) status = 'down';
  };
  for (const { kind, rid, at: when } of pings) {
    look(when);
    if (kind === 'start') lastStart = { at: when, rid };
    if (kind !== 'success' && kind !== 'fail') continue;
    lastPing = when;
    if (lastStart && (lastStart.rid === rid || kind === 'fail' || rid === undefined)) lastStart = undefined;
    status = kind === 'fail' ? 'down' : 'up';
  }
  look(now);
  if (status === 'down') return 'down';
  if (lastStart) return 'started';
  return status === 'up' && now >= graceStart() ? 'late' : status;
}

describe('whatever pings come and whenever it is looked at', () => {
  const schedule: fc.Arbitrary<HeartbeatSchedule> = fc.oneof(
    fc.record({
      kind: fc.constant('period' as const),
      period: fc.integer({ min: 1, max: 600 }).map((minutes) => minutes * MINUTE),
      grace: fc.integer({ min: 1, max: 600 }).map((minutes) => minutes * MINUTE),
    }),
    fc.record({
      kind: fc.constant('cron' as const),
      expression: fc.constantFrom('30 2 * * *', '*/20 * * * *', '0 1,3 * * *', '15 * * * 0'),
      zone: fc.constantFrom(
        'UTC',
        'Europe/Paris',
        'America/New_York',
        'America/Sao_Paulo',
        'Asia/Kolkata',
        'Australia/Lord_Howe',
      ),
      grace: fc.integer({ min: 1, max: 600 }).map((minutes) => minutes * MINUTE),
    }),
    fc.record({
      kind: fc.constant('onCalendar' as const),
      expression: fc.constantFrom('02:30', '*:0/20', 'Sun *-*-* 01:45', 'hourly'),
      zone: fc.constantFrom('UTC', 'Europe/Paris', 'America/New_York', 'Australia/Lord_Howe'),
      grace: fc.integer({ min: 1, max: 600 }).map((minutes) => minutes * MINUTE),
    }),
  );
  const step = fc.record({
    gap: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 3_000 })),
    kind: fc.constantFrom('success', 'success', 'start', 'fail', 'log' as const),
    rid: fc.option(fc.constantFrom(A, B), { nil: undefined }),
    /** A timer, late by so much, looks at it in between. */
    look: fc.option(fc.integer({ min: 0, max: 3_000 }), { nil: undefined }),
  });
  const start = fc.constantFrom(
    '2026-03-28T12:00:00Z',
    '2026-10-24T12:00:00Z',
    '2026-10-03T03:00:00Z',
    '2026-03-07T20:00:00Z',
  );

  it('the state is the one that healthchecks.io would show, with timers that come or that do not', () => {
    fc.assert(
      fc.property(schedule, start, fc.array(step, { maxLength: 15 }), fc.nat(3_000), (plan, from, steps, end) => {
        let when = instant(from);
        let looked: Beat = { schedule: plan };
        let alone: Beat = { schedule: plan };
        const pings: (Said & { at: Instant })[] = [];
        for (const { gap, kind, rid, look } of steps) {
          const next = when + gap * MINUTE;
          if (look !== undefined) looked = settle(looked, Math.min(next, when + look * MINUTE));
          when = next;
          const ping = { kind, at: when, ...(rid === undefined ? {} : { rid }) };
          pings.push(ping);
          looked = fold(looked, ping);
          alone = fold(alone, ping);
        }
        const now = when + end * MINUTE;
        expect(looked).toEqual(alone);
        expect(stateAt(looked, now).state).toBe(retold(plan, pings, now));
        // What is due is what the state turns to at that time, and not before.
        const due = lapseAt(alone);
        if (due !== undefined && !alone.facts?.down) {
          expect(stateAt(alone, due).state).toBe('down');
          if (due - 1 >= when) expect(stateAt(alone, due - 1).state).not.toBe('down');
        }
      }),
      { numRuns: 300 },
    );
  });
});
