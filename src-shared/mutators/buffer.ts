import { type CollectionName, collections, type Doc, type Entity, refOf } from '../model/collections.ts';
import type { MutatorTx, ReadTx } from './mutator.ts';

/** One record as a mutation leaves it; `doc` is absent when it was removed. */
export type BufferedWrite = {
  [C in CollectionName]: { collection: C; id: string; doc: Doc<C> | undefined };
}[CollectionName];

export interface BufferedTx extends MutatorTx {
  /** What was written, each record once, in the order of its first write. Drop it and nothing happened. */
  writes(): BufferedWrite[];
}

/** As JSON will have it, in the stores and on the wire: no `undefined` differs between laptop and server. */
function asJson(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => (one === undefined ? null : asJson(one)));
  const fields: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const field: unknown = Reflect.get(value, name);
    // Assigned, this one name would be the prototype.
    if (field !== undefined && name !== '__proto__') fields[name] = asJson(field);
  }
  return fields;
}

/**
 * A transaction over `read` that keeps its writes to itself and reads them back. Documents are validated as they are
 * put: an invalid one is a bug of the mutator and throws.
 */
export function bufferedTx(read: ReadTx, nextNumber: MutatorTx['nextNumber']): BufferedTx {
  const buffer = new Map<string, BufferedWrite>();
  const keyOf = (collection: CollectionName, id: string) => `${collection}/${id}`;
  const written = <C extends CollectionName>(collection: C, id: string) =>
    buffer.get(keyOf(collection, id)) as { doc: Doc<C> | undefined } | undefined;

  return {
    async get(collection, id) {
      const own = written(collection, id);
      return own ? own.doc : read.get(collection, id);
    },
    async list<C extends CollectionName>(collection: C, ref: string) {
      const before = await read.list(collection, ref);
      if (buffer.size === 0) return before;
      const kept: Entity<C>[] = before.filter((one) => !buffer.has(keyOf(collection, one.id)));
      for (const write of buffer.values()) {
        if (write.collection !== collection || write.doc === undefined) continue;
        const doc = write.doc as Doc<C>;
        if (refOf(collection, doc) === ref) kept.push({ id: write.id, doc });
      }
      return kept.sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    // As they were before this mutation, which makes none that it does not know of.
    ...(read.openIncidents ? { openIncidents: read.openIncidents } : {}),
    ...(read.bySlug ? { bySlug: read.bySlug } : {}),
    put(collection, id, doc) {
      const valid = asJson(collections[collection].parse(doc));
      buffer.set(keyOf(collection, id), { collection, id, doc: valid } as BufferedWrite);
    },
    remove(collection, id) {
      buffer.set(keyOf(collection, id), { collection, id, doc: undefined } as BufferedWrite);
    },
    nextNumber,
    writes: () => [...buffer.values()],
  };
}
