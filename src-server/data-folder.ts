import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type HeldLock, takeFolderLock } from './store/folder-lock.ts';

/** What a running server says about itself, for the commands that talk to it. */
const runtimeSchema = z.object({ pid: z.int(), url: z.string().optional(), version: z.string() });
export type Runtime = z.infer<typeof runtimeSchema>;

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

/** The server's folder; made, and closed to other users, when it is missing. */
export function openDataFolder(path: string, { create }: { create: boolean }): DataFolder {
  if (!existsSync(path)) {
    if (!create) throw new Error(`${path} does not exist; start a server on it first, or check --data`);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
  }
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
      rmSync(runtime, { force: true });
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
