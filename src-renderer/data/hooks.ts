import { useLiveQuery } from 'dexie-react-hooks';
import { useSyncExternalStore } from 'react';
import type { Me } from '../../src-shared/contract/http.ts';
import type { CollectionName } from '../../src-shared/model/collections.ts';
import type { ReviewRow, Row } from '../../src-shared/sync/local-store.ts';
import { useData } from './DataProvider.tsx';
import type { DataStatus } from './data.ts';
import { tableOf, type VigieDatabase } from './database.ts';

/** The status line's content; renders again when it changes. */
export function useSyncStatus(): DataStatus {
  const { status } = useData();
  return useSyncExternalStore(status.subscribe, status.getSnapshot);
}

/** Who is signed in; null before the first contact with a server. */
export function useMe(): Me | null {
  const { me } = useData();
  return useSyncExternalStore(me.subscribe, me.getSnapshot);
}

/** Runs `query` now and again whenever a record it read has changed. Undefined until its first answer. */
export function useLive<T>(query: (db: VigieDatabase) => Promise<T>, deps: readonly unknown[]): T | undefined {
  const { db } = useData();
  return useLiveQuery(() => query(db), [db, ...deps]);
}

/** One record: undefined while loading, null where there is none. */
export function useRecord<C extends CollectionName>(collection: C, id: string | undefined): Row<C> | null | undefined {
  return useLive(
    async (db) => (id === undefined ? null : ((await tableOf(db, collection).get(id)) ?? null)),
    [collection, id],
  );
}

/** All records of a small collection ordered by id, or those whose `refOf` is `ref`. Undefined while loading. */
export function useList<C extends CollectionName>(collection: C, options: { ref?: string } = {}): Row<C>[] | undefined {
  const { ref } = options;
  return useLive(
    (db) => {
      const table = tableOf(db, collection);
      return ref === undefined ? table.toArray() : table.where('ref').equals(ref).toArray();
    },
    [collection, ref],
  );
}

const NONE: ReadonlySet<string> = new Set();

/** Ids of the records of a collection that show unconfirmed changes. */
export function useUnconfirmedIds(collection: CollectionName): ReadonlySet<string> {
  return (
    useLive(
      async (db) => new Set((await db.undo.where('collection').equals(collection).primaryKeys()).map(([, id]) => id)),
      [collection],
    ) ?? NONE
  );
}

/** « À revoir »: changes the server refused. Undefined while loading. */
export function useReview(): ReviewRow[] | undefined {
  return useLive((db) => db.review.toArray(), []);
}
