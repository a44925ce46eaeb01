import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import '../../tests/support/property-seed.ts';
import { fold } from '../heartbeat/state.ts';
import { type Backup, backupId, type RestoreTest } from '../model/backup.ts';
import type { Entity } from '../model/collections.ts';
import { type Heartbeat, heartbeatId, type Ping, pingId } from '../model/heartbeat.ts';
import { personId } from '../model/ids.ts';
import { DAY, HOUR, instant } from '../time/clock.ts';
import { backupLines, type RegisterFacts, registerLines } from './register.ts';
import { BACKUP_STATES } from './state.ts';

const T = instant('2026-11-01T00:00:00Z');
const by = { kind: 'person', id: personId('max') } as const;
const hours = fc.integer({ min: 0, max: 40 * 24 }).map((hour) => T + hour * HOUR);

const entries = fc.uniqueArray(
  fc.record({
    id: fc.stringMatching(/^[a-z]{6}$/),
    outcome: fc.constantFrom('ok' as const, 'failed' as const),
    at: hours,
    by: fc.constant(by),
    size: fc.option(fc.nat(2_000), { nil: undefined }),
  }),
  { maxLength: 4, selector: ({ id }) => id },
);
const calls = fc.array(
  fc.record({ kind: fc.constantFrom<Ping['kind']>('success', 'start', 'fail', 'log'), at: hours, size: fc.nat(2_000) }),
  { maxLength: 8 },
);
const backups = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom('b1', 'b2', 'b3'),
    cadence: fc.constantFrom(undefined, 'FREQ=DAILY', 'FREQ=WEEKLY', 'FREQ=DAILY;BYDAY=MO'),
    sizeAtLeast: fc.option(fc.nat(1_500), { nil: undefined }),
    place: fc.option(fc.nat(3), { nil: undefined }),
    archived: fc.constantFrom(undefined, undefined, undefined, true),
    entries,
    calls: fc.option(calls, { nil: undefined }),
    isPaused: fc.boolean(),
  }),
  { maxLength: 3, selector: ({ id }) => id },
);
const tests = fc.uniqueArray(
  fc.record({ id: fc.stringMatching(/^[a-z]{6}$/), of: fc.constantFrom('b1', 'b2', 'b9'), at: hours, how: fc.nat(3) }),
  { maxLength: 6, selector: ({ id }) => id },
);

function factsOf(
  said: typeof backups extends fc.Arbitrary<infer V> ? V : never,
  tested: typeof tests extends fc.Arbitrary<infer V> ? V : never,
): RegisterFacts {
  const facts = {
    backups: [] as Entity<'backup'>[],
    heartbeats: [] as Entity<'heartbeat'>[],
    failures: [] as Entity<'ping'>[],
    tests: tested.map(({ id, of, at, how }): Entity<'restoreTest'> => {
      const doc: RestoreTest = { backup: backupId(of), startedAt: at, startedBy: by, objective: HOUR };
      const end = { endedAt: at + HOUR, endedBy: by };
      if (how === 0) return { id, doc };
      if (how === 1) return { id, doc: { ...doc, cancelled: { at, by } } };
      if (how === 2) return { id, doc: { ...doc, ...end, took: at % (2 * HOUR), verdict: { result: 'ok' } } };
      return { id, doc: { ...doc, ...end, verdict: { result: 'bad', reason: 'vide' } } };
    }),
  };
  for (const { id, calls: heard, isPaused, ...content } of said) {
    const heartbeat = heartbeatId(`h-${id}`);
    const doc: Backup = { title: id, createdAt: T, createdBy: by, ...content };
    facts.backups.push({ id, doc: heard ? { ...doc, heartbeat } : doc });
    if (!heard) continue;
    let beat: Heartbeat = {
      name: id,
      key: '00000000-0000-4000-8000-000000000000',
      tags: [],
      priority: 'P1',
      schedule: { kind: 'period', period: DAY, grace: HOUR },
      createdAt: T,
      createdBy: by,
    };
    for (const [n, { kind, at, size }] of heard.toSorted((a, b) => a.at - b.at).entries()) {
      beat = fold(beat, { kind, at, size });
      const ping: Ping = { heartbeat, n: n + 1, kind, at, method: 'POST', body: `size=${size}` };
      if (beat.facts?.lastFail?.n === ping.n) facts.failures.push({ id: pingId(heartbeat, ping.n), doc: ping });
    }
    facts.heartbeats.push({ id: heartbeat, doc: isPaused ? { ...beat, pausedAt: T + 50 * DAY } : beat });
  }
  return facts;
}
const register = fc.record({ said: backups, tested: tests }).map(({ said, tested }) => factsOf(said, tested));

