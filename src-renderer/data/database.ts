import { Dexie, type Table } from 'dexie';
import type { CollectionName } from '../../src-shared/model/collections.ts';
import type { Meta, PendingRow, ReviewRow, Row, UndoRow } from '../../src-shared/sync/local-store.ts';
import type { PageTables } from './page-tables.ts';
import { v1 } from './versions/v1.ts';
import { v2 } from './versions/v2.ts';
import { v3 } from './versions/v3.ts';
import { v4 } from './versions/v4.ts';
import { v5 } from './versions/v5.ts';
import { v6 } from './versions/v6.ts';

type RecordTables = { readonly [C in CollectionName]: Table<Row<C>, string> };

/**
 * The laptop's copy: `db.incident.where('doc.status').anyOf('triggered', 'acknowledged')`. The record tables hold the
 * current view, this laptop's unconfirmed changes included, but for closed history, which lies in pages: `records.ts`
 * reads both. Screens only read; `mutate` is the one way to write.
 */
export type VigieDatabase = Dexie &
  RecordTables &
  PageTables & {
    readonly undo: Table<UndoRow, [string, string]>;
    readonly pending: Table<PendingRow, number>;
    readonly review: Table<ReviewRow, string>;
    readonly meta: Table<Meta & { key: 'meta' }, string>;
  };

export const DATABASE_NAME = 'vigie';

/** Where the database lives; a test or a laptop without IndexedDB hands in an implementation in memory. */
export interface IndexedDbPort {
  indexedDB: IDBFactory;
  IDBKeyRange: typeof IDBKeyRange;
}

/** Declares the database; it opens on first use or on `open()`, which rejects when IndexedDB cannot be opened. */
export function createDatabase(port: IndexedDbPort, name: string = DATABASE_NAME): VigieDatabase {
  const db = new Dexie(name, { ...port, chromeTransactionDurability: 'relaxed' });
  db.version(1).stores(v1);
  db.version(2).stores(v2);
  db.version(3).stores(v3);
  db.version(4).stores(v4);
  db.version(5).stores(v5);
  db.version(6).stores(v6);
  return db as VigieDatabase;
}

/** The table of a collection whose name is known only at run time. */
export function tableOf<C extends CollectionName>(db: Dexie, collection: C): Table<Row<C>, string> {
  return db.table<Row<C>, string>(collection);
}
