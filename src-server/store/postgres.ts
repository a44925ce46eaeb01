import { randomUUID } from 'node:crypto';
import { Kysely, PostgresDialect, sql } from 'kysely';
import type pg from 'pg';
import { createBlobTables } from './blob-tables.ts';
import { createStore, type Engine, movedSince, type StoreDeps, toMoved, type Writer } from './engine.ts';
import { createLock } from './lock.ts';
import { migrate } from './migrate.ts';
import type { PostgresBus } from './postgres-bus.ts';
import {
  asFailure,
  connectionConfig,
  createLink,
  createPool,
  executorOver,
  type Link,
  run,
} from './postgres-connection.ts';
import { readQueries } from './queries.ts';
import { builder, compile, type Executor, param, type Scalar } from './query.ts';
import { type TimerRow, toTimer } from './rows.ts';
import { SAVED_TABLES, writeQueries } from './saves.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

export interface PostgresStoreDeps extends StoreDeps {
  /** `postgres://user:password@host:port/database`. */
  url: string;
  /** Tells other processes of commits, and this one of theirs; without it they are found by `poll` alone. */
  bus?: PostgresBus;
  /** Connections for reading, at most. */
  readers?: number;
}

const K = builder('postgres');
const READS = readQueries(K, 'postgres');
const WRITES = writeQueries(K, 'postgres');
const LOCK_WORKSPACE = compile<Record<string, never>, Tables['ws']>(
  K.selectFrom('ws').selectAll().where('id', '=', 1).forUpdate(),
);

