import { afterEach, beforeEach } from 'vitest';
import type { StoreDeps } from '../../src-server/store/engine.ts';
import type { LogEntry, Store, Timer } from '../../src-server/store/store.ts';
import { incidentId, personId } from '../../src-shared/model/ids.ts';

/** An empty database of the kind that is tested. */
export interface StoreBench {
  /** A store over it; several are several processes. Those left open are closed by `useBench`. */
  open(deps?: StoreDeps): Promise<Store>;
  /** Whether stores of one thread can wait for each other: SQLite's own way to wait would stop the thread. */
  parallel: boolean;
  /** Changes it behind the store's back. */
  spoil(statement: string): Promise<void>;
  dispose(): Promise<void>;
}

/** A new bench before each test. What it answers reads the one of the test that runs. */
export function useBench(make: () => Promise<StoreBench>) {
  let bench: StoreBench;
  let opened: Store[];
  const closeAll = () => Promise.all(opened.splice(0).map((store) => store.close()));
  beforeEach(async () => {
    bench = await make();
    opened = [];
  });
  afterEach(async () => {
    await closeAll();
    await bench.dispose();
  });
  return {
    parallel: () => bench.parallel,
    spoil: (statement: string) => bench.spoil(statement),
    aStore: async (deps: StoreDeps = {}): Promise<Store> => {
      const store = await bench.open(deps);
      opened.push(store);
      return store;
    },
    closeAll,
  };
}

export const team = (store: Store, id: string, name = id) =>
  store.write(async (tx) => tx.apply([{ collection: 'team', id, doc: { name } }]));
export const view = (store: Store, id: string, visibility: 'all' | 'owner', name = id) =>
  store.write(async (tx) =>
    tx.apply([{ collection: 'savedView', id, doc: { name, owner: personId('ines'), visibility, filter: {} } }]),
  );
export const teams = async (store: Store) => (await store.read((tx) => tx.all('team'))).map((one) => one.doc.name);
export const timer = (key: string, fireAt: number, owner: string): Timer => ({
  key,
  fireAt,
  kind: 'incident.autoClose',
  payload: { id: incidentId('i') },
  owner,
});
export const entry = (name: string): LogEntry => ({
  client: '',
  seq: null,
  name,
  args: { name },
  actor: { kind: 'person', id: personId('ines') },
  via: 'cli',
  at: 1,
  receivedAt: 2,
  outcome: { kind: 'applied' },
});
