import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Random } from '../simulator/world.ts';

/** What a process did to the files of one folder, in order; `at` is when, in epoch milliseconds. */
type Deed =
  | { kind: 'create' | 'unlink'; file: string }
  | { kind: 'rename'; file: string; to: string }
  | { kind: 'write'; file: string; offset: number | 'end'; data: Buffer }
  | { kind: 'truncate'; file: string; size: number }
  /** What was done to this file before event number `since` is on the disk; '' is the folder and its names. */
  | { kind: 'sync'; file: string; since: number };
export type DiskEvent = Deed & { at: number };

const CALLS =
  'openat,pwrite64,write,pwritev,writev,ftruncate,fallocate,rename,renameat,renameat2,unlink,unlinkat,fsync,fdatasync';

/** The command that runs `command` and writes down every call that changes a file. Linux, with strace. */
export function recorded(trace: string, command: string, args: readonly string[]): [string, string[]] {
  const strace = ['-f', '--seccomp-bpf', '-y', '-xx', '-ttt', '-s', '67108864', '-e', `trace=${CALLS}`, '-o', trace];
  return ['strace', [...strace, command, ...args]];
}

const bytesOf = (hex: string) => Buffer.from(hex.replaceAll('\\x', ''), 'hex');
/** The texts between double quotes, and the path of the first descriptor. */
const quoted = (text: string) => [...text.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map((one) => bytesOf(one[1] ?? ''));
const descriptor = (text: string) => bytesOf(/^\d+<([^>]*)>/.exec(text)?.[1] ?? '').toString();

/** Reads what `recorded` wrote, as far as it is about the files that stand directly in `folder`. */
export function readTrace(trace: string, folder: string): DiskEvent[] {
  const events: DiskEvent[] = [];
  const open = new Map<string, { text: string; since: number }>();
  const inFolder = (path: string) => dirname(path) === folder;
  for (const line of readFileSync(trace, 'latin1').split('\n')) {
    const head = /^(\d+) +(\d+\.\d+) (?:<\.\.\. )?(\w+)(?: resumed>|\()/.exec(line);
    if (!head) continue;
    const [whole, pid = '', seconds = '', call = ''] = head;
    let text = line.slice(whole.length);
    let since = events.length;
    if (text.endsWith('<unfinished ...>')) {
      open.set(pid, { text: text.slice(0, -'<unfinished ...>'.length), since });
      continue;
    }
    const begun = open.get(pid);
    if (begun && line.includes(' resumed>')) {
      text = begun.text + text;
      since = begun.since;
      open.delete(pid);
    }
    const result = Number(/\) += (-?\d+)[^)]*$/.exec(text)?.[1] ?? -1);
    if (result < 0) continue;
    const at = Number(seconds) * 1_000;
    const add = (deed: Deed) => events.push({ ...deed, at });
    if (call === 'openat') {
      const path = /= \d+<([^>]*)>/.exec(text)?.[1];
      const file = path === undefined ? '' : bytesOf(path).toString();
      if (!inFolder(file)) continue;
      if (text.includes('O_CREAT')) add({ kind: 'create', file: basename(file) });
      if (text.includes('O_TRUNC')) add({ kind: 'truncate', file: basename(file), size: 0 });
      continue;
    }
    if (call.startsWith('unlink') || call.startsWith('rename')) {
      const [from, to] = quoted(text).map((path) => join(folder, path.toString().replace(`${folder}/`, '')));
      if (from === undefined || !inFolder(from)) continue;
      if (to === undefined) add({ kind: 'unlink', file: basename(from) });
      else add({ kind: 'rename', file: basename(from), to: basename(to) });
      continue;
    }
    const path = descriptor(text);
    if ((call === 'fsync' || call === 'fdatasync') && path === folder) add({ kind: 'sync', file: '', since });
    if (!inFolder(path)) continue;
    const file = basename(path);
    const rest = text.slice(text.indexOf('>') + 1);
    if (call === 'fsync' || call === 'fdatasync') add({ kind: 'sync', file, since });
    else if (call === 'ftruncate') add({ kind: 'truncate', file, size: Number(/, (\d+)/.exec(rest)?.[1]) });
    else if (call === 'pwrite64' || call === 'write') {
      const end = rest.lastIndexOf('"');
      const data = bytesOf(rest.slice(rest.indexOf('"') + 1, end)).subarray(0, result);
      const offset = call === 'write' ? 'end' : Number(/^, \d+, (\d+)/.exec(rest.slice(end + 1))?.[1]);
      add({ kind: 'write', file, offset, data });
    } else throw new Error(`a call that is not understood: ${line.slice(0, 300)}`);
  }
  return events;
}

