import type { CollectionName } from '../model/collections.ts';
import { addSum, checksumOf, EMPTY_SUM, type Sum, subtractSum } from './checksum.ts';
import { type ColdIndex, createColdIndex, type Hit } from './cold-index.ts';
import {
  type ColdPage,
  documentsOf,
  hashOfRef,
  type PageBody,
  type PageKeys,
  type PagePort,
  pageAtRest,
  type WritablePagePort,
} from './cold-page.ts';
import { keyText, type LocalRow, type RecordKey } from './local-store.ts';
import { serverRow } from './server-row.ts';

/** Pages whose documents are kept parsed: an incident's timeline lies on few of them. */
const PARSED = 16;

/** What is remembered between transactions: where records are, and the pages opened last. Only what was committed. */
export interface ColdMemory {
  index: ColdIndex;
  parsed: Map<number, readonly unknown[]>;
}

export function createColdMemory(): ColdMemory {
  return { index: createColdIndex(), parsed: new Map() };
}

/**
 * Records in pages. One that counts is newer than a row under its key, since writing a row takes it out of its page;
 * of two pages the one that was added last decides.
 */
export interface ColdRead {
  rows(keys: readonly RecordKey[]): Promise<(LocalRow | undefined)[]>;
  referring(collection: CollectionName, ref: string): Promise<LocalRow[]>;
  /** Ids of the pages of a collection, those added first (the newest history of a snapshot) first. */
  pagesOf(collection: CollectionName): Promise<number[]>;
  /** Everything on a page that counts. */
  open(page: number): Promise<LocalRow[]>;
}

export interface ColdWrite extends ColdRead {
  /**
   * Answers the sum over what counts of them. `shadowed` names the positions of a page that do not. What pages for
   * which `replaced` holds say of the same records does not count any more.
   */
  put(
    pages: readonly { page: ColdPage; shadowed: readonly number[] }[],
    replaced: (page: PageKeys) => boolean,
  ): Promise<Sum>;
  /** These are rows now, or gone. */
  shadow(keys: readonly RecordKey[]): Promise<void>;
  /** Answers the sum over what counted in those of generation `gen`. */
  drop(gone: (page: PageKeys) => boolean, gen: number): Promise<Sum>;
}

interface Found {
  keys: PageKeys;
  body: PageBody;
  position: number;
}

/** Where a record is, by its key, on the pages for which `among` holds. */
type Finder = (keys: readonly RecordKey[], among?: (page: PageKeys) => boolean) => Promise<Map<string, Found[]>>;

function createReader(port: PagePort, memory: ColdMemory) {
  // An index that is thrown away meanwhile still serves whoever began with it.
  const { index } = memory;
  let known: Promise<void> | undefined;
  /** Asked each time, and not only when something is missing, so that a live query runs again when pages come. */
  const load = () => {
    known ??= port.keysAfter(index.last()).then((more) => index.add(more));
    return known;
  };
  const committed = () => load().then(() => index.last());

  const documents = async (id: number, body: PageBody): Promise<readonly unknown[]> => {
    const before = memory.parsed.get(id);
    const docs = before ?? documentsOf(body);
    if (id > (await committed())) return docs;
    memory.parsed.delete(id);
    memory.parsed.set(id, docs);
    for (const oldest of memory.parsed.keys()) {
      if (memory.parsed.size <= PARSED) break;
      memory.parsed.delete(oldest);
    }
    return docs;
  };

  /** Pages by id, both halves; those that are gone are left out, and those for which `among` does not hold. */
  const pages = async (
    ids: Iterable<number>,
    among: (page: PageKeys) => boolean = () => true,
  ): Promise<Map<number, { keys: PageKeys; body: PageBody }>> => {
    const asked = [...new Set(ids)];
    const found = new Map<number, { keys: PageKeys; body: PageBody }>();
    if (asked.length === 0) return found;
    const heads = (await port.keys(asked)).flatMap((head) => head ?? []);
    let gone = heads.length < asked.length;
    const wanted = heads.filter(among);
    const bodies = wanted.length > 0 ? await port.bodies(wanted.map(({ id }) => id)) : [];
    wanted.forEach((keys, at) => {
      const body = bodies[at];
      if (body) found.set(keys.id, { keys, body });
      else gone = true;
    });
    if (gone && memory.index === index) {
      memory.index = createColdIndex();
      memory.parsed.clear();
    }
    return found;
  };

  /** Undefined for what a newer server wrote and this console cannot read. */
  const rowAt = async ({ keys, body, position }: Found): Promise<LocalRow | undefined> => {
    const docs = await documents(keys.id, body);
    const { collection, scope, gen } = keys;
    const change = {
      collection,
      id: body.ids[position] ?? '',
      version: body.versions[position] ?? 0,
      deleted: false,
      scope,
      doc: docs[position],
    };
    return serverRow(change, gen);
  };
  return { index, load, pages, rowAt };
}

/** What the pages of `port` hold, as one transaction (or one reading without one) sees them. */
export function openCold(port: PagePort, memory: ColdMemory): ColdRead {
  const { index, load, pages, rowAt } = createReader(port, memory);
  const find = finder(async (key) => {
    await load();
    return index.byId(key.collection, key.id);
  }, pages);
  return reads(port, { pages, rowAt, find }, async (collection, ref) => {
    await load();
    return index.byRef(collection, ref);
  });
}

