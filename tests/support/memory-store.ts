import type { CollectionName } from '../../src-shared/model/collections.ts';
import { type ColdMemory, createColdMemory } from '../../src-shared/sync/cold.ts';
import { documentsOf, type PageBody, type PageKeys, type WritablePagePort } from '../../src-shared/sync/cold-page.ts';
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
import { serverRow } from '../../src-shared/sync/server-row.ts';
import { type RowTx, withPages } from '../../src-shared/sync/with-pages.ts';

/** What a disk holds after a crash. */
export interface MemoryDisk {
  rows: Map<string, LocalRow>;
  undo: Map<string, UndoRow>;
  pending: Map<number, PendingRow>;
  review: Map<string, ReviewRow>;
  meta: Map<string, Meta>;
  pageKeys: Map<number, PageKeys>;
  pageBodies: Map<number, PageBody>;
  /** Page ids given so far: none is given twice, whatever was dropped. */
  pages: Map<'given', number>;
}

export function emptyDisk(): MemoryDisk {
  return {
    rows: new Map(),
    undo: new Map(),
    pending: new Map(),
    review: new Map(),
    meta: new Map(),
    pageKeys: new Map(),
    pageBodies: new Map(),
    pages: new Map(),
  };
}

/** Another disk with the same rows: what a store was once given is never written to. */
export function copyDisk(disk: MemoryDisk): MemoryDisk {
  return {
    rows: new Map(disk.rows),
    undo: new Map(disk.undo),
    pending: new Map(disk.pending),
    review: new Map(disk.review),
    meta: new Map(disk.meta),
    pageKeys: new Map(disk.pageKeys),
    pageBodies: new Map(disk.pageBodies),
    pages: new Map(disk.pages),
  };
}

const some = <T>(from: { get(id: number): T | undefined }, ids: readonly number[]) => ids.map((id) => from.get(id));
const after = (all: Iterable<PageKeys>, id: number) =>
  [...all].filter((page) => page.id > id).sort((a, b) => a.id - b.id);

const parsed = new WeakMap<PageBody, readonly unknown[]>();
function documents(body: PageBody): readonly unknown[] {
  const docs = parsed.get(body) ?? documentsOf(body);
  parsed.set(body, docs);
  return docs;
}

/** All that a console shows: rows, and above them what counts on pages, the last page on top. */
export function shownRows(disk: MemoryDisk): ReadonlyMap<string, LocalRow> {
  if (disk.pageKeys.size === 0) return disk.rows;
  const shown = new Map(disk.rows);
  for (const page of after(disk.pageKeys.values(), 0)) {
    const body = disk.pageBodies.get(page.id);
    if (!body) throw new Error(`page ${page.id} has lost its documents`);
    const { collection, scope, gen } = page;
    documents(body).forEach((doc, at) => {
      if (page.shadowed.includes(at)) return;
      const id = body.ids[at] ?? '';
      const version = body.versions[at] ?? 0;
      const row = serverRow({ collection, id, version, deleted: false, scope, doc }, gen);
      if (row) shown.set(keyText({ collection, id }), row);
    });
  }
  return shown;
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

function open(disk: MemoryDisk, memory: ColdMemory): { tx: LocalTx; commit(): void } {
  const rows = layer(disk.rows);
  const undo = layer(disk.undo);
  const pending = layer(disk.pending);
  const review = layer(disk.review);
  const meta = layer(disk.meta);
  const pageKeys = layer(disk.pageKeys);
  const pageBodies = layer(disk.pageBodies);
  const pages = layer(disk.pages);
  const port: WritablePagePort = {
    keysAfter: async (id) => after(pageKeys.values(), id),
    keys: async (ids) => some(pageKeys, ids),
    bodies: async (ids) => some(pageBodies, ids),
    add: async (added) =>
      added.map(({ keys, body }) => {
        const id = (pages.get('given') ?? 0) + 1;
        pages.set('given', id);
        pageKeys.set(id, { ...keys, id });
        pageBodies.set(id, body);
        return id;
      }),
    putKeys: async (keys) => {
      pageKeys.set(keys.id, keys);
    },
    delete: async (ids) => {
      for (const id of ids) {
        pageKeys.set(id, undefined);
        pageBodies.set(id, undefined);
      }
    },
  };
  const rowTx: RowTx = {
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
    tx: withPages(rowTx, port, memory),
    commit() {
      for (const one of [rows, undo, pending, review, meta, pageKeys, pageBodies, pages]) one.commit();
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
  const memory = createColdMemory();
  return {
    read: (fn) => fn(open(disk, memory).tx),
    write(fn) {
      const mine = last.then(async () => {
        const { tx, commit } = open(disk, memory);
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
