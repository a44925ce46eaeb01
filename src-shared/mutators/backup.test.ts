import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { personId } from '../model/ids.ts';
import { HOUR, instant, MINUTE } from '../time/clock.ts';
import { createMemoryRecords } from './memory.ts';
import type { MutatorContext, Outcome } from './mutator.ts';

const T = instant('2026-11-22T03:00:00Z');
let made = 0;
const as = (person: string, role: 'viewer' | 'responder' | 'lead' = 'responder', at = T): MutatorContext => ({
  actor: { ref: { kind: 'person', id: personId(person) }, role },
  via: 'console',
  at,
  newId: () => `id-${String(made++).padStart(6, '0')}`,
});
const lead = as('lea', 'lead');
const applied: Outcome = { kind: 'applied' };
const noop: Outcome = { kind: 'noop' };
const packFile = new URL('../../resources/packs/procedures.fr.json', import.meta.url);
const PACK = JSON.parse(readFileSync(packFile, 'utf8'));
const RDS = 'technical.backups.strategy.daily-backups-rds';
const TESTS = 'technical.backups.restore-tests';

async function withPack() {
  const records = createMemoryRecords();
  expect(await records.run('pack.load', { pack: PACK }, lead)).toEqual(applied);
  return records;
}

describe('the register of backups', () => {
  test('has the eight of the written procedures in their order, with what is said of them', async () => {
    const records = await withPack();
    const found = records.all('backup').sort((a, b) => (a.doc.place ?? 0) - (b.doc.place ?? 0));
    expect(found.map(({ doc }) => [doc.title, doc.target, doc.cadence])).toEqual([
      ['Sauvegardes quotidiennes (RDS)', 'RDS', 'FREQ=DAILY'],
      ['Sauvegardes hebdomadaires (S3)', 'S3', 'FREQ=WEEKLY'],
      ['Sauvegardes mensuelles (Glacier)', 'Glacier', 'FREQ=MONTHLY'],
      ['Sauvegardes de configuration', undefined, undefined],
      ['Sauvegardes de code', undefined, undefined],
      ['Sauvegardes de données utilisateurs', undefined, undefined],
      ['Sauvegardes de logs', undefined, undefined],
      ['Sauvegardes de métriques', undefined, undefined],
    ]);
  });

  test('keeps what people noted and edited when the pack is loaded again', async () => {
    const records = await withPack();
    expect(await records.run('pack.load', { pack: PACK }, lead)).toEqual(noop);
    const entry = { id: RDS, entry: 'e1', outcome: 'ok', size: 10 };
    expect(await records.run('backup.record', entry, as('max'))).toEqual(applied);
    expect(await records.run('backup.record', entry, as('max'))).toEqual(noop);
    const code = 'technical.backups.strategy.code-backups';
    expect(await records.run('backup.edit', { id: code, set: { title: 'Dépôts', retention: 30 } }, lead)).toEqual(
      applied,
    );
    const english = JSON.parse(readFileSync(new URL('./procedures.en.json', packFile), 'utf8'));
    expect(await records.run('pack.load', { pack: english }, lead)).toEqual(applied);
    expect(await records.get('backup', RDS)).toMatchObject({
      title: 'Daily backups (RDS)',
      entries: [{ id: 'e1', size: 10, by: { kind: 'person', id: 'max' } }],
    });
    expect(await records.get('backup', code)).toMatchObject({ title: 'Dépôts', retention: 30 });
    expect(await records.run('backup.unrecord', { id: RDS, entry: 'e1' }, as('max'))).toEqual(applied);
    expect((await records.get('backup', RDS))?.entries).toEqual([]);
  });

  test('is made by leads, refuses the future and heartbeats that are not', async () => {
    const records = await withPack();
    const create = { id: 'b1', title: 'Bandes', cadence: 'FREQ=DAILY' };
    expect(await records.run('backup.create', create, as('max'))).toMatchObject({ reason: 'forbidden' });
    expect(await records.run('backup.create', { ...create, heartbeat: 'h' }, lead)).toMatchObject({
      reason: 'notFound',
    });
    expect(await records.run('backup.create', create, lead)).toEqual(applied);
    expect(await records.run('backup.create', create, lead)).toEqual(noop);
    const late = { id: 'b1', entry: 'e', outcome: 'ok', made: T + HOUR };
    expect(await records.run('backup.record', late, as('max'))).toMatchObject({ reason: 'atInFuture' });
    expect(await records.run('backup.edit', { id: 'b1', set: { archived: true } }, lead)).toEqual(applied);
    expect(await records.run('backup.edit', { id: 'b1', set: { archived: null } }, lead)).toEqual(applied);
    expect((await records.get('backup', 'b1'))?.archived).toBeUndefined();
  });
});

