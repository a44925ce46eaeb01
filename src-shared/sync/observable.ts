/** A value that changes, in the shape of React's `useSyncExternalStore`. Snapshots are stable between changes. */
export interface Observable<T> {
  getSnapshot(): T;
  subscribe(listener: () => void): () => void;
}

/** One that its maker sets; what is the same by `same` is no change. */
export function observable<T>(initial: T, same: (a: T, b: T) => boolean): Observable<T> & { set(value: T): void } {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    getSnapshot: () => value,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(next) {
      if (same(value, next)) return;
      value = next;
      for (const listener of listeners) listener();
    },
  };
}
