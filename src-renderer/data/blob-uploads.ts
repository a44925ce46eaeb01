import type { AppError } from '../../src-shared/contract/errors.ts';
import type { Bridge } from '../../src-shared/contract/ipc.ts';
import { backoff } from '../../src-shared/sync/backoff.ts';
import type { Observable } from '../../src-shared/sync/observable.ts';
import { HOUR, type Millis, type Scheduler, SECOND } from '../../src-shared/time/clock.ts';
import type { BlobClient } from './blob-client.ts';

/** What the status line says of files. */
export interface BlobTransfers {
  /** Files made here that the server has not confirmed, and their bytes on the disk. */
  waiting: number;
  bytes: number;
  /** Why the server did not take them; null while nothing was refused. */
  problem: AppError | null;
}

const NOTHING_WAITS: BlobTransfers = { waiting: 0, bytes: 0, problem: null };

export interface BlobUploadsDeps {
  bridge: Bridge;
  client: BlobClient;
  /** The bytes of a file of this laptop; null when they are not there any more. */
  read(hash: string): Promise<ArrayBuffer | null>;
  /** Whether the server answers; changes are told by `wake`. */
  reachable(): boolean;
  scheduler: Scheduler;
  random(): number;
}

export interface BlobUploads {
  status: Observable<BlobTransfers>;
  /** Something new waits, or the server is there again. */
  wake(): void;
  stop(): void;
}

/** What one file is refused for, whatever the server's state: the others go on. */
const OF_ONE_FILE: ReadonlySet<AppError['code']> = new Set(['invalid', 'tooLarge', 'conflict']);
const AGAIN_AFTER_REFUSAL: Millis = HOUR;

/**
 * Sends what main says waits, one file after the other, and never gives up: main alone knows what waits, so that
 * neither a crash of the page nor the loss of IndexedDB loses a file.
 */
export function createBlobUploads(deps: BlobUploadsDeps): BlobUploads {
  const { bridge, client, scheduler } = deps;
  const listeners = new Set<() => void>();
  const abort = new AbortController();
  const { signal } = abort;
  let status = NOTHING_WAITS;
  let running = false;
  let again = false;
  let failures = 0;
  let timer: { cancel(): void } | undefined;
  /** Refused for what they are; tried again after an hour or a new start. */
  const refused = new Set<string>();
  let pardon: { cancel(): void } | undefined;

  const tell = (next: BlobTransfers) => {
    const same = next.waiting === status.waiting && next.bytes === status.bytes && next.problem === status.problem;
    if (same || signal.aborted) return;
    status = next;
    for (const listener of listeners) listener();
  };

  const whyRefused = () => (refused.size > 0 ? status.problem : null);

  const later = (delay: Millis) => {
    timer?.cancel();
    timer = scheduler.after(delay, wake);
  };

  async function send(hash: string, size: number): Promise<AppError | null> {
    const bytes = await deps.read(hash);
    // Damaged, which main has reported and taken off its list.
    if (!bytes) return null;
    const there = await client.has(hash, bytes.byteLength, signal);
    if (!there.ok) return there.error;
    if (!there.value) {
      const put = await client.put(hash, bytes, signal);
      if (!put.ok) return put.error;
    }
    await bridge.call('blobs.confirm', { hash });
    tell({ waiting: Math.max(0, status.waiting - 1), bytes: Math.max(0, status.bytes - size), problem: whyRefused() });
    return null;
  }

  /** Sends all that can be sent. Answers why it stopped before that. */
  async function round(): Promise<AppError | null> {
    const tried = new Set<string>();
    let problem: AppError | null = null;
    for (;;) {
      const { files, count, bytes } = await bridge.call('blobs.waiting');
      tell({ waiting: count, bytes, problem: count === 0 ? null : status.problem });
      const next = files.filter(({ hash }) => !tried.has(hash) && !refused.has(hash));
      // On a line that is too slow for a large one, the small ones get through.
      next.sort((a, b) => a.size - b.size);
      if (next.length === 0) return problem;
      for (const { hash, size } of next) {
        if (signal.aborted || !deps.reachable()) return problem;
        tried.add(hash);
        const failure = await send(hash, size);
        if (!failure) continue;
        if (!OF_ONE_FILE.has(failure.code)) return failure;
        problem = failure;
        refused.add(hash);
      }
    }
  }

  async function run(): Promise<void> {
    running = true;
    do {
      again = false;
      const failure = await round().catch((): AppError => ({ code: 'storageBroken', message: 'files' }));
      if (signal.aborted) break;
      if (!failure) {
        failures = 0;
        continue;
      }
      tell({ ...status, problem: failure.code === 'offline' ? null : failure });
      if (OF_ONE_FILE.has(failure.code)) {
        pardon ??= scheduler.after(AGAIN_AFTER_REFUSAL, () => {
          pardon = undefined;
          refused.clear();
          wake();
        });
        continue;
      }
      later(failure.code === 'tooMany' ? failure.retryAfter * SECOND : backoff(failures, deps.random()));
      failures += 1;
      again = false;
    } while (again);
    running = false;
  }

  function wake(): void {
    if (signal.aborted) return;
    timer?.cancel();
    timer = undefined;
    again = true;
    if (!running) void run();
  }

  return {
    status: {
      getSnapshot: () => status,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    wake,
    stop() {
      abort.abort();
      timer?.cancel();
      pardon?.cancel();
    },
  };
}