describe('a restore test', () => {
  async function started() {
    const records = await withPack();
    await records.run('backup.edit', { id: RDS, set: { restoreWithin: 30 * MINUTE } }, lead);
    const args = { id: 't1', backup: RDS, run: 't1', procedure: TESTS, revision: 1 };
    expect(await records.run('restoreTest.start', args, as('max'))).toEqual(applied);
    expect(await records.run('restoreTest.start', args, as('eva'))).toEqual(noop);
    return records;
  }

  test('begins the run of its eight steps and freezes the objective', async () => {
    const records = await started();
    expect(await records.get('restoreTest', 't1')).toMatchObject({ backup: RDS, run: 't1', objective: 30 * MINUTE });
    const run = await records.get('run', 't1');
    expect(run).toMatchObject({ procedure: TESTS, kind: 'restoreTest' });
    expect(run?.body.match(/^- \[ \]/gm)).toHaveLength(8);
  });

  test('joins the run of the occurrence that it is due by', async () => {
    const records = await withPack();
    const due = `${TESTS}@2026-12-01`;
    const max = as('max', 'responder', instant('2026-12-02T09:00:00Z'));
    expect(await records.run('occurrence.start', { id: due, revision: 1 }, max)).toEqual(applied);
    const args = { id: 't3', backup: RDS, run: due, procedure: TESTS, revision: 1 };
    expect(await records.run('restoreTest.start', args, max)).toEqual(applied);
    expect(await records.get('restoreTest', 't3')).toMatchObject({ run: due });
    expect(await records.get('run', due)).toMatchObject({ procedure: TESTS, occurrence: due });
    const nobodys = { ...args, id: 't4', run: `${TESTS}@2027-01-01` };
    expect(await records.run('restoreTest.start', nobodys, max)).toMatchObject({ reason: 'invalid' });
  });

  test('is timed, the earlier start counting, and concluded once', async () => {
    const records = await started();
    const time = (clock: string, at: number) =>
      records.run('restoreTest.time', { id: 't1', clock }, as('max', 'responder', at));
    expect(await time('stop', T)).toMatchObject({ reason: 'invalid' });
    expect(await records.run('restoreTest.conclude', { id: 't1', verdict: { result: 'ok' } }, as('max'))).toMatchObject(
      {
        reason: 'invalid',
      },
    );
    expect(await time('start', T + 5 * MINUTE)).toEqual(applied);
    expect(await time('start', T + 4 * MINUTE)).toEqual(applied);
    expect(await time('start', T + 6 * MINUTE)).toEqual(noop);
    expect(await time('stop', T + 45 * MINUTE)).toEqual(applied);
    expect((await records.get('restoreTest', 't1'))?.took).toBe(41 * MINUTE);
    expect(await records.run('restoreTest.measure', { id: 't1', took: 40 * MINUTE }, as('max'))).toEqual(applied);
    const bad = { id: 't1', verdict: { result: 'bad', reason: 'table users vide' } };
    expect(await records.run('restoreTest.conclude', bad, as('max', 'responder', T + HOUR))).toEqual(applied);
    expect(await records.run('restoreTest.conclude', bad, as('eva'))).toEqual(noop);
    expect(await time('clear', T + 2 * HOUR)).toMatchObject({ reason: 'notOpen' });
    expect(await records.get('restoreTest', 't1')).toMatchObject({ endedAt: T + HOUR, took: 40 * MINUTE });
    expect(await records.run('restoreTest.reopen', { id: 't1' }, as('max'))).toEqual(applied);
    expect((await records.get('restoreTest', 't1'))?.verdict).toBeUndefined();
  });

  test('is refused to viewers and for a backup or a procedure that is not there', async () => {
    const records = await withPack();
    const args = { id: 't2', backup: RDS, run: 't2', procedure: TESTS, revision: 1 };
    const start = (more: object, ctx = as('max')) => records.run('restoreTest.start', { ...args, ...more }, ctx);
    expect(await start({}, as('eva', 'viewer'))).toMatchObject({ reason: 'forbidden' });
    expect(await start({ backup: 'nowhere' })).toMatchObject({ reason: 'notFound', detail: { what: 'backup' } });
    expect(await start({ revision: 9 })).toMatchObject({ reason: 'notFound', detail: { what: 'procedure' } });
  });
});
