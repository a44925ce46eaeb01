import { Dexie } from 'dexie';
import type { SourceRecord } from './source.ts';

const TOGETHER = 2_000;

const committed = (tx: IDBTransaction) =>
  new Promise<void>((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onabort = () => reject(tx.error);
  });

function opened(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore('record', { keyPath: 'id' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** One row for each record, no index, large transactions that need not reach the disk: the least that rows can cost. */
async function rawRows(all: readonly SourceRecord[]): Promise<number> {
  const db = await opened('raw');
  const began = performance.now();
  for (let from = 0; from < all.length; from += TOGETHER) {
    const tx = db.transaction('record', 'readwrite', { durability: 'relaxed' });
    const store = tx.objectStore('record');
    for (const one of all.slice(from, from + TOGETHER)) store.put(one);
    await committed(tx);
  }
  const took = performance.now() - began;
  db.close();
  indexedDB.deleteDatabase('raw');
  return took;
}

/** What an app on Dexie does: the tables and the one index that this one needs. */
async function dexieRows(all: readonly SourceRecord[]): Promise<number> {
  const db = new Dexie('dexie', { chromeTransactionDurability: 'relaxed' });
  db.version(1).stores({ record: 'id, ref' });
  await db.open();
  const began = performance.now();
  for (let from = 0; from < all.length; from += TOGETHER) {
    await db.table('record').bulkPut(all.slice(from, from + TOGETHER));
  }
  const took = performance.now() - began;
  await db.delete();
  return took;
}

const kept: { all: SourceRecord[] } = { all: [] };

Object.assign(globalThis, {
  bench: {
    async load(source: string) {
      const { documents }: { documents: SourceRecord[] } = await (await fetch(`${source}/rxdb`)).json();
      kept.all = documents;
      return kept.all.length;
    },
    rawRows: () => rawRows(kept.all),
    dexieRows: () => dexieRows(kept.all),
  },
});
