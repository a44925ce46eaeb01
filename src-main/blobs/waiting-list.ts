import { mkdir, open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '../platform/write-whole.ts';

const HASH = /^[0-9a-f]{64}$/;
const WORKSPACE = /^[0-9a-z]{1,32}$/;

/**
 * Which files which server has not confirmed: an empty file each, `waiting/<workspace>/<hash>`, durable before the bytes
 * are, so that no crash leaves bytes that nobody would send.
 */
export interface WaitingList {
  /** Workspaces by hash. */
  scan(): Promise<Map<string, Set<string>>>;
  /** Resolves when the mark is durable. */
  add(workspace: string, hash: string): Promise<void>;
  remove(workspace: string, hash: string): Promise<void>;
}

export function createWaitingList(root: string): WaitingList {
  const folderOf = (workspace: string) => path.join(root, workspace);
  return {
    async scan() {
      const found = new Map<string, Set<string>>();
      for (const workspace of (await readdir(root).catch(() => [])).filter((name) => WORKSPACE.test(name))) {
        for (const hash of await readdir(folderOf(workspace))) {
          if (HASH.test(hash)) found.set(hash, (found.get(hash) ?? new Set()).add(workspace));
        }
      }
      return found;
    },
    async add(workspace, hash) {
      const folder = folderOf(workspace);
      if (await mkdir(folder, { recursive: true, mode: 0o700 })) {
        await syncFolder(root);
        await syncFolder(path.dirname(root));
      }
      await (await open(path.join(folder, hash), 'w', 0o600)).close();
      await syncFolder(folder);
    },
    // Losing this only sends a file again, which the server knows already: no sync.
    remove: (workspace, hash) => rm(path.join(folderOf(workspace), hash), { force: true }),
  };
}
