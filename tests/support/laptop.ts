import { mkdirSync } from 'node:fs';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { createBlobs } from '../../src-main/blobs/blobs.ts';
import { createData } from '../../src-renderer/data/create-data.ts';
import type { Data } from '../../src-renderer/data/data.ts';
import { createFakeBridge } from '../../src-renderer/platform/fake-bridge.ts';
import type { Result } from '../../src-shared/contract/errors.ts';
import { failureMessage } from '../../src-shared/contract/ipc-failure.ts';
import { systemClock } from '../../src-shared/time/clock.ts';

/** A console's data side as it runs in the page: engine, database, HTTP and live stream; only the screen is missing. */
export interface Laptop {
  data: Data;
  reports: string[];
  stop(): Promise<void>;
}

export interface LaptopOptions {
  /** Where main keeps files, as main does; in memory without it. */
  files?: string;
  /** Of a laptop that was stopped: its copy is found again. */
  indexedDb?: IDBFactory;
}

const OWN_FILE = /^app:\/\/console\/blob\/([0-9a-f]{64})$/;

function filesIn(folder: string) {
  mkdirSync(folder, { recursive: true });
  const blobs = createBlobs({ folder, workspace: () => 'team', clock: systemClock, report: () => undefined });
  const unwrap = <T>(result: Result<T>): T => {
    if (!result.ok) throw new Error(failureMessage(result.error));
    return result.value;
  };
  const calls: Parameters<typeof createFakeBridge>[0] = {
    'blobs.keep': async ({ bytes }) => unwrap(await blobs.keep(bytes)),
    'blobs.receive': async ({ hash, bytes }) => {
      unwrap(await blobs.receive(hash, bytes));
      return undefined;
    },
    'blobs.waiting': () => blobs.waiting(100),
    'blobs.confirm': async ({ hash }) => {
      await blobs.confirm(hash);
      return undefined;
    },
    'blobs.expect': async ({ hashes }) => {
      unwrap(await blobs.expect(hashes));
      return undefined;
    },
    'blobs.hold': ({ hashes }) => {
      blobs.hold(hashes);
      return undefined;
    },
    'blobs.have': ({ hashes }) => blobs.have(hashes),
  };
  return { blobs, calls };
}

export async function openLaptop(server: string, token: string, options: LaptopOptions = {}): Promise<Laptop> {
  const reports: string[] = [];
  const files = options.files === undefined ? undefined : filesIn(options.files);
  const bridge = createFakeBridge({
    ...files?.calls,
  });
  const data = await createData({
    bridge,
    connection: { server, token, tokenInMemoryOnly: false },
    clock: systemClock,
    indexedDb: { indexedDB: options.indexedDb ?? new IDBFactory(), IDBKeyRange },
    fetch: async (input, init) => {
      const hash = OWN_FILE.exec(String(input))?.[1];
      if (hash === undefined) return fetch(input, init);
      const bytes = (await files?.blobs.read(hash)) ?? bridge.blobs.get(hash)?.bytes;
      return bytes ? new Response(new Uint8Array(bytes)) : new Response(null, { status: 404 });
    },
    locks: { request: (_name, run) => run() },
    report: (what) => reports.push(what),
  });
  return { data, reports, stop: () => data.stop() };
}
