import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { EVIDENCE_BYTES } from '../../src-shared/model/run.ts';
import type { Instant } from '../../src-shared/time/clock.ts';
import { syncFolder, writeWhole } from '../platform/write-whole.ts';
import { isPacked } from './content-type.ts';

const compress = promisify(gzip);
const expand = promisify(gunzip);

/** Compression that saves less than this share is not worth the reading. */
const WORTH = 0.9;
const NAME = /^([0-9a-f]{64})(\.gz)?$/;
const FOLDER = /^[0-9a-f]{2}$/;

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A file as it lies on the disk. */
export interface StoredBlob {
  packed: boolean;
  /** Bytes on the disk. */
  size: number;
  usedAt: Instant;
}

/** `<folder>/<2 hex>/<hash>`, or `<hash>.gz` where that is smaller. Nothing here knows who needs a file. */
export interface BlobFiles {
  /** All files; what a crash left half-written is removed. */
  scan(): Promise<Map<string, StoredBlob>>;
  /** `durable`: resolves when a power cut cannot take the bytes away any more. What comes back torn is found by `read`. */
  write(hash: string, bytes: Uint8Array, now: Instant, durable: boolean): Promise<StoredBlob>;
  /** The bytes, or why there are none: gone, or not those of the hash any more. */
  read(hash: string, packed: boolean): Promise<Buffer | 'missing' | 'damaged'>;
  touch(hash: string, packed: boolean, now: Instant): Promise<void>;
  remove(hash: string, packed: boolean): Promise<void>;
  /** Keeps what is left of a damaged file under another name. */
  setAside(hash: string, packed: boolean): Promise<void>;
}

export function createBlobFiles(folder: string): BlobFiles {
  const folderOf = (hash: string) => path.join(folder, hash.slice(0, 2));
  const fileOf = (hash: string, packed: boolean) => path.join(folderOf(hash), packed ? `${hash}.gz` : hash);

  return {
    async scan() {
      const found = new Map<string, StoredBlob>();
      const folders = (await readdir(folder).catch(() => [])).filter((name) => FOLDER.test(name));
      for (const one of folders) {
        for (const name of await readdir(path.join(folder, one))) {
          const file = path.join(folder, one, name);
          const [, hash, ending] = NAME.exec(name) ?? [];
          if (hash?.startsWith(one)) {
            const { size, mtimeMs } = await stat(file);
            found.set(hash, { packed: ending !== undefined, size, usedAt: mtimeMs });
          } else if (name.endsWith('.new')) {
            await rm(file, { force: true });
          }
        }
      }
      return found;
    },
    async write(hash, bytes, now, durable) {
      const into = folderOf(hash);
      const isNew = (await mkdir(into, { recursive: true, mode: 0o700 })) !== undefined;
      if (isNew && durable) await syncFolder(folder);
      const small = isPacked(bytes) ? undefined : await compress(bytes);
      const packed = small !== undefined && small.length < bytes.length * WORTH;
      const content = packed ? small : bytes;
      await writeWhole(fileOf(hash, packed), content, durable);
      await rm(fileOf(hash, !packed), { force: true });
      if (durable) await syncFolder(into);
      return { packed, size: content.length, usedAt: now };
    },
    async read(hash, packed) {
      let stored: Buffer;
      try {
        stored = await readFile(fileOf(hash, packed));
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'missing';
        throw error;
      }
      const bytes = packed ? await expand(stored, { maxOutputLength: EVIDENCE_BYTES }).catch(() => undefined) : stored;
      return bytes !== undefined && hashOf(bytes) === hash ? bytes : 'damaged';
    },
    touch: (hash, packed, now) => utimes(fileOf(hash, packed), now / 1_000, now / 1_000),
    remove: (hash, packed) => rm(fileOf(hash, packed), { force: true }),
    setAside: (hash, packed) => rename(fileOf(hash, packed), path.join(folderOf(hash), `${hash}.damaged`)),
  };
}
