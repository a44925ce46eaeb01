import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { isOutage } from './failure.ts';
import { createLock } from './lock.ts';
import { CHAIN_START, entryHash } from './log-chain.ts';
import { migrations } from './migrations.ts';
import { prepareReads, prepareWrites } from './queries.ts';
import { createReader } from './sqlite-read.ts';
import { type Batch, flushBatch, flushJob, stagedTx } from './sqlite-write.ts';
import type { Commit, Store, StoreWrite } from './store.ts';
import type { Tables } from './tables.ts';

export interface SqliteStoreDeps {
  /** Path of the database file, or `:memory:`. */
  file: string;
  /** Start from these bytes, as `Store.image` gave them; only with `:memory:`. */
  image?: Uint8Array;
  /** Names a new workspace's history. */
  newEpoch?: () => string;
  /** Lets more jobs arrive before a commit is begun, e.g. `setImmediate`; without it a commit begins at once. */
  gather?: () => Promise<void>;
  /** Points where a test pretends that the process died: the promise of the job is refused. */
  faults?: { beforeCommit?(): void | Promise<void>; afterCommit?(): void | Promise<void> };
  /** Told of a commit listener that threw; without it the process is. */
  onListenerError?: (error: unknown) => void;
  /** Told how long a commit took with all its jobs, in milliseconds. */
  onWritten?: (took: number, jobs: number) => void;
}

interface Job {
  run(tx: StoreWrite): Promise<unknown>;
  resolve(done: { value: unknown; version: number }): void;
  reject(reason: unknown): void;
}

/** A planted fault: nothing is tried again after it, as nothing would be after a real death. */
class Died extends Error {}

async function died(fault: (() => void | Promise<void>) | undefined): Promise<void> {
  try {
    await fault?.();
  } catch (cause) {
    throw new Died('planted fault', { cause });
  }
}

/** More jobs than this wait for the next commit. */
const JOBS_A_COMMIT = 256;

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

const kyselyOver = (db: Database.Database) => new Kysely<Tables>({ dialect: new SqliteDialect({ database: db }) });

