// Dexie's live queries run where there is an IndexedDB when it is loaded.
import 'fake-indexeddb/auto';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LocalRow, ReviewRow } from '../../src-shared/sync/local-store.ts';
import { type BlobReferences, createBlobReferences } from './blob-references.ts';
import { createDatabase, tableOf, type VigieDatabase } from './database.ts';

const hash = (letter: string) => letter.repeat(64);
const fileOf = (letter: string) => ({ hash: hash(letter), name: 'x', type: '', size: 1 });
const INES = { kind: 'person', id: 'ines' } as const;
const OMAR = { kind: 'person', id: 'omar' } as const;
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
    event: { kind: 'evidence', file: fileOf(letter) },
  });
const occurrence = (id: string, letter: string) =>
  row('occurrence', id, '', {
    events: [{ kind: 'completed', files: [fileOf(letter)] }, { kind: 'reopened' }],
  });
const done = (id: string, plan: string, letter: string, ...more: object[]) =>
  row('occurrence', id, plan, {
    plan,
    date: '2026-11-23',
    at: 5,
    end: 6,
    deadline: 7,
    allDay: false,
    zone: 'UTC',
    events: [{ kind: 'completed', by: INES, at: 5, files: [fileOf(letter)] }, ...more],
  });
const plan = (id: string, signature: boolean) =>
  row('plan', id, '', { terms: [{ from: '2026-11-23', signature }], title: id });
const refused = (id: string, args: object): ReviewRow => ({
  id,
  mutation: { seq: 1, name: 'occurrence.complete', args, at: 5 } as ReviewRow['mutation'],
  reason: 'conflict',
  rejectedAt: 6,
});
const incident = (id: string, status: string) => row('incident', id, '', { status, number: 1 });

let db: VigieDatabase;
let references: BlobReferences;
let found: Set<string>;
let held: string;
let failures: unknown[];
const put = async (...rows: LocalRow[]) => {
  for (const one of rows) await tableOf(db, one.collection).put(one);
};
beforeEach(() => {
  db = createDatabase({ indexedDB: new IDBFactory(), IDBKeyRange });
  found = new Set();
  held = 'none yet';
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
    async refused(hashes) {
      held = hashes
        .map((one) => one.slice(0, 1))
        .sort()
        .join('');
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

test('evidence of what is done and waits for a second person is found, until it is signed', async () => {
  await put(plan('signed', true), plan('plain', false), plan('ended', true));
  await put(
    done('signed@1', 'signed', 'a'),
    done('signed@2', 'signed', '1', { kind: 'signed', by: OMAR, at: 6 }),
    done('signed@3', 'signed', '2', { kind: 'reopened', by: INES, at: 6 }),
    done('plain@1', 'plain', '3'),
  );
  references.start();
  await soon('a');
  await put(
    done('signed@2', 'signed', 'b', { kind: 'signed', by: OMAR, at: 6 }, { kind: 'unsigned', by: OMAR, at: 7 }),
  );
  await soon('ab');
});

test('files of refused changes are held while they wait to be looked at, whatever they belong to', async () => {
  await db.review.bulkPut([
    refused('c/1', { id: 'checks@1', files: [fileOf('a'), fileOf('b')] }),
    refused('c/2', { id: 'r', step: 's', event: { kind: 'evidence', file: fileOf('c') } }),
    refused('c/3', { id: 'p', body: `![d](blob/${hash('d')}.png) and ${hash('e')}0` }),
  ]);
  await references.hold();
  expect(held).toBe('abcd');
  expect((await references.all()).map((one) => one.slice(0, 1)).sort()).toEqual([...'abcd']);
  references.start();
  await db.review.delete('c/1');
  await vi.waitFor(() => expect(held).toBe('cd'), { timeout: 5_000 });
});
