import type { CollectionName } from '../../src-shared/model/collections.ts';
import { type ColdMemory, openCold } from '../../src-shared/sync/cold.ts';
import type { LocalRow, RecordKey, Row } from '../../src-shared/sync/local-store.ts';
import { tableOf, type VigieDatabase } from './database.ts';
import { readPages } from './page-tables.ts';

/**
 * Records wherever they lie: rows of the tables, and closed history in pages. Inside a live query they run again when
 * what they read changes, and when pages come.
 */
export interface Records {
  get<C extends CollectionName>(collection: C, id: string): Promise<Row<C> | undefined>;
  many<C extends CollectionName>(collection: C, ids: readonly string[]): Promise<(Row<C> | undefined)[]>;
  /** Those whose `refOf` is `ref`, in any order. */
  referring<C extends CollectionName>(collection: C, ref: string): Promise<Row<C>[]>;
  incidentByNumber(number: number): Promise<Row<'incident'> | undefined>;
  /** What lies in pages, a page at a time, roughly the newest first. */
  history<C extends CollectionName>(collection: C): AsyncGenerator<Row<C>[]>;
}

export function createRecords(db: VigieDatabase, memory: ColdMemory): Records {
  const port = readPages(db);
  const cold = () => openCold(port, memory);
  /** A page holds rows of the collection that it was asked for. */
  const only = <C extends CollectionName>(collection: C, rows: readonly LocalRow[]): Row<C>[] =>
    rows.filter((row): row is LocalRow & Row<C> => row.collection === collection);

  /** Pages are asked for what no row has: while another snapshot comes, a row may be older than its page for a moment. */
  async function many<C extends CollectionName>(collection: C, ids: readonly string[]) {
    const rows: (Row<C> | undefined)[] = await tableOf(db, collection).bulkGet([...ids]);
    const missing = ids.flatMap((id, at): RecordKey[] => (rows[at] ? [] : [{ collection, id }]));
    if (missing.length === 0) return rows;
    const found = (await cold().rows(missing)).flatMap((row) => row ?? []);
    const paged = new Map(only(collection, found).map((row) => [row.id, row]));
    return ids.map((id, at) => rows[at] ?? paged.get(id));
  }

  async function* history<C extends CollectionName>(collection: C) {
    const reader = cold();
    for (const page of await reader.pagesOf(collection)) yield only(collection, await reader.open(page));
  }

  return {
    many,
    history,
    async get(collection, id) {
      const [row] = await many(collection, [id]);
      return row;
    },
    async referring(collection, ref) {
      const rows = await tableOf(db, collection).where('ref').equals(ref).toArray();
      const paged = only(collection, await cold().referring(collection, ref));
      return [...new Map([...rows, ...paged].map((row) => [row.id, row])).values()];
    },
    async incidentByNumber(number) {
      const row = await db.incident.get({ 'doc.number': number });
      if (row) return row;
      for await (const page of history('incident')) {
        const found = page.find(({ doc }) => doc.number === number);
        if (found) return found;
      }
      return undefined;
    },
  };
}
