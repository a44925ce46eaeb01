import type { Bridge } from '../../src-shared/contract/ipc.ts';
import { backoff } from '../../src-shared/sync/backoff.ts';
import { type Clock, type Instant, MINUTE, type Scheduler, SECOND } from '../../src-shared/time/clock.ts';
import type { BlobClient } from './blob-client.ts';
import type { BlobStates } from './blobs.ts';

/** Requests for files at once: live, pushes and pulls have the rest of the six that a browser allows one host. */
const AT_ONCE = 3;
/** Files that main is asked for at once. */
const LOOK_AT_ONCE = 1_000;
/** A file that the server does not have is asked for again after 1 s, 2 s, 4 s … 10 min. */
const FIRST_AGAIN = SECOND;
const LAST_AGAIN = 10 * MINUTE;
/** From then on, an hour and a half after the first question, it counts as missing; it is asked for all the same. */
const MISSING_AFTER = 17;

export interface BlobDownloadsDeps {
  bridge: Bridge;
  client: BlobClient;
  states: BlobStates;
  reachable(): boolean;
  clock: Clock;
  scheduler: Scheduler;
  random(): number;
}

export interface BlobDownloads {
  /** A screen shows it: before all others. */
  want(hash: string): void;
  /** To be here before the network goes. */
  prefetch(hashes: readonly string[]): Promise<void>;
  wake(): void;
  stop(): void;
}

/** Brings files to this laptop while the server answers: what a screen shows first. */
export function createBlobDownloads(deps: BlobDownloadsDeps): BlobDownloads {
  const { bridge, client, states, clock, scheduler } = deps;
  const abort = new AbortController();
  const { signal } = abort;
  /** The newest wish last. */
  const wanted = new Set<string>();
  const ahead = new Set<string>();
  const underWay = new Set<string>();
  const absent = new Map<string, { tries: number; at: Instant }>();
  let failures = 0;
  let timer: { cancel(): void } | undefined;
  let paused = false;

  const later = (delay: number) => {
    timer?.cancel();
    timer = scheduler.after(delay, wake);
  };

  const next = (): string | undefined => {
    const isDue = (hash: string) => !underWay.has(hash) && (absent.get(hash)?.at ?? 0) <= clock.now();
    const shown = [...wanted].findLast(isDue);
    if (shown !== undefined) return shown;
    for (const hash of ahead) if (isDue(hash)) return hash;
    return undefined;
  };

  const done = (hash: string) => {
    wanted.delete(hash);
    ahead.delete(hash);
    absent.delete(hash);
  };

  async function bring(hash: string): Promise<void> {
    const answer = await client.get(hash, signal);
    if (signal.aborted) return;
    if (!answer.ok) {
      paused = true;
      later(answer.error.code === 'tooMany' ? answer.error.retryAfter * SECOND : backoff(failures, deps.random()));
      failures += 1;
      return;
    }
    failures = 0;
    if (answer.value === null) {
      const tries = (absent.get(hash)?.tries ?? 0) + 1;
      absent.set(hash, { tries, at: clock.now() + Math.min(LAST_AGAIN, FIRST_AGAIN * 2 ** (tries - 1)) });
      states.set(hash, tries < MISSING_AFTER ? 'waiting' : 'missing');
      return;
    }
    try {
      await bridge.call('blobs.receive', { hash, bytes: answer.value });
      done(hash);
      states.set(hash, 'here');
    } catch {
      // Wrong bytes, or this laptop's disk: later.
      absent.set(hash, { tries: absent.get(hash)?.tries ?? 0, at: clock.now() + LAST_AGAIN });
    }
  }

  function pump(): void {
    while (!paused && !signal.aborted && deps.reachable() && underWay.size < AT_ONCE) {
      const hash = next();
      if (hash === undefined) break;
      underWay.add(hash);
      void bring(hash).finally(() => {
        underWay.delete(hash);
        pump();
      });
    }
    if (!paused && underWay.size === 0 && absent.size > 0) {
      const first = Math.min(...[...absent.values()].map(({ at }) => at));
      later(Math.max(SECOND, first - clock.now()));
    }
  }

  function wake(): void {
    if (signal.aborted) return;
    timer?.cancel();
    paused = false;
    pump();
  }

  return {
    want(hash) {
      wanted.delete(hash);
      wanted.add(hash);
      pump();
    },
    async prefetch(hashes) {
      for (let from = 0; from < hashes.length; from += LOOK_AT_ONCE) {
        const asked = hashes.slice(from, from + LOOK_AT_ONCE);
        const here = new Set(await bridge.call('blobs.have', { hashes: asked }));
        for (const hash of asked) {
          if (here.has(hash)) states.set(hash, 'here');
          else ahead.add(hash);
        }
      }
      pump();
    },
    wake,
    stop() {
      abort.abort();
      timer?.cancel();
    },
  };
}
