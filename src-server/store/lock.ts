export type Lock = <T>(task: () => Promise<T>) => Promise<T>;

/** Runs tasks one after the other, in the order they came. A failed task does not stop the next. */
export function createLock(): Lock {
  let tail: Promise<unknown> = Promise.resolve();
  return (task) => {
    const run = tail.then(task);
    tail = run.catch(() => undefined);
    return run;
  };
}
