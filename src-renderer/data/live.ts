import { liveQuery, type Observable } from 'dexie';

/**
 * Runs `query` now and whenever a record it read has changed. Dexie follows what is read behind an `await` only for a
 * function that is itself declared `async`; here every query is one.
 */
export const live = <T>(query: () => Promise<T>): Observable<T> => liveQuery(async () => query());
