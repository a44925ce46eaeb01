import type { Scheduler } from '../time/clock.ts';
import { backoff } from './backoff.ts';
import type { LocalStore, PendingRow } from './local-store.ts';
import { metaOf } from './meta.ts';
import type { Journal } from './ports.ts';
import { singleFlight } from './single-flight.ts';

/** Entries of one `append`. */
const BATCH = 500;

export interface Journaling {
  /** Something in the queue may not be in the journal: the whole queue is looked through. */
  wake(): void;
  /** This mutation was just committed to the queue; goes into the journal without the queue being read again. */
  take(row: PendingRow): void;
  /** Resolves once the mutation at `order` is in the journal. */
  saved(order: number): Promise<void>;
  /** Whether it is in the journal, which the queue may say only a transaction later. */
  holds(row: PendingRow): boolean;
  stop(): void;
}

const nameOf = ({ clientId, mutation }: PendingRow) => `${clientId}/${mutation.seq}`;

/**
 * Brings what the queue holds into the journal, oldest first, and only then lets it be sent. A journal that refuses
 * is asked again: the mutations stay `queued`, and the status says how many are unsaved.
 */
export function createJournaling(deps: {
  local: LocalStore;
  journal: Journal;
  scheduler: Scheduler;
  random: () => number;
  /** More may be sent now: `rows`, or whatever the queue holds. */
  onJournaled(rows: readonly PendingRow[] | null): void;
  /** The queue says so too. */
  onMarked(): void;
  /** The journal could not be written; it is asked again. */
  onRefused(error: unknown): void;
}): Journaling {
  const { local, journal, scheduler } = deps;
  const waiting = new Map<number, () => void>();
  /** In the journal, and still `queued` in the store. */
  const held = new Set<string>();
  let taken: PendingRow[] = [];
  /** What is `queued` in the store may be more than `taken`: it must be read. */
  let whole = true;
  /** The numbering whose queue is in the journal but for `taken`. */
  let numbering: string | null = null;
  let failures = 0;

  async function append(rows: readonly PendingRow[]): Promise<void> {
    for (let from = 0; from < rows.length; from += BATCH) {
      const entries = rows.slice(from, from + BATCH).map(({ clientId, mutation }) => ({ clientId, mutation }));
      await journal.append(entries);
    }
  }

  const resolveSaved = (isSaved: (order: number) => boolean) => {
    for (const [order, resolve] of waiting) {
      if (!isSaved(order)) continue;
      waiting.delete(order);
      resolve();
    }
  };

  /** Tells the queue what the journal has. */
  async function mark(rows: readonly PendingRow[], settled: ReadonlySet<string>): Promise<void> {
    const done = new Map(rows.map((row) => [row.order, nameOf(row)]));
    await local.write(async (tx) => {
      const now = await metaOf(tx);
      const marked = (await tx.pending()).filter((row) => done.get(row.order) === nameOf(row));
      await tx.putPending(marked.map((row) => ({ ...row, state: 'journaled' as const })));
      const retired = now.retired.filter((one) => !settled.has(one.clientId));
      if (retired.length !== now.retired.length) await tx.putMeta({ ...now, retired });
    });
    for (const row of rows) held.delete(nameOf(row));
    deps.onMarked();
  }

  async function journalWhole(): Promise<void> {
    const { meta, queued } = await local.read(async (tx) => ({
      meta: await metaOf(tx),
      queued: (await tx.pending()).filter((row) => row.state === 'queued'),
    }));
    const orders = new Set(queued.map((row) => row.order));
    resolveSaved((order) => !orders.has(order));
    numbering = meta.clientId;
    if (queued.length === 0 && meta.retired.length === 0) return;
    await append(queued);
    // Before anything is sent under the new numbering: see `recover`.
    for (const { clientId, upTo } of meta.retired) await journal.settle(clientId, upTo);
    await mark(queued, new Set(meta.retired.map((one) => one.clientId)));
    resolveSaved((order) => orders.has(order));
    deps.onJournaled(null);
  }

  async function journalTaken(rows: readonly PendingRow[]): Promise<void> {
    await append(rows);
    for (const row of rows) held.add(nameOf(row));
    const orders = new Set(rows.map((row) => row.order));
    resolveSaved((order) => orders.has(order));
    // They are sent while the queue is told.
    deps.onJournaled(rows);
    await mark(rows, new Set());
  }

  async function turn(): Promise<boolean> {
    const rows = taken;
    taken = [];
    const isKnown = !whole && rows.every((row) => row.clientId === numbering);
    whole = false;
    if (!isKnown) await journalWhole();
    else if (rows.length > 0) await journalTaken(rows);
    failures = 0;
    return false;
  }

  const flight = singleFlight(async () => {
    try {
      return await turn();
    } catch (error) {
      whole = true;
      deps.onRefused(error);
      scheduler.after(backoff(failures, deps.random()), flight.wake);
      failures += 1;
      return false;
    }
  });

  return {
    wake() {
      whole = true;
      flight.wake();
    },
    take(row) {
      taken.push(row);
      flight.wake();
    },
    holds: (row) => held.has(nameOf(row)),
    stop: flight.stop,
    saved(order) {
      return new Promise((resolve) => {
        waiting.set(order, resolve);
      });
    },
  };
}
