import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Instant, isoInstant } from '../../src-shared/time/clock.ts';
import type { DataFolder } from '../data-folder.ts';

const noteOf = (folder: DataFolder) => join(folder.path, 'moved-to-postgresql');

/** Says in a data folder that its data lives on elsewhere. The address's password stays out of it. */
export function noteMove(folder: DataFolder, url: string, at: Instant): void {
  const { host, pathname } = new URL(url);
  writeFileSync(noteOf(folder), `${isoInstant(at)} to ${host}${pathname}\n`);
}

/** Two servers that go on from the same data under one name would each lose what the other does. */
export function refuseMoved(folder: DataFolder): void {
  const note = noteOf(folder);
  if (!existsSync(note)) return;
  throw new Error(
    `this data was moved on ${readFileSync(note, 'utf8').trim()}; start with --database, or delete ${note} to go on here`,
  );
}
