import type { Change } from '../contract/http.ts';
import type { CollectionName } from '../model/collections.ts';
import { addSum, checksumOf, EMPTY_SUM, hashText, type Sum } from './checksum.ts';

/**
 * Closed history as it travels and as it is kept: records of one collection and one scope, whose documents stay text
 * until one of them is asked for. Never changed once stored.
 */
export interface ColdPage {
  collection: CollectionName;
  scope: string;
  /** Snapshot generation it came with. */
  gen: number;
  ids: readonly string[];
  versions: readonly number[];
  /** `refOf` of each record, '' where there is none. */
  refs: readonly string[];
  /** The JSON array of their documents in the order of `ids`. */
  docs: string;
}

/** As a server sends it, which may be newer and have other collections. */
export type TravellingPage = Omit<ColdPage, 'gen' | 'collection'> & { collection: string };

/** What finds a record without opening its page. The store gives ids in ascending order and never one twice. */
export interface PageKeys {
  id: number;
  collection: CollectionName;
  scope: string;
  gen: number;
  /** Hashes of the records' ids and of what they are listed under (0: nothing). A hit is a hint. */
  ids: Uint32Array;
  refs: Uint32Array;
  /** Positions that no longer count: the record has become a row, or is gone. */
  shadowed: readonly number[];
  /** Sum over the records that count. */
  sum: Sum;
}

export interface PageBody {
  ids: readonly string[];
  versions: readonly number[];
  docs: string;
}

/** The two halves of a page at rest. Every call belongs to one transaction, or to none. */
export interface PagePort {
  /** Ascending by id. */
  keysAfter(id: number): Promise<PageKeys[]>;
  keys(ids: readonly number[]): Promise<(PageKeys | undefined)[]>;
  bodies(ids: readonly number[]): Promise<(PageBody | undefined)[]>;
}

export interface WritablePagePort extends PagePort {
  /** Answers the ids that the pages were given. */
  add(pages: readonly { keys: Omit<PageKeys, 'id'>; body: PageBody }[]): Promise<number[]>;
  putKeys(keys: PageKeys): Promise<void>;
  delete(ids: readonly number[]): Promise<void>;
}

export const hashOfId = (collection: CollectionName, id: string): number => hashText(`${collection}\u0000${id}`).lo;

/** Never 0, which stands for no reference. */
export const hashOfRef = (collection: CollectionName, ref: string): number =>
  hashText(`${collection}\u0001${ref}`).lo || 1;

/** A page as it is stored; the records at `shadowed` do not count from the start. */
export function pageAtRest(
  page: ColdPage,
  shadowed: readonly number[],
): { keys: Omit<PageKeys, 'id'>; body: PageBody } {
  const { collection, scope, gen, ids, versions, refs, docs } = page;
  let sum = EMPTY_SUM;
  let ref = '';
  let refHash = 0;
  const idHashes = new Uint32Array(ids.length);
  const refHashes = new Uint32Array(ids.length);
  ids.forEach((id, at) => {
    idHashes[at] = hashOfId(collection, id);
    // Records of one incident lie side by side.
    const next = refs[at] ?? '';
    if (next !== ref) {
      ref = next;
      refHash = next === '' ? 0 : hashOfRef(collection, next);
    }
    refHashes[at] = refHash;
    if (!shadowed.includes(at)) sum = addSum(sum, checksumOf(collection, id, versions[at] ?? 0));
  });
  return {
    keys: { collection, scope, gen, ids: idHashes, refs: refHashes, shadowed, sum },
    body: { ids, versions, docs },
  };
}

/** The documents of a page in the order of its ids; throws when they are not what the server announced. */
export function documentsOf(page: Pick<PageBody, 'ids' | 'docs'>): readonly unknown[] {
  const docs: unknown = JSON.parse(page.docs);
  if (!Array.isArray(docs) || docs.length !== page.ids.length) throw new Error('a page of history is not whole');
  return docs;
}

/** What a page says of its records at `positions`. */
export function changesOn(page: TravellingPage, positions: readonly number[]): Change[] {
  const { collection, scope, ids, versions } = page;
  const docs = documentsOf(page);
  return positions.map((at) => ({
    collection,
    id: ids[at] ?? '',
    version: versions[at] ?? 0,
    deleted: false,
    scope,
    doc: docs[at],
  }));
}
