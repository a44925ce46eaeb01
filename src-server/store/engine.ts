import { randomUUID } from 'node:crypto';
import type { BlobTables } from './blob-tables.ts';
import { createCommitFeed } from './commit-feed.ts';
import { isOutage, isRefusedTurn, isStoreFailure } from './failure.ts';
import type { Lock } from './lock.ts';
import { CHAIN_START, entryHash } from './log-chain.ts';
import { createMemory } from './memory.ts';
import type { ReadQueries } from './queries.ts';
import type { Executor, Soon } from './query.ts';
import { createReader, toStoredChange, workspaceRow } from './reader.ts';
import { type RecordRow, rowsOf } from './rows.ts';
import type { WriteQueries } from './saves.ts';
import { stagedTx } from './staged.ts';
import type { Commit, Store, StoreWrite, Timer } from './store.ts';
import type { Tables } from './tables.ts';
import { createTurn, type TurnRows } from './turn.ts';

/** What others committed since a version: `records` are undefined when they are too many to follow. */
export interface Moved {
  records: RecordRow[] | undefined;
  /** Whether any of them left a scope. */
  exits: boolean;
}

/** The one writing connection of a process. Its methods are called one after the other. */
export interface Writer extends Executor {
  /** Waits for the workspace's turn, which no other process has until the transaction ends. */
  begin(since: number): Promise<{ ws: Tables['ws']; moved: Moved }>;
  /** What it returns may be still under way: `commit` may be called at once, and comes after it. */
  write(rows: TurnRows): Soon<void>;
  /** Resolves when everything is durable; rejects when it is not, or when that is not known. */
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** A database, as the store needs it. */
export interface Engine {
  reads: ReadQueries;
  writes: WriteQueries;
  writer: Writer;
  /** What uses `writer` goes one after the other. */
  inTurn: Lock;
  /** Runs `fn` on one consistent snapshot. */
  read<T>(fn: (run: Executor) => Promise<T>): Promise<T>;
  blobs: BlobTables;
  takeTimers?(query: { upTo: number; limit: number }): Promise<Timer[]>;
  /** Tells other processes that there is something new. */
  announce?(version: number): void;
  /** Calls back when another process has announced something. */
  onAnnounced?(look: () => void): void;
  close(): Promise<void>;
}

/** What both kinds of store may be made with. */
export interface StoreDeps {
  /** Names a new workspace's history. */
  newEpoch?: () => string;
  /** Lets more jobs arrive before a commit is begun, e.g. `setImmediate`; without it a commit begins at once. */
  gather?: () => Promise<void>;
  /** Points where a test pretends that the process died: the promise of the job is refused. */
  faults?: { beforeCommit?(): void | Promise<void>; afterCommit?(): void | Promise<void> };
  /** How many records are remembered between turns: twice so many at most. */
  remembered?: number;
  /** Told of a commit listener that threw, and of work in the background; without it the process is. */
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

async function died(fault: () => void | Promise<void>): Promise<void> {
  try {
    await fault();
  } catch (cause) {
    throw new Died('planted fault', { cause });
  }
}

/** More jobs than this wait for the next commit. */
const JOBS_A_COMMIT = 256;
/** A turn that the database refused for no fault of the jobs (a deadlock) is taken again so often. */
const ATTEMPTS = 4;
/** More changes of others than this are not followed one by one. */
const FOLLOWED = 5_000;

/** Asks what others committed since a version. */
export function movedSince(
  run: Executor,
  q: ReadQueries,
  since: number,
): Promise<[records: RecordRow[], exits: { version: number }[]]> {
  return Promise.all([run.all(q.above, { since, limit: FOLLOWED + 1 }), run.all(q.exitAbove, { since })]);
}

export function toMoved([records, exits]: [RecordRow[], { version: number }[]]): Moved {
  return { records: records.length > FOLLOWED ? undefined : records, exits: exits.length > 0 };
}

/** Commits of others in one, with the changes where they are the whole truth for every reader. */
function commitOf(
  prev: number,
  ws: Pick<Tables['ws'], 'version' | 'epoch' | 'min_version'>,
  { records, exits }: Moved,
): Commit {
  // What was deleted and forgotten since is not among the records any more.
  const whole = records && !exits && prev >= ws.min_version;
  const changes = whole ? records.map(toStoredChange) : undefined;
  return { prev, to: ws.version, epoch: ws.epoch, ...(changes ? { changes } : {}) };
}

/** The store over an open and migrated database: group commit, versions, log, live, the same for every database. */
export async function createStore(engine: Engine, deps: StoreDeps): Promise<Store> {
  const { reads, writes, writer, inTurn } = engine;
  const newEpoch = deps.newEpoch ?? randomUUID;
  const onListenerError =
    deps.onListenerError ??
    ((error: unknown) =>
      queueMicrotask(() => {
        throw error;
      }));
  const start = await engine.read((run) => workspaceRow(run, reads));
  const memory = createMemory({ version: start.version, epoch: start.epoch }, deps.remembered);
  const rows = memory.over(rowsOf(writer, reads));
  const feed = createCommitFeed(start, onListenerError);
  const queue: Job[] = [];
  let draining = false;
  const stats = { commits: 0, jobs: 0 };

  /** Takes the workspace's turn, and brings memory and listeners up to what others committed before it. */
  async function begin(): Promise<Tables['ws']> {
    const since = memory.version();
    const { ws, moved } = await writer.begin(since);
    memory.refresh(ws, moved.records);
    if (ws.version > feed.seen().version) feed.tell(commitOf(since, ws, moved));
    return ws;
  }

  /** One database transaction over `jobs`. Throws when the writing failed, and then nothing is written. */
  async function commitTogether(jobs: readonly Job[]): Promise<(() => void)[]> {
    const answers: (() => void)[] = [];
    let commit: Commit;
    try {
      const ws = await begin();
      const turn = createTurn(rows, ws);
      for (const job of jobs) {
        const { tx, staged } = stagedTx(turn.rows, () => {
          const { version, epoch, min_version } = turn.workspace();
          return { version, epoch, minVersion: min_version };
        });
        const ran = await runJob(job, tx);
        if (!ran.ok) {
          // The transaction may be broken, or gone with its connection.
          if (isStoreFailure(ran.error)) throw ran.error;
          answers.push(() => job.reject(ran.error));
          continue;
        }
        await turn.take(staged);
        const { version } = turn.workspace();
        answers.push(() => job.resolve({ value: ran.value, version }));
      }
      const result = turn.result();
      const written = result && writer.write(result);
      if (deps.faults?.beforeCommit) {
        await written;
        await died(deps.faults.beforeCommit);
      }
      await Promise.all([written, writer.commit()]);
      if (result) memory.committed(result);
      const { version: to, epoch } = turn.workspace();
      commit = { prev: ws.version, to, epoch, changes: [...turn.changes] };
    } catch (error) {
      await writer.rollback();
      throw error;
    }
    stats.commits += 1;
    stats.jobs += jobs.length;
    if (commit.to > commit.prev) {
      feed.tell(commit);
      engine.announce?.(commit.to);
    }
    if (deps.faults?.afterCommit) await died(deps.faults.afterCommit);
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
  async function commitJobs(jobs: readonly Job[], attempt = 1): Promise<void> {
    try {
      for (const answer of await commitTogether(jobs)) answer();
    } catch (error) {
      if (isRefusedTurn(error) && attempt < ATTEMPTS) await commitJobs(jobs, attempt + 1);
      // A full disk or a lost connection would fail each of them again; one job's own fault harms that one alone.
      else if (jobs.length === 1 || error instanceof Died || isOutage(error)) {
        for (const job of jobs) job.reject(error instanceof Died ? error.cause : error);
      } else for (const job of jobs) await commitJobs([job]);
    }
  }

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      if (deps.gather) await deps.gather();
      const began = performance.now();
      const jobs = queue.splice(0, JOBS_A_COMMIT);
      await inTurn(() => commitJobs(jobs));
      deps.onWritten?.(performance.now() - began, jobs.length);
    }
    draining = false;
  }

