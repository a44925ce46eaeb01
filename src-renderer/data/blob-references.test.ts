// Dexie's live queries run where there is an IndexedDB when it is loaded.
import 'fake-indexeddb/auto';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LocalRow } from '../../src-shared/sync/local-store.ts';
import { type BlobReferences, createBlobReferences } from './blob-references.ts';
import { createDatabase, tableOf, type VigieDatabase } from './database.ts';

const hash = (letter: string) => letter.repeat(64);
const row = (collection: LocalRow['collection'], id: string, ref: string, doc: object): LocalRow =>
  ({ collection, id, version: 1, gen: 1, scope: 'all', ref, doc }) as LocalRow;
const revision = (of: string, number: number, body: string) =>
  row('revision', `${of}@${number}`, of, { of: { collection: 'procedure', id: of }, number, title: of, body });
const run = (id: string, ref: string, body = '', endedAt?: number) =>
  row('run', id, ref, { procedure: 'p', revision: 1, body, ...(endedAt === undefined ? {} : { endedAt }) });
const evidence = (id: string, of: string, letter: string) =>
  row('runEntry', id, of, {
    run: of,
    step: 'a',
    event: { kind: 'evidence', file: { hash: hash(letter), name: 'x', type: '', size: 1 } },
  });
const occurrence = (id: string, letter: string) =>
  row('occurrence', id, '', {
    events: [
      { kind: 'completed', files: [{ hash: hash(letter), name: 'x', type: '', size: 1 }] },
      { kind: 'reopened' },
    ],
  });
const incident = (id: string, status: string) => row('incident', id, '', { status, number: 1 });

let db: VigieDatabase;
let references: BlobReferences;
let found: Set<string>;
let failures: unknown[];
const put = async (...rows: LocalRow[]) => {
  for (const one of rows) await tableOf(db, one.collection).put(one);
};
beforeEach(() => {
  db = createDatabase({ indexedDB: new IDBFactory(), IDBKeyRange });
  found = new Set();
  failures = [];
  references = createBlobReferences({
    db,
    scheduler: {
      after(_delay, act) {
        const timer = setTimeout(act, 5);
        return { cancel: () => clearTimeout(timer) };
      },
    },
    idle: async () => undefined,
    failed(error) {
      failures.push(error);
    },
    async found(hashes) {
      for (const one of hashes) found.add(one.slice(0, 1));
    },
  });
});
afterEach(() => {
  references.stop();
  expect(failures).toEqual([]);
  db.close();
});
const soon = (letters: string) =>
  vi.waitFor(() => expect([...found].sort().join('')).toBe(letters), { timeout: 5_000 });

test('pictures of current texts and evidence of what is open are found, and nothing else ahead', async () => {
  await put(
    revision('p', 9, `![old](blob/${hash('0')}.png)`),
    revision(
      'p',
      10,
      `![a](blob/${hash('a')}.png) and ![b](blob/${hash('b')}) not ![c](https://x/blob/${hash('c')}f.png)`,
    ),
    run('open', 'p', `![d](blob/${hash('d')}.png)`),
    run('ended', 'p', `![1](blob/${hash('1')}.png)`, 5),
    run('of an open incident', 'i1', '', 5),
    run('of a closed incident', 'i2', '', 5),
    incident('i1', 'resolved'),
    incident('i2', 'closed'),
    evidence('e1', 'open', 'e'),
    evidence('e2', 'ended', '2'),
    evidence('e3', 'of an open incident', 'f'),
    evidence('e4', 'of a closed incident', '3'),
    occurrence('checks@2026-11-23', '4'),
  );
  references.start();
  await soon('abdef');
  expect((await references.all()).map((one) => one.slice(0, 1)).sort()).toEqual([...'01234abdef']);
});

test('what comes later is found as well', async () => {
  references.start();
  await put(revision('p', 1, 'nothing yet'));
  await put(revision('p', 2, `![a](blob/${hash('a')}.png)`));
  await soon('a');
  await put(run('r', 'p'), evidence('e', 'r', 'b'));
  await soon('ab');
});
