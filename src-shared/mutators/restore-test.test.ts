import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { personId } from '../model/ids.ts';
import { HOUR, instant, MINUTE } from '../time/clock.ts';
import { createMemoryRecords } from './memory.ts';
import type { MutatorContext, Outcome } from './mutator.ts';

const T = instant('2026-11-22T03:00:00Z');
let made = 0;
const as = (person: string, at = T, role: 'viewer' | 'responder' | 'lead' = 'responder'): MutatorContext => ({
  actor: { ref: { kind: 'person', id: personId(person) }, role },
  via: 'console',
  at,
  newId: () => `id-${String(made++).padStart(6, '0')}`,
});
const applied: Outcome = { kind: 'applied' };
const noop: Outcome = { kind: 'noop' };
const packFile = new URL('../../resources/packs/procedures.fr.json', import.meta.url);
const PACK = JSON.parse(readFileSync(packFile, 'utf8'));
const RDS = 'technical.backups.strategy.daily-backups-rds';
const S3 = 'technical.backups.strategy.weekly-backups-s3';
const TESTS = 'technical.backups.restore-tests';
const DUE = `${TESTS}@2026-12-01`;
const IN_TIME = instant('2026-12-02T09:00:00Z');

async function withPack() {
  const records = createMemoryRecords();
  expect(await records.run('pack.load', { pack: PACK }, as('lea', T, 'lead'))).toEqual(applied);
  return records;
}

const args = (id: string, backup = RDS) => ({ id, backup, procedure: TESTS, revision: 1 });

async function started() {
  const records = await withPack();
  await records.run('backup.edit', { id: RDS, set: { restoreWithin: 30 * MINUTE } }, as('lea', T, 'lead'));
  expect(await records.run('restoreTest.start', args('t1'), as('max'))).toEqual(applied);
  expect(await records.run('restoreTest.start', args('t1'), as('eva'))).toEqual(noop);
  return records;
}

