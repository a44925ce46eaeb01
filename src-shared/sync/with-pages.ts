import { type ColdMemory, openColdWrite } from './cold.ts';
import type { WritablePagePort } from './cold-page.ts';
import { keyText, type LocalRow, type LocalTx, type RecordKey } from './local-store.ts';

/** The rows of a store and the rest of its tables; what is read here knows no pages. */
export type RowTx = Omit<LocalTx, 'putPages' | 'dropPages' | 'sweep'>;

/** A whole transaction out of one over rows and one over pages. */
export function withPages(rows: RowTx, port: WritablePagePort, memory: ColdMemory): LocalTx {
  const cold = openColdWrite(port, memory);
  return {
    ...rows,
    async rows(keys) {
      const lying = await rows.rows(keys);
      const paged = await cold.rows(keys);
      return lying.map((row, at) => paged[at] ?? row);
    },
    async referring(collection, ref) {
      const lying = await rows.referring(collection, ref);
      const paged = await cold.referring(collection, ref);
      // During a snapshot a page can hold a newer copy of a row, which may be listed elsewhere.
      const newer = await cold.rows(lying);
      return [...lying.filter((_, at) => newer[at] === undefined), ...paged];
    },
    async putRows(some) {
      await rows.putRows(some);
      await cold.shadow(some);
    },
    async deleteRows(keys) {
      await rows.deleteRows(keys);
      await cold.shadow(keys);
    },
    putPages: cold.put,
    dropPages: cold.drop,
    async sweep(gen) {
      const kept = new Set((await rows.undo()).map(keyText));
      const left: RecordKey[] = [];
      await rows.eachRow((row: LocalRow) => {
        if (row.gen !== gen && !kept.has(keyText(row))) left.push({ collection: row.collection, id: row.id });
      });
      if (left.length > 0) await rows.deleteRows(left);
      await cold.drop((page) => page.gen !== gen, gen);
    },
  };
}
