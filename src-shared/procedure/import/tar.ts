import { strFromU8 } from 'fflate';
import { CannotRead, type LeftOut, type SourceEntry } from './problem.ts';

const BLOCK = 512;

const textAt = (bytes: Uint8Array, from: number, length: number): string => {
  const field = bytes.subarray(from, from + length);
  const end = field.indexOf(0);
  return strFromU8(end < 0 ? field : field.subarray(0, end));
};

function numberAt(bytes: Uint8Array, from: number, length: number): number {
  const text = textAt(bytes, from, length).trim();
  if (!/^[0-7]*$/.test(text)) throw new CannotRead('damaged');
  return text === '' ? 0 : Number.parseInt(text, 8);
}

/** `path` of a pax header (POSIX.1-2001): records of `length key=value\n`, the length in bytes. */
function paxPath(bytes: Uint8Array): string | undefined {
  let at = 0;
  let path: string | undefined;
  while (at < bytes.length) {
    const space = bytes.indexOf(0x20, at);
    const length = space < 0 ? Number.NaN : Number(strFromU8(bytes.subarray(at, space)));
    if (!Number.isInteger(length) || length <= 0) return path;
    const record = strFromU8(bytes.subarray(space + 1, at + length - 1));
    if (record.startsWith('path=')) path = record.slice(5);
    at += length;
  }
  return path;
}

const FILES = new Set(['0', '', '7']);
/** Kinds that are no file and no folder: links, devices, pipes. */
const PROBLEMS: Readonly<Record<string, LeftOut>> = {
  1: 'symbolicLink',
  2: 'symbolicLink',
  3: 'unreadable',
  4: 'unreadable',
  6: 'unreadable',
};

/** The files of a tar archive (POSIX ustar, pax, and GNU's long names). Throws `CannotRead` where it is none. */
export function tarEntries(bytes: Uint8Array): SourceEntry[] {
  if (bytes.length < BLOCK) throw new CannotRead('damaged');
  const entries: SourceEntry[] = [];
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) break;
    const sum = header.reduce((total, byte, place) => total + (place >= 148 && place < 156 ? 0x20 : byte), 0);
    if (numberAt(header, 148, 8) !== sum) throw new CannotRead('damaged');
    const size = numberAt(header, 124, 12);
    const from = at + BLOCK;
    if (from + size > bytes.length) throw new CannotRead('damaged');
    const content = bytes.subarray(from, from + size);
    const kind = textAt(header, 156, 1);
    at = from + Math.ceil(size / BLOCK) * BLOCK;
    if (kind === 'x') longName = paxPath(content) ?? longName;
    else if (kind === 'L') longName = textAt(content, 0, content.length);
    else if (FILES.has(kind) || PROBLEMS[kind]) {
      const prefix = textAt(header, 257, 5) === 'ustar' ? textAt(header, 345, 155) : '';
      const short = textAt(header, 0, 100);
      const path = longName ?? (prefix === '' ? short : `${prefix}/${short}`);
      longName = undefined;
      const problem = PROBLEMS[kind];
      entries.push({ path, size, ...(problem ? { problem } : {}), read: async () => content });
    } else longName = undefined;
  }
  return entries;
}