/** How long a process has for the timers it took before others may take them too, in milliseconds. */
const TIMERS_TAKEN_FOR = 5_000;
const nowOfDatabase = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::int8`;
const TAKE_TIMERS = compile<{ upTo: number; limit: number }, TimerRow>(
  K.updateTable('timer')
    .set({ taken_until: sql<number>`${nowOfDatabase} + ${sql.lit(TIMERS_TAKEN_FOR)}` })
    .where('key', 'in', (eb) =>
      eb
        .selectFrom('timer')
        .select('key')
        .where('fire_at', '<=', param<number>('upTo'))
        .where((or) => or.or([or('taken_until', 'is', null), or('taken_until', '<=', nowOfDatabase)]))
        .orderBy('fire_at')
        .orderBy('key')
        .limit(param<number>('limit'))
        .forUpdate()
        .skipLocked(),
    )
    .returningAll(),
);

/** Commits are announced so far apart at least: NOTIFY takes a lock that all commits of the cluster share. */
const ANNOUNCE_EVERY = 50;

/** A turn whose end is a rollback was not committed, whatever the statement said. */
class RolledBack extends Error {}

/** One array a column. */
function columnsOf(rows: readonly object[]): Record<string, Scalar[]> {
  const columns: Record<string, Scalar[]> = {};
  for (const name of Object.keys(rows[0] ?? {})) columns[name] = [];
  for (const row of rows) for (const [name, value] of Object.entries(row)) columns[name]?.push(value);
  return columns;
}

function writerOver(link: Link): Writer {
  /** The connection of the turn that is going on. */
  let client: pg.Client | undefined;
  const current = (): pg.Client => {
    if (!client) throw new Error('no turn is going on');
    return client;
  };
  return {
    all: (query, values) => run(current(), query, values),
    async begin(since) {
      client = await link.get();
      const turn = executorOver(client);
      // Sent together: the statements after the lock see all that was committed before it was given.
      const [, [ws], moved] = await Promise.all([
        client.query('BEGIN').catch((error: unknown) => {
          throw asFailure(error);
        }),
        turn.all(LOCK_WORKSPACE, {}),
        movedSince(turn, READS, since),
      ]);
      if (!ws) throw new Error('the workspace row is missing');
      return { ws, moved: toMoved(moved) };
    },
    async write({ saved, droppedExits, droppedTimers, droppedOwners, workspace }) {
      const turn = executorOver(current());
      const sent: unknown[] = [];
      if (droppedExits.length > 0) sent.push(turn.all(WRITES.dropExits, columnsOf(droppedExits)));
      if (droppedTimers.length > 0) sent.push(turn.all(WRITES.dropTimers, { key: droppedTimers }));
      if (droppedOwners.length > 0) sent.push(turn.all(WRITES.dropTimersOf, { owner: droppedOwners }));
      for (const table of SAVED_TABLES) {
        if (saved[table].length > 0) sent.push(turn.all(WRITES.save[table], columnsOf(saved[table])));
      }
      sent.push(turn.all(WRITES.saveWorkspace, workspace));
      await Promise.all(sent);
    },
    async commit() {
      const ending = current();
      try {
        const { command } = await ending.query('COMMIT');
        if (command !== 'COMMIT') throw new RolledBack('the transaction was rolled back');
        client = undefined;
      } catch (error) {
        throw error instanceof RolledBack ? error : asFailure(error);
      }
    },
    async rollback() {
      const ending = client;
      client = undefined;
      if (!ending) return;
      try {
        await ending.query('ROLLBACK');
      } catch {
        link.drop();
      }
    },
  };
}

/** Refuses a database that would keep text in another way than we give it. */
async function checkDatabase(k: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ encoding: string; version: number }>`
    select current_setting('server_encoding') as encoding, current_setting('server_version_num')::int as version
  `.execute(k);
  const { encoding, version } = rows[0] ?? { encoding: '', version: 0 };
  if (encoding !== 'UTF8') throw new Error(`the database keeps its text in ${encoding}; make one with encoding UTF8`);
  if (version < 130_000) throw new Error('PostgreSQL is too old; Vigie needs version 13 or later');
}

/** Makes the tables, whichever process comes first. */
async function prepareDatabase(url: string, newEpoch: () => string): Promise<void> {
  const { pipeline, query_timeout, statement_timeout, lock_timeout, ...config } = connectionConfig(url);
  const pool = createPool({ ...config, max: 1 });
  const k = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await checkDatabase(k);
    await migrate(k, 'postgres', newEpoch);
  } catch (error) {
    throw error instanceof Error && !('code' in error) ? error : asFailure(error);
  } finally {
    await k.destroy();
  }
}

/** A commit under way when the server's own setting would lose it in a crash is made to wait for the disk. */
async function insistOnDurability(client: pg.ClientBase): Promise<void> {
  await client.query(
    "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'",
  );
}

function createReaders(url: string, max: number) {
  const pool = createPool({ ...connectionConfig(url), max, idleTimeoutMillis: 60_000 });
  const take = async () => {
    try {
      return await pool.connect();
    } catch (error) {
      throw asFailure(error);
    }
  };
  return {
    close: () => pool.end(),
    /** One statement that needs no transaction. */
    async once<T>(fn: (executor: Executor) => Promise<T>): Promise<T> {
      const client = await take();
      try {
        const value = await fn(executorOver(client));
        client.release();
        return value;
      } catch (error) {
        client.release(true);
        throw error;
      }
    },
    /** A transaction of its own, which waits for no turn: it touches no record. */
    async apart<T>(fn: (executor: Executor) => Promise<T>): Promise<T> {
      const client = await take();
      try {
        await insistOnDurability(client);
        await client.query('BEGIN');
        const value = await fn(executorOver(client));
        const { command } = await client.query('COMMIT');
        if (command !== 'COMMIT') throw new RolledBack('the transaction was rolled back');
        client.release();
        return value;
      } catch (error) {
        client.release(true);
        throw error instanceof RolledBack ? error : asFailure(error);
      }
    },
    async snapshot<T>(fn: (executor: Executor) => Promise<T>): Promise<T> {
      const client = await take();
      const began = client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      began.catch(() => undefined);
      const end = (statement: 'COMMIT' | 'ROLLBACK') => {
        client.query(statement).then(
          () => client.release(),
          () => client.release(true),
        );
      };
      try {
        const value = await fn(executorOver(client));
        await began;
        end('COMMIT');
        return value;
      } catch (error) {
        end('ROLLBACK');
        throw error;
      }
    },
  };
}

/** Announces the newest version at once when it was quiet, and together with those that follow when it was not. */
function createAnnouncer(bus: PostgresBus) {
  let newest = 0;
  let timer: NodeJS.Timeout | undefined;
  let last = Number.NEGATIVE_INFINITY;
  const send = () => {
    timer = undefined;
    last = performance.now();
    // Whoever does not hear of it looks once a second.
    bus.tell('commit', String(newest)).catch(() => undefined);
  };
  return {
    announce(version: number) {
      newest = version;
      if (timer) return;
      const wait = last + ANNOUNCE_EVERY - performance.now();
      if (wait <= 0) send();
      else timer = setTimeout(send, wait);
    },
    stop: () => clearTimeout(timer),
  };
}

/**
 * Opens (and migrates) the store in a PostgreSQL database, which any number of processes may share. Durable: a
 * resolved `write` survives a crash of this process and, as far as the server is set up for it, of the server.
 */
export async function createPostgresStore(deps: PostgresStoreDeps): Promise<Store> {
  const { url, bus } = deps;
  await prepareDatabase(url, deps.newEpoch ?? randomUUID);
  const link = createLink(connectionConfig(url), insistOnDurability);
  const readers = createReaders(url, deps.readers ?? 6);
  const announcer = bus && createAnnouncer(bus);
  const engine: Engine = {
    reads: READS,
    writes: WRITES,
    writer: writerOver(link),
    inTurn: createLock(),
    read: readers.snapshot,
    blobs: createBlobTables(K, 'postgres', { read: readers.snapshot, apart: readers.apart }),
    async takeTimers(query) {
      const taken = await readers.once(async (executor) => executor.all(TAKE_TIMERS, query));
      return taken.sort((a, b) => a.fire_at - b.fire_at || (a.key < b.key ? -1 : 1)).map(toTimer);
    },
    announce: (version) => announcer?.announce(version),
    onAnnounced: (look) => bus?.listen('commit', look, look),
    async close() {
      announcer?.stop();
      await engine.inTurn(() => link.close());
      await readers.close();
    },
  };
  return createStore(engine, deps);
}