async function migrate(db: Database.Database, newEpoch: () => string): Promise<void> {
  const k = kyselyOver(db);
  const migrator = new Migrator({ db: k, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error instanceof Error && error.message.startsWith('corrupted migrations')) {
    throw new Error('the data was written by a newer Vigie than this one; update this one, or restore a backup', {
      cause: error,
    });
  }
  if (error) throw error;
  await k
    .insertInto('ws')
    .values({ id: 1, version: 0, epoch: newEpoch(), min_version: 0, log_hash: CHAIN_START })
    .onConflict((oc) => oc.doNothing())
    .execute();
}

/** Opens (and migrates) the store in one SQLite file. Durable: a resolved `write` survives a power cut. */
export async function createSqliteStore(deps: SqliteStoreDeps): Promise<Store> {
  const inMemory = deps.file === ':memory:';
  const newEpoch = deps.newEpoch ?? randomUUID;
  const db = open(deps.file, deps.image);
  // An image is of a store that this function opened.
  if (!deps.image) await migrate(db, newEpoch);
  const reads = prepareReads(db, kyselyOver(db));
  const writes = prepareWrites(db, kyselyOver(db));
  const reader = createReader(reads);
  // A database in memory has one connection: its readers take turns with the writer.
  const readDb = inMemory ? db : open(deps.file, undefined);
  const snapshotReader = inMemory ? reader : createReader(prepareReads(readDb, kyselyOver(readDb)));
  const control = { begin: db.prepare('BEGIN IMMEDIATE'), commit: db.prepare('COMMIT') };
  const readControl = { begin: readDb.prepare('BEGIN'), commit: readDb.prepare('COMMIT') };
  const writeLock = createLock();
  const readLock = inMemory ? writeLock : createLock();

  const listeners = new Set<(commit: Commit) => void>();
  const queue: Job[] = [];
  let draining = false;
  let seenVersion = reads.workspace.get({})?.version ?? 0;
  const stats = { commits: 0, jobs: 0 };
  const onListenerError =
    deps.onListenerError ??
    ((error: unknown) =>
      queueMicrotask(() => {
        throw error;
      }));

  const emit = (commit: Commit) => {
    if (commit.to <= seenVersion && commit.epoch === seenEpoch) return;
    const whole = commit.prev === seenVersion ? commit : { prev: seenVersion, to: commit.to, epoch: commit.epoch };
    seenVersion = commit.to;
    seenEpoch = commit.epoch;
    for (const listener of listeners) {
      try {
        listener(whole);
      } catch (error) {
        // The commit stands whatever a listener makes of it.
        onListenerError(error);
      }
    }
  };
  let seenEpoch = reads.workspace.get({})?.epoch ?? '';

  /** One database transaction over `jobs`. Throws when the writing failed, and then nothing is written. */
  async function commitTogether(jobs: readonly Job[]): Promise<(() => void)[]> {
    const answers: (() => void)[] = [];
    control.begin.run();
    let commit: Commit;
    try {
      const ws = reads.workspace.get({});
      if (!ws) throw new Error('the workspace row is missing');
      const batch: Batch = { version: ws.version, logHash: ws.log_hash, sums: new Map(), changes: [] };
      for (const job of jobs) {
        const { tx, staged } = stagedTx(reader, reads);
        const ran = await runJob(job, tx);
        if (!ran.ok) {
          answers.push(() => job.reject(ran.error));
          continue;
        }
        flushJob(staged, batch, reads, writes);
        const { version } = batch;
        answers.push(() => job.resolve({ value: ran.value, version }));
      }
      flushBatch(batch, writes);
      await died(deps.faults?.beforeCommit);
      control.commit.run();
      commit = { prev: ws.version, to: batch.version, epoch: ws.epoch, changes: batch.changes };
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK');
      throw error;
    }
    stats.commits += 1;
    stats.jobs += jobs.length;
    if (commit.to > commit.prev) emit(commit);
    await died(deps.faults?.afterCommit);
    return answers;
  }

  async function runJob(
    job: Job,
    tx: StoreWrite,
  ): Promise<{ ok: true; value: unknown } | { ok: false; error: unknown }> {
    try {
      return { ok: true, value: await job.run(tx) };
    } catch (error) {
      return { ok: false, error };
    }
  }

  /** Jobs share a commit; if it fails, each is tried alone so that one bad job harms no other. */
  async function commitJobs(jobs: readonly Job[]): Promise<void> {
    try {
      for (const answer of await commitTogether(jobs)) answer();
    } catch (error) {
      // A full disk or a busy database would fail each of them again; one job's own fault harms that one alone.
      if (jobs.length === 1 || error instanceof Died || isOutage(error)) {
        for (const job of jobs) job.reject(error instanceof Died ? error.cause : error);
      } else for (const job of jobs) await commitJobs([job]);
    }
  }

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      if (deps.gather) await deps.gather();
      const began = performance.now();
      const jobs = queue.splice(0, JOBS_A_COMMIT);
      await writeLock(() => commitJobs(jobs));
      deps.onWritten?.(performance.now() - began, jobs.length);
    }
    draining = false;
  }

  const store: Store = {
    write<T>(fn: (tx: StoreWrite) => Promise<T>) {
      return new Promise<{ value: T; version: number }>((resolve, reject) => {
        queue.push({ run: fn, resolve: (done) => resolve({ ...done, value: done.value as T }), reject });
        if (draining) return;
        draining = true;
        void drain();
      });
    },
    read(fn) {
      return readLock(async () => {
        readControl.begin.run();
        try {
          return await fn(snapshotReader);
        } finally {
          readControl.commit.run();
        }
      });
    },
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async poll() {
      const ws = await store.read((tx) => tx.workspace());
      emit({ prev: -1, to: ws.version, epoch: ws.epoch });
    },
    async compact(version) {
      await writeLock(async () => {
        db.transaction(() => {
          writes.dropTombstones.run({ version });
          writes.dropExits.run({ version });
          writes.raiseMinimum.run({ version });
        }).immediate();
      });
    },
    async renewEpoch() {
      const epoch = newEpoch();
      await writeLock(async () => writes.saveEpoch.run({ epoch }));
      await store.poll();
      return epoch;
    },
    async verifyLog() {
      let prev = CHAIN_START;
      for (let after = 0; ; ) {
        const rows = reads.log.all({ after, limit: 1_000 });
        for (const row of rows) {
          if (row.prev_hash !== prev || entryHash(row) !== row.hash) return row.id;
          prev = row.hash;
          after = row.id;
        }
        if (rows.length === 0) return prev === reads.workspace.get({})?.log_hash ? undefined : after + 1;
      }
    },
    async backupTo(file) {
      // In one step: a copy in pieces starts over whenever another process commits.
      await readDb.backup(file, { progress: () => 2 ** 31 - 1 });
    },
    image: () => writeLock(async () => db.serialize()),
    stats: () => ({ ...stats }),
    close: () =>
      readLock(() =>
        inMemory
          ? Promise.resolve(db.close()).then(() => undefined)
          : writeLock(async () => {
              readDb.close();
              db.pragma('wal_checkpoint(TRUNCATE)');
              db.close();
            }),
      ),
  };
  return store;
}
