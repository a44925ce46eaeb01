import type { Row } from '../../src-shared/sync/local-store.ts';
import type { Observable } from './data.ts';
import type { VigieDatabase } from './database.ts';
import { until } from './observable.ts';
import { createRowIndex, type RowsSnapshot } from './row-index.ts';

/** Everything but the texts, which are in `revision`. */
export type ProcedureSnapshot = RowsSnapshot<Row<'procedure'>, boolean>;

/**
 * What is known of every procedure, in memory: some MB for 10,000 runbooks, read once and then kept by what changes.
 * The library, its search and the runbooks of an alert look into it at each key and each incident.
 */
export interface ProcedureIndex extends Observable<ProcedureSnapshot> {
  /** Begins to read, and resolves when everything is here. */
  ready(): Promise<ProcedureSnapshot>;
  stop(): void;
}

/** Reads nothing until the first listener; from then on it follows the database until `stop`. */
export function createProcedureIndex(db: VigieDatabase): ProcedureIndex {
  let wanted = false;
  const rows = createRowIndex<Row<'procedure'>, boolean>({
    db,
    table: db.procedure.name,
    nothing: false,
    async readAll(show) {
      const lying = await db.procedure.toArray();
      show({ rows: new Map(lying.map((row) => [row.id, row])), loaded: true });
    },
    readSome: (ids) => db.procedure.bulkGet([...ids]),
  });

  const index: ProcedureIndex = {
    getSnapshot: rows.getSnapshot,
    subscribe(listener) {
      const leave = rows.subscribe(listener);
      if (!wanted) rows.read();
      wanted = true;
      return leave;
    },
    async ready() {
      await until(index, ({ loaded }) => loaded);
      return rows.getSnapshot();
    },
    stop: rows.stop,
  };
  return index;
}
