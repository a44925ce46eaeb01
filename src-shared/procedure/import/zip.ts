import { strFromU8 } from 'fflate';
import { crc32, inflateAtMost } from './inflate.ts';
import { CannotRead, IMPORT_LIMITS, type LeftOut, type SourceEntry } from './problem.ts';

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
/** The archive's comment may be this long, and the end record stands before it. */
const LONGEST_END = 22 + 0xffff;
const UNIX = 3;
const SYMBOLIC_LINK = 0xa000;

/**
 * The files of a ZIP archive (APPNOTE.TXT 6.3.10), from its central directory; folders left out. Nothing is unpacked
 * before it is read. Throws `CannotRead` where it is no archive.
 */
export function zipEntries(bytes: Uint8Array): SourceEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  const first = Math.max(0, bytes.length - LONGEST_END);
  while (end >= first && view.getUint32(end, true) !== END) end -= 1;
  if (end < first) throw new CannotRead('damaged');
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff) throw new CannotRead('compression', 'ZIP64');
  const entries: SourceEntry[] = [];
  for (let left = count; left > 0; left -= 1) {
    if (at + 46 > end || view.getUint32(at, true) !== CENTRAL) throw new CannotRead('damaged');
    const madeBy = view.getUint8(at + 5);
    const flags = view.getUint16(at + 8, true);
    const method = view.getUint16(at + 10, true);
    const sum = view.getUint32(at + 16, true);
    const packed = view.getUint32(at + 20, true);
    const size = view.getUint32(at + 24, true);
    const nameLength = view.getUint16(at + 28, true);
    const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    const mode = view.getUint16(at + 40, true);
    const offset = view.getUint32(at + 42, true);
    const name = strFromU8(bytes.subarray(at + 46, at + 46 + nameLength)).replaceAll('\\', '/');
    at = next;
    if (name.endsWith('/')) continue;
    const problem: LeftOut | undefined =
      (flags & 1) !== 0
        ? 'encrypted'
        : madeBy === UNIX && (mode & 0xf000) === SYMBOLIC_LINK
          ? 'symbolicLink'
          : method !== 0 && method !== 8
            ? 'compression'
            : undefined;
    entries.push({
      path: name,
      size,
      ...(problem ? { problem } : {}),
      async read() {
        if (offset + 30 > bytes.length || view.getUint32(offset, true) !== LOCAL) throw new CannotRead('damaged');
        const from = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
        if (from + packed > bytes.length) throw new CannotRead('damaged');
        const data = bytes.subarray(from, from + packed);
        const most = Math.min(size, IMPORT_LIMITS.imageBytes);
        const content = method === 0 ? data : inflateAtMost('deflate', data, most);
        if (content.length !== size || crc32(content) !== sum) throw new CannotRead('damaged');
        return content;
      },
    });
  }
  return entries;
}
