import type { Change, LiveChanges, Me, Mutation, PullResponse, PushResponse } from '../contract/http.ts';
import type { Origin } from '../model/actor.ts';
import type { Doc } from '../model/collections.ts';
import { bufferedTx } from '../mutators/buffer.ts';
import { type Outcome, type ReadTx, rejected } from '../mutators/mutator.ts';
import { newIds } from '../mutators/new-ids.ts';
import { runMutator } from '../mutators/registry.ts';
import type { Instant } from '../time/clock.ts';
import { dropFromBase, takeChanges } from './base-changes.ts';
import { formatSum, subtractSum } from './checksum.ts';
import { keyText, type LocalRow, type LocalTx, type Meta, type PendingRow, type RecordKey } from './local-store.ts';
import { freshMeta, metaOf } from './meta.ts';
import { actorOf, noNumbers, rerun } from './rebase.ts';
import { type SnapshotReplica, snapshotReplica } from './replica-snapshot.ts';
import { entities, openWorkingCopy, optimisticRow } from './working-copy.ts';

/** A mutation that this laptop took or refused; `queued` is null for a refused one and for a noop, which is not sent. */
export interface Taken {
  outcome: Outcome;
  queued: PendingRow | null;
}

/** What a pull page or a live event did. */
export type Applied =
  /** In; more is to be fetched when `more`. */
  | { kind: 'applied'; more: boolean; inStep: boolean; resendFrom?: number }
  /** It continues from somewhere else than this copy's cursor: nothing was done. */
  | { kind: 'stale' }
  /** Only a new snapshot helps. */
  | { kind: 'snapshot'; why: 'epoch' | 'scopes' | 'first' }
  /** In, and at the head this copy differs from the server. */
  | { kind: 'differs' };

type PushApplied = { kind: 'applied'; settleUpTo: number; clientId: string } | { kind: 'stale' };

/**
 * The laptop's side of sync as transactions over its store. Every function runs inside one `LocalStore.write` and
 * leaves records, queue and cursor consistent with each other.
 */
export interface Replica extends SnapshotReplica {
  mutate(tx: LocalTx, call: { name: string; args: unknown; at: Instant; via: Origin }): Promise<Taken>;
  applyPull(tx: LocalTx, since: number, page: PullResponse, now: Instant): Promise<Applied>;
  applyLive(tx: LocalTx, event: LiveChanges, now: Instant): Promise<Applied>;
  applyResults(tx: LocalTx, clientId: string, response: PushResponse, now: Instant): Promise<PushApplied>;
  /** Puts mutations back into the queue that it lacks: the server lost them, or this store did. */
  requeue(tx: LocalTx, mutations: readonly { mutation: Mutation; quiet?: true }[], now: Instant): Promise<number>;
  /** Takes a new numbering for all that is unanswered: another laptop uses ours (cloned profile). */
  fork(tx: LocalTx, clientId: string, now: Instant): Promise<void>;
  /** Takes the mutation at `order` off the queue and puts it under review: the server cannot even read it. */
  setAside(tx: LocalTx, order: number, message: string, now: Instant): Promise<void>;
  /** Who is signed in. Another person than before starts with an empty copy; unsent changes go to review. */
  setMe(tx: LocalTx, me: Me, newClientId: string, now: Instant): Promise<{ changed: boolean }>;
}

/** Without what it could not read this copy's sum is another one, and says nothing. */
const differs = (meta: Meta, checksum: string) => meta.unread === undefined && checksum !== formatSum(meta.sum);

const unanswered = (pending: readonly PendingRow[], clientId: string) =>
  pending.filter((row) => row.clientId === clientId && !row.outcome);

/** One after the other: both take records off the pages of closed history. */
async function putOrDelete(tx: LocalTx, rows: readonly LocalRow[], gone: readonly RecordKey[]): Promise<void> {
  if (rows.length > 0) await tx.putRows(rows);
  if (gone.length > 0) await tx.deleteRows(gone);
}

async function applyChanges(
  tx: LocalTx,
  before: Meta,
  changes: readonly Change[],
  to: { cursor: number; scopes: string[] },
  now: Instant,
): Promise<{ meta: Meta; pending: PendingRow[] }> {
  const pending = await tx.pending();
  const lost = new Set(before.scopes.filter((scope) => !to.scopes.includes(scope)));
  const meta: Meta = { ...before, cursor: to.cursor, scopes: to.scopes };
  const settled = pending.some((row) => row.outcome);
  if (changes.length === 0 && lost.size === 0 && !settled) return { meta, pending };
  if (lost.size > 0) {
    meta.sum = subtractSum(meta.sum, await tx.dropPages((page) => lost.has(page.scope), meta.gen));
  }
  const copy = await openWorkingCopy(tx);
  Object.assign(meta, await takeChanges(copy, changes, meta.gen, meta.sum));
  if (lost.size > 0) meta.sum = await dropFromBase(tx, copy, (row) => lost.has(row.scope), meta.gen, meta.sum);
  const left = await rerun(tx, meta, copy, now, pending);
  await copy.flush();
  return { meta, pending: left };
}

