import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { type BlobEngine, createBlobTables } from './blob-tables.ts';
import { createStore, type Engine, movedSince, type StoreDeps, toMoved, type Writer } from './engine.ts';
import { createLock } from './lock.ts';
import { migrate } from './migrate.ts';
import { readQueries } from './queries.ts';
import { builder, type Executor, type Query, type Values } from './query.ts';
import { workspaceRow } from './reader.ts';
import { SAVED_TABLES, writeQueries } from './saves.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

export interface SqliteStoreDeps extends StoreDeps {
  /** Path of the database file, or `:memory:`. */
  file: string;
  /** Start from these bytes, as `image` gave them; only with `:memory:`. */
  image?: Uint8Array;
}

/** What only a database in one file can do. */
export interface SqliteStore extends Store {
  /** Copies the live database consistently. */
  backupTo(file: string): Promise<void>;
  /** The whole database as bytes, for a later `createSqliteStore({ image })`. */
  image(): Promise<Uint8Array>;
}

const K = builder('sqlite');
const READS = readQueries(K, 'sqlite');
const WRITES = writeQueries(K, 'sqlite');

function open(file: string, image: Uint8Array | undefined): Database.Database {
  const db = new Database(image ? Buffer.from(image) : file, { timeout: 5_000 });
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('cache_size = -65536');
  // Fewer, larger checkpoints (32 MB): each one writes pages here and there and syncs twice.
  db.pragma('wal_autocheckpoint = 8000');
  return db;
}

/** Keeps each query's statement for the life of the connection. */
function executorOver(db: Database.Database): Executor & { run(query: Query<Values, unknown>, values: Values): void } {
  const statements = new Map<object, Database.Statement<unknown[], unknown>>();
  const statementOf = (query: { sql: string }) => {
    const known = statements.get(query);
    if (known) return known;
    const made = db.prepare<unknown[], unknown>(query.sql);
    statements.set(query, made);
    return made;
  };
  return {
    all<P extends Values, R>(query: Query<P, R>, values: P): R[] {
      const statement = statementOf(query);
      const bound = query.bind(values);
      if (statement.reader) return statement.all(bound) as R[];
      statement.run(bound);
      return [];
    },
    run(query, values) {
      statementOf(query).run(query.bind(values));
    },
  };
}

function writerOver(db: Database.Database): Writer {
  const run = executorOver(db);
  const control = { begin: db.prepare('BEGIN IMMEDIATE'), commit: db.prepare('COMMIT') };
  return {
    all: run.all,
    async begin(since) {
      control.begin.run();
      const ws = await workspaceRow(run, READS);
      const moved = ws.version > since ? toMoved(await movedSince(run, READS, since)) : { records: [], exits: false };
      return { ws, moved };
    },
    write({ saved, droppedExits, droppedTimers, droppedOwners, workspace }) {
      for (const exit of droppedExits) run.run(WRITES.dropExits, exit);
      for (const key of droppedTimers) run.run(WRITES.dropTimers, { key });
      for (const owner of droppedOwners) run.run(WRITES.dropTimersOf, { owner });
      for (const table of SAVED_TABLES) for (const row of saved[table]) run.run(WRITES.save[table], row);
      run.all(WRITES.saveWorkspace, workspace);
    },
    async commit() {
      control.commit.run();
    },
    async rollback() {
      if (db.inTransaction) db.exec('ROLLBACK');
    },
  };
}

/** Opens (and migrates) the store in one SQLite file. Durable: a resolved `write` survives a power cut. */
export async function createSqliteStore(deps: SqliteStoreDeps): Promise<SqliteStore> {
  const inMemory = deps.file === ':memory:';
  const db = open(deps.file, deps.image);
  // An image is of a store that this function opened.
  if (!deps.image) {
    const k = new Kysely<Tables>({ dialect: new SqliteDialect({ database: db }) });
    await migrate(k, 'sqlite', deps.newEpoch ?? randomUUID);
  }
  const writer = writerOver(db);
  // A database in memory has one connection: its readers take turns with the writer.
  const readDb = inMemory ? db : open(deps.file, undefined);
  const reader = executorOver(readDb);
  const control = { begin: readDb.prepare('BEGIN'), commit: readDb.prepare('COMMIT') };
  const inTurn = createLock();
  const inReading = inMemory ? inTurn : createLock();

  const read: Engine['read'] = (fn) =>
    inReading(async () => {
      control.begin.run();
      try {
        return await fn(reader);
      } finally {
        control.commit.run();
      }
    });
  const besides = executorOver(db);
  const apart: BlobEngine['apart'] = (fn) =>
    inTurn(async () => {
      db.exec('BEGIN IMMEDIATE');
      try {
        const value = await fn(besides);
        db.exec('COMMIT');
        return value;
      } catch (error) {
        await writer.rollback();
        throw error;
      }
    });

  const engine: Engine = {
    reads: READS,
    writes: WRITES,
    writer,
    inTurn,
    read,
    blobs: createBlobTables(K, 'sqlite', { read, apart }),
    close: () =>
      inReading(async () => {
        if (inMemory) {
          db.close();
          return;
        }
        await inTurn(async () => {
          readDb.close();
          db.pragma('wal_checkpoint(TRUNCATE)');
          db.close();
        });
      }),
  };
  return {
    ...(await createStore(engine, deps)),
    async backupTo(file) {
      // In one step: a copy in pieces starts over whenever another process commits.
      await readDb.backup(file, { progress: () => 2 ** 31 - 1 });
    },
    image: () => inTurn(async () => db.serialize()),
  };
}
