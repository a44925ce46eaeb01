import type { Scheduler } from '../time/clock.ts';
import { backoff } from './backoff.ts';
import type { LocalStore } from './local-store.ts';
import type { Journal } from './ports.ts';
import { metaOf } from './replica.ts';
import { singleFlight } from './single-flight.ts';

/** Entries of one `append`. */
const BATCH = 500;

export interface Journaling {
  wake(): void;
  /** Resolves once the mutation at `order` is in the journal. */
  saved(order: number): Promise<void>;
  stop(): void;
}

/**
 * Brings what the queue holds into the journal, oldest first, and only then lets it be sent. A journal that refuses
 * is asked again: the mutations stay `queued`, and the status says how many are unsaved.
 */
export function createJournaling(deps: {
  local: LocalStore;
  journal: Journal;
  scheduler: Scheduler;
  random: () => number;
  /** More may be sent now. */
  onJournaled(): void;
  /** The journal could not be written; it is asked again. */
  onRefused(error: unknown): void;
}): Journaling {
  const { local, journal, scheduler } = deps;
  const waiting = new Map<number, () => void>();
  let failures = 0;

  async function turn(): Promise<boolean> {
    const { meta, queued, orders } = await local.read(async (tx) => {
      const pending = await tx.pending();
      return {
        meta: await metaOf(tx),
        queued: pending.filter((row) => row.state === 'queued'),
        orders: new Set(pending.filter((row) => row.state === 'queued').map((row) => row.order)),
      };
    });
    for (const [order, resolve] of waiting) {
      if (orders.has(order)) continue;
      waiting.delete(order);
      resolve();
    }
    if (queued.length === 0 && meta.retired.length === 0) return false;
    for (let from = 0; from < queued.length; from += BATCH) {
      const entries = queued.slice(from, from + BATCH).map(({ clientId, mutation }) => ({ clientId, mutation }));
      await journal.append(entries);
    }
    // Before anything is sent under the new numbering: see `recover`.
    for (const { clientId, upTo } of meta.retired) await journal.settle(clientId, upTo);
    const done = new Map(queued.map((row) => [row.order, row]));
    await local.write(async (tx) => {
      const now = await metaOf(tx);
      const rows = (await tx.pending()).filter((row) => {
        const appended = done.get(row.order);
        return appended?.clientId === row.clientId && appended.mutation.seq === row.mutation.seq;
      });
      await tx.putPending(rows.map((row) => ({ ...row, state: 'journaled' as const })));
      const settled = new Set(meta.retired.map((one) => one.clientId));
      const retired = now.retired.filter((one) => !settled.has(one.clientId));
      if (retired.length !== now.retired.length) await tx.putMeta({ ...now, retired });
    });
    failures = 0;
    deps.onJournaled();
    return true;
  }

  const flight = singleFlight(async () => {
    try {
      return await turn();
    } catch (error) {
      deps.onRefused(error);
      scheduler.after(backoff(failures, deps.random()), flight.wake);
      failures += 1;
      return false;
    }
  });

  return {
    wake: flight.wake,
    stop: flight.stop,
    saved(order) {
      return new Promise((resolve) => {
        waiting.set(order, resolve);
      });
    },
  };
}
