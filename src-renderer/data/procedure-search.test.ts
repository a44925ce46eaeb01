import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { procedureSchema, revisionSchema } from '../../src-shared/model/procedure.ts';
import { answerMessage, createSearchDesk, type SearchMessage } from '../../src-shared/procedure/search/protocol.ts';
import { createColdMemory } from '../../src-shared/sync/cold.ts';
import type { Observable } from './data.ts';
import { createDatabase, type VigieDatabase } from './database.ts';
import type { Directory } from './directory.ts';
import { createProcedureIndex, type ProcedureIndex } from './procedure-index.ts';
import { createProcedureSearch, type ProcedureSearch, type SearchWorker } from './procedure-search.ts';
import { createRecords } from './records.ts';
import { createIndexStore } from './search/index-store.ts';

const row = { version: 1, gen: 0, scope: 'all' };
const by = { updatedAt: 1, updatedBy: { kind: 'system' } } as const;

function aRunbook(id: string, title: string, about: { revision?: number; archived?: boolean } = {}) {
  const doc = procedureSchema.parse({
    kind: 'runbook',
    title,
    tags: [],
    services: [],
    revision: 1,
    steps: 0,
    ...by,
    ...about,
  });
  return { ...row, collection: 'procedure' as const, id, doc };
}
function aText(id: string, body: string, number = 1) {
  const of = { collection: 'procedure', id };
  const doc = revisionSchema.parse({ of, number, title: id, body, by: { kind: 'system' }, at: 1 });
  return { ...row, collection: 'revision' as const, id: `procedure/${id}@${number}`, ref: `procedure/${id}`, doc };
}

const noDirectory: Observable<Directory | undefined> = { getSnapshot: () => undefined, subscribe: () => () => {} };

let db: VigieDatabase;
let disk: IDBFactory;
let procedures: ProcedureIndex;
let asked: string[];
let opened: { search: ProcedureSearch; elapse(): void }[];

/** The worker's own code, in this thread. */
function aWorker(): SearchWorker {
  const desk = createSearchDesk(createIndexStore(disk, 'search'));
  let listener: ((event: { data: Awaited<ReturnType<typeof answerMessage>> }) => void) | undefined;
  let before: Promise<unknown> = Promise.resolve();
  return {
    postMessage(message: SearchMessage) {
      asked.push(message.ask === 'put' ? `put ${message.with[0].map(({ text }) => text.id).join()}` : message.ask);
      before = before.then(async () => listener?.({ data: await answerMessage(desk, structuredClone(message)) }));
    },
    addEventListener: (_, one) => {
      listener = one;
    },
    terminate: () => {},
  };
}

function open() {
  let due: (() => void) | undefined;
  const search = createProcedureSearch({
    procedures,
    records: createRecords(db, createColdMemory()),
    directory: noDirectory,
    scheduler: {
      after(_, run) {
        due = run;
        return { cancel: () => {} };
      },
    },
    newWorker: aWorker,
  });
  const one = { search, elapse: () => due?.() };
  opened.push(one);
  return one;
}
const titles = async (search: ProcedureSearch, query: string) => (await search.search(query)).map(({ title }) => title);

beforeEach(async () => {
  disk = new IDBFactory();
  db = createDatabase({ indexedDB: new IDBFactory(), IDBKeyRange }, 'procedure-search');
  procedures = createProcedureIndex(db);
  asked = [];
  opened = [];
  await db.procedure.bulkPut([
    aRunbook('disk', 'Disque plein'),
    aRunbook('pods', 'Pods en boucle'),
    aRunbook('old', 'Vieux disque', { archived: true }),
  ]);
  await db.revision.bulkPut([
    aText('disk', 'Purger les journaux.'),
    aText('pods', 'Lire les journaux.'),
    aText('old', ''),
  ]);
});

afterEach(() => {
  for (const { search } of opened) search.stop();
  procedures.stop();
  db.close();
});

it('starts nothing before it is asked', () => {
  open();
  expect(asked).toEqual([]);
});

it('finds titles and texts, says where, and leaves out what is archived', async () => {
  const { search } = open();
  const [hit, ...more] = await search.search('disque');
  expect(hit).toEqual({ id: 'disk', title: 'Disque plein', kind: 'runbook', marks: [{ from: 0, to: 6 }] });
  expect(more).toEqual([]);
  expect(await search.search('disque', { accept: () => true })).toHaveLength(2);
  const snippets = await search.snippets('journal', ['disk', 'pods', 'nowhere']);
  expect(snippets.get('disk')?.text).toBe('Purger les journaux.');
});

const soon = (search: ProcedureSearch, query: string, expected: string[]) =>
  expect.poll(() => titles(search, query)).toEqual(expected);

it('follows what is written, and sends that alone', async () => {
  const { search } = open();
  await titles(search, 'x');
  asked.length = 0;
  await db.revision.put(aText('disk', 'Agrandir le volume.', 2));
  await db.procedure.put(aRunbook('disk', 'Volume plein', { revision: 2 }));
  await soon(search, 'volume', ['Volume plein']);
  expect(asked.filter((one) => one.startsWith('put'))).toEqual(['put disk']);
  await db.procedure.delete('disk');
  await soon(search, 'volume', []);
});

it('has its index at the next start, and makes what changed meanwhile', async () => {
  const first = open();
  await titles(first.search, 'x');
  first.elapse();
  await titles(first.search, 'x');
  first.search.stop();
  asked.length = 0;
  await db.procedure.put(aRunbook('pods', 'Pods perdus'));
  const second = open();
  expect(await titles(second.search, 'pods')).toEqual(['Pods perdus']);
  expect(await titles(second.search, 'disque')).toEqual(['Disque plein']);
  expect(asked.filter((one) => one.startsWith('put'))).toEqual(['put pods']);
});

it.each([['rubbish'], [{ version: 1, texts: 'none' }], [null]])(
  'makes it anew where %j lies in its place',
  async (damage) => {
    await createIndexStore(disk, 'search').write(damage as never);
    expect(await titles(open().search, 'disque')).toEqual(['Disque plein']);
  },
);

it('searches all the same where nothing can be written', async () => {
  disk = {
    open: () => {
      throw new Error('no disk');
    },
  } as never;
  const { search, elapse } = open();
  expect(await titles(search, 'pods')).toEqual(['Pods en boucle']);
  elapse();
  expect(await titles(search, 'pods')).toEqual(['Pods en boucle']);
});
