import { type AppError, err, ok, type Result } from '../contract/errors.ts';
import type { Me } from '../contract/http.ts';
import type { JournalEntry } from '../contract/ipc.ts';
import type { Origin } from '../model/actor.ts';
import type { RejectionReason } from '../mutators/mutator.ts';
import type { Clock, Instant, Scheduler } from '../time/clock.ts';
import { backoff } from './backoff.ts';
import { createDownstream } from './downstream.ts';
import { createHearing } from './hearing.ts';
import { createJournaling } from './journaling.ts';
import type { LocalStore, Meta } from './local-store.ts';
import { metaOf } from './meta.ts';
import { type Observable, observable } from './observable.ts';
import { createOutbox } from './outbox.ts';
import type { Journal, SyncTransport } from './ports.ts';
import { recover } from './recover.ts';
import type { Replica, Taken } from './replica.ts';
import { singleFlight } from './single-flight.ts';
import type { SyncStatus } from './status.ts';
import { storageProblem } from './storage-problem.ts';

/** Why a change was not taken on this laptop: a rule of the domain, or the laptop itself. */
export type MutateError =
  | { code: 'rejected'; reason: RejectionReason; detail?: Record<string, string | number> }
  | AppError;

export interface Mutated {
  /** Number it travels under; null for a noop, which is not sent: the change was there already. */
  seq: number | null;
  outcome: 'applied' | 'noop';
  /** The instant that its facts carry, by which an undo names them; absent for a noop. */
  at?: Instant;
  /** Resolves once the change survives the loss of this laptop's database (journal fsynced). */
  saved: Promise<void>;
}

export interface EngineDeps {
  local: LocalStore;
  /** Its code may have to be read first; asked again after a failure. */
  replica(): Promise<Replica>;
  transport: SyncTransport;
  journal: Journal;
  clock: Clock;
  scheduler: Scheduler;
  /** In [0, 1). */
  random: () => number;
  /** A clientId nobody else has. */
  newClientId: () => string;
  /** Store and journal are put in step after it, or when a change is made: the records show without. */
  shown?: Promise<void>;
  /** Whether a journal entry was made for this server. */
  isOurs(clientId: string): boolean;
  /** Told of what should not happen: a copy that differed, a lost store, a journal that cannot be read. */
  report(what: string): void;
}

export interface SyncEngine {
  /** The store can be read, and `status` and `me` are what it says, or it has said why not. */
  readable: Promise<void>;
  status: Observable<SyncStatus>;
  me: Observable<Me | null>;
  mutate(name: string, args: unknown, via: Origin): Promise<Result<Mutated, MutateError>>;
  /** The server's time as far as it is known here. */
  now(): Instant;
  /** Try at once. */
  wake(): void;
  pause(): void;
  /** The store was changed from outside the engine (review list). */
  touched(): void;
  stop(): Promise<void>;
}

const FRESH: SyncStatus = {
  phase: 'starting',
  problem: null,
  cursor: null,
  dataAt: null,
  silentSince: null,
  retryAt: null,
  pending: 0,
  unsaved: 0,
  unsavedWhy: null,
  review: 0,
  snapshot: null,
  clockOffset: 0,
  repairs: 0,
};

/** The code that makes changes could not be read. */
class PartMissing extends Error {}

