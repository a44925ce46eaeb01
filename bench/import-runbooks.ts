import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { loadSettings } from '../src-server/config.ts';
import { openDataFolder } from '../src-server/data-folder.ts';
import { carryOutImport, prepareImport } from '../src-server/import-runbooks.ts';
import { openStorage } from '../src-server/open-storage.ts';
import { collectionAt } from '../src-server/runbook-folder.ts';
import { archiveEntries } from '../src-shared/procedure/import/archive.ts';
import { systemClock } from '../src-shared/time/clock.ts';
import type { Context, Figure } from './harness/figure.ts';
import { runbookFiles } from './import/collection.ts';

const FILES = 400;
const OPTIONS = { collection: 'bench', kind: 'runbook', tags: [], quota: 1e9 } as const;

/** The same files written one by one, each of them durable: what any importer pays at least. */
function writeFiles(folder: string, files: ReadonlyMap<string, string>): number {
  const began = performance.now();
  for (const [path, text] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    const fd = openSync(file, 'w');
    writeSync(fd, text);
    fsyncSync(fd);
    closeSync(fd);
  }
  return performance.now() - began;
}

async function once(ctx: Context) {
  const files = runbookFiles(FILES);
  const collection = ctx.folder();
  const bare = writeFiles(collection, files);
  const zip = zipSync(Object.fromEntries([...files].map(([path, text]) => [`bench-main/${path}`, strToU8(text)])));
  const data = ctx.folder();
  const settings = loadSettings({ flags: { data }, env: {}, file: undefined });
  const storage = await openStorage(settings, openDataFolder(data, { create: true }), systemClock, { follow: false });
  try {
    const { store } = storage;
    const timed = async <T>(work: () => Promise<T>): Promise<[number, T]> => {
      const began = performance.now();
      const value = await work();
      return [performance.now() - began, value];
    };
    const [look, prepared] = await timed(() => prepareImport(store, 'bench', collectionAt(collection).entries));
    const [write, { done }] = await timed(() =>
      carryOutImport(store, systemClock, prepared, { ...OPTIONS, id: 'bench' }),
    );
    if (done.length !== FILES) throw new Error(`${done.length} of ${FILES} were imported`);
    const [again, second] = await timed(() => prepareImport(store, 'bench', collectionAt(collection).entries));
    if (second.changes.some(({ state }) => state !== 'same')) throw new Error('the second import has something to do');
    const [archive, third] = await timed(async () => prepareImport(store, 'zip', archiveEntries(zip)));
    if (third.changes.length !== FILES) throw new Error(`${third.changes.length} of ${FILES} are in the archive`);
    return { bare, look, write, again, archive };
  } finally {
    await storage.close();
  }
}

export const figure: Figure = {
  name: 'import-runbooks',
  title: `${FILES} runbooks imported into a server (SQLite)`,
  async run(ctx) {
    const { bare, look, write, again, archive } = await ctx.median(() => once(ctx));
    const peer = { name: 'the same files written, each fsynced', value: bare };
    return [
      { what: 'read and compared: a folder', ours: look, unit: 'ms', peer },
      { what: 'read and compared: a zip', ours: archive, unit: 'ms', peer },
      { what: 'written and durable', ours: write, unit: 'ms', peer },
      { what: 'looked at again, nothing to do', ours: again, unit: 'ms', peer },
    ];
  },
};
