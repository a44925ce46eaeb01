import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personId } from '../../src-shared/model/ids.ts';
import { faultOfLog, refuseDamage } from './damage.ts';
import { storageProblem } from './failure.ts';
import { createSqliteStore } from './sqlite.ts';

let folder: string;
let whole: string;
let log: Buffer;
const file = () => join(folder, 'vigie.db');

/** A database with a log of many transactions beside it, as a killed server leaves it. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-damage-'));
  whole = join(folder, 'whole.db');
  const store = await createSqliteStore({ file: whole });
  for (let n = 0; n < 400; n += 1) await saveView(store, n);
  await store.close();
  const again = await createSqliteStore({ file: whole });
  for (let n = 400; n < 440; n += 1) await saveView(again, n);
  log = readFileSync(`${whole}-wal`);
  copyFileSync(whole, `${whole}.kept`);
  await again.close();
  copyFileSync(`${whole}.kept`, whole);
});
afterAll(() => rmSync(folder, { recursive: true }));

function saveView(store: Awaited<ReturnType<typeof createSqliteStore>>, n: number) {
  return store.write(async (tx) =>
    tx.apply([
      {
        collection: 'savedView',
        id: `view-${n}`,
        doc: { name: 'x'.repeat(100), owner: personId('ines'), visibility: 'all', filter: {} },
      },
    ]),
  );
}

/** The files after `change`; what is said about them. */
function saidOf(change: (db: Buffer, wal: Buffer) => { db?: Buffer; wal?: Buffer | null }): string | undefined {
  const { db = readFileSync(whole), wal = log } = change(readFileSync(whole), Buffer.from(log));
  writeFileSync(file(), db);
  rmSync(`${file()}-wal`, { force: true });
  rmSync(`${file()}-shm`, { force: true });
  if (wal) writeFileSync(`${file()}-wal`, wal);
  try {
    refuseDamage(file());
    return undefined;
  } catch (error) {
    return storageProblem(error);
  }
}
const overwritten = (bytes: Buffer, from: number, to: number) => bytes.fill(0x5a, from, to);

describe('damage to the database', () => {
  it('is not seen where there is none', () => {
    expect(saidOf(() => ({}))).toBeUndefined();
    expect(saidOf(() => ({ wal: Buffer.alloc(0) }))).toBeUndefined();
    expect(statSync(whole).size).toBeGreaterThan(50_000);
  });

  it.each<[string, (db: Buffer, wal: Buffer) => { db?: Buffer; wal?: Buffer | null }]>([
    ['a page is overwritten', (db) => ({ db: overwritten(db, 5 * 4_096, 6 * 4_096), wal: null })],
    ['all pages but the first are', (db) => ({ db: overwritten(db, 4_096, db.length), wal: null })],
    ['the head is broken', (db) => ({ db: overwritten(db, 0, 64), wal: null })],
    ['the file is cut short', (db) => ({ db: db.subarray(0, Math.floor(db.length / 2)), wal: null })],
    ['a page is missing at the end', (db) => ({ db: db.subarray(0, db.length - 4_096), wal: null })],
    [
      'the log is overwritten in its middle',
      (_db, wal) => ({ wal: overwritten(wal, wal.length >> 1, (wal.length >> 1) + 64) }),
    ],
    ['the head of the log is broken', (_db, wal) => ({ wal: overwritten(wal, 0, 32) })],
    ['the beginning of the log is zeroes', (_db, wal) => ({ wal: wal.fill(0, 0, 4_096) })],
  ])('is seen when %s', (_what, change) => {
    expect(saidOf(change)).toBe('damaged');
  });

  it('is not taken for a power cut, nor a power cut for it', () => {
    const ends = transactionEnds(log);
    expect(ends.length).toBeGreaterThan(30);
    const [beforeLast = 0] = ends.slice(-2);
    fc.assert(
      fc.property(fc.integer({ min: beforeLast, max: log.length }), fc.boolean(), (at, cut) => {
        // The last transaction in part, or with a hole.
        const torn = cut ? log.subarray(0, at) : Buffer.from(log).fill(0, at, Math.min(log.length, at + 512));
        expect(faultOfLog(torn)).toBeUndefined();
      }),
    );
    const synced = ends.at(-3) ?? 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: synced - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const hit = Buffer.from(log);
        hit[at] = (hit[at] ?? 0) ^ flip;
        expect(faultOfLog(hit)).toBeDefined();
      }),
    );
  });

  it('is not seen in a log that was begun again over a longer one', async () => {
    const store = await createSqliteStore({ file: join(folder, 'round.db') });
    for (let n = 0; n < 60; n += 1) await saveView(store, n);
    const other = new Database(join(folder, 'round.db'));
    other.pragma('wal_checkpoint(RESTART)');
    other.close();
    for (let n = 0; n < 5; n += 1) await saveView(store, n + 100);
    const wal = readFileSync(join(folder, 'round.db-wal'));
    await store.close();
    expect(faultOfLog(wal)).toBeUndefined();
    expect(transactionEnds(wal).length).toBeGreaterThan(30);
  });
});

/** Byte after each frame that ends a transaction. */
function transactionEnds(wal: Buffer): number[] {
  const ends: number[] = [];
  const frame = 24 + wal.readUInt32BE(8);
  for (let at = 32; at + frame <= wal.length; at += frame) if (wal.readUInt32BE(at + 4) > 0) ends.push(at + frame);
  return ends;
}
