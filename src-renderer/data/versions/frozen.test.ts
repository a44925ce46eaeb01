import { readFileSync } from 'node:fs';
import { Dexie } from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { COLLECTION_NAMES } from '../../../src-shared/model/collections.ts';
import { createDatabase } from '../database.ts';
import { createDexieStore } from '../dexie-store.ts';
import { v1 } from './v1.ts';
import { v2 } from './v2.ts';
import { v4 } from './v4.ts';
import { v5 } from './v5.ts';
import { v6 } from './v6.ts';

interface Frozen {
  version: number;
  stores: Record<string, string>;
  rows: Record<string, unknown[]>;
}

const frozen: Frozen = JSON.parse(readFileSync(new URL('./frozen/v1.json', import.meta.url), 'utf8'));

/** The database as that release made it, without a line of today's code. */
async function restored(): Promise<{ indexedDB: IDBFactory; IDBKeyRange: typeof IDBKeyRange }> {
  const port = { indexedDB: new IDBFactory(), IDBKeyRange };
  const db = new Dexie('vigie', port);
  db.version(frozen.version).stores(frozen.stores);
  await db.open();
  for (const [table, rows] of Object.entries(frozen.rows)) await db.table(table).bulkPut(rows);
  db.close();
  return port;
}

describe('a database of version 1', () => {
  it('opens today with its queue, its refused changes and its cursor', async () => {
    const store = createDexieStore(createDatabase(await restored()));
    const found = await store.read(async (tx) => ({
      pending: await tx.pending(),
      review: await tx.review(),
      undo: await tx.undo(),
      meta: await tx.meta(),
      entries: await tx.referring('timelineEntry', '01a20132-4c9f-704d-8000-d811afe50000'),
    }));
    expect(found.pending).toEqual(frozen.rows.pending);
    expect(found.review).toEqual(frozen.rows.review);
    expect(found.undo).toEqual(frozen.rows.undo);
    expect(found.entries).toEqual(frozen.rows.timelineEntry);
    expect(found.meta).toMatchObject({ cursor: 41, nextSeq: 5, clientId: 'local-11111111' });
  });

  it('stays as it was released, and today there is a table for every collection', () => {
    expect(v1).toEqual(frozen.stores);
    const tables = Object.keys({ ...v1, ...v2, ...v4, ...v5, ...v6 }).sort();
    expect(tables).toEqual([...COLLECTION_NAMES, 'undo', 'pending', 'review', 'meta'].sort());
  });
});
