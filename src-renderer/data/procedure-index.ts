import { Dexie, type ObservabilitySet } from 'dexie';
import type { Row } from '../../src-shared/sync/local-store.ts';
import { singleKeys } from './changed-keys.ts';
import type { Observable } from './data.ts';
import type { VigieDatabase } from './database.ts';
import { until } from './observable.ts';

export interface ProcedureSnapshot {
  /** Everything but the texts, which are in `revision`. */
  rows: ReadonlyMap<string, Row<'procedure'>>;
  loaded: boolean;
}

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
  const listeners = new Set<() => void>();
  let snapshot: ProcedureSnapshot = { rows: new Map(), loaded: false };
  let dirty: Set<string> | 'everything' = new Set();
  let wanted = false;
  let working = false;
  let stopped = false;

  async function readAll() {
    const lying = await db.procedure.toArray();
    return new Map(lying.map((row) => [row.id, row]));
  }
  async function readSome(ids: readonly string[]) {
    const rows = new Map(snapshot.rows);
    const found = await db.procedure.bulkGet([...ids]);
    found.forEach((row, at) => {
      const id = ids[at];
      if (id === undefined) return;
      if (row) rows.set(id, row);
      else rows.delete(id);
    });
    return rows;
  }

  async function follow() {
    if (working) return;
    working = true;
    try {
      while (!stopped && (dirty === 'everything' || dirty.size > 0)) {
        const batch = dirty;
        dirty = new Set();
        const rows = await (batch === 'everything' || !snapshot.loaded ? readAll() : readSome([...batch]));
        snapshot = { rows, loaded: true };
        for (const listener of listeners) listener();
      }
    } catch (error) {
      // A database that closed or broke: the rows stay as they were and the status line tells why.
      console.error('procedures could not be read', error);
    } finally {
      working = false;
    }
  }

  const onMutated = (parts: ObservabilitySet) => {
    if (!wanted) return;
    const touched = parts[`idb://${db.name}/${db.procedure.name}/`];
    if (!touched && !('all' in parts)) return;
    const keys = touched && singleKeys(touched);
    if (!keys) dirty = 'everything';
    else if (dirty !== 'everything') for (const key of keys) dirty.add(key);
    void follow();
  };
  Dexie.on('storagemutated', onMutated);

  const index: ProcedureIndex = {
    getSnapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      if (!wanted) {
        wanted = true;
        dirty = 'everything';
        void follow();
      }
      return () => listeners.delete(listener);
    },
    async ready() {
      await until(index, ({ loaded }) => loaded);
      return snapshot;
    },
    stop() {
      stopped = true;
      Dexie.on.storagemutated.unsubscribe(onMutated);
    },
  };
  return index;
}
