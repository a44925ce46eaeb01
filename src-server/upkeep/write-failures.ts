import { storageProblem } from '../store/failure.ts';
import type { Store } from '../store/store.ts';

type Problem = NonNullable<ReturnType<typeof storageProblem>>;

/** The same store, which tells of each write that the storage itself refused. */
export function countingFailures(store: Store, onRefused: (problem: Problem) => void): Store {
  return {
    ...store,
    write: (fn) =>
      store.write(fn).catch((error: unknown) => {
        const problem = storageProblem(error);
        if (problem !== undefined) onRefused(problem);
        throw error;
      }),
  };
}
