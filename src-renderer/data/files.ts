import type { AppError } from '../../src-shared/contract/errors.ts';
import type { Bridge } from '../../src-shared/contract/ipc.ts';
import type { Observable } from '../../src-shared/sync/observable.ts';
import type { SyncStatus } from '../../src-shared/sync/status.ts';
import type { Clock, Scheduler } from '../../src-shared/time/clock.ts';
import type { ClientLog } from '../platform/client-log.ts';
import { createBlobClient } from './blob-client.ts';
import { createBlobDownloads } from './blob-downloads.ts';
import { createBlobReferences } from './blob-references.ts';
import { type BlobTransfers, createBlobUploads } from './blob-uploads.ts';
import { type Blobs, createBlobs } from './blobs.ts';
import type { VigieDatabase } from './database.ts';

export interface FilesDeps {
  bridge: Bridge;
  db: VigieDatabase;
  connection(): { server: string; token?: string } | null;
  fetch: typeof fetch;
  why?(url: URL): Promise<AppError>;
  status: Observable<SyncStatus>;
  clock: Clock;
  scheduler: Scheduler;
  random(): number;
  /** Whose history the copy was of when it was opened; null before the first copy. */
  epoch: Promise<string | null>;
  /** Nothing is read before the first screen is there. */
  shown?: Promise<void>;
  log?: ClientLog;
  report(what: string): void;
}

export interface Files {
  blobs: Blobs;
  transfers: Observable<BlobTransfers>;
  /** A change that was refused is tried again, and the server may have dropped its files: those that lie here are sent. */
  offer(hashes: readonly string[]): Promise<void>;
  /** The connection is another one, or the laptop woke up. */
  wake(): void;
  stop(): void;
}

/** Files that main is told of at once. */
const AT_ONCE = 1_000;

/** Which history of the server the copy is of. */
export const epochOf = async (db: VigieDatabase): Promise<string | null> => (await db.meta.get('meta'))?.epoch ?? null;

/** Files of this laptop and their way to and from the server, beside the sync of records, which waits for none of it. */
export function createFiles(deps: FilesDeps): Files {
  const { bridge, db, status, clock, scheduler, random } = deps;
  let { epoch } = deps;
  let stopped = false;
  const reachable = () => {
    const { phase, problem } = status.getSnapshot();
    return (phase === 'live' || phase === 'syncing') && problem === null;
  };
  const client = createBlobClient(deps);
  const blobs = createBlobs({ bridge, kept: () => uploads.wake(), wanted: (hash) => downloads.want(hash) });
  const uploads = createBlobUploads({
    bridge,
    client,
    read: async (hash) => {
      const answer = await deps.fetch(blobs.url(hash)).catch(() => null);
      return answer?.ok ? answer.arrayBuffer() : null;
    },
    reachable,
    scheduler,
    random,
  });
  const downloads = createBlobDownloads({ bridge, client, states: blobs, reachable, clock, scheduler, random });
  const references = createBlobReferences({
    db,
    scheduler,
    idle: () =>
      new Promise((resolve) => {
        if ('requestIdleCallback' in globalThis) globalThis.requestIdleCallback(() => resolve(), { timeout: 5_000 });
        else scheduler.after(0, resolve);
      }),
    found: downloads.prefetch,
    refused: async (hashes) => {
      await bridge.call('blobs.hold', { hashes: hashes.slice(0, AT_ONCE) });
    },
    failed: (error) => deps.report(`files: ${error}`),
  });

  /** A server restored from a backup may have lost files that it had confirmed. */
  const renewed = async () => {
    const [before, now] = [await epoch, await epochOf(db)];
    if (now === null || now === before) return;
    if (before !== null) {
      const named = await references.all();
      for (let from = 0; from < named.length; from += AT_ONCE) {
        await bridge.call('blobs.expect', { hashes: named.slice(from, from + AT_ONCE) });
      }
    }
    epoch = Promise.resolve(now);
  };

  let wasReachable = false;
  const look = () => {
    const is = reachable();
    if (is && !wasReachable) {
      void renewed()
        .catch(() => undefined)
        .finally(uploads.wake);
      downloads.wake();
    }
    wasReachable = is;
  };
  const off = status.subscribe(look);
  void Promise.resolve(deps.shown).then(async () => {
    // Before anything comes or is confirmed, and so makes room for itself.
    if (!stopped) await references.hold().catch(() => undefined);
    if (stopped) return;
    // Also without a server: how much waits is said.
    uploads.wake();
    references.start();
    look();
  });

  return {
    blobs,
    transfers: uploads.status,
    async offer(hashes) {
      if (hashes.length === 0) return;
      await bridge.call('blobs.expect', { hashes: hashes.slice(0, AT_ONCE) });
      uploads.wake();
    },
    wake() {
      uploads.wake();
      downloads.wake();
    },
    stop() {
      stopped = true;
      off();
      references.stop();
      uploads.stop();
      downloads.stop();
    },
  };
}
