import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPostgresStore } from '../../src-server/store/postgres.ts';
import { createPostgresBus } from '../../src-server/store/postgres-bus.ts';
import { createPool } from '../../src-server/store/postgres-connection.ts';
import type { Commit, Store } from '../../src-server/store/store.ts';
import { createRandom } from '../simulator/world.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { type Acknowledged, writeSlowly } from '../support/slow-writer.ts';

/** `VIGIE_ORDER_WRITES=2000`: so many records a writer. */
const WRITES = Number(process.env.VIGIE_ORDER_WRITES ?? 60);
const writer = fileURLToPath(new URL('../support/slow-writer.ts', import.meta.url));
const execute = promisify(execFile);

let postgres: Postgres;
let url: string;
beforeAll(async () => {
  postgres = await startPostgres();
});
beforeEach(async () => {
  url = await postgres.createDatabase();
});
afterAll(() => postgres.dispose());

/** Pulls without a pause as a console does, each time from where it ended; gives what it has seen once `done` is. */
async function follow(store: Store, done: () => boolean): Promise<Map<string, number>> {
  const seen = new Map<string, number>();
  let cursor = 0;
  for (;;) {
    const last = done();
    const changes = await store.read((tx) => tx.changes({ scopes: ['all'], since: cursor, limit: 50 }));
    for (const { id, version } of changes) {
      expect(version).toBeGreaterThan(cursor);
      seen.set(id, version);
      cursor = version;
    }
    if (last && changes.length === 0) return seen;
  }
}

const missed = (acknowledged: readonly Acknowledged[], seen: ReadonlyMap<string, number>) =>
  acknowledged.filter((one) => !seen.has(one.id)).length;

describe('versions on PostgreSQL', () => {
  it('are in the order of the commits and without a hole, whatever lies between a write and its commit', async () => {
    const bus = createPostgresBus(url);
    const store = await createPostgresStore({ url, bus });
    await bus.start();
    const commits: Commit[] = [];
    store.onCommit((commit) => commits.push(commit));
    let writing = true;
    const readers = [1, 2, 3].map(() => follow(store, () => !writing));
    const acknowledged = (
      await Promise.all([
        writeSlowly(url, 'a', WRITES, 1),
        writeSlowly(url, 'b', WRITES, 2),
        ...['c', 'd'].map(async (name, index): Promise<Acknowledged[]> => {
          const { stdout } = await execute(process.execPath, [writer, url, name, String(WRITES), String(index + 3)]);
          return JSON.parse(stdout);
        }),
      ])
    ).flat();
    writing = false;

    const all = 4 * WRITES;
    expect(acknowledged.map((one) => one.version).sort((a, b) => a - b)).toEqual(
      Array.from({ length: all }, (_, index) => index + 1),
    );
    for (const reader of readers) {
      const seen = await reader;
      expect(missed(acknowledged, seen)).toBe(0);
      expect(acknowledged.filter((one) => seen.get(one.id) !== one.version)).toEqual([]);
    }
    // What listeners were told follows without a hole either, and is the same.
    await store.poll();
    expect(commits.map((one) => one.prev)).toEqual([0, ...commits.slice(0, -1).map((one) => one.to)]);
    expect(commits.at(-1)?.to).toBe(all);
    const told = commits.flatMap((one) => one.changes ?? []).map((one) => one.version);
    expect(told).toEqual(Array.from({ length: all }, (_, index) => index + 1));
    expect(await store.verifyLog()).toBeUndefined();
    await store.close();
    await bus.close();
  });

  it('would be missed by readers were they taken from a sequence: the check above sees it', async () => {
    const store = await createPostgresStore({ url });
    const pool = createPool({ connectionString: url, max: 8 });
    await pool.query('create sequence planted');
    const random = createRandom(7);
    const acknowledged: Acknowledged[] = [];
    const plant = async (name: string) => {
      const client = await pool.connect();
      for (let n = 0; n < 40; n += 1) {
        const id = `${name}-${n}`;
        await client.query('begin');
        const { rows } = await client.query("select nextval('planted')::int as version");
        const { version } = rows[0];
        await client.query(
          "insert into record (collection, id, scope, hot, version, deleted, doc) values ('team', $1, 'all', 1, $2, 0, $3)",
          [id, version, JSON.stringify({ name: id })],
        );
        await pause(random.int(0, 12));
        await client.query('commit');
        acknowledged.push({ id, version });
      }
      client.release();
    };
    let writing = true;
    const reader = follow(store, () => !writing);
    await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(plant));
    writing = false;
    const seen = await reader;
    expect(missed(acknowledged, seen)).toBeGreaterThan(0);
    await pool.end();
    await store.close();
  });
});
