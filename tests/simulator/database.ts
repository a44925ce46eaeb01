import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteStore, type SqliteStore } from '../../src-server/store/sqlite.ts';
import type { Store } from '../../src-server/store/store.ts';

/** A file system without a disk: power cuts are not among the simulated faults, and each fsync would be waited for. */
const MEMORY = '/dev/shm';

/** How one server process opens the database. */
export interface OpenOptions {
  newEpoch(): string;
  faults: { beforeCommit(): void; afterCommit(): void };
}

/** The database of one simulated workspace, whatever the processes over it. */
export interface SimDatabase {
  open(options: OpenOptions): Promise<Store>;
  close(store: Store): Promise<void>;
  /** Its contents as they are now, for `restore`. Some process has it open. */
  keep(): Promise<unknown>;
  /** Puts kept contents in its place. No process has it open. */
  restore(kept: unknown): Promise<void>;
  /** Resolves when nothing that was asked of it is left unanswered; undefined where answers need no time of their own. */
  settled?: () => Promise<void>;
  dispose(): Promise<void>;
}

/** For a single process: in memory. */
export function createMemoryDatabase(template: Uint8Array): SimDatabase {
  let bytes = template;
  let opened: SqliteStore | undefined;
  const image = async () => {
    if (!opened) throw new Error('the database is not open');
    return opened.image();
  };
  return {
    async open(options) {
      opened = await createSqliteStore({ file: ':memory:', image: bytes, ...options });
      return opened;
    },
    async close(store) {
      bytes = await image();
      await store.close();
    },
    keep: image,
    async restore(kept) {
      if (kept instanceof Uint8Array) bytes = kept;
    },
    async dispose() {},
  };
}

/** Lets one in at a time. */
function createTurnstile() {
  const waiting: (() => void)[] = [];
  let taken = false;
  return {
    enter(): Promise<void> {
      if (!taken) {
        taken = true;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        waiting.push(resolve);
      });
    },
    leave(): void {
      const next = waiting.shift();
      if (next) next();
      else taken = false;
    },
  };
}

/**
 * For several processes over one file, each with its own connections. They all live in one thread, where SQLite's own
 * way to wait for a lock would wait for ever: a turnstile before each write stands for it.
 */
export function createFileDatabase(template: Uint8Array): SimDatabase {
  const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'vigie-sim-'));
  const file = join(folder, 'vigie.db');
  const { enter, leave } = createTurnstile();
  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    await enter();
    return work().finally(leave);
  };
  writeFileSync(file, template);
  const opened = new Map<Store, SqliteStore>();
  return {
    async open(options) {
      const store = await createSqliteStore({ file, gather: enter, onWritten: leave, ...options });
      const process: Store = {
        ...store,
        compact: (version) => alone(() => store.compact(version)),
        renewEpoch: () => alone(() => store.renewEpoch()),
      };
      opened.set(process, store);
      return process;
    },
    async close(store) {
      opened.delete(store);
      await alone(() => store.close());
    },
    async keep() {
      const [store] = opened.values();
      if (!store) throw new Error('the database is not open');
      return alone(() => store.image());
    },
    async restore(kept) {
      for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
      if (kept instanceof Uint8Array) writeFileSync(file, kept);
    },
    async dispose() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
