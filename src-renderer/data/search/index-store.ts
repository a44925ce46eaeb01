import type { IndexStore } from '../../../src-shared/procedure/search/protocol.ts';

const STORE = 'kept';
const KEY = 'index';

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * The index in a database of its own: losing it loses nothing, and a change of it is no change of the records'. Bare
 * IndexedDB, since one value under one key is all there is.
 */
export function createIndexStore(indexedDB: IDBFactory, name: string): IndexStore {
  let opened: Promise<IDBDatabase> | undefined;
  const database = () => {
    opened ??= (() => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      return asked(request);
    })();
    return opened;
  };
  return {
    async read() {
      const db = await database();
      return asked(db.transaction(STORE).objectStore(STORE).get(KEY));
    },
    async write(kept) {
      const db = await database();
      const transaction = db.transaction(STORE, 'readwrite', { durability: 'relaxed' });
      await asked(transaction.objectStore(STORE).put(kept, KEY));
    },
  };
}
