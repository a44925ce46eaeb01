import { useObservable } from 'dexie-react-hooks';
import { useSyncExternalStore } from 'react';
import type { Me } from '../../src-shared/contract/http.ts';
import type { CollectionName } from '../../src-shared/model/collections.ts';
import type { ReviewRow, Row } from '../../src-shared/sync/local-store.ts';
import { useData } from './DataProvider.tsx';
import type { DataStatus } from './data.ts';
import { tableOf, type VigieDatabase } from './database.ts';
import { live } from './live.ts';
import type { Records } from './records.ts';

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
export function useLive<T>(
  query: (db: VigieDatabase, records: Records) => Promise<T>,
  deps: readonly unknown[],
): T | undefined {
  const { db, records } = useData();
  return useObservable(() => live(() => query(db, records)), [db, records, ...deps]);
}

/** One record: undefined while loading, null where there is none. */
export function useRecord<C extends CollectionName>(collection: C, id: string | undefined): Row<C> | null | undefined {
  return useLive(
    async (_, records) => (id === undefined ? null : ((await records.get(collection, id)) ?? null)),
    [collection, id],
  );
}

/** All records of a small collection ordered by id, or those whose `refOf` is `ref`. Undefined while loading. */
export function useList<C extends CollectionName>(collection: C, options: { ref?: string } = {}): Row<C>[] | undefined {
  const { ref } = options;
  return useLive(
    async (db, records) => {
      if (ref === undefined) return tableOf(db, collection).toArray();
      const rows = await records.referring(collection, ref);
      return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
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
