import { setImmediate } from 'node:timers/promises';
import { pino } from 'pino';
import { type Clock, DAY, HOUR, type Millis, SECOND, schedulerOn } from '../src-shared/time/clock.ts';
import { buildApp } from './app.ts';
import { sweepFiles } from './blobs/sweep.ts';
import type { Settings } from './config.ts';
import type { DataFolder } from './data-folder.ts';
import { rearmHeartbeats } from './heartbeats/rearm.ts';
import { createAttempts } from './identity/attempts.ts';
import { createLiveHub } from './live/hub.ts';
import { createServerLog, mutationIds } from './log.ts';
import { createMetrics } from './metrics.ts';
import { openStorage } from './open-storage.ts';
import { loadPack } from './pack.ts';
import type { BugListener } from './sync/run-mutation.ts';
import { createTimerLoop } from './timers/loop.ts';
import { readBackupNote } from './upkeep/backup-note.ts';
import { diskOf, folderBytes } from './upkeep/usage.ts';
import { watchStore } from './upkeep/watch-store.ts';
import { productVersion } from './version.ts';

export interface RunningServer {
  url: string;
  /** Finishes what is being answered, ends the live streams and closes the store. */
  stop(): Promise<void>;
}

/** Starts everything, on PostgreSQL or on a data folder that this process has locked. */
export async function startServer(folder: DataFolder, settings: Settings, clock: Clock): Promise<RunningServer> {
  const version = productVersion();
  // Standard output carries one line for whoever started us; the log goes to standard error.
  const destination = pino.destination(2);
  // A log that cannot be written (full disk, closed pipe) must not end the server.
  destination.on('error', () => undefined);
  const log = createServerLog(settings.logLevel, destination);
  const scheduler = schedulerOn(globalThis);
  const onError = (err: unknown) => {
    metrics.errors.inc({ class: 'background' });
    log.error({ err }, 'background work failed');
  };
  const storage = await openStorage(settings, folder, clock, {
    follow: true,
    gather: () => setImmediate(),
    onListenerError: onError,
    onWritten(took, jobs) {
      metrics.commitTime.observe(took / SECOND);
      metrics.commitJobs.observe(jobs);
    },
  });
  const store = watchStore(storage.store, (problem) => metrics.writeFailures.inc({ problem }));
  const onBug: BugListener = (err, mutation) => {
    metrics.errors.inc({ class: 'bug' });
    log.error({ err, ...mutationIds(mutation) }, 'a mutator failed');
  };
  const identity = await storage.identity();
  const hub = createLiveHub({ store, clock, scheduler, onError });
  const metrics = createMetrics({
    liveConsoles: () => hub.size(),
    version: async () => (await store.read((tx) => tx.workspace())).version,
    timersRanAt: () => timers.ranAt(),
    storeBytes: async () => {
      if (settings.database === undefined) return folderBytes(folder);
      const { postgresBytes } = await import('./store/inspect-postgres.ts');
      return { database: await postgresBytes(settings.database) };
    },
    disk: () => diskOf(folder.path),
    lastBackupAt: () => readBackupNote(folder.path)?.at ?? null,
    files: async () => ({ ...(await store.blobs.usage()), quota: settings.filesQuota * 1e6 }),
    build: { version, node: process.versions.node, store: settings.database === undefined ? 'sqlite' : 'postgres' },
  });
  const timers = createTimerLoop({
    store,
    clock,
    scheduler,
    onFired: (_timer, lag) => metrics.timerLag.observe(Math.max(0, lag) / SECOND),
    onError,
    onBug,
  });
  if (settings.pack !== 'none') await loadPack(store, clock, settings.pack);
  // A disk that is full keeps timers as they were, and no server from starting.
  await rearmHeartbeats(store, clock.now()).catch(onError);

  const attempts = createAttempts({ clock });
  const app = await buildApp({ store, identity, attempts, hub, timers, metrics, clock, settings, version, onBug }, log);
  identity.onRevoked((tokenId) => hub.drop(tokenId));

  let polling: { cancel(): void } | undefined;
  const pollOn = () => {
    polling = scheduler.after(SECOND, () => {
      store
        .poll()
        .catch(onError)
        .finally(() => polling && pollOn());
    });
  };

  let sweeping: { cancel(): void } | undefined;
  const sweepOn = (after: Millis) => {
    sweeping = scheduler.after(after, () => {
      sweepFiles(store, clock.now())
        .then((dropped) => dropped > 0 && log.info({ dropped }, 'files that nothing names any more'))
        .catch(onError)
        .finally(() => sweeping && sweepOn(DAY));
    });
  };

  const stop = async () => {
    sweeping?.cancel();
    sweeping = undefined;
    polling?.cancel();
    polling = undefined;
    hub.stop();
    await app.close();
    await timers.stop();
    await storage.close();
    folder.removeRuntime();
  };

  hub.start();
  timers.start();
  pollOn();
  sweepOn(HOUR);
  try {
    const url = await app.listen({ host: settings.host, port: settings.port });
    folder.writeRuntime({ pid: process.pid, url, version });
    log.info({ url, data: folder.path, version }, 'listening');
    return {
      url,
      async stop() {
        await stop();
        log.info('stopped');
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
