import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { archiveEntries, collectionNameOf, withoutRoot } from '../src-shared/procedure/import/archive.ts';
import { CannotRead, IMPORT_LIMITS, type SourceEntry } from '../src-shared/procedure/import/problem.ts';

/** Files of a folder that are listed; a home folder given by mistake is not walked to its end. */
const MOST_LISTED = 200_000;

function* filesIn(folder: string, under: string[]): Generator<SourceEntry> {
  if (under.length > IMPORT_LIMITS.folders + 1) return;
  for (const one of readdirSync(join(folder, ...under), { withFileTypes: true })) {
    const parts = [...under, one.name];
    if (one.isDirectory()) {
      if (!one.name.startsWith('.') && one.name !== 'node_modules') yield* filesIn(folder, parts);
      continue;
    }
    const file = join(folder, ...parts);
    const entry = { path: parts.join('/'), size: 0, read: () => readFile(file) };
    if (one.isSymbolicLink()) yield { ...entry, problem: 'symbolicLink' };
    else if (!one.isFile()) yield { ...entry, problem: 'unreadable' };
    else yield { ...entry, size: lstatSync(file).size };
  }
}

/** The files of a folder, or of a .zip, .tar or .tar.gz, and a name for the collection. Links are not followed. */
export function collectionAt(given: string): { name: string; entries: SourceEntry[] } {
  const path = resolve(given);
  const stat = lstatSync(path);
  if (stat.isDirectory()) {
    const entries: SourceEntry[] = [];
    for (const entry of filesIn(path, [])) {
      if (entries.length >= MOST_LISTED) throw new CannotRead('tooMany');
      entries.push(entry);
    }
    return { name: collectionNameOf(basename(path)), entries };
  }
  if (stat.size > IMPORT_LIMITS.archiveBytes) throw new CannotRead('tooLarge');
  const { root, entries } = withoutRoot(archiveEntries(readFileSync(path)));
  return { name: collectionNameOf(root ?? basename(path)), entries };
}
