import type { Observable } from '../../src-shared/sync/engine.ts';

/** Another view of an observable; `derive` answers the same value for the same source. */
export function derived<A, B>(source: Observable<A>, derive: (value: A) => B): Observable<B> {
  let from: A | undefined;
  let made: B | undefined;
  return {
    subscribe: source.subscribe,
    getSnapshot() {
      const value = source.getSnapshot();
      if (made === undefined || value !== from) {
        from = value;
        made = derive(value);
      }
      return made;
    },
  };
}
