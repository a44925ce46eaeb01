import { type CollectionName, type Doc, type Entity, refOf, slugOf } from '../model/collections.ts';
import { type BufferedWrite, bufferedTx } from './buffer.ts';
import type { MutatorContext, Outcome, ReadTx } from './mutator.ts';
import { runMutator } from './registry.ts';

export interface MemoryRecords extends ReadTx {
  /** Runs one mutator and keeps its writes only when it was applied. */
  run(name: string, args: unknown, ctx: MutatorContext): Promise<Outcome>;
  apply(writes: BufferedWrite[]): void;
  all<C extends CollectionName>(collection: C): Entity<C>[];
}

/** All records in memory: for simulations and tests, with the real mutators. Numbers incidents as a server does. */
export function createMemoryRecords({ numbers = true }: { numbers?: boolean } = {}): MemoryRecords {
  const records = new Map<CollectionName, Map<string, unknown>>();
  let lastNumber = 0;
  const of = <C extends CollectionName>(collection: C) => {
    const found = records.get(collection) ?? new Map<string, unknown>();
    records.set(collection, found);
    return found as Map<string, Doc<C>>;
  };
  const all = <C extends CollectionName>(collection: C): Entity<C>[] =>
    [...of(collection)].map(([id, doc]) => ({ id, doc })).sort((a, b) => (a.id < b.id ? -1 : 1));

  const self: MemoryRecords = {
    get: async (collection, id) => of(collection).get(id),
    list: async (collection, ref) => all(collection).filter((one) => refOf(collection, one.doc) === ref),
    openIncidents: async () => all('incident').flatMap(({ id, doc }) => (doc.status === 'closed' ? [] : [id])),
    bySlug: async (collection, slug) => all(collection).filter((one) => slugOf(collection, one.doc) === slug),
    all,
    apply(writes) {
      for (const write of writes) {
        if (write.doc === undefined) of(write.collection).delete(write.id);
        else of(write.collection).set(write.id, write.doc);
      }
    },
    async run(name, args, ctx) {
      let taken = lastNumber;
      const tx = bufferedTx(self, async () => {
        if (!numbers) return undefined;
        taken += 1;
        return taken;
      });
      const outcome = await runMutator(tx, name, args, ctx);
      if (outcome.kind === 'applied') {
        self.apply(tx.writes());
        lastNumber = taken;
      }
      return outcome;
    },
  };
  return self;
}
