import type { Row } from '../../src-shared/sync/local-store.ts';
import type { Observable } from './data.ts';
import type { VigieDatabase } from './database.ts';
import type { Records } from './records.ts';
import { createRowIndex, type RowsSnapshot } from './row-index.ts';

/** `open`: everything that is not closed is here. `all`: the closed ones too, which come a page at a time. */
type Loaded = 'nothing' | 'open' | 'all';
export type IncidentSnapshot = RowsSnapshot<Row<'incident'>, Loaded>;

/** The incidents in memory. Closed ones come in when somebody first asks for them. */
export interface IncidentIndex extends Observable<IncidentSnapshot> {
  get(id: string): Row<'incident'> | undefined;
  loadClosed(): void;
  stop(): void;
}

const OPEN = ['triggered', 'acknowledged', 'resolved'];

/** Reads nothing until the first listener; from then on it follows the database until `stop`. */
export function createIncidentIndex(db: VigieDatabase, records: Records): IncidentIndex {
  let wanted: Loaded = 'nothing';
  const keep = (row: Row<'incident'> | undefined) =>
    row && (wanted === 'all' || row.doc.status !== 'closed') ? row : undefined;

  const index = createRowIndex<Row<'incident'>, Loaded>({
    db,
    table: db.incident.name,
    nothing: 'nothing',
    async readAll(show, isOvertaken) {
      const all = wanted === 'all';
      const lying = await (all ? db.incident.toArray() : db.incident.where('doc.status').anyOf(OPEN).toArray());
      const rows = new Map(lying.map((row) => [row.id, row]));
      if (all) {
        let shown = 0;
        for await (const page of records.history('incident')) {
          for (const row of page) rows.set(row.id, row);
          if (isOvertaken()) return;
          // More often would only keep the list from being read.
          if (rows.size < 2 * shown) continue;
          shown = rows.size;
          show({ rows: new Map(rows), loaded: 'open' });
        }
      }
      show({ rows, loaded: all ? 'all' : 'open' });
    },
    readSome: async (ids) => (await records.many('incident', ids)).map(keep),
    mayTouchAny: (parts) => wanted === 'all' && parts[`idb://${db.name}/${db.pageKeys.name}/`] !== undefined,
  });

  const want = (what: 'open' | 'all') => {
    if (wanted === what || wanted === 'all') return;
    wanted = what;
    index.read();
  };

  return {
    getSnapshot: index.getSnapshot,
    subscribe(listener) {
      const leave = index.subscribe(listener);
      want('open');
      return leave;
    },
    get: (id) => index.getSnapshot().rows.get(id),
    loadClosed: () => want('all'),
    stop: index.stop,
  };
}
