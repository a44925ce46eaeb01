import path from 'node:path';
import { type AppError, err, ok, type Result } from '../../src-shared/contract/errors.ts';
import { EVIDENCE_BYTES } from '../../src-shared/model/run.ts';
import { type Clock, HOUR, type Instant } from '../../src-shared/time/clock.ts';
import { diskFailure } from '../platform/disk-failure.ts';
import { createBlobFiles, hashOf, type StoredBlob } from './blob-files.ts';
import { createWaitingList } from './waiting-list.ts';

/** Bytes of files that are on the server too; the least recently used go first. */
const KEPT_BYTES = 1024 ** 3;
/** Bytes of files that the server has not confirmed: above it no more are taken. */
const WAITING_BYTES = 1024 ** 3;
/** Calls that may stand in line; an honest page makes one after the other. */
const MOST_IN_LINE = 64;
/** Files that are looked for over and over are marked as used so often at most. */
const TOUCH_EVERY = HOUR;

export interface BlobsDeps {
  /** `blobs` in the user's data folder. */
  folder: string;
  /** Of the server that is named now. */
  workspace(): string;
  clock: Clock;
  report(problem: string): void;
  limits?: { kept?: number; waiting?: number };
}

export interface WaitingBlob {
  hash: string;
  size: number;
}

export interface BlobUsage {
  count: number;
  /** On the disk. */
  bytes: number;
  waiting: number;
  waitingBytes: number;
  limit: number;
}

/** Files by their content, outside the browser's own storage: evidence of runs, pictures of procedures. */
export interface Blobs {
  /** Keeps a file that was made here until the server has confirmed it. Durable when it answers. */
  keep(bytes: Uint8Array): Promise<Result<{ hash: string; size: number }, AppError>>;
  /** Keeps a file that came from the server; refused when the bytes are not those of the hash. */
  receive(hash: string, bytes: Uint8Array): Promise<Result<void, AppError>>;
  /** What the named server has not confirmed, oldest use first, and how much that is. */
  waiting(most: number): Promise<{ files: WaitingBlob[]; count: number; bytes: number }>;
  /** The named server has the file. */
  confirm(hash: string): Promise<void>;
  /** The named server has lost these files (a restored backup): those that lie here wait again. */
  expect(hashes: readonly string[]): Promise<Result<void, AppError>>;
  /** These, and none that were named before, go last when room is made: a change that was refused names them, nothing else may. */
  hold(hashes: readonly string[]): void;
  /** Those of the hashes that lie here. */
  have(hashes: readonly string[]): Promise<string[]>;
  /** The bytes, checked against the hash; undefined when they do not lie here. */
  read(hash: string): Promise<Buffer | undefined>;
  usage(): Promise<BlobUsage>;
}

interface Index {
  stored: Map<string, StoredBlob>;
  waiting: Map<string, Set<string>>;
}

