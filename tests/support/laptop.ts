import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { createData } from '../../src-renderer/data/create-data.ts';
import type { Data } from '../../src-renderer/data/data.ts';
import { createFakeBridge } from '../../src-renderer/platform/fake-bridge.ts';
import { systemClock } from '../../src-shared/time/clock.ts';

/** A console's data side as it runs in the page: engine, database, HTTP and live stream; only the screen is missing. */
export interface Laptop {
  data: Data;
  reports: string[];
  stop(): Promise<void>;
}

export async function openLaptop(server: string, token: string): Promise<Laptop> {
  const reports: string[] = [];
  const bridge = createFakeBridge({ 'connection.get': () => ({ server, token, tokenInMemoryOnly: false }) });
  const data = await createData({
    bridge,
    clock: systemClock,
    indexedDb: { indexedDB: new IDBFactory(), IDBKeyRange },
    fetch: (input, init) => fetch(input, init),
    locks: { request: (_name, run) => run() },
    report: (what) => reports.push(what),
  });
  return { data, reports, stop: () => data.stop() };
}
