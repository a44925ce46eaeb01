import { closeSync, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type DataFolder, FolderLocked } from '../data-folder.ts';
import { bytesText, type Check, type Finding, fail, fine, spanText, warn } from './finding.ts';
import { diskOf } from './usage.ts';

const GROUP_AND_OTHERS = 0o077;
const PROBES = 20;
/** A commit waits for one sync: slower than this, consoles and senders notice. */
const SLOW_SYNC_MS = 30;
const BAD_SYNC_MS = 250;

/** Who may read the folder, and whether we are the user that the server runs as. */
export function checkRights(folder: DataFolder, uid: number | undefined): Check {
  return {
    subject: 'data folder',
    async run() {
      const { mode, uid: owner } = statSync(folder.path);
      if (uid !== undefined && uid !== owner) {
        return [
          warn(
            'data folder',
            `${folder.path} belongs to user ${owner}, and this runs as ${uid}`,
            'run doctor as the user that the server runs as; files made by another one would lock it out',
          ),
        ];
      }
      const open = (mode & GROUP_AND_OTHERS) !== 0 && process.platform !== 'win32';
      const text = (mode & 0o777).toString(8);
      return open
        ? [warn('data folder', `${folder.path} can be entered by others (mode ${text})`, `chmod 700 ${folder.path}`)]
        : [fine('data folder', `${folder.path}, mode ${text}`)];
    },
  };
}

/** Whether a server holds it. Answers who, when `/healthz` of it can be asked. */
export function checkLock(folder: DataFolder): Check {
  return {
    subject: 'lock',
    async run() {
      const runtime = folder.readRuntime();
      try {
        folder.lock().release();
      } catch (error) {
        if (!(error instanceof FolderLocked)) throw error;
        const who = runtime ? `process ${runtime.pid} at ${runtime.url ?? 'an unknown address'}` : 'a starting server';
        return [fine('lock', `held by ${who}`)];
      }
      if (runtime) {
        return [
          warn('lock', `no server runs; process ${runtime.pid} ended without a farewell`, 'start it: vigie serve'),
        ];
      }
      return [warn('lock', 'no server runs on this folder', 'start it: vigie serve')];
    },
  };
}

/** Space, and how long a durable write takes. */
export function checkDisk(folder: DataFolder): Check {
  return {
    subject: 'disk',
    async run() {
      const { free, size } = await diskOf(folder.path);
      const left = `${bytesText(free)} of ${bytesText(size)} free`;
      const space: Finding =
        free < 100e6
          ? fail('disk', left, 'free space now: without it nothing new is kept')
          : free < 1e9 || free < size * 0.05
            ? warn('disk', left, 'free space, or move the data folder')
            : fine('disk', left);
      return [space, syncTime(folder)];
    },
  };
}

function syncTime(folder: DataFolder): Finding {
  const probe = join(folder.path, 'doctor.probe');
  const took: number[] = [];
  try {
    const file = openSync(probe, 'w', 0o600);
    try {
      for (let n = 0; n < PROBES; n += 1) {
        const began = performance.now();
        writeSync(file, Buffer.alloc(4_096, n));
        fsyncSync(file);
        took.push(performance.now() - began);
      }
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return fail('write and sync', `cannot write: ${error instanceof Error ? error.message : error}`, 'mend the disk');
  } finally {
    rmSync(probe, { force: true });
  }
  took.sort((a, b) => a - b);
  const median = took[PROBES / 2] ?? 0;
  const text = `${median.toFixed(1)} ms, slowest ${spanText(took.at(-1) ?? 0)} of ${PROBES}`;
  if (median > BAD_SYNC_MS) return fail('write and sync', text, 'put the data folder on a faster disk');
  if (median > SLOW_SYNC_MS) return warn('write and sync', text, 'a network disk or a busy one: prefer a local SSD');
  return fine('write and sync', text);
}
