import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { loadSettings } from '../src-server/config.ts';
import { openDataFolder } from '../src-server/data-folder.ts';
import { openStorage } from '../src-server/open-storage.ts';
import { loadPack, packedRecords } from '../src-server/pack.ts';
import { packDiff } from '../src-shared/procedure/pack-diff.ts';
import { readPackText } from '../src-shared/procedure/pack-file.ts';
import { systemClock } from '../src-shared/time/clock.ts';
import type { Context, Figure } from './harness/figure.ts';

/** As many rows of the same text in one durable commit. */
function bareSqlite(ctx: Context, docs: readonly string[]): number {
  const db = new Database(join(ctx.folder(), 'bare.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('create table t (id integer primary key, doc text)');
  const insert = db.prepare('insert into t (doc) values (?)');
  const began = performance.now();
  db.transaction(() => {
    for (const doc of docs) insert.run(doc);
  })();
  const took = performance.now() - began;
  db.close();
  return took;
}

async function once(ctx: Context) {
  const text = readFileSync(new URL('../resources/packs/procedures.fr.json', import.meta.url), 'utf8');
  const data = ctx.folder();
  const settings = loadSettings({ flags: { data }, env: {}, file: undefined });
  const storage = await openStorage(settings, openDataFolder(data, { create: true }), systemClock, { follow: false });
  try {
    const { store } = storage;
    let began = performance.now();
    const read = readPackText(text);
    const parse = performance.now() - began;
    if (!read.ok) throw new Error(read.error[0]);
    began = performance.now();
    if (!(await loadPack(store, systemClock, 'fr'))) throw new Error('nothing was loaded');
    const load = performance.now() - began;
    began = performance.now();
    if (await loadPack(store, systemClock, 'fr')) throw new Error('it was loaded twice');
    const again = performance.now() - began;
    began = performance.now();
    const records = await packedRecords(store);
    const differences = packDiff(read.value, records);
    const diff = performance.now() - began;
    if (differences.some(({ state }) => state !== 'same')) throw new Error('something differs');
    const docs = Object.values(records).flatMap((map) => [...map.values()].map((doc) => JSON.stringify(doc)));
    return { parse, load, again, diff, bare: bareSqlite(ctx, docs) };
  } finally {
    await storage.close();
  }
}

export const figure: Figure = {
  name: 'pack-load',
  title: 'The written procedures loaded into an empty workspace (SQLite)',
  async run(ctx) {
    const { parse, load, again, diff, bare } = await ctx.median(() => once(ctx));
    const peer = { name: 'SQLite, the same documents in one commit', value: bare };
    return [
      { what: 'the file read and checked', ours: parse, unit: 'ms', peer },
      { what: 'loaded and durable', ours: load, unit: 'ms', peer },
      { what: 'loaded again, nothing to do', ours: again, unit: 'ms', peer },
      { what: 'compared with the workspace', ours: diff, unit: 'ms', peer },
    ];
  },
};
