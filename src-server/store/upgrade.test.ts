import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CHAIN_START, entryHash } from './log-chain.ts';
import { migrationsFor } from './migrations.ts';
import { createSqliteStore } from './sqlite.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-upgrade-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** As the first version left it: one record, one entry of the log. */
async function firstVersion(file: string): Promise<void> {
  const db = new Database(file);
  const k = new Kysely<unknown>({ dialect: new SqliteDialect({ database: db }) });
  await migrationsFor('sqlite')['0001-start']?.up(k);
  db.exec('create table kysely_migration (name varchar(255) primary key, timestamp varchar(255) not null)');
  db.exec('create table kysely_migration_lock (id varchar(255) primary key, is_locked integer default 0 not null)');
  db.exec("insert into kysely_migration values ('0001-start', '2026-11-20T00:00:00.000Z')");
  db.exec("insert into kysely_migration_lock values ('migration_lock', 0)");
  db.exec("insert into record values ('team', 'a', 'all', null, 1, 1, 0, '{\"name\":\"A\"}')");
  db.exec("insert into record values ('heartbeat', 'h', 'all', null, 1, 2, 0, '{\"slug\":\"copies\"}')");
  db.exec("insert into record values ('heartbeat', 'plain', 'all', null, 1, 3, 0, '{}')");
  db.exec("insert into record values ('heartbeat', 'gone', 'all', null, 0, 4, 1, null)");
  const row = {
    client: '',
    seq: null,
    name: 'pack.load',
    args: '{}',
    actor: '{"kind":"system"}',
    via: 'server',
    at: 1,
    received_at: 1,
    status: 'applied',
    reason: null,
    detail: null,
    version: 1,
    args_hash: '',
    prev_hash: CHAIN_START,
  };
  const hash = entryHash(row);
  const columns = Object.keys(row);
  db.prepare(
    `insert into mutation (id, ${columns.join(', ')}, hash) values (41, ${columns.map(() => '?').join(', ')}, ?)`,
  ).run(...Object.values(row), hash);
  db.prepare('insert into ws values (1, 4, ?, 0, ?)').run('epoch-1', hash);
  db.close();
}

it('a database of the first version goes on where it was', async () => {
  const file = join(folder, 'vigie.db');
  await firstVersion(file);
  const store = await createSqliteStore({ file });
  const { version } = await store.write(async (tx) => {
    expect(await tx.get('team', 'a')).toEqual({ name: 'A' });
    tx.apply([{ collection: 'team', id: 'b', doc: { name: 'B' } }]);
    tx.logMutation({
      client: '',
      seq: null,
      name: 'next',
      args: {},
      actor: { kind: 'system' },
      via: 'server',
      at: 2,
      receivedAt: 2,
      outcome: { kind: 'applied' },
    });
  });
  expect(version).toBe(5);
  expect((await store.read((tx) => tx.log({ after: 0, limit: 10 }))).map((one) => one.id)).toEqual([41, 42]);
  expect((await store.read((tx) => tx.bySlug('heartbeat', 'copies'))).map(({ id }) => id)).toEqual(['h']);
  expect(await store.verifyLog()).toBeUndefined();
  expect(await store.read((tx) => tx.workspace())).toEqual({ version: 5, epoch: 'epoch-1', minVersion: 0 });
  await store.close();
});
