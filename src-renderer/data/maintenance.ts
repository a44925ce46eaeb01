import {
  createMaintenance,
  createPlannedReader,
  type Maintenance,
  type PlannedReader,
} from '../../src-shared/maintenance/items.ts';
import { createTimings, type Timings } from '../../src-shared/recurrence/timing.ts';
import type { Row } from '../../src-shared/sync/local-store.ts';
import { DAY, type Instant, type Millis } from '../../src-shared/time/clock.ts';
import { dateOfDay } from '../../src-shared/time/day.ts';
import type { Observable } from './data.ts';
import type { VigieDatabase } from './database.ts';
import { until } from './observable.ts';
import { createRowIndex, type RowIndex } from './row-index.ts';

export type { MaintenanceItem } from '../../src-shared/maintenance/items.ts';

export interface MaintenanceSnapshot extends Maintenance {
  /** Plans, what was written of their occurrences since `since`, and calendars are here. */
  loaded: boolean;
  /** What is earlier is not here, and nothing can be said of it. `Infinity` before anything was read. */
  since: Instant;
  plans: ReadonlyMap<string, Row<'plan'>>;
  occurrences: ReadonlyMap<string, Row<'occurrence'>>;
  /** By the calendars of here; for previews of plans that are not saved yet. */
  timings: Timings;
}

/** Plans and their occurrences, planned and touched as one, for every screen. */
export interface MaintenanceIndex extends Observable<MaintenanceSnapshot> {
  /** Begins to read, and resolves when everything is here. */
  ready(): Promise<MaintenanceSnapshot>;
  /** Goes back to `from` for who looks at earlier times: the snapshot tells by `since` when they are here. */
  reach(from: Instant): void;
  stop(): void;
}

/** So much of the past is read at first: a year and what reaches into it. */
const AT_FIRST: Millis = 430 * DAY;
/** Days by which holidays move what is planned, at most, where anybody works at all. */
const MOVED = 31;
/** Who goes back goes on: a year more at a time. */
const STEP: Millis = 366 * DAY;

function followTable<C extends 'plan' | 'calendar'>(db: VigieDatabase, table: C): RowIndex<Row<C>, boolean> {
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

/**
 * What was written of occurrences since an instant, by their deadline or by the day that they are of: one that was moved
 * to an earlier time is no longer planned on its day. How far it has read is in `loaded`.
 */
function followOccurrences(db: VigieDatabase, since: () => Instant): RowIndex<Row<'occurrence'>, Instant> {
  const rows = db.occurrence;
  return createRowIndex<Row<'occurrence'>, Instant>({
    db,
    table: 'occurrence',
    nothing: Number.POSITIVE_INFINITY,
    async readAll(show) {
      const from = since();
      const [byTime, byDay] = await Promise.all([
        rows.where('doc.deadline').aboveOrEqual(from).toArray(),
        rows
          .where('doc.date')
          .aboveOrEqual(dateOfDay(Math.floor(from / DAY) - MOVED))
          .toArray(),
      ]);
      show({ rows: new Map([...byTime, ...byDay].map((row) => [row.id, row])), loaded: from });
    },
    readSome: (ids) => rows.bulkGet([...ids]),
  });
}

/** Reads nothing until the first listener; from then on it follows the database until `stop`. */
export function createMaintenanceIndex(db: VigieDatabase, now: () => Instant): MaintenanceIndex {
  let since = Number.POSITIVE_INFINITY;
  const plans = followTable(db, 'plan');
  const occurrences = followOccurrences(db, () => since);
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
      loaded: planned.loaded && calendars.getSnapshot().loaded && written.loaded < Number.POSITIVE_INFINITY,
      since: written.loaded,
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
      if (!wanted) {
        wanted = true;
        since = Math.max(0, Math.min(since, now() - AT_FIRST));
        for (const table of tables) table.read();
      }
      return () => listeners.delete(listener);
    },
    reach(from) {
      if (from >= since && wanted) return;
      since = Math.max(0, Math.min(since, from - STEP));
      if (wanted) occurrences.read();
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
