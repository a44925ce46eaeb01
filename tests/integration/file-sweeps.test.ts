import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPostgresStore } from '../../src-server/store/postgres.ts';
import { createSqliteStore } from '../../src-server/store/sqlite.ts';
import type { Store } from '../../src-server/store/store.ts';
import { DAY, HOUR, instant, MINUTE } from '../../src-shared/time/clock.ts';
import { createRandom } from '../simulator/world.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { startProgram } from '../support/processes.ts';

const NOW = instant('2026-11-22T03:00:00Z');
const PART = 40_000;
const KILLS = Number(process.env.VIGIE_KILLS ?? 3);
const random = createRandom(Number(process.env.VIGIE_KILL_SEED ?? 1));
const sweeper = fileURLToPath(new URL('../support/file-sweeper.ts', import.meta.url));

let postgres: Postgres;
let folder: string;
beforeAll(async () => {
  postgres = await startPostgres();
  folder = mkdtempSync(join(tmpdir(), 'vigie-sweeps-'));
});
afterAll(async () => {
  await postgres?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** Where the files lie, and all parts that lie there, by the name of their upload. */
const databases = {
  SQLite: async () => {
    const where = join(folder, 'store.db');
    const uploads = async () => {
      const db = new DatabaseSync(where, { readOnly: true });
      const rows = db.prepare('select distinct upload from blob_part').all();
      db.close();
      return rows.map(({ upload }) => String(upload));
    };
    return { where, uploads, open: () => createSqliteStore({ file: where }) };
  },
  PostgreSQL: async () => {
    const where = await postgres.createDatabase();
    const uploads = async () => {
      const client = new pg.Client({ connectionString: where });
      await client.connect();
      const { rows } = await client.query<{ upload: string }>('select distinct upload from blob_part');
      await client.end();
      return rows.map(({ upload }) => upload);
    };
    return { where, uploads, open: () => createPostgresStore({ url: where }) };
  },
};

/** A file of three parts, made two months ago. */
async function aFile({ blobs }: Store): Promise<string> {
  const bytes = randomBytes(3 * PART);
  const hash = createHash('sha256').update(bytes).digest('hex');
  const upload = `upload-${hash.slice(0, 12)}`;
  const at = NOW - 60 * DAY;
  for (let n = 0; n < 3; n += 1) {
    await blobs.savePart(upload, { n, bytes: bytes.subarray(n * PART, (n + 1) * PART), at });
  }
  await blobs.finish({ hash, size: bytes.length, upload, at });
  return hash;
}

async function isWhole({ blobs }: Store, hash: string): Promise<boolean> {
  const found = await blobs.find(hash);
  if (!found) return false;
  const sum = createHash('sha256');
  for (let n = 0; n < 3; n += 1) sum.update((await blobs.part(found.upload, n)) ?? '');
  return sum.digest('hex') === hash;
}

describe.each(Object.entries(databases))('a sweep of files that is killed again and again, on %s', (_, make) => {
  it('loses nothing that a record names, leaves no half file, and comes to its end', async () => {
    const { where, uploads, open } = await make();
    const store = await open();
    const named: string[] = [];
    const renamed: string[] = [];
    const loose: string[] = [];
    for (let n = 0; n < 10; n += 1) {
      named.push(await aFile(store));
      renamed.push(await aFile(store));
    }
    for (let n = 0; n < 80; n += 1) loose.push(await aFile(store));
    // Nothing named them for 31 days, as far as anybody looked.
    for (const hash of [...renamed, ...loose]) await store.blobs.setUnused(hash, NOW - 31 * DAY);
    await store.write(async (tx) =>
      tx.apply(
        [...named, ...renamed].map((hash) => ({
          collection: 'team' as const,
          id: hash.slice(0, 12),
          doc: { name: `![plan](blob/${hash}.png)` },
        })),
      ),
    );
    for (let n = 0; n < 20; n += 1) {
      await store.blobs.savePart(`half-${n}`, { n: 0, bytes: randomBytes(100), at: NOW - 2 * HOUR });
    }
    await store.blobs.savePart('arriving', { n: 0, bytes: randomBytes(100), at: NOW - MINUTE });
    await store.close();

    const left: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const program = startProgram(process.execPath, [sweeper, where, String(NOW)], process.env);
      const gone = once(program.child, 'close');
      let dropped = 0;
      const enough = random.int(1, 8);
      program.child.stdout?.on('data', (text: Buffer) => {
        dropped += text.toString().split('dropped').length - 1;
        if (dropped >= enough) program.child.kill('SIGKILL');
      });
      await program.line(/^open$/);
      await gone;
      const after = await open();
      for (const hash of [...named, ...renamed]) expect([hash, await isWhole(after, hash)]).toEqual([hash, true]);
      const files = await after.blobs.madeBefore(NOW);
      for (const { hash } of files) expect([hash, await isWhole(after, hash)]).toEqual([hash, true]);
      left.push(files.length);
      await after.close();
    }
    // The first was killed in the middle of it, and each went further.
    expect(left[0]).toBeGreaterThan(20);
    for (const [n, count] of left.entries()) expect(count).toBeLessThan(left[n - 1] ?? 100);

    const last = startProgram(process.execPath, [sweeper, where, String(NOW)], process.env);
    const gone = once(last.child, 'close');
    await last.line(/^swept \d+$/);
    await gone;
    const after = await open();
    const files = await after.blobs.madeBefore(NOW);
    expect(files.map(({ hash }) => hash).toSorted()).toEqual([...named, ...renamed].toSorted());
    expect(files.map(({ unusedSince }) => unusedSince)).toEqual(Array(20).fill(null));
    expect((await uploads()).toSorted()).toEqual(['arriving', ...files.map(({ upload }) => upload)].toSorted());
    await after.close();
  });
});