const sameJson = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Keeps the laptop's copy and the server in step: queue out, changes in, and the truth about both in `status`. */
export function createSyncEngine(deps: EngineDeps): SyncEngine {
  const { local, transport, journal, clock, scheduler } = deps;
  const status = observable<SyncStatus>(FRESH, sameJson);
  const me = observable<Me | null>(null, sameJson);
  let stopped = false;
  let toldUnread = false;
  let loaded: Replica | undefined;
  /** There from the end of `starting`; read before a transaction, which can wait for no file. */
  const replica = (): Replica => {
    if (!loaded) throw new Error('sync: the replica is asked for before the start');
    return loaded;
  };

  const patch = (change: Partial<SyncStatus>) => {
    if (!stopped) status.set({ ...status.getSnapshot(), ...change });
  };
  const hearing = createHearing({
    local,
    clock,
    scheduler,
    isLive: () => status.getSnapshot().phase === 'live',
    patch,
  });

  async function readStatus(): Promise<Meta | undefined> {
    const { meta, pending, review } = await local.read(async (tx) => ({
      meta: await tx.meta(),
      pending: await tx.pending(),
      review: await tx.review(),
    }));
    if (!meta) return undefined;
    if (meta.unread !== undefined && !toldUnread) {
      toldUnread = true;
      deps.report('records: some are newer than this console and were left aside');
    }
    const waiting = pending.filter((row) => !row.outcome);
    patch({
      cursor: meta.cursor,
      dataAt: latest(meta.inStepAt, status.getSnapshot().dataAt),
      pending: waiting.length,
      unsaved: waiting.filter((row) => row.state === 'queued').length,
      review: review.length,
      snapshot: meta.snapshot && { done: meta.snapshot.done, total: meta.snapshot.total },
    });
    me.set(meta.me);
    return meta;
  }
  const refresh = singleFlight(async () => {
    await readStatus();
    return false;
  });
  const touched = () => {
    if (!stopped) refresh.wake();
  };

  async function entriesOfServer(): Promise<JournalEntry[] | null> {
    try {
      const { entries, damaged } = await journal.read();
      if (damaged > 0) deps.report(`journal: ${damaged} entries could not be read`);
      return entries.filter((entry) => deps.isOurs(entry.clientId));
    } catch (error) {
      deps.report(`journal: ${String(error)}`);
      return null;
    }
  }

  /** Puts back into the queue what it lacks of the journal's; `all` after a restore of the server. */
  async function requeue(from: number, all: boolean): Promise<number> {
    const entries = (await entriesOfServer()) ?? [];
    const back = await local.write(async (tx) => {
      const meta = await metaOf(tx);
      if (all) await tx.putMeta({ ...meta, resend: false });
      const own = entries.filter((entry) => entry.clientId === meta.clientId && entry.mutation.seq >= from);
      // Most of a whole journal is in the restored server: shown again, it would hide what others did since.
      const mutations = own.map(({ mutation, settledAt }) =>
        all && settledAt !== undefined ? { mutation, quiet: true as const } : { mutation },
      );
      return replica().requeue(tx, mutations, clock.now());
    });
    touched();
    return back;
  }

  /** What the copy says before it is put in step with the journal. A fresh one, or one that was lost, says nothing. */
  async function showStored(): Promise<void> {
    const meta = await readStatus();
    if (!meta) return;
    goOnFrom(meta);
    tellReadable();
    await Promise.race([deps.shown, changeAsked]);
  }

  async function readReplica(): Promise<Replica> {
    try {
      return await deps.replica();
    } catch (error) {
      deps.report(`replica: ${String(error)}`);
      throw new PartMissing();
    }
  }

  async function start(): Promise<void> {
    const [entries, read] = await Promise.all([entriesOfServer(), readReplica()]);
    loaded = read;
    const recovered = await local.write((tx) => recover(tx, read, entries, deps.newClientId(), clock.now()));
    goOnFrom(await local.read(metaOf));
    if (recovered.lost) deps.report(`store: empty although the journal is not; ${recovered.requeued} changes are back`);
    if (recovered.settle) {
      await journal.settle(recovered.settle.clientId, recovered.settle.upTo).catch(() => undefined);
    }
    touched();
    journaling.wake();
  }

  function goOnFrom(meta: Meta): void {
    hearing.goOnFrom(meta);
    me.set(meta.me);
  }

  const journaling = createJournaling({
    local,
    journal,
    scheduler,
    random: deps.random,
    onJournaled(rows) {
      patch({ unsavedWhy: null });
      if (rows) outbox.take(rows);
      else outbox.wake();
    },
    onMarked: touched,
    onRefused: (error) => patch({ unsavedWhy: storageProblem(error) }),
  });

  const outbox = createOutbox({
    local,
    replica,
    transport,
    journal,
    clock,
    scheduler,
    random: deps.random,
    newClientId: deps.newClientId,
    isJournaled: (row) => row.state === 'journaled' || journaling.holds(row),
    mayPush() {
      const { phase } = status.getSnapshot();
      return phase !== 'starting' && phase !== 'signedOut' && phase !== 'paused' && phase !== 'stopped';
    },
    onAnswer(response, askedAt) {
      hearing.heard({ serverTime: response.serverTime, askedAt });
    },
    onApplied: touched,
    onEpoch: (epoch) => downstream.epochChanged(epoch),
    onProblem(problem) {
      if (problem.code === 'unauthorized' || problem.code === 'forbidden') downstream.signedOut();
    },
    onForked() {
      deps.report('queue: this numbering is used by another laptop, or the server and the journal lost it');
      touched();
      journaling.wake();
    },
    journaledFrom: (from) => requeue(from, false),
    async resend() {
      await requeue(1, true);
    },
  });

  /** What keeps the store from being used; a full disk may have room a moment later. */
  let unready: AppError | null = null;
  let tried = () => {};
  const firstTry = new Promise<void>((resolve) => {
    tried = resolve;
  });
  let tellReadable = () => {};
  const readable = new Promise<void>((resolve) => {
    tellReadable = resolve;
  });
  let askChange = () => {};
  const changeAsked = new Promise<void>((resolve) => {
    askChange = resolve;
  });
  const ready = (problem: AppError | null) => {
    unready = problem;
    tried();
    tellReadable();
  };

  const downstream = createDownstream({
    local,
    replica,
    transport,
    clock,
    scheduler,
    random: deps.random,
    newClientId: deps.newClientId,
    async start() {
      // A store that cannot be read says so below.
      await showStored().catch(() => undefined);
      for (let attempt = 0; !stopped; attempt += 1) {
        try {
          await start();
          return ready(null);
        } catch (error) {
          const problem: AppError = error instanceof PartMissing ? { code: 'partMissing' } : storageProblem(error);
          deps.report(`start: ${String(error)}`);
          patch({ problem });
          ready(problem);
          await new Promise<void>((resolve) => {
            scheduler.after(backoff(attempt, deps.random()), resolve);
          });
        }
      }
      ready(unready);
    },
    onPhase(phase, about) {
      patch({ phase, ...about });
      touched();
      // A snapshot of another history can have put mutations back into the queue.
      if (phase !== 'starting') journaling.wake();
      if (phase === 'live') {
        patch({ dataAt: clock.now() });
        outbox.retryNow();
      } else outbox.wake();
    },
    onHeard: hearing.heard,
    onApplied() {
      touched();
      outbox.wake();
    },
    async onLacking(seq) {
      await requeue(seq, false);
      outbox.wake();
    },
    onRepair() {
      patch({ repairs: status.getSnapshot().repairs + 1 });
      deps.report('copy: differs from the server at the head');
    },
  });

  return {
    readable,
    status,
    me,
    now: hearing.now,
    touched,
    async mutate(name, args, via) {
      askChange();
      await firstTry;
      if (unready) return err(unready);
      let taken: Taken;
      try {
        taken = await local.write((tx) => replica().mutate(tx, { name, args, at: hearing.now(), via }));
      } catch (error) {
        return err(storageProblem(error));
      }
      const { outcome, queued } = taken;
      if (outcome.kind === 'rejected') {
        const { reason, detail } = outcome;
        return err({ code: 'rejected', reason, ...(detail ? { detail } : {}) });
      }
      if (!queued) return ok({ seq: null, outcome: outcome.kind, saved: Promise.resolve() });
      const saved = journaling.saved(queued.order);
      journaling.take(queued);
      // At once, and not when the store has been read again: nobody may take the queue for empty meanwhile.
      const { pending, unsaved } = status.getSnapshot();
      patch({ pending: pending + 1, unsaved: unsaved + 1 });
      touched();
      return ok({ seq: queued.mutation.seq, outcome: outcome.kind, at: queued.mutation.at, saved });
    },
    wake() {
      downstream.wake();
      outbox.retryNow();
      journaling.wake();
    },
    pause: downstream.pause,
    async stop() {
      stopped = true;
      askChange();
      hearing.stop();
      outbox.stop();
      journaling.stop();
      refresh.stop();
      await downstream.stop();
    },
  };
}

function latest(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
