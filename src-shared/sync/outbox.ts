import type { AppError } from '../contract/errors.ts';
import type { PushResponse } from '../contract/http.ts';
import { type Clock, MINUTE, type Millis, type Scheduler, SECOND } from '../time/clock.ts';
import { backoff } from './backoff.ts';
import { answered } from './call.ts';
import type { LocalStore, PendingRow } from './local-store.ts';
import { metaOf } from './meta.ts';
import type { Journal, PushAnswer, SyncTransport } from './ports.ts';
import type { Replica } from './replica.ts';
import { singleFlight } from './single-flight.ts';
import { storageProblem } from './storage-problem.ts';

/** Mutations of one push. */
const BATCH = 200;
const TIMEOUT: Millis = 30 * SECOND;

export interface OutboxDeps {
  local: LocalStore;
  /** Not before something may be sent. */
  replica(): Replica;
  transport: SyncTransport;
  journal: Journal;
  clock: Clock;
  scheduler: Scheduler;
  random: () => number;
  newClientId: () => string;
  /** Whether it survives the loss of the store; nothing else may be sent. */
  isJournaled(row: PendingRow): boolean;
  /** Whether anything may be sent: signed in, not paused. */
  mayPush(): boolean;
  /** The server answered `response`, asked at `askedAt`. */
  onAnswer(response: PushResponse, askedAt: number): void;
  /** The answers are in the store. */
  onApplied(): void;
  /** The server's history is another one than this copy's. */
  onEpoch(epoch: string): void;
  onProblem(problem: AppError): void;
  /** The numbering has changed: the queue has to be journaled anew. */
  onForked(): void;
  /** Puts back into the queue what the journal knows of this numbering from `from` on; how many it put. */
  journaledFrom(from: number): Promise<number>;
  /** The same for all it knows, after a restore of the server. */
  resend(): Promise<void>;
}

export interface Outbox {
  /** There may be something to send: the queue is read. */
  wake(): void;
  /** These have just come to the end of the queue and are in the journal: nothing has to be read to send them. */
  take(rows: readonly PendingRow[]): void;
  /** The same, without waiting for the next attempt's turn. */
  retryNow(): void;
  stop(): void;
}

interface Numbering {
  clientId: string;
  epoch: string;
}

/** What may go out now: the unanswered from the front of the queue, up to the first that is not journaled. */
function sendable(
  pending: readonly PendingRow[],
  clientId: string,
  limit: number,
  isJournaled: (row: PendingRow) => boolean,
): PendingRow[] {
  const rows = pending.filter((row) => row.clientId === clientId && !row.outcome);
  const stop = rows.findIndex((row) => !isJournaled(row));
  return rows.slice(0, stop === -1 ? limit : Math.min(stop, limit));
}

/**
 * Sends the queue in order. A refused mutation is answered like any other and lets the next ones through; a failing
 * network or server changes nothing and is asked again.
 */
