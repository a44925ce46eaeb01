import { statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import type { DataFolder } from '../data-folder.ts';

/** Space of the file system that holds `path`, in bytes; `free` is what a process without privileges may take. */
export async function diskOf(path: string): Promise<{ free: number; size: number }> {
  const { bavail, blocks, bsize } = await statfs(path);
  return { free: bavail * bsize, size: blocks * bsize };
}

/** Bytes of a file; 0 when it is missing. */
export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** What the data folder holds, in bytes by part. */
export function folderBytes(folder: Pick<DataFolder, 'store' | 'identity'>) {
  return {
    database: sizeOf(folder.store),
    wal: sizeOf(`${folder.store}-wal`),
    accounts: sizeOf(folder.identity) + sizeOf(`${folder.identity}-wal`),
  };
}