  /** Runs statements in a turn of their own, which says that something was committed. */
  const alone = (statements: (run: Executor) => Promise<unknown>): Promise<void> =>
    inTurn(async () => {
      try {
        const ws = await begin();
        await statements(writer);
        const { version, log_hash, log_id, commits } = ws;
        await writer.all(writes.saveWorkspace, { version, log_hash, log_id, commits: commits + 1 });
        await writer.commit();
      } catch (error) {
        await writer.rollback();
        throw error;
      }
    });

  const store: Store = {
    write<T>(fn: (tx: StoreWrite) => Promise<T>) {
      return new Promise<{ value: T; version: number }>((resolve, reject) => {
        queue.push({ run: fn, resolve: (done) => resolve({ ...done, value: done.value as T }), reject });
        if (draining) return;
        draining = true;
        void drain();
      });
    },
    read: (fn) => engine.read((run) => fn(createReader(run, reads))),
    onCommit: (listener) => feed.listen(listener),
    async poll() {
      const commit = await engine.read(async (run) => {
        const { version: seen, epoch } = feed.seen();
        const ws = await workspaceRow(run, reads);
        if (ws.version <= seen || ws.epoch !== epoch) return { prev: -1, to: ws.version, epoch: ws.epoch };
        return commitOf(seen, ws, toMoved(await movedSince(run, reads, seen)));
      });
      feed.tell(commit);
    },
    takeTimers: engine.takeTimers ?? ((query) => store.read((tx) => tx.dueTimers(query))),
    async compact(version) {
      await alone(async (run) => {
        await run.all(writes.forgetTombstones, { version });
        await run.all(writes.forgetExits, { version });
        await run.all(writes.raiseMinimum, { version });
      });
    },
    async renewEpoch() {
      const epoch = newEpoch();
      await alone(async (run) => run.all(writes.saveEpoch, { epoch }));
      engine.announce?.(feed.seen().version);
      await store.poll();
      return epoch;
    },
    verifyLog: () =>
      engine.read(async (run) => {
        let prev = CHAIN_START;
        for (let after = 0; ; ) {
          const entries = await run.all(reads.log, { after, limit: 1_000 });
          for (const row of entries) {
            if (row.prev_hash !== prev || entryHash(row) !== row.hash) return row.id;
            prev = row.hash;
            after = row.id;
          }
          if (entries.length > 0) continue;
          return prev === (await workspaceRow(run, reads)).log_hash ? undefined : after + 1;
        }
      }),
    blobs: engine.blobs,
    stats: () => ({ ...stats }),
    close: () => engine.close(),
  };
  // However many announcements come while it looks, one more look serves them all.
  let looking = false;
  let lookAgain = false;
  const look = async (): Promise<void> => {
    lookAgain = looking;
    if (looking) return;
    looking = true;
    try {
      do {
        lookAgain = false;
        await store.poll();
      } while (lookAgain);
    } catch (error) {
      onListenerError(error);
    } finally {
      looking = false;
    }
  };
  engine.onAnnounced?.(() => void look());
  return store;
}
