import type { Observable } from '../../src-shared/sync/observable.ts';

/** Resolves once the value of an observable passes `test`. */
export function until<T>(source: Observable<T>, test: (value: T) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!test(source.getSnapshot())) return;
      stop();
      resolve();
    };
    const stop = source.subscribe(look);
    look();
  });
}

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
