import type { CollectionName } from '../model/collections.ts';
import { hashOfId, hashOfRef, type PageKeys } from './cold-page.ts';

/** Where a record may be: to be looked at, since hashes collide and pages are dropped. */
export interface Hit {
  page: number;
  position: number;
}

/** Which page holds a record, for 12 bytes a record and the same again for what it is listed under. */
export interface ColdIndex {
  /** Id of the last page that is in; 0 without one. */
  last(): number;
  /** Ascending by id; those that are in already are passed over. */
  add(pages: readonly PageKeys[]): void;
  /** The newest page first. */
  byId(collection: CollectionName, id: string): Hit[];
  /** Pages that may list records under `ref`, the newest first. */
  byRef(collection: CollectionName, ref: string): number[];
}

/** Page number and position in 32 bits: a million pages of 4,096 records at most. */
const POSITIONS = 4_096;

/** Chained hash table of numbers, without an object per entry. */
function createChains() {
  // A few: an empty index is made for each write.
  let capacity = 16;
  let heads = new Int32Array(capacity).fill(-1);
  let hashes = new Uint32Array(capacity);
  let values = new Uint32Array(capacity);
  let next = new Int32Array(capacity);
  let size = 0;
  const link = (entry: number) => {
    const slot = (hashes[entry] ?? 0) & (capacity - 1);
    next[entry] = heads[slot] ?? -1;
    heads[slot] = entry;
  };
  const grow = () => {
    capacity *= 2;
    const wider = (old: Uint32Array) => {
      const wide = new Uint32Array(capacity);
      wide.set(old);
      return wide;
    };
    hashes = wider(hashes);
    values = wider(values);
    next = new Int32Array(capacity);
    heads = new Int32Array(capacity).fill(-1);
    for (let entry = 0; entry < size; entry += 1) link(entry);
  };
  return {
    add(hash: number, value: number) {
      if (size === capacity) grow();
      hashes[size] = hash;
      values[size] = value;
      link(size);
      size += 1;
    },
    /** What was added last comes first. */
    find(hash: number): number[] {
      const found: number[] = [];
      for (let entry = heads[hash & (capacity - 1)] ?? -1; entry !== -1; entry = next[entry] ?? -1) {
        if (hashes[entry] === hash) found.push(values[entry] ?? 0);
      }
      return found;
    },
  };
}

export function createColdIndex(): ColdIndex {
  const ids = createChains();
  const refs = createChains();
  /** Page ids by the order in which they came. */
  const pages: number[] = [];
  const last = () => pages.at(-1) ?? 0;
  return {
    last,
    add(more) {
      for (const page of more) {
        if (page.id <= last()) continue;
        const ordinal = pages.length;
        pages.push(page.id);
        page.ids.forEach((hash, position) => {
          ids.add(hash, ordinal * POSITIONS + position);
        });
        for (const hash of new Set(page.refs)) if (hash !== 0) refs.add(hash, ordinal);
      }
    },
    byId: (collection, id) =>
      ids.find(hashOfId(collection, id)).map((value) => ({
        page: pages[Math.floor(value / POSITIONS)] ?? 0,
        position: value % POSITIONS,
      })),
    byRef: (collection, ref) => refs.find(hashOfRef(collection, ref)).map((ordinal) => pages[ordinal] ?? 0),
  };
}
