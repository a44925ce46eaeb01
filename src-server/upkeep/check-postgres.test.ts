import { expect, test } from 'vitest';
import type { PostgresLook } from '../store/inspect-postgres.ts';
import { judgePostgres } from './check-postgres.ts';

const well: PostgresLook = {
  inspection: {
    engine: 'PostgreSQL 15.13',
    check: 'ok',
    schema: { done: 2, known: 2, unknown: [] },
    logTail: { looked: 3 },
    newestAt: 0,
    counts: { records: 1, mutations: 3 },
    files: { count: 0, bytes: 0, short: 0 },
    heard: new Map(),
  },
  version: '15.13',
  versionNumber: 150_013,
  settings: { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on', max_connections: '100' },
  connections: 12,
  bytes: 9_000_000,
  encrypted: true,
  roundTrip: 1,
  clockOffset: 3,
};

const bad = (over: Partial<PostgresLook>) =>
  judgePostgres({ ...well, ...over }, 0)
    .filter(({ level }) => level !== 'ok')
    .map(({ check, level }) => `${level} ${check}`);

test('a database that is well has nothing but good lines', () => {
  expect(bad({})).toEqual([]);
});

test.each<[Partial<PostgresLook>, string]>([
  [{ settings: { ...well.settings, fsync: 'off' } }, 'fail durability'],
  [{ settings: { ...well.settings, full_page_writes: 'off' } }, 'fail durability'],
  [{ settings: { ...well.settings, synchronous_commit: 'off' } }, 'warn durability'],
  [{ versionNumber: 120_004 }, 'warn postgresql'],
  [{ connections: 95 }, 'warn connections'],
  [{ roundTrip: 80 }, 'warn round trip'],
  [{ clockOffset: -5_000 }, 'warn database clock'],
  [{ inspection: undefined }, 'warn database'],
])('%o is told', (over, told) => {
  expect(bad(over)).toEqual([told]);
});
