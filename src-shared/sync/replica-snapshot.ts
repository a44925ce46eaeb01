import type { Change, SnapshotLine } from '../contract/http.ts';
import { isCollectionName } from '../model/collections.ts';
import type { Instant } from '../time/clock.ts';
import { dropFromBase, takeChanges } from './base-changes.ts';
import { addSum, EMPTY_SUM, subtractSum } from './checksum.ts';
import { type ColdPage, changesOn, type PageKeys, type TravellingPage } from './cold-page.ts';
import { keyText, type LocalTx, type Meta } from './local-store.ts';
import { metaOf } from './meta.ts';
import { rerun } from './rebase.ts';
import { schemaMark } from './schema-mark.ts';
import { openWorkingCopy } from './working-copy.ts';

/** A whole copy taken anew, in as many transactions as it has portions; an interrupted one loses nothing. */
export interface SnapshotReplica {
  /** Old records stay readable until `endSnapshot` sweeps what the new copy did not bring. */
  beginSnapshot(tx: LocalTx, line: Extract<SnapshotLine, { kind: 'begin' }>, now: Instant): Promise<void>;
  addToSnapshot(tx: LocalTx, changes: readonly Change[], now: Instant): Promise<void>;
  /** The same for closed history, which stays unread. */
  addPagesToSnapshot(tx: LocalTx, pages: readonly TravellingPage[], now: Instant): Promise<void>;
  endSnapshot(tx: LocalTx, cursor: number, now: Instant): Promise<void>;
}

export const snapshotReplica: SnapshotReplica = {
  async beginSnapshot(tx, line, now) {
    const { unread: _, ...before } = await metaOf(tx);
    const gen = Math.max(before.gen, before.snapshot?.gen ?? 0) + 1;
    const sameHistory = before.epoch === line.epoch;
    const meta: Meta = {
      ...before,
      epoch: line.epoch,
      cursor: null,
      scopes: line.scopes,
      ackedSeq: sameHistory ? before.ackedSeq : 0,
      resend: before.resend || (!sameHistory && before.epoch !== null),
      snapshot: { epoch: line.epoch, gen, total: line.total, done: 0, sum: EMPTY_SUM },
    };
    let pending = await tx.pending();
    if (!sameHistory) {
      // The other history's answers: this server may not know of them.
      const orphans = pending.filter((row) => row.clientId !== before.clientId);
      await tx.deletePending(orphans.map((row) => row.order));
      pending = pending.filter((row) => row.clientId === before.clientId).map(({ outcome: _, ...row }) => row);
      // Answered under a numbering that was given up since: they can only go out again as new ones, after the others.
      for (const { mutation } of orphans) {
        const { clientId, nextSeq: seq, nextOrder: order } = meta;
        pending.push({ order, clientId, mutation: { ...mutation, seq }, state: 'queued' });
        Object.assign(meta, { nextSeq: seq + 1, nextOrder: order + 1 });
      }
      await tx.putPending(pending);
    }
    const readable = new Set(line.scopes);
    const unreadable = await tx.dropPages((page) => !readable.has(page.scope), before.gen);
    const copy = await openWorkingCopy(tx);
    const sum = subtractSum(before.sum, unreadable);
    meta.sum = await dropFromBase(tx, copy, (row) => !readable.has(row.scope), before.gen, sum);
    await rerun(tx, meta, copy, now, pending);
    await copy.flush();
    await tx.putMeta(meta);
  },

  async addToSnapshot(tx, changes, now) {
    const meta = await metaOf(tx);
    const { snapshot } = meta;
    if (!snapshot) throw new Error('a snapshot page without its beginning');
    const pending = await tx.pending();
    const copy = await openWorkingCopy(tx);
    const { sum, ...read } = await takeChanges(copy, changes, snapshot.gen, snapshot.sum);
    await rerun(tx, meta, copy, now, pending);
    await copy.flush();
    await tx.putMeta({ ...meta, ...read, snapshot: { ...snapshot, sum, done: snapshot.done + changes.length } });
  },

  async addPagesToSnapshot(tx, pages, now) {
    const meta = await metaOf(tx);
    const { snapshot } = meta;
    if (!snapshot) throw new Error('a snapshot page without its beginning');
    const { gen } = snapshot;
    // Records that show an unconfirmed change are rows: their side of the server goes under it.
    const touched = new Set((await tx.undo()).map(keyText));
    const changes: Change[] = [];
    const known = pages.flatMap((one) =>
      isCollectionName(one.collection) ? [{ ...one, collection: one.collection }] : [],
    );
    if (known.length < pages.length) meta.unread = schemaMark();
    const added = known.map((one) => {
      const page: ColdPage = { ...one, gen };
      const { collection } = page;
      const shadowed = page.ids.flatMap((id, at) => (touched.has(keyText({ collection, id })) ? [at] : []));
      if (shadowed.length > 0) changes.push(...changesOn(page, shadowed));
      return { page, shadowed };
    });
    // What attempts that did not end have brought stays in sight until it is brought again, so that nothing goes back.
    const isLeftOver = (page: PageKeys) => page.gen !== gen && page.gen !== meta.gen;
    let sum = addSum(snapshot.sum, await tx.putPages(added, isLeftOver));
    const pending = await tx.pending();
    if (pending.length > 0 || changes.length > 0) {
      const copy = await openWorkingCopy(tx);
      const rows = await takeChanges(copy, changes, gen, sum);
      sum = rows.sum;
      Object.assign(meta, rows.unread === undefined ? {} : { unread: rows.unread });
      await rerun(tx, meta, copy, now, pending);
      await copy.flush();
    }
    const done = pages.reduce((total, page) => total + page.ids.length, snapshot.done);
    await tx.putMeta({ ...meta, snapshot: { ...snapshot, sum, done } });
  },

  async endSnapshot(tx, cursor, now) {
    const before = await metaOf(tx);
    const { snapshot } = before;
    if (!snapshot) throw new Error('the end of a snapshot without its beginning');
    const meta: Meta = { ...before, cursor, gen: snapshot.gen, sum: snapshot.sum, snapshot: null };
    const pending = await tx.pending();
    await tx.sweep(snapshot.gen);
    const copy = await openWorkingCopy(tx);
    await dropFromBase(tx, copy, (row) => row.gen !== snapshot.gen, snapshot.gen, snapshot.sum);
    await rerun(tx, meta, copy, now, pending);
    await copy.flush();
    await tx.putMeta(meta);
  },
};
