import { Dexie, type ObservabilitySet } from 'dexie';
import { singleKeys } from './changed-keys.ts';
import type { Observable } from './data.ts';
import type { VigieDatabase } from './database.ts';

export interface RowsSnapshot<Row, Loaded> {
  rows: ReadonlyMap<string, Row>;
  /** How much of the table is here. */
  loaded: Loaded;
}

export interface RowSource<Row, Loaded> {
  db: VigieDatabase;
  /** Name of the table that is followed. */
  table: string;
  nothing: Loaded;
  /** `show` may come more than once, the last time with everything; in vain once it is overtaken by another reading. */
  readAll(show: (next: RowsSnapshot<Row, Loaded>) => void, isOvertaken: () => boolean): Promise<void>;
  /** The rows of the ids, in their order; undefined for what is not, or no longer, part of the index. */
  readSome(ids: readonly string[]): Promise<readonly (Row | undefined)[]>;
  /** Whether a change of other tables may have touched any row. */
  mayTouchAny?(parts: ObservabilitySet): boolean;
}

export interface RowIndex<Row, Loaded> extends Observable<RowsSnapshot<Row, Loaded>> {
  /** Reads everything (anew); from then on the index follows the database until `stop`. */
  read(): void;
  stop(): void;
}

/**
 * Rows of a table in memory, kept by what changes. A live query over thousands of rows reads and copies them all again
 * at each change; this reads the changed ones alone. Nothing is read before `read`.
 */
export function createRowIndex<Row, Loaded>(source: RowSource<Row, Loaded>): RowIndex<Row, Loaded> {
  const { db, table } = source;
  const listeners = new Set<() => void>();
  let snapshot: RowsSnapshot<Row, Loaded> = { rows: new Map(), loaded: source.nothing };
  let dirty: Set<string> | 'everything' = new Set();
  let wanted = false;
  let whole = false;
  let working = false;
  let stopped = false;

  const show = (next: RowsSnapshot<Row, Loaded>) => {
    snapshot = next;
    for (const listener of listeners) listener();
  };

  async function readSome(ids: readonly string[]) {
    const found = await source.readSome(ids);
    const rows = new Map(snapshot.rows);
    ids.forEach((id, at) => {
      const row = found[at];
      if (row) rows.set(id, row);
      else rows.delete(id);
    });
    show({ ...snapshot, rows });
  }

  async function follow() {
    if (working) return;
    working = true;
    try {
      while (!stopped && (dirty === 'everything' || dirty.size > 0)) {
        const batch = dirty;
        dirty = new Set();
        if (batch !== 'everything' && whole) await readSome([...batch]);
        else {
          whole = false;
          await source.readAll(show, () => stopped || dirty === 'everything');
          whole = true;
        }
      }
    } catch (error) {
      // A database that closed or broke: the rows stay as they were and the status line tells why.
      console.error(`${table} could not be read`, error);
    } finally {
      working = false;
    }
  }

  const onMutated = (parts: ObservabilitySet) => {
    if (!wanted) return;
    const touched = parts[`idb://${db.name}/${table}/`];
    const any = 'all' in parts || source.mayTouchAny?.(parts) === true;
    if (!touched && !any) return;
    const keys = touched && !any ? singleKeys(touched) : undefined;
    if (!keys) dirty = 'everything';
    else if (dirty !== 'everything') for (const key of keys) dirty.add(key);
    void follow();
  };
  Dexie.on('storagemutated', onMutated);

  return {
    getSnapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read() {
      wanted = true;
      dirty = 'everything';
      void follow();
    },
    stop() {
      stopped = true;
      Dexie.on.storagemutated.unsubscribe(onMutated);
    },
  };
}
