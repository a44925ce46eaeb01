import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What is remembered of the last backup that ended well. */
const noteSchema = z.object({ at: z.int().min(0), file: z.string(), bytes: z.int().min(0), verified: z.boolean() });
export type BackupNote = z.infer<typeof noteSchema>;

const pathIn = (folder: string) => join(folder, 'last-backup.json');

/** Left in the data folder by `vigie backup`, for metrics and doctor; undefined before the first one. */
export function readBackupNote(folder: string): BackupNote | undefined {
  try {
    return noteSchema.parse(JSON.parse(readFileSync(pathIn(folder), 'utf8')));
  } catch {
    return undefined;
  }
}

export function writeBackupNote(folder: string, note: BackupNote): void {
  const file = pathIn(folder);
  writeFileSync(`${file}.new`, JSON.stringify(note));
  renameSync(`${file}.new`, file);
}
