import type { Table } from 'dexie';
import type { PageBody, PageKeys, PagePort, WritablePagePort } from '../../src-shared/sync/cold-page.ts';

export interface PageTables {
  readonly pageKeys: Table<PageKeys, number>;
  readonly pageBodies: Table<PageBody & { id: number }, number>;
}

export function readPages({ pageKeys, pageBodies }: PageTables): PagePort {
  return {
    keysAfter: (id) => pageKeys.where('id').above(id).toArray(),
    keys: (ids) => pageKeys.bulkGet([...ids]),
    bodies: (ids) => pageBodies.bulkGet([...ids]),
  };
}

export function writePages(tables: PageTables): WritablePagePort {
  const { pageKeys, pageBodies } = tables;
  return {
    ...readPages(tables),
    async add(pages) {
      // IndexedDB numbers them; a row without its key is what `bulkAdd` of such a table takes.
      const ids = await pageKeys.bulkAdd(
        pages.map(({ keys }) => keys as PageKeys),
        { allKeys: true },
      );
      await pageBodies.bulkPut(pages.map(({ body }, at) => ({ ...body, id: ids[at] ?? 0 })));
      return ids;
    },
    async putKeys(keys) {
      await pageKeys.put(keys);
    },
    async delete(ids) {
      await pageKeys.bulkDelete([...ids]);
      await pageBodies.bulkDelete([...ids]);
    },
  };
}