describe('a restore test', () => {
  test('begins the run of its eight steps and freezes the objective', async () => {
    const records = await started();
    expect(await records.get('restoreTest', 't1')).toMatchObject({ backup: RDS, objective: 30 * MINUTE });
    const run = await records.get('run', 't1');
    expect(run).toMatchObject({ procedure: TESTS, kind: 'restoreTest' });
    expect(run?.body.match(/^- \[ \]/gm)).toHaveLength(8);
  });

  test('joins the run of the occurrence that it is due by, which tests one restore', async () => {
    const records = await withPack();
    expect(await records.run('restoreTest.start', args(DUE), as('max', IN_TIME))).toMatchObject({ reason: 'invalid' });
    const begin = { id: DUE, procedure: TESTS, revision: 1 };
    expect(await records.run('occurrence.start', begin, as('max', IN_TIME))).toEqual(applied);
    expect(await records.run('restoreTest.start', args(DUE), as('max', IN_TIME))).toEqual(applied);
    expect(await records.run('restoreTest.start', args(DUE, S3), as('eva', IN_TIME))).toMatchObject({
      reason: 'conflict',
    });
    expect(await records.get('restoreTest', DUE)).toMatchObject({ backup: RDS });
    expect(await records.get('run', DUE)).toMatchObject({ procedure: TESTS, occurrence: DUE });
  });

  test('that was called off goes on where its run is taken up again', async () => {
    const records = await started();
    await records.run('restoreTest.cancel', { id: 't1' }, as('max', T + MINUTE));
    expect(await records.get('run', 't1')).toMatchObject({ endedAt: T + MINUTE });
    expect(await records.run('run.reopen', { id: 't1' }, as('max', T + 2 * MINUTE))).toEqual(applied);
    expect(await records.get('restoreTest', 't1')).not.toHaveProperty('cancelled');
    expect(await records.get('run', 't1')).not.toHaveProperty('endedAt');
  });

  test('is timed, the earlier start counting, and concluded once', async () => {
    const records = await started();
    const time = (clock: string, at: number) => records.run('restoreTest.time', { id: 't1', clock }, as('max', at));
    const whole = { id: 't1', verdict: { result: 'ok' } };
    // A stop without a start measures nothing.
    expect(await time('stop', T)).toEqual(applied);
    expect(await records.run('restoreTest.conclude', whole, as('max'))).toMatchObject({ reason: 'invalid' });
    expect(await time('start', T + 5 * MINUTE)).toEqual(applied);
    expect(await time('start', T + 4 * MINUTE)).toEqual(applied);
    expect(await time('start', T + 6 * MINUTE)).toEqual(applied);
    expect(await time('stop', T + 45 * MINUTE)).toEqual(applied);
    expect((await records.get('restoreTest', 't1'))?.took).toBe(41 * MINUTE);
    expect(await records.run('restoreTest.measure', { id: 't1', took: 40 * MINUTE }, as('max'))).toEqual(applied);
    const bad = { id: 't1', verdict: { result: 'bad', reason: 'table users vide' } };
    expect(await records.run('restoreTest.conclude', bad, as('max', T + HOUR))).toEqual(applied);
    expect(await records.run('restoreTest.conclude', bad, as('eva', T + 2 * HOUR))).toEqual(noop);
    expect(await time('clear', T + 2 * HOUR)).toMatchObject({ reason: 'notOpen' });
    const off = () => records.run('restoreTest.cancel', { id: 't1' }, as('max', T + 2 * HOUR));
    expect(await off()).toMatchObject({ reason: 'notOpen' });
    expect(await records.get('restoreTest', 't1')).toMatchObject({ endedAt: T + HOUR, took: 40 * MINUTE });
    expect(await records.run('restoreTest.reopen', { id: 't1' }, as('max'))).toEqual(applied);
    expect((await records.get('restoreTest', 't1'))?.verdict).toBeUndefined();
  });

  test('is called off with the run that it began, and taken up again with it', async () => {
    const records = await started();
    const off = () => records.run('restoreTest.cancel', { id: 't1' }, as('max', T + MINUTE));
    expect(await off()).toEqual(applied);
    expect(await off()).toEqual(noop);
    expect(await records.get('restoreTest', 't1')).toMatchObject({ cancelled: { at: T + MINUTE } });
    expect(await records.get('run', 't1')).toMatchObject({ endedAt: T + MINUTE });
    const measure = (at: number) => records.run('restoreTest.measure', { id: 't1', took: MINUTE }, as('eva', at));
    expect(await measure(T + 2 * MINUTE)).toMatchObject({ reason: 'notOpen' });
    expect(await records.run('restoreTest.reopen', { id: 't1' }, as('max', T + 3 * MINUTE))).toEqual(applied);
    expect((await records.get('restoreTest', 't1'))?.cancelled).toBeUndefined();
    expect((await records.get('run', 't1'))?.endedAt).toBeUndefined();
  });

  test('has the verdict that was given before it was called off, on a laptop that had not heard of it', async () => {
    const records = await started();
    await records.run('restoreTest.cancel', { id: 't1' }, as('max', T + HOUR));
    const measure = { id: 't1', took: 20 * MINUTE };
    expect(await records.run('restoreTest.measure', measure, as('eva', T + 40 * MINUTE))).toEqual(applied);
    const whole = { id: 't1', verdict: { result: 'ok' } };
    expect(await records.run('restoreTest.conclude', whole, as('eva', T + 50 * MINUTE))).toEqual(applied);
    const test = await records.get('restoreTest', 't1');
    expect(test).toMatchObject({ verdict: { result: 'ok' }, took: 20 * MINUTE });
    expect(test?.cancelled).toBeUndefined();
  });

  test('called off in the run of an occurrence leaves that to be done, with another backup', async () => {
    const records = await withPack();
    await records.run('occurrence.start', { id: DUE, procedure: TESTS, revision: 1 }, as('max', IN_TIME));
    await records.run('restoreTest.start', args(DUE), as('max', IN_TIME));
    expect(await records.run('restoreTest.cancel', { id: DUE }, as('max', IN_TIME + MINUTE))).toEqual(applied);
    expect((await records.get('run', DUE))?.endedAt).toBeUndefined();
    expect(await records.run('restoreTest.start', args(DUE, S3), as('max', IN_TIME + HOUR))).toEqual(applied);
    const test = await records.get('restoreTest', DUE);
    expect(test).toMatchObject({ backup: S3, startedAt: IN_TIME + HOUR });
    expect(test?.cancelled).toBeUndefined();
  });

  test('holds the occurrence that was begun for it, until it is called off', async () => {
    const records = await withPack();
    await records.run('occurrence.start', { id: DUE, procedure: TESTS, revision: 1 }, as('max', IN_TIME));
    await records.run('restoreTest.start', args(DUE), as('max', IN_TIME));
    const unstart = () => records.run('occurrence.unstart', { id: DUE }, as('max', IN_TIME + MINUTE));
    expect(await unstart()).toMatchObject({ reason: 'invalid' });
    await records.run('restoreTest.cancel', { id: DUE }, as('max', IN_TIME + MINUTE));
    expect(await unstart()).toEqual(applied);
    expect(await records.get('run', DUE)).toBeUndefined();
    expect(await records.get('restoreTest', DUE)).toBeUndefined();
  });

  test('is refused to viewers and for a backup or a procedure that is not there', async () => {
    const records = await withPack();
    const start = (more: object, ctx = as('max')) => records.run('restoreTest.start', { ...args('t2'), ...more }, ctx);
    expect(await start({}, as('eva', T, 'viewer'))).toMatchObject({ reason: 'forbidden' });
    expect(await start({ backup: 'nowhere' })).toMatchObject({ reason: 'notFound', detail: { what: 'backup' } });
    expect(await start({ revision: 9 })).toMatchObject({ reason: 'notFound', detail: { what: 'procedure' } });
  });
});
