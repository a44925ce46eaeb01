import { expect, it } from 'vitest';
import { registerLines } from '../../../src-shared/backup/register.ts';
import { backupId, type RestoreTest } from '../../../src-shared/model/backup.ts';
import { personId } from '../../../src-shared/model/ids.ts';
import { HOUR, instant, MINUTE } from '../../../src-shared/time/clock.ts';
import { registerAsCsv, testsAsCsv } from './export.ts';

const T = instant('2026-11-22T03:00:00Z');
const by = { kind: 'person', id: personId('max') } as const;
const t = ((key: string) => key.split('.').slice(1).join('.')) as never;
const named = (id: string | undefined) => id?.toUpperCase();
const words = { t, actor: () => 'Max', person: named, team: named, service: named };
const ended: RestoreTest = {
  backup: backupId('b'),
  startedAt: T,
  startedBy: by,
  objective: 30 * MINUTE,
  took: 41 * MINUTE,
  verdict: { result: 'bad', reason: '=2+5; vide, « comptes »' },
  endedAt: T + HOUR,
  endedBy: by,
};

it('lists the register for a spreadsheet, one row a backup, with instants in UTC and lengths in seconds', () => {
  const doc = {
    title: 'Base',
    target: 'RDS',
    cadence: 'FREQ=DAILY',
    retention: 30,
    owner: personId('max'),
    restoreWithin: 30 * MINUTE,
    entries: [{ id: 'e', outcome: 'ok' as const, at: T, by, size: 82_300_000_000 }],
    createdAt: T,
    createdBy: by,
  };
  const facts = { backups: [{ id: 'b', doc }], heartbeats: [], failures: [], tests: [{ id: 'r', doc: ended }] };
  const rows = registerAsCsv(registerLines(facts, T + HOUR), words).split('\r\n');
  expect(rows[0]?.split(',').slice(0, 3)).toEqual(['csv.title', 'csv.state', 'csv.since']);
  expect(rows.slice(1)).toEqual([
    'Base,state.ok,,RDS,FREQ=DAILY,30,2026-11-22T03:00:00.000Z,82300000000,,1800,,outcome.failed,2026-11-22T04:00:00.000Z,,MAX,',
    '',
  ]);
});

it('lists restore tests with their verdict, and no reason that a spreadsheet would run', () => {
  const rows = testsAsCsv([{ id: 'r', doc: ended }], new Map([['b', 'Base']]), words).split('\r\n');
  expect(rows[1]).toBe(
    `Base,outcome.failed,2026-11-22T03:00:00.000Z,2026-11-22T04:00:00.000Z,2460,1800,result.bad,"'=2+5; vide, « comptes »",Max,Max,r`,
  );
});
