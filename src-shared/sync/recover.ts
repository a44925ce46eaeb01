import type { Mutation } from '../contract/http.ts';
import type { JournalEntry } from '../contract/ipc.ts';
import type { Instant } from '../time/clock.ts';
import type { LocalTx, Meta } from './local-store.ts';
import { freshMeta, metaOf } from './meta.ts';
import type { Replica } from './replica.ts';
import { schemaMark } from './schema-mark.ts';

export interface Recovery {
  /** Answered mutations that the journal does not know to be answered. */
  settle: { clientId: string; upTo: number } | null;
  /** Mutations that the journal gave back. */
  requeued: number;
  /** The store was empty although the journal has entries: IndexedDB was lost. */
  lost: boolean;
}

const highest = (seqs: number[]): number => seqs.reduce((a, b) => Math.max(a, b), 0);

/**
 * An empty store goes on under the numbering of the oldest unsettled entry, else of the last one: numbers that the
 * server may have seen are never given to another mutation. A newer numbering beside unsettled entries of an older
 * one was never sent (see `fork`), so its entries are copies.
 */
function adopt(entries: readonly JournalEntry[], newClientId: string): Meta {
  const first = entries.find((entry) => entry.settledAt === undefined);
  const clientId = (first ?? entries.at(-1))?.clientId ?? newClientId;
  const seqs = entries.filter((entry) => entry.clientId === clientId).map((entry) => entry.mutation.seq);
  return { ...freshMeta(clientId), nextSeq: highest(seqs) + 1 };
}

/** What the console of before could not read, this one may: it takes a new copy. */
async function forgetUnread(tx: LocalTx): Promise<void> {
  const { unread, ...meta } = await metaOf(tx);
  if (unread !== undefined && unread !== schemaMark()) await tx.putMeta({ ...meta, cursor: null });
}

/**
 * Puts store and journal in step at start: the store gets back what it lacks, and knows again what the journal lacks.
 * `entries` are the journal's of this server, oldest first; null when the journal could not be read.
 */
export async function recover(
  tx: LocalTx,
  replica: Replica,
  entries: readonly JournalEntry[] | null,
  newClientId: string,
  now: Instant,
): Promise<Recovery> {
  const stored = await tx.meta();
  const meta = stored ?? adopt(entries ?? [], newClientId);
  if (!entries) {
    await tx.putMeta(meta);
    await forgetUnread(tx);
    return { settle: null, requeued: 0, lost: false };
  }
  const { clientId, ackedSeq } = meta;
  const own = entries.filter((entry) => entry.clientId === clientId);
  const inJournal = new Set(own.map((entry) => entry.mutation.seq));
  const others = new Map<string, number>(meta.retired.map((one) => [one.clientId, one.upTo]));
  for (const entry of entries) {
    if (entry.clientId === clientId || entry.settledAt !== undefined) continue;
    others.set(entry.clientId, Math.max(others.get(entry.clientId) ?? 0, entry.mutation.seq));
  }
  const pending = (await tx.pending()).map((row) =>
    row.clientId === clientId
      ? { ...row, state: inJournal.has(row.mutation.seq) ? row.state : ('queued' as const) }
      : row,
  );
  await tx.putPending(pending);
  await tx.putMeta({
    ...meta,
    nextSeq: Math.max(meta.nextSeq, highest([...inJournal]) + 1),
    retired: [...others].map(([id, upTo]) => ({ clientId: id, upTo })),
  });
  await forgetUnread(tx);
  const unsettled = own.filter((entry) => entry.settledAt === undefined);
  const missing = unsettled
    .filter((entry) => entry.mutation.seq > ackedSeq)
    .map(({ mutation }): { mutation: Mutation; quiet?: true } => ({ mutation }));
  // With the store went the list of refused changes: the server's log still has the answers.
  if (!stored) {
    const settled = own.filter((entry) => entry.settledAt !== undefined);
    missing.push(...settled.map(({ mutation }) => ({ mutation, quiet: true as const })));
  }
  const requeued = await replica.requeue(tx, missing, now);
  const answered = unsettled.some((entry) => entry.mutation.seq <= ackedSeq);
  return {
    settle: answered ? { clientId, upTo: ackedSeq } : null,
    requeued,
    lost: stored === undefined && entries.length > 0,
  };
}
