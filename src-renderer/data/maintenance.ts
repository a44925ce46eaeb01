import {
  createMaintenance,
  createPlannedReader,
  type Maintenance,
  type PlannedReader,
} from '../../src-shared/maintenance/items.ts';
import { createTimings, type Timings } from '../../src-shared/recurrence/timing.ts';
import type { Row } from '../../src-shared/sync/local-store.ts';
import type { Observable } from './data.ts';
import type { VigieDatabase } from './database.ts';
import { until } from './observable.ts';
import { createRowIndex, type RowIndex } from './row-index.ts';

export type { MaintenanceItem } from '../../src-shared/maintenance/items.ts';

export interface MaintenanceSnapshot extends Maintenance {
  /** Plans, what was written of their occurrences, and calendars are here. */
  loaded: boolean;
  plans: ReadonlyMap<string, Row<'plan'>>;
  occurrences: ReadonlyMap<string, Row<'occurrence'>>;
  /** By the calendars of here; for previews of plans that are not saved yet. */
  timings: Timings;
}

/** Plans and their occurrences, planned and touched as one, for every screen. */
export interface MaintenanceIndex extends Observable<MaintenanceSnapshot> {
  /** Begins to read, and resolves when everything is here. */
  ready(): Promise<MaintenanceSnapshot>;
  stop(): void;
}

function followTable<C extends 'plan' | 'occurrence' | 'calendar'>(
  db: VigieDatabase,
  table: C,
): RowIndex<Row<C>, boolean> {
  const rows = db.table<Row<C>, string>(table);
  return createRowIndex<Row<C>, boolean>({
    db,
    table,
    nothing: false,
    async readAll(show) {
      const lying = await rows.toArray();
      show({ rows: new Map(lying.map((row) => [row.id, row])), loaded: true });
    },
    readSome: (ids) => Promise.resolve(rows.bulkGet([...ids])),
  });
}

/** Reads nothing until the first listener; from then on it follows the database until `stop`. */
export function createMaintenanceIndex(db: VigieDatabase): MaintenanceIndex {
  const plans = followTable(db, 'plan');
  const occurrences = followTable(db, 'occurrence');
  const calendars = followTable(db, 'calendar');
  const tables = [plans, occurrences, calendars];
  const listeners = new Set<() => void>();
  let wanted = false;
  let by: { rows: unknown; timings: Timings; read: PlannedReader } | undefined;
  let snapshot = make();

  /** What is planned is counted anew when a calendar changes, and only then. */
  function make(): MaintenanceSnapshot {
    const known = calendars.getSnapshot().rows;
    if (by?.rows !== known) {
      const timings = createTimings(known.values());
      by = { rows: known, timings, read: createPlannedReader(timings) };
    }
    const planned = plans.getSnapshot();
    const written = occurrences.getSnapshot();
    return {
      ...createMaintenance(planned.rows, written.rows, by),
      loaded: tables.every((table) => table.getSnapshot().loaded),
      plans: planned.rows,
      occurrences: written.rows,
      timings: by.timings,
    };
  }

  for (const table of tables) {
    table.subscribe(() => {
      snapshot = make();
      for (const listener of listeners) listener();
    });
  }

  const index: MaintenanceIndex = {
    getSnapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      if (!wanted) for (const table of tables) table.read();
      wanted = true;
      return () => listeners.delete(listener);
    },
    async ready() {
      await until(index, ({ loaded }) => loaded);
      return snapshot;
    },
    stop() {
      for (const table of tables) table.stop();
    },
  };
  return index;
}