export const replica: Replica = {
  async mutate(tx, { name, args, at, via }) {
    const meta = await metaOf(tx);
    const actor = actorOf(meta);
    if (!actor) return { outcome: rejected('forbidden'), queued: null };
    const read: ReadTx = {
      get: async (collection, id) =>
        (await tx.rows([{ collection, id }]))[0]?.doc as Doc<typeof collection> | undefined,
      list: async (collection, ref) => entities(await tx.referring(collection, ref)),
    };
    const buffer = bufferedTx(read, noNumbers);
    const seq = meta.nextSeq;
    const newId = newIds(meta.clientId, seq);
    const outcome = await runMutator(buffer, name, args, { actor, via, at, newId });
    if (outcome.kind !== 'applied') return { outcome, queued: null };

    const writes = buffer.writes();
    const [rows, undone] = await Promise.all([tx.rows(writes), tx.undo(writes)]);
    const undo = new Map(undone.map((row) => [keyText(row), row]));
    const after = writes.map((write, index) => {
      const known = undo.get(keyText(write));
      const base = known ? known.base : (rows[index] ?? null);
      return { write, base, isNew: !known, row: optimisticRow(write, base) };
    });
    const queued: PendingRow = {
      order: meta.nextOrder,
      clientId: meta.clientId,
      mutation: { seq, name, args, at, via },
      state: 'queued',
    };
    await Promise.all([
      tx.putUndo(
        after
          .filter((one) => one.isNew)
          .map(({ write, base }) => ({ collection: write.collection, id: write.id, base })),
      ),
      putOrDelete(
        tx,
        after.flatMap(({ row }) => row ?? []),
        after.flatMap(({ row, write }) => (row ? [] : write)),
      ),
      tx.putPending([queued]),
      tx.putMeta({ ...meta, nextSeq: seq + 1, nextOrder: queued.order + 1 }),
    ]);
    return { outcome, queued };
  },

  async applyPull(tx, since, page, now) {
    const before = await metaOf(tx);
    if (before.cursor === null) return { kind: 'snapshot', why: 'first' };
    if (before.epoch !== page.epoch) return { kind: 'snapshot', why: 'epoch' };
    if (before.cursor !== since) return { kind: 'stale' };
    const gained = page.scopes.some((scope) => !before.scopes.includes(scope));
    if (gained) {
      // What the new scopes held before the cursor never comes in a pull. What was lost goes at once.
      const kept = before.scopes.filter((scope) => page.scopes.includes(scope));
      const { meta } = await applyChanges(tx, before, [], { cursor: before.cursor, scopes: kept }, now);
      await tx.putMeta(meta);
      return { kind: 'snapshot', why: 'scopes' };
    }
    const { meta, pending } = await applyChanges(tx, before, page.changes, page, now);
    const inStep = !page.more;
    await tx.putMeta(inStep ? { ...meta, inStepAt: now } : meta);
    if (inStep && page.checksum !== undefined && differs(meta, page.checksum)) return { kind: 'differs' };
    const [first] = unanswered(pending, meta.clientId);
    const lacks = page.lastSeq >= meta.ackedSeq && page.lastSeq < (first?.mutation.seq ?? meta.nextSeq) - 1;
    return { kind: 'applied', more: page.more, inStep, ...(lacks ? { resendFrom: page.lastSeq + 1 } : {}) };
  },

  async applyLive(tx, event, now) {
    const before = await metaOf(tx);
    if (before.cursor === null) return { kind: 'snapshot', why: 'first' };
    if (before.epoch !== event.epoch) return { kind: 'snapshot', why: 'epoch' };
    if (event.to <= before.cursor) return { kind: 'applied', more: false, inStep: true };
    if (event.prev !== before.cursor) return { kind: 'stale' };
    const { meta } = await applyChanges(tx, before, event.changes, { cursor: event.to, scopes: before.scopes }, now);
    await tx.putMeta({ ...meta, inStepAt: now });
    return { kind: 'applied', more: false, inStep: true };
  },

  async applyResults(tx, clientId, response, now) {
    const before = await metaOf(tx);
    // Versions of another history say nothing here; after the snapshot the same mutations are sent again.
    if (before.clientId !== clientId || before.epoch !== response.epoch) return { kind: 'stale' };
    const outcomes = new Map(response.results.map((result) => [result.seq, result]));
    const pending = (await tx.pending()).map((row) => {
      const outcome = row.clientId === clientId ? outcomes.get(row.mutation.seq) : undefined;
      return outcome && !row.outcome ? { ...row, outcome } : row;
    });
    const settleUpTo = Math.max(before.ackedSeq, ...outcomes.keys());
    await tx.putPending(pending.filter((row) => row.outcome && outcomes.has(row.mutation.seq)));
    const meta: Meta = { ...before, ackedSeq: settleUpTo };
    const copy = await openWorkingCopy(tx);
    await rerun(tx, meta, copy, now, pending);
    await copy.flush();
    await tx.putMeta(meta);
    return { kind: 'applied', settleUpTo, clientId };
  },

  ...snapshotReplica,

  async requeue(tx, mutations, now) {
    const before = await metaOf(tx);
    const { clientId } = before;
    const pending = await tx.pending();
    const queued = new Set(pending.filter((row) => row.clientId === clientId).map((row) => row.mutation.seq));
    const missing = new Map(
      mutations.filter((one) => !queued.has(one.mutation.seq)).map((one) => [one.mutation.seq, one]),
    );
    if (missing.size === 0) return 0;
    let nextOrder = before.nextOrder;
    const back: PendingRow[] = [];
    const own = pending.filter((row) => row.clientId === clientId);
    for (const [seq, one] of [...missing].sort(([a], [b]) => a - b)) {
      // Between its neighbours: the places of the others are known elsewhere, and stay.
      const next = own.find((row) => row.mutation.seq > seq);
      const previous = [...own, ...back].filter((row) => row.mutation.seq < seq).map((row) => row.order);
      const order = next ? (Math.max(next.order - 1, ...previous) + next.order) / 2 : nextOrder++;
      back.push({ ...one, order, clientId, state: 'journaled' });
    }
    const ordered = [...pending, ...back].sort((a, b) => a.order - b.order);
    await tx.putPending(back);
    await tx.deleteReview([...missing.keys()].map((seq) => `${clientId}/${seq}`));
    const nextSeq = Math.max(before.nextSeq, ...[...missing.keys()].map((seq) => seq + 1));
    const meta: Meta = { ...before, nextSeq, nextOrder };
    const copy = await openWorkingCopy(tx);
    await rerun(tx, meta, copy, now, ordered);
    await copy.flush();
    await tx.putMeta(meta);
    return missing.size;
  },

  async fork(tx, clientId, now) {
    const before = await metaOf(tx);
    let nextSeq = 1;
    const pending = (await tx.pending()).map((row): PendingRow => {
      if (row.outcome) return row;
      const mutation = { ...row.mutation, seq: nextSeq };
      nextSeq += 1;
      return { order: row.order, clientId, mutation, state: 'queued' };
    });
    await tx.putPending(pending);
    const retired = [...before.retired, { clientId: before.clientId, upTo: Math.max(1, before.nextSeq - 1) }];
    const meta: Meta = { ...before, clientId, nextSeq, ackedSeq: 0, retired };
    const copy = await openWorkingCopy(tx);
    await rerun(tx, meta, copy, now, pending);
    await copy.flush();
    await tx.putMeta(meta);
  },

  async setAside(tx, order, message, now) {
    const meta = await metaOf(tx);
    const pending = (await tx.pending()).map((row): PendingRow => {
      if (row.order !== order || row.outcome) return row;
      const { seq } = row.mutation;
      return { ...row, outcome: { seq, status: 'rejected', version: 0, reason: 'invalid', detail: { message } } };
    });
    const copy = await openWorkingCopy(tx);
    await rerun(tx, meta, copy, now, pending);
    await copy.flush();
  },

  async setMe(tx, me, newClientId, now) {
    const before = await metaOf(tx);
    const samePerson = before.me === null || before.me.person === me.person;
    const meta: Meta = { ...before, me };
    const copy = await openWorkingCopy(tx);
    let pending = await tx.pending();
    if (!samePerson) {
      await tx.deletePending(pending.map((row) => row.order));
      await tx.putReview(
        pending
          .filter((row) => !row.outcome)
          .map(({ clientId, mutation }) => ({
            id: `${clientId}/${mutation.seq}`,
            mutation,
            reason: 'otherPerson',
            rejectedAt: now,
          })),
      );
      pending = [];
      const retired = [...before.retired, { clientId: before.clientId, upTo: Math.max(1, before.nextSeq - 1) }];
      Object.assign(meta, { ...freshMeta(newClientId), nextOrder: before.nextOrder, gen: before.gen, retired, me });
      await tx.dropPages(() => true, before.gen);
      await dropFromBase(tx, copy, () => true, before.gen, before.sum);
    }
    await rerun(tx, meta, copy, now, pending);
    await copy.flush();
    await tx.putMeta(meta);
    return { changed: !samePerson };
  },
};