function frozen<V>(value: V): V {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}
const turned = (facts: RegisterFacts): RegisterFacts => ({
  backups: facts.backups.toReversed(),
  heartbeats: facts.heartbeats.toReversed(),
  failures: facts.failures.slice(),
  tests: facts.tests.toReversed(),
});
const after = fc.integer({ min: 0, max: 90 * 24 }).map((hour) => T + hour * HOUR);

describe('the register', () => {
  test('follows from entries, what was heard, tests and the time, in whatever order they come', () => {
    fc.assert(
      fc.property(register, after, (facts, now) => {
        const lines = registerLines(frozen(facts), now);
        expect(registerLines(structuredClone(turned(facts)), now)).toEqual(lines);
        expect(lines).toHaveLength(facts.backups.filter(({ doc }) => !doc.archived).length);
      }),
      { numRuns: 300 },
    );
  });

  test('says the same of one backup by itself, and of one that was taken off it', () => {
    fc.assert(
      fc.property(register, after, (facts, now) => {
        const alone = facts.backups.flatMap((one) => backupLines({ ...facts, backups: [one] }, now));
        expect(alone.map(({ id }) => id)).toEqual(facts.backups.map(({ id }) => id));
        for (const line of registerLines(facts, now)) expect(alone).toContainEqual(line);
      }),
      { numRuns: 200 },
    );
  });

  test('never gets better by time alone', () => {
    fc.assert(
      fc.property(register, after, fc.nat(60 * 24), (facts, now, later) => {
        const rank = new Map(registerLines(facts, now).map((line) => [line.id, BACKUP_STATES.indexOf(line.state)]));
        for (const { id, state } of registerLines(facts, now + later * HOUR)) {
          expect(BACKUP_STATES.indexOf(state)).toBeLessThanOrEqual(rank.get(id) ?? -1);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('has what is wrong first, a restore that failed before a backup that is late', () => {
    const entry = (outcome: 'ok' | 'failed', at: number) => ({ id: `e${at}`, outcome, at, by });
    const backup = (id: string, place: number, more: Partial<Backup>): Entity<'backup'> => ({
      id,
      doc: { title: id, place, entries: [], createdAt: T, createdBy: by, cadence: 'FREQ=DAILY', ...more },
    });
    const now = T + 10 * DAY;
    const lines = registerLines(
      {
        backups: [
          backup('fine', 0, { entries: [entry('ok', now)] }),
          backup('never', 1, {}),
          backup('late', 2, { entries: [entry('ok', T)] }),
          backup('unrestored', 3, { entries: [entry('ok', now)] }),
          backup('failed', 4, { entries: [entry('failed', now)] }),
        ],
        heartbeats: [],
        failures: [],
        tests: [
          {
            id: 't',
            doc: {
              backup: backupId('unrestored'),
              startedAt: T,
              startedBy: by,
              endedAt: T + HOUR,
              verdict: { result: 'bad', reason: 'vide' },
            },
          },
        ],
      },
      now,
    );
    expect(lines.map(({ id }) => id)).toEqual(['failed', 'unrestored', 'late', 'never', 'fine']);
  });
});
