import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, HOUR } from '../../src-shared/time/clock.ts';
import { type BackupNote, readBackupNote } from './backup-note.ts';
import { bytesText, type Check, type Finding, fail, fine, spanText, warn } from './finding.ts';

/** A nightly backup with two hours to spare. */
const OLD = 26 * HOUR;
const VERY_OLD = 7 * 24 * HOUR;
const NIGHTLY = 'each night: vigie backup --to FILE --verify, to another machine';

/** Every SQLite file begins so: https://www.sqlite.org/fileformat2.html#the_database_header */
function isDatabase(file: string): boolean {
  const head = Buffer.alloc(16);
  const fd = openSync(file, 'r');
  try {
    readSync(fd, head, 0, 16, 0);
  } finally {
    closeSync(fd);
  }
  return head.toString('latin1') === 'SQLite format 3\0';
}

function ageOf(at: number, what: string, now: number): Finding {
  const age = now - at;
  const text = `${what}, ${spanText(age)} old`;
  if (age > VERY_OLD) return fail('backup', text, NIGHTLY);
  return age > OLD ? warn('backup', text, NIGHTLY) : fine('backup', text);
}

function fromNote(note: BackupNote | undefined, now: number): Finding {
  if (!note) return warn('backup', 'none was made of this folder', NIGHTLY);
  const tried = note.verified ? 'restored once to try it' : 'not tried by restoring it';
  return ageOf(note.at, `${note.file} (${bytesText(note.bytes)}), ${tried}`, now);
}

export interface BackupsLook {
  folder: string;
  /** Where they are kept. */
  backups: string | undefined;
  /** The data is in PostgreSQL: any file counts, since `pg_dump` has several forms. */
  postgres: boolean;
  clock: Clock;
}

/** The newest backup in `backups`, or what the last `vigie backup` left behind. */
export function checkBackups({ folder, backups, postgres, clock }: BackupsLook): Check {
  return {
    subject: 'backup',
    async run() {
      const now = clock.now();
      if (backups === undefined && postgres) {
        return [
          warn('backup', 'PostgreSQL is not backed up by Vigie', 'pg_dump each night; name its folder by --backups'),
        ];
      }
      if (backups === undefined) return [fromNote(readBackupNote(folder), now)];
      const files = readdirSync(backups)
        .map((name) => join(backups, name))
        .filter((file) => statSync(file).isFile() && !file.endsWith('.partial') && (postgres || isDatabase(file)))
        .map((file) => ({ file, ...pick(file) }))
        .toSorted((a, b) => b.at - a.at);
      const newest = files[0];
      if (!newest) return [fail('backup', `there is none in ${backups}`, NIGHTLY)];
      return [ageOf(newest.at, `${newest.file} (${bytesText(newest.bytes)}), newest of ${files.length}`, now)];
    },
  };
}

function pick(file: string): { at: number; bytes: number } {
  const { mtimeMs, size } = statSync(file);
  return { at: mtimeMs, bytes: size };
}
