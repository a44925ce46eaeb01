import { inflateAtMost } from './inflate.ts';
import { CannotRead, IMPORT_LIMITS, type SourceEntry } from './problem.ts';
import { tarEntries } from './tar.ts';
import { zipEntries } from './zip.ts';

/** What a gzip file says of its size in its last four bytes (RFC 1952, 2.3.1) is believed only where it is too much. */
function gunzipped(bytes: Uint8Array): Uint8Array {
  const said = bytes.length < 18 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true);
  if (said > IMPORT_LIMITS.totalBytes) throw new CannotRead('bomb');
  return inflateAtMost('gzip', bytes, IMPORT_LIMITS.totalBytes);
}

/** The files of a .zip, .tar or .tar.gz, told apart by how they begin. Throws `CannotRead` where it is none of them. */
export function archiveEntries(bytes: Uint8Array): SourceEntry[] {
  if (bytes.length > IMPORT_LIMITS.archiveBytes) throw new CannotRead('tooLarge');
  const [first, second] = bytes;
  if (first === 0x50 && second === 0x4b) return zipEntries(bytes);
  if (first === 0x1f && second === 0x8b) return tarEntries(gunzipped(bytes));
  return tarEntries(bytes);
}

/** Most archives hold one folder that holds everything: « runbooks-main ». Ids must not hang on its name. */
export function withoutRoot(entries: readonly SourceEntry[]): { root: string | undefined; entries: SourceEntry[] } {
  const roots = new Set(entries.map(({ path }) => (path.includes('/') ? path.split('/', 1)[0] : '')));
  const [root] = roots;
  if (roots.size !== 1 || !root || root === '..' || root === '.') return { root: undefined, entries: [...entries] };
  return { root, entries: entries.map((entry) => ({ ...entry, path: entry.path.slice(root.length + 1) })) };
}

/** A name for a collection from what its folder or archive is called. */
export const collectionNameOf = (file: string): string =>
  file
    .replace(/\.(zip|tar|tgz|tar\.gz)$/i, '')
    .replace(/-(main|master)$/, '')
    .trim()
    .slice(0, 200);