export function openColdWrite(port: WritablePagePort, memory: ColdMemory): ColdWrite {
  const { index, load, pages, rowAt } = createReader(port, memory);
  /** Pages that this transaction adds: nobody else may know of them before it has committed. */
  const fresh = createColdIndex();
  const find = finder(async (key) => {
    await load();
    return [...fresh.byId(key.collection, key.id), ...index.byId(key.collection, key.id)];
  }, pages);
  const read = reads(port, { pages, rowAt, find }, async (collection, ref) => {
    await load();
    return [...fresh.byRef(collection, ref), ...index.byRef(collection, ref)];
  });
  const shadow = async (keys: readonly RecordKey[], among?: (page: PageKeys) => boolean): Promise<void> => {
    const changed = new Map<number, PageKeys>();
    for (const found of (await find(keys, among)).values()) {
      for (const { keys: before, body, position } of found) {
        const page = changed.get(before.id) ?? before;
        const fingerprint = checksumOf(page.collection, body.ids[position] ?? '', body.versions[position] ?? 0);
        changed.set(page.id, {
          ...page,
          shadowed: [...page.shadowed, position],
          sum: subtractSum(page.sum, fingerprint),
        });
      }
    }
    const empty = [...changed.values()].filter((page) => page.shadowed.length >= page.ids.length);
    for (const page of changed.values()) if (!empty.includes(page)) await port.putKeys(page);
    if (empty.length > 0) await port.delete(empty.map((page) => page.id));
  };
  return {
    ...read,
    async put(added, replaced) {
      await load();
      const records = added.flatMap(({ page: { collection, ids } }) => ids.map((id) => ({ collection, id })));
      await shadow(records, replaced);
      const atRest = added.map(({ page, shadowed }) => pageAtRest(page, shadowed));
      const ids = await port.add(atRest);
      fresh.add(atRest.map(({ keys }, at) => ({ ...keys, id: ids[at] ?? 0 })));
      return atRest.reduce((sum, { keys }) => addSum(sum, keys.sum), EMPTY_SUM);
    },
    shadow: (keys) => shadow(keys),
    async drop(gone, gen) {
      const dropped = (await port.keysAfter(0)).filter(gone);
      if (dropped.length > 0) await port.delete(dropped.map((page) => page.id));
      return dropped.reduce((sum, page) => (page.gen === gen ? addSum(sum, page.sum) : sum), EMPTY_SUM);
    },
  };
}

type Pages = ReturnType<typeof createReader>['pages'];

/** Finds what counts under each key, the newest page first. */
function finder(hits: (key: RecordKey) => Promise<Hit[]>, pages: Pages): Finder {
  return async (keys, among) => {
    const all = new Map<string, { key: RecordKey; hits: Hit[] }>();
    for (const key of keys) {
      const some = await hits(key);
      if (some.length > 0) all.set(keyText(key), { key, hits: some });
    }
    const found = new Map<string, Found[]>();
    if (all.size === 0) return found;
    const opened = await pages(
      [...all.values()].flatMap((one) => one.hits.map((hit) => hit.page)),
      among,
    );
    for (const [text, { key, hits: some }] of all) {
      const here = some.flatMap(({ page, position }): Found[] => {
        const one = opened.get(page);
        if (!one || one.keys.collection !== key.collection || one.body.ids[position] !== key.id) return [];
        return one.keys.shadowed.includes(position) ? [] : [{ ...one, position }];
      });
      if (here.length > 0) found.set(text, here);
    }
    return found;
  };
}

function reads(
  port: PagePort,
  { pages, rowAt, find }: { pages: Pages; rowAt: (found: Found) => Promise<LocalRow | undefined>; find: Finder },
  byRef: (collection: CollectionName, ref: string) => Promise<number[]>,
): ColdRead {
  /** Without those that a newer page holds. */
  const newest = async (found: readonly Found[]): Promise<Found[]> => {
    const keyOf = ({ keys, body, position }: Found) => ({
      collection: keys.collection,
      id: body.ids[position] ?? '',
    });
    const latest = await find(found.map(keyOf));
    return found.filter((one) => latest.get(keyText(keyOf(one)))?.[0]?.keys.id === one.keys.id);
  };
  const readable = async (one: Found): Promise<LocalRow[]> => {
    const row = await rowAt(one);
    return row ? [row] : [];
  };
  return {
    async rows(keys) {
      const found = await find(keys);
      const rows: (LocalRow | undefined)[] = [];
      for (const key of keys) {
        const [first] = found.get(keyText(key)) ?? [];
        rows.push(first && (await rowAt(first)));
      }
      return rows;
    },
    async referring(collection, ref) {
      const hash = hashOfRef(collection, ref);
      const found: Found[] = [];
      for (const { keys, body } of (await pages(await byRef(collection, ref))).values()) {
        if (keys.collection !== collection) continue;
        keys.refs.forEach((one, position) => {
          if (one === hash && !keys.shadowed.includes(position)) found.push({ keys, body, position });
        });
      }
      const rows: LocalRow[] = [];
      for (const one of await newest(found)) rows.push(...(await readable(one)));
      return rows.filter((row) => row.ref === ref);
    },
    async pagesOf(collection) {
      return (await port.keysAfter(0)).filter((page) => page.collection === collection).map((page) => page.id);
    },
    async open(page) {
      const one = (await pages([page])).get(page);
      if (!one) return [];
      const found = one.body.ids.flatMap((_, position) =>
        one.keys.shadowed.includes(position) ? [] : [{ ...one, position }],
      );
      const rows: LocalRow[] = [];
      for (const each of await newest(found)) rows.push(...(await readable(each)));
      return rows;
    },
  };
}
