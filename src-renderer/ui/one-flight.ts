/** Runs a deed under a name; answers what it answers. */
export type Flight = <Answered>(name: string, run: () => Promise<Answered>) => Promise<Answered>;

/**
 * Deeds of one name, one at a time: what is asked for again before it is done, by a second press say, is the same deed
 * and has its answer. Every name stands for one kind of answer.
 */
export function createFlight(): Flight {
  const flying = new Map<string, Promise<unknown>>();
  return <Answered>(name: string, run: () => Promise<Answered>) => {
    const flown = flying.get(name) ?? run().finally(() => flying.delete(name));
    flying.set(name, flown);
    return flown as Promise<Answered>;
  };
}
