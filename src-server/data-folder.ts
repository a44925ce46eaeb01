import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type HeldLock, takeFolderLock } from './store/folder-lock.ts';

/** What a running server says about itself, for the commands that talk to it. */
const runtimeSchema = z.object({ pid: z.int(), url: z.string().optional(), version: z.string() });
type Runtime = z.infer<typeof runtimeSchema>;

/** Another process holds the folder. */
export class FolderLocked extends Error {}

export interface DataFolder {
  path: string;
  store: string;
  identity: string;
  readRuntime(): Runtime | undefined;
  writeRuntime(runtime: Runtime): void;
  removeRuntime(): void;
  /** Held until `release` or the death of the process, however it dies. Throws `FolderLocked`. */
  lock(): HeldLock;
}

/** `mkdirSync` with `recursive` never returns where a file system refuses with ENOENT, as /proc does. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message.split(',')[0] : String(error));

function prepareFolder(path: string): void {
  if (existsSync(path)) return;
  try {
    makeFolder(path);
    chmodSync(path, 0o700);
  } catch (error) {
    throw new Error(`${path} cannot be made: ${reasonOf(error)}; check --data`);
  }
}

function checkFolder(path: string): void {
  if (!statSync(path).isDirectory()) throw new Error(`${path} is not a folder; check --data`);
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(`${path} cannot be written to: ${reasonOf(error)}; the server needs its data folder for itself`);
  }
}

/** The server's folder; made, and closed to other users, when it is missing. Throws, naming it, when it is no use. */
export function openDataFolder(path: string, { create }: { create: boolean }): DataFolder {
  if (!create && !existsSync(path)) {
    throw new Error(`${path} does not exist; start a server on it first, or check --data`);
  }
  prepareFolder(path);
  checkFolder(path);
  const runtime = join(path, 'server.json');
  const readRuntime = (): Runtime | undefined => {
    try {
      return runtimeSchema.parse(JSON.parse(readFileSync(runtime, 'utf8')));
    } catch {
      return undefined;
    }
  };
  return {
    path,
    store: join(path, 'vigie.db'),
    identity: join(path, 'identity.db'),
    readRuntime,
    writeRuntime(value) {
      writeFileSync(`${runtime}.new`, JSON.stringify(value));
      renameSync(`${runtime}.new`, runtime);
    },
    removeRuntime() {
      // Processes that share a database may share a folder too.
      if (readRuntime()?.pid === process.pid) rmSync(runtime, { force: true });
    },
    lock() {
      const held = takeFolderLock(join(path, 'lock.db'));
      if (held) return held;
      const holder = readRuntime();
      throw new FolderLocked(
        `${path} is in use by another Vigie server${holder ? ` (process ${holder.pid})` : ''}; stop it, or use another --data`,
      );
    },
  };
}
