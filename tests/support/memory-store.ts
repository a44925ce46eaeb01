import type { CollectionName } from '../../src-shared/model/collections.ts';
import {
  keyText,
  type LocalRow,
  type LocalStore,
  type LocalTx,
  type Meta,
  type PendingRow,
  type ReviewRow,
  type UndoRow,
} from '../../src-shared/sync/local-store.ts';

/** What a disk holds after a crash. */
export interface MemoryDisk {
  rows: Map<string, LocalRow>;
  undo: Map<string, UndoRow>;
  pending: Map<number, PendingRow>;
  review: Map<string, ReviewRow>;
  meta: Map<string, Meta>;
}

export function emptyDisk(): MemoryDisk {
  return { rows: new Map(), undo: new Map(), pending: new Map(), review: new Map(), meta: new Map() };
}

/** Another disk with the same rows: what a store was once given is never written to. */
export function copyDisk({ rows, undo, pending, review, meta }: MemoryDisk): MemoryDisk {
  return {
    rows: new Map(rows),
    undo: new Map(undo),
    pending: new Map(pending),
    review: new Map(review),
    meta: new Map(meta),
  };
}

/** Writes over a map that nobody else sees until `commit`. */
function layer<K, V>(below: Map<K, V>) {
  const writes = new Map<K, V | undefined>();
  return {
    get: (key: K): V | undefined => (writes.has(key) ? writes.get(key) : below.get(key)),
    set: (key: K, value: V | undefined) => writes.set(key, value),
    *values(): Iterable<V> {
      for (const [key, value] of below) if (!writes.has(key)) yield value;
      for (const value of writes.values()) if (value !== undefined) yield value;
    },
    commit() {
      for (const [key, value] of writes) {
        if (value === undefined) below.delete(key);
        else below.set(key, value);
      }
    },
  };
}

function open(disk: MemoryDisk): { tx: LocalTx; commit(): void } {
  const rows = layer(disk.rows);
  const undo = layer(disk.undo);
  const pending = layer(disk.pending);
  const review = layer(disk.review);
  const meta = layer(disk.meta);
  const tx: LocalTx = {
    rows: async (keys) => keys.map((key) => rows.get(keyText(key))),
    referring: async (collection: CollectionName, ref) =>
      [...rows.values()].filter((row) => row.collection === collection && row.ref === ref),
    eachRow: async (visit) => {
      for (const row of [...rows.values()]) visit(row);
    },
    undo: async (keys) => (keys ? keys.flatMap((key) => undo.get(keyText(key)) ?? []) : [...undo.values()]),
    pending: async () => [...pending.values()].sort((a, b) => a.order - b.order),
    review: async () => [...review.values()],
    meta: async () => meta.get('meta'),
    putRows: async (some) => {
      for (const row of some) rows.set(keyText(row), row);
    },
    deleteRows: async (keys) => {
      for (const key of keys) rows.set(keyText(key), undefined);
    },
    putUndo: async (some) => {
      for (const row of some) undo.set(keyText(row), row);
    },
    deleteUndo: async (keys) => {
      for (const key of keys) undo.set(keyText(key), undefined);
    },
    putPending: async (some) => {
      for (const row of some) pending.set(row.order, row);
    },
    deletePending: async (orders) => {
      for (const order of orders) pending.set(order, undefined);
    },
    putReview: async (some) => {
      for (const row of some) review.set(row.id, row);
    },
    deleteReview: async (ids) => {
      for (const id of ids) review.set(id, undefined);
    },
    putMeta: async (value) => {
      meta.set('meta', value);
    },
  };
  return {
    tx,
    commit() {
      for (const one of [rows, undo, pending, review, meta]) one.commit();
    },
  };
}

/** Where a test makes a write fail, or the process die. A promise that never settles is a death. */
export interface DiskFaults {
  beforeCommit?(): void | Promise<void>;
  afterCommit?(): void | Promise<void>;
}

/** A `LocalStore` over `disk`, with a disk's manners: atomic, one writer at a time, gone when told so. */
export function createMemoryStore(disk: MemoryDisk = emptyDisk(), faults: DiskFaults = {}): LocalStore {
  let last: Promise<unknown> = Promise.resolve();
  return {
    read: (fn) => fn(open(disk).tx),
    write(fn) {
      const mine = last.then(async () => {
        const { tx, commit } = open(disk);
        const value = await fn(tx);
        await faults.beforeCommit?.();
        commit();
        await faults.afterCommit?.();
        return value;
      });
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}
