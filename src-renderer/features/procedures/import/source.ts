import type { DirectoryDropItem, DropItem } from 'react-aria-components';
import { archiveEntries, collectionNameOf, withoutRoot } from '../../../../src-shared/procedure/import/archive.ts';
import { isMarkdown } from '../../../../src-shared/procedure/import/file-head.ts';
import { CannotRead, IMPORT_LIMITS, type SourceEntry } from '../../../../src-shared/procedure/import/problem.ts';

export interface Source {
  /** A name for the collection. */
  name: string;
  entries: SourceEntry[];
}

const bytesOf = async (file: File): Promise<Uint8Array> => new Uint8Array(await file.arrayBuffer());

const entryOf = (path: string, file: File): SourceEntry => ({ path, size: file.size, read: () => bytesOf(file) });

async function archiveSource(file: File): Promise<Source> {
  if (file.size > IMPORT_LIMITS.archiveBytes) throw new CannotRead('tooLarge', file.name);
  const { root, entries } = withoutRoot(archiveEntries(await bytesOf(file)));
  return { name: collectionNameOf(root ?? file.name), entries };
}

/** One archive, a folder that the machine's dialog gave, or Markdown files by themselves. */
export async function sourceOfFiles(files: readonly File[]): Promise<Source> {
  const [first] = files;
  if (!first) throw new CannotRead('unreadable');
  if (first.webkitRelativePath !== '') {
    const [root = ''] = first.webkitRelativePath.split('/', 1);
    const entries = files.map((file) => entryOf(file.webkitRelativePath.slice(root.length + 1), file));
    return { name: collectionNameOf(root), entries };
  }
  if (files.length === 1 && !isMarkdown(first.name)) return archiveSource(first);
  return {
    name: collectionNameOf(first.name.replace(/\.[^.]+$/, '')),
    entries: files.map((one) => entryOf(one.name, one)),
  };
}

async function* walk(folder: DirectoryDropItem, under: string): AsyncGenerator<SourceEntry> {
  if (under.split('/').length > IMPORT_LIMITS.folders + 1) return;
  for await (const item of folder.getEntries()) {
    const path = under === '' ? item.name : `${under}/${item.name}`;
    if (item.kind === 'file') yield entryOf(path, await item.getFile());
    else if (!item.name.startsWith('.') && item.name !== 'node_modules') yield* walk(item, path);
  }
}

/** The same of what was let go over the page. */
export async function sourceOfDrop(items: readonly DropItem[]): Promise<Source> {
  const [first] = items;
  if (first?.kind === 'directory') {
    const entries: SourceEntry[] = [];
    for await (const entry of walk(first, '')) {
      if (entries.length >= 10 * IMPORT_LIMITS.files) throw new CannotRead('tooMany');
      entries.push(entry);
    }
    return { name: collectionNameOf(first.name), entries };
  }
  const files = items.flatMap((item) => (item.kind === 'file' ? [item.getFile()] : []));
  return sourceOfFiles(await Promise.all(files));
}