export function createOutbox(deps: OutboxDeps): Outbox {
  const { local, replica, transport, clock, scheduler } = deps;
  let failures = 0;
  let waiting: { cancel(): void } | null = null;
  /** Sends one at a time for so many mutations, to find the one that the server does not take in a batch. */
  let single = 0;
  /** Taken since the queue was last read. */
  const fresh: PendingRow[] = [];
  /** The numbering of a queue in which nothing could be sent but what was taken since; null when it must be read. */
  let idle: Numbering | null = null;
  /** Something else may have changed in the queue since this turn began. */
  let stale = false;

  const later = (delay: Millis) => {
    waiting?.cancel();
    waiting = scheduler.after(delay, () => {
      waiting = null;
      flight.wake();
    });
    return false;
  };
  const failed = (problem: AppError) => {
    deps.onProblem(problem);
    const delay = problem.code === 'tooMany' ? problem.retryAfter * SECOND : backoff(failures, deps.random());
    failures += 1;
    return later(Math.min(delay, 10 * MINUTE));
  };

  async function fork(): Promise<boolean> {
    await local.write((tx) => replica().fork(tx, deps.newClientId(), clock.now()));
    single = 0;
    deps.onForked();
    return false;
  }

  async function conflict(answer: Exclude<PushAnswer, { kind: 'done' }>, epoch: string, batch: PendingRow[]) {
    if (answer.epoch !== epoch) {
      deps.onEpoch(answer.epoch);
      return false;
    }
    if (answer.kind === 'gap') {
      // The server lost what it had answered (a restore), or this store did: the journal has it, or nobody.
      const regained = await deps.journaledFrom(answer.expected);
      return regained > 0 ? true : fork();
    }
    // Those before the one in dispute may be ours and done: they must be answered before the rest is renumbered.
    if (batch.length === 1) return fork();
    single = batch.length;
    return true;
  }

  /** What goes out next; null when that is nothing. */
  async function nextBatch(): Promise<(Numbering & { batch: PendingRow[] }) | 'resend' | null> {
    const rows = fresh.splice(0);
    const known = idle;
    idle = null;
    if (waiting || !deps.mayPush()) return null;
    const isWhole = known && rows.length > 0 && rows.length <= BATCH && single === 0;
    if (isWhole && rows.every((row) => row.clientId === known.clientId)) return { ...known, batch: rows };
    const { meta, pending } = await local.read(async (tx) => ({ meta: await metaOf(tx), pending: await tx.pending() }));
    const { clientId, epoch } = meta;
    if (epoch === null || meta.retired.length > 0) return null;
    if (meta.resend) return 'resend';
    const batch = sendable(pending, clientId, single > 0 ? 1 : BATCH, deps.isJournaled);
    if (batch.length > 0) return { clientId, epoch, batch };
    if (!stale) idle = { clientId, epoch };
    return null;
  }

  async function turn(): Promise<boolean> {
    stale = false;
    const next = await nextBatch();
    if (!next) return false;
    if (next === 'resend') {
      await deps.resend();
      return true;
    }
    const { clientId, epoch, batch } = next;
    const askedAt = clock.now();
    const mutations = batch.map((row) => row.mutation);
    const result = await answered(transport.push({ clientId, mutations }), scheduler, TIMEOUT);
    if (!result.ok) {
      if (result.error.code !== 'invalid') return failed(result.error);
      // One of them is not even readable to the server. It must not hold up the others.
      if (batch.length > 1) single = batch.length;
      else {
        const { message } = result.error;
        await local.write((tx) => replica().setAside(tx, batch[0]?.order ?? 0, message, clock.now()));
        await fork();
      }
      return true;
    }
    failures = 0;
    if (result.value.kind !== 'done') return conflict(result.value, epoch, batch);
    single = Math.max(0, single - 1);
    const { response } = result.value;
    deps.onAnswer(response, askedAt);
    if (response.epoch !== epoch) {
      deps.onEpoch(response.epoch);
      return false;
    }
    const done = await local.write((tx) => replica().applyResults(tx, clientId, response, clock.now()));
    if (done.kind === 'stale') return false;
    deps.onApplied();
    // An unsettled entry is sent again at the next start and answered from the log: no need to insist.
    await deps.journal.settle(done.clientId, done.settleUpTo).catch(() => undefined);
    return true;
  }

  const flight = singleFlight(async () => {
    try {
      return await turn();
    } catch (error) {
      return failed(storageProblem(error));
    }
  });

  const wake = () => {
    idle = null;
    stale = true;
    flight.wake();
  };

  return {
    wake,
    take(rows) {
      fresh.push(...rows);
      flight.wake();
    },
    retryNow() {
      waiting?.cancel();
      waiting = null;
      failures = 0;
      wake();
    },
    stop() {
      waiting?.cancel();
      flight.stop();
    },
  };
}
