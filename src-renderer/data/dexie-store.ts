import type { Table, Transaction } from 'dexie';
import { COLLECTION_NAMES, type CollectionName } from '../../src-shared/model/collections.ts';
import { type ColdMemory, createColdMemory } from '../../src-shared/sync/cold.ts';
import type { PageBody, PageKeys } from '../../src-shared/sync/cold-page.ts';
import type {
  LocalRow,
  LocalStore,
  LocalTx,
  Meta,
  PendingRow,
  RecordKey,
  ReviewRow,
  UndoRow,
} from '../../src-shared/sync/local-store.ts';
import { type RowTx, withPages } from '../../src-shared/sync/with-pages.ts';
import type { VigieDatabase } from './database.ts';
import { writePages } from './page-tables.ts';

const STATE_TABLES = ['undo', 'pending', 'review', 'meta', 'pageKeys', 'pageBodies'] as const;
const ALL_TABLES = [...COLLECTION_NAMES, ...STATE_TABLES];

/** Groups by collection, so that each table is asked once. */
function byCollection<T extends RecordKey>(all: readonly T[]): Map<CollectionName, { item: T; index: number }[]> {
  const groups = new Map<CollectionName, { item: T; index: number }[]>();
  all.forEach((item, index) => {
    const group = groups.get(item.collection);
    if (group) group.push({ item, index });
    else groups.set(item.collection, [{ item, index }]);
  });
  return groups;
}

/**
 * Tables are taken from the transaction itself: the database's own would be bound to it by Dexie's zone, which a long
 * run of plain awaits in a mutator can leave.
 */
function openTx(transaction: Transaction, memory: ColdMemory): LocalTx {
  const table = (collection: CollectionName): Table<LocalRow, string> => transaction.table(collection);
  const db = {
    undo: transaction.table<UndoRow, [string, string]>('undo'),
    pending: transaction.table<PendingRow, number>('pending'),
    review: transaction.table<ReviewRow, string>('review'),
    meta: transaction.table<Meta & { key: 'meta' }, string>('meta'),
  };
  const pages = writePages({
    pageKeys: transaction.table<PageKeys, number>('pageKeys'),
    pageBodies: transaction.table<PageBody & { id: number }, number>('pageBodies'),
  });
  const undoKey = ({ collection, id }: RecordKey): [string, string] => [collection, id];
  const rows: RowTx = {
    async rows(keys) {
      const found: (LocalRow | undefined)[] = new Array(keys.length).fill(undefined);
      for (const [collection, group] of byCollection(keys)) {
        const rows = await table(collection).bulkGet(group.map(({ item }) => item.id));
        group.forEach(({ index }, n) => {
          found[index] = rows[n];
        });
      }
      return found;
    },
    referring: (collection, ref) => table(collection).where('ref').equals(ref).toArray(),
    async eachRow(visit) {
      for (const collection of COLLECTION_NAMES) await table(collection).each(visit);
    },
    async undo(keys) {
      if (!keys) return db.undo.toArray();
      const rows = await db.undo.bulkGet(keys.map(undoKey));
      return rows.filter((row): row is UndoRow => row !== undefined);
    },
    pending: () => db.pending.orderBy('order').toArray(),
    review: () => db.review.toArray(),
    async meta() {
      const row = await db.meta.get('meta');
      if (!row) return undefined;
      const { key: _, ...meta } = row;
      return meta;
    },
    async putRows(rows) {
      for (const [collection, group] of byCollection(rows)) {
        await table(collection).bulkPut(group.map(({ item }) => item));
      }
    },
    async deleteRows(keys) {
      for (const [collection, group] of byCollection(keys)) {
        await table(collection).bulkDelete(group.map(({ item }) => item.id));
      }
    },
    async putUndo(rows) {
      if (rows.length > 0) await db.undo.bulkPut([...rows]);
    },
    async deleteUndo(keys) {
      if (keys.length > 0) await db.undo.bulkDelete(keys.map(undoKey));
    },
    async putPending(rows) {
      if (rows.length > 0) await db.pending.bulkPut([...rows]);
    },
    async deletePending(orders) {
      if (orders.length > 0) await db.pending.bulkDelete([...orders]);
    },
    async putReview(rows) {
      if (rows.length > 0) await db.review.bulkPut([...rows]);
    },
    async deleteReview(ids) {
      if (ids.length > 0) await db.review.bulkDelete([...ids]);
    },
    async putMeta(meta) {
      await db.meta.put({ ...meta, key: 'meta' });
    },
  };
  return withPages(rows, pages, memory);
}

/**
 * `LocalStore` over IndexedDB. A Dexie transaction resolves after its commit; writers of the same tables wait for
 * each other, which is IndexedDB's own rule.
 */
export function createDexieStore(db: VigieDatabase, memory: ColdMemory = createColdMemory()): LocalStore {
  const run = <T>(mode: 'r' | 'rw', fn: (tx: LocalTx) => Promise<T>): Promise<T> =>
    Promise.resolve(db.transaction(mode, ALL_TABLES, (transaction) => fn(openTx(transaction, memory))));
  return {
    read: (fn) => run('r', fn),
    write: (fn) => run('rw', fn),
  };
}
