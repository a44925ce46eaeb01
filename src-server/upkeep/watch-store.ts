import { storageProblem } from '../store/failure.ts';
import type { Store } from '../store/store.ts';

type Problem = NonNullable<ReturnType<typeof storageProblem>>;

/** A store, and what is known of the storage under it. */
export interface WatchedStore extends Store {
  /** Whether anything has met damage: it does not heal while the process runs, and other pages may still be read. */
  isDamaged(): boolean;
}

/** The same store, which tells of each write that the storage itself refused. */
export function watchStore(store: Store, onRefused: (problem: Problem) => void): WatchedStore {
  let damaged = false;
  const met = (error: unknown): Problem | undefined => {
    const problem = storageProblem(error);
    damaged ||= problem === 'damaged';
    return problem;
  };
  return {
    ...store,
    read: (fn) =>
      store.read(fn).catch((error: unknown) => {
        met(error);
        throw error;
      }),
    write: (fn) =>
      store.write(fn).catch((error: unknown) => {
        const problem = met(error);
        if (problem !== undefined) onRefused(problem);
        throw error;
      }),
    isDamaged: () => damaged,
  };
}