export function createBlobs({ folder, workspace, clock, report, limits = {} }: BlobsDeps): Blobs {
  const files = createBlobFiles(folder);
  const marks = createWaitingList(path.join(folder, 'waiting'));
  const keptLimit = limits.kept ?? KEPT_BYTES;
  const waitingLimit = limits.waiting ?? WAITING_BYTES;
  let index: Promise<Index> | undefined;
  let held: ReadonlySet<string> = new Set();
  let inLine = 0;
  let queue: Promise<unknown> = Promise.resolve();

  /** Reads the folder once, when somebody first asks: no start waits for it. */
  const loaded = (): Promise<Index> => {
    index ??= Promise.all([files.scan(), marks.scan()]).then(
      ([stored, waiting]) => {
        // Marked, and gone before its bytes were whole: nobody was told that it is kept.
        for (const hash of waiting.keys()) if (!stored.has(hash)) waiting.delete(hash);
        return { stored, waiting };
      },
      (error: unknown) => {
        index = undefined;
        throw error;
      },
    );
    return index;
  };

  /** One job at a time changes the folder. */
  const alone = <T>(job: (at: Index) => Promise<T>): Promise<T> => {
    inLine += 1;
    const result = queue.then(async () => job(await loaded()));
    queue = result.then(
      () => {
        inLine -= 1;
      },
      () => {
        inLine -= 1;
      },
    );
    return result;
  };

  const guarded = async <T>(job: (at: Index) => Promise<Result<T, AppError>>): Promise<Result<T, AppError>> => {
    if (inLine >= MOST_IN_LINE) return err({ code: 'tooMany', retryAfter: 1 });
    try {
      return await alone(job);
    } catch (error) {
      const failure = diskFailure(error);
      report(`blobs: ${failure.code}`);
      return err(failure);
    }
  };

  const sum = ({ stored, waiting }: Index, isWaiting: boolean): number => {
    let bytes = 0;
    for (const [hash, { size }] of stored) if (waiting.has(hash) === isWaiting) bytes += size;
    return bytes;
  };

  /** The bytes where they are whole. A damaged file is no file: what the server has is fetched anew. */
  const readWhole = async ({ stored, waiting }: Index, hash: string): Promise<Buffer | undefined> => {
    const known = stored.get(hash);
    if (!known) return undefined;
    const bytes = await files.read(hash, known.packed);
    if (typeof bytes !== 'string') return bytes;
    stored.delete(hash);
    if (bytes === 'damaged') {
      report(`blobs: ${hash} is damaged${waiting.has(hash) ? ' and was not on the server yet' : ''}`);
      if (waiting.has(hash)) await files.setAside(hash, known.packed);
      else await files.remove(hash, known.packed);
    }
    return undefined;
  };

  const evict = async (at: Index) => {
    let kept = sum(at, false);
    if (kept <= keptLimit) return;
    const oldest = [...at.stored]
      .filter(([hash]) => !at.waiting.has(hash))
      .sort(([one, a], [other, b]) => Number(held.has(one)) - Number(held.has(other)) || a.usedAt - b.usedAt);
    for (const [hash, { packed, size }] of oldest) {
      if (kept <= keptLimit) break;
      await files.remove(hash, packed);
      at.stored.delete(hash);
      kept -= size;
    }
  };

  const mark = async ({ waiting }: Index, hash: string) => {
    const name = workspace();
    await marks.add(name, hash);
    return () => waiting.set(hash, (waiting.get(hash) ?? new Set()).add(name));
  };

  const touch = async ({ stored }: Index, hash: string, now: Instant) => {
    const known = stored.get(hash);
    if (!known || now - known.usedAt < TOUCH_EVERY) return;
    known.usedAt = now;
    await files.touch(hash, known.packed, now).catch(() => undefined);
  };

  return {
    keep: (bytes) =>
      guarded(async (at) => {
        if (bytes.length > EVIDENCE_BYTES) return err({ code: 'tooLarge', limit: EVIDENCE_BYTES });
        const hash = hashOf(bytes);
        if (!at.waiting.has(hash) && sum(at, true) + bytes.length > waitingLimit) {
          return err({ code: 'tooMuchWaiting', limit: waitingLimit });
        }
        const marked = await mark(at, hash);
        // Written anew although it lies here: it may have come from a server, and then no power cut was thought of.
        at.stored.set(hash, await files.write(hash, bytes, clock.now(), true));
        marked();
        return ok({ hash, size: bytes.length });
      }),
    receive: (hash, bytes) =>
      guarded(async (at) => {
        if (bytes.length > EVIDENCE_BYTES) return err({ code: 'tooLarge', limit: EVIDENCE_BYTES });
        if (hashOf(bytes) !== hash) return err({ code: 'invalid', message: 'the bytes are not those of the hash' });
        if (at.stored.has(hash)) return ok(undefined);
        // Not durable: what a power cut tears is found by its hash and fetched again.
        at.stored.set(hash, await files.write(hash, bytes, clock.now(), false));
        await evict(at);
        return ok(undefined);
      }),
    waiting: (most) =>
      alone(async ({ stored, waiting }) => {
        const name = workspace();
        const mine = [...waiting].flatMap(([hash, who]) => {
          const file = stored.get(hash);
          return file && who.has(name) ? [{ hash, size: file.size, usedAt: file.usedAt }] : [];
        });
        mine.sort((a, b) => a.usedAt - b.usedAt);
        const bytes = mine.reduce((all, { size }) => all + size, 0);
        return { files: mine.slice(0, most).map(({ hash, size }) => ({ hash, size })), count: mine.length, bytes };
      }),
    confirm: (hash) =>
      alone(async (at) => {
        const name = workspace();
        const who = at.waiting.get(hash);
        if (!who?.delete(name)) return;
        if (who.size === 0) at.waiting.delete(hash);
        await marks.remove(name, hash).catch(() => undefined);
        await evict(at);
      }),
    expect: (hashes) =>
      guarded(async (at) => {
        for (const hash of hashes) if (at.stored.has(hash)) (await mark(at, hash))();
        return ok(undefined);
      }),
    hold(hashes) {
      held = new Set(hashes);
    },
    have: (hashes) => alone(async ({ stored }) => hashes.filter((hash) => stored.has(hash))),
    async read(hash) {
      const at = await loaded();
      const bytes = await readWhole(at, hash);
      if (bytes) await touch(at, hash, clock.now());
      return bytes;
    },
    usage: () =>
      alone(async (at) => {
        const waitingBytes = sum(at, true);
        const waiting = [...at.stored.keys()].filter((hash) => at.waiting.has(hash)).length;
        return { count: at.stored.size, bytes: waitingBytes + sum(at, false), waiting, waitingBytes, limit: keptLimit };
      }),
  };
}