interface Inode {
  deeds: { index: number; deed: Deed }[];
  size: number;
  /** Deeds before this event are on the disk. */
  synced: number;
}

type Names = Map<string, Inode>;

/** A sector reaches the disk whole or not at all. */
const SECTOR = 512;

/**
 * The files that a power cut before event `at` leaves, beginning with `before`. What was synced is there; of the rest
 * any part may be: each sector of each write for itself, and of the folder's names those up to some point.
 */
export function cutPower(
  before: ReadonlyMap<string, Buffer>,
  events: readonly DiskEvent[],
  at: number,
  random: Random,
): Map<string, Buffer> {
  const live: Names = new Map();
  for (const [file, data] of before) {
    const deed: Deed = { kind: 'write', file, offset: 0, data };
    live.set(file, { deeds: [{ index: -1, deed }], size: data.length, synced: 0 });
  }
  let durable: Names = new Map(live);
  let unsynced: ((names: Names) => void)[] = [];
  const rename = (change: (names: Names) => void) => {
    change(live);
    unsynced.push(change);
  };
  for (let index = 0; index < at; index += 1) {
    const event = events[index];
    if (!event) break;
    const { file } = event;
    if (event.kind === 'create') {
      if (!live.has(file)) {
        const made: Inode = { deeds: [], size: 0, synced: 0 };
        rename((names) => names.set(file, made));
      }
    } else if (event.kind === 'unlink') rename((names) => names.delete(file));
    else if (event.kind === 'rename') {
      const inode = live.get(file);
      if (!inode) continue;
      const { to } = event;
      rename((names) => {
        names.delete(file);
        names.set(to, inode);
      });
    } else if (event.kind === 'sync') {
      if (file === '') {
        durable = new Map(live);
        unsynced = [];
      }
      const inode = live.get(file);
      if (inode) inode.synced = Math.max(inode.synced, event.since);
    } else {
      const inode = live.get(file);
      if (!inode) continue;
      if (event.kind === 'truncate') inode.size = event.size;
      const deed = event.kind === 'write' && event.offset === 'end' ? { ...event, offset: inode.size } : event;
      if (deed.kind === 'write') inode.size = Math.max(inode.size, Number(deed.offset) + deed.data.length);
      inode.deeds.push({ index, deed });
    }
  }
  for (const change of unsynced.slice(0, random.int(0, unsynced.length))) change(durable);
  const kept = random.pick([0, 0.5, 0.9, 1]);
  const torn = random.chance(0.5);
  return new Map([...durable].map(([file, inode]) => [file, remains(inode, random, kept, torn)]));
}

function remains({ deeds, synced }: Inode, random: Random, kept: number, torn: boolean): Buffer {
  let size = 0;
  for (const { deed } of deeds)
    if (deed.kind === 'write') size = Math.max(size, Number(deed.offset) + deed.data.length);
  const all = Buffer.alloc(size);
  let length = 0;
  const write = (offset: number, data: Buffer) => {
    data.copy(all, offset);
    length = Math.max(length, offset + data.length);
  };
  for (const { index, deed } of deeds) {
    const durable = index < synced;
    if (deed.kind === 'truncate') {
      if (!durable && !random.chance(kept)) continue;
      if (deed.size < length) all.fill(0, deed.size, length);
      length = deed.size;
    } else if (deed.kind === 'write') {
      const offset = Number(deed.offset);
      if (durable) write(offset, deed.data);
      else if (!torn) {
        if (random.chance(kept)) write(offset, deed.data);
      } else {
        for (let from = 0; from < deed.data.length; ) {
          const to = Math.min(deed.data.length, from + SECTOR - ((offset + from) % SECTOR));
          if (random.chance(kept)) write(offset + from, deed.data.subarray(from, to));
          from = to;
        }
      }
    }
  }
  return all.subarray(0, length);
}
