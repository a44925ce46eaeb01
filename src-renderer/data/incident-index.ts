import { Dexie, type ObservabilitySet } from 'dexie';
import type { Row } from '../../src-shared/sync/local-store.ts';
import { singleKeys } from './changed-keys.ts';
import type { Observable } from './data.ts';
import type { VigieDatabase } from './database.ts';
import type { Records } from './records.ts';

export interface IncidentSnapshot {
  rows: ReadonlyMap<string, Row<'incident'>>;
  /** `open`: everything that is not closed is here. `all`: the closed ones too, which come a page at a time. */
  loaded: 'nothing' | 'open' | 'all';
}

/**
 * The incidents in memory, kept by what changes. A live query over thousands of rows reads and copies them all again at
 * each change; this reads the changed ones alone. Closed incidents come in when somebody first asks for them.
 */
export interface IncidentIndex extends Observable<IncidentSnapshot> {
  get(id: string): Row<'incident'> | undefined;
  loadClosed(): void;
  stop(): void;
}

const OPEN = ['triggered', 'acknowledged', 'resolved'];
const EMPTY: IncidentSnapshot = { rows: new Map(), loaded: 'nothing' };

/** Reads nothing until the first listener; from then on it follows the database until `stop`. */
export function createIncidentIndex(db: VigieDatabase, records: Records): IncidentIndex {
  const listeners = new Set<() => void>();
  let snapshot = EMPTY;
  let wanted: 'nothing' | 'open' | 'all' = 'nothing';
  let dirty: Set<string> | 'everything' = new Set();
  let working = false;
  let stopped = false;

  const emit = (next: IncidentSnapshot) => {
    snapshot = next;
    for (const listener of listeners) listener();
  };
  const keep = (row: Row<'incident'>) => wanted === 'all' || row.doc.status !== 'closed';

  async function readAll() {
    const all = wanted === 'all';
    const lying = await (all ? db.incident.toArray() : db.incident.where('doc.status').anyOf(OPEN).toArray());
    const rows = new Map(lying.map((row) => [row.id, row]));
    if (all) {
      let shown = 0;
      for await (const page of records.history('incident')) {
        for (const row of page) rows.set(row.id, row);
        if (dirty === 'everything' || stopped) return;
        // More often would only keep the list from being read.
        if (rows.size < 2 * shown) continue;
        shown = rows.size;
        emit({ rows: new Map(rows), loaded: 'open' });
      }
    }
    emit({ rows, loaded: all ? 'all' : 'open' });
  }

  async function readSome(ids: string[]) {
    const found = await records.many('incident', ids);
    const rows = new Map(snapshot.rows);
    found.forEach((row, index) => {
      const id = ids[index];
      if (id === undefined) return;
      if (row && keep(row)) rows.set(id, row);
      else rows.delete(id);
    });
    emit({ ...snapshot, rows });
  }

  async function follow() {
    if (working) return;
    working = true;
    try {
      while (!stopped && (dirty === 'everything' || dirty.size > 0)) {
        const batch = dirty;
        dirty = new Set();
        await (batch === 'everything' || snapshot.loaded === 'nothing' ? readAll() : readSome([...batch]));
      }
    } catch (error) {
      // A database that closed or broke: the rows stay as they were and the status line tells why.
      console.error('incidents could not be read', error);
    } finally {
      working = false;
    }
  }

  const onMutated = (parts: ObservabilitySet) => {
    if (wanted === 'nothing') return;
    const touched = parts[`idb://${db.name}/${db.incident.name}/`];
    const paged = wanted === 'all' && parts[`idb://${db.name}/${db.pageKeys.name}/`] !== undefined;
    if (!touched && !paged && !('all' in parts)) return;
    const keys = touched && !paged ? singleKeys(touched) : undefined;
    if (!keys) dirty = 'everything';
    else if (dirty !== 'everything') for (const key of keys) dirty.add(key);
    void follow();
  };
  Dexie.on('storagemutated', onMutated);

  const want = (what: 'open' | 'all') => {
    if (wanted === what || wanted === 'all') return;
    wanted = what;
    dirty = 'everything';
    void follow();
  };

  return {
    getSnapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      want('open');
      return () => listeners.delete(listener);
    },
    get: (id) => snapshot.rows.get(id),
    loadClosed: () => want('all'),
    stop() {
      stopped = true;
      Dexie.on.storagemutated.unsubscribe(onMutated);
    },
  };
}
