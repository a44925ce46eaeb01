import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createData } from '../../src-renderer/data/create-data.ts';
import type { Data } from '../../src-renderer/data/data.ts';
import {
  carryOut,
  type ImporterDeps,
  knownProcedures,
  takeBack,
} from '../../src-renderer/features/procedures/import/importer.ts';
import { createProcedureActions } from '../../src-renderer/features/procedures/page/actions.ts';
import { takePackText } from '../../src-renderer/features/settings/take-pack-text.ts';
import { createFakeBridge } from '../../src-renderer/platform/fake-bridge.ts';
import { createUndoStack } from '../../src-renderer/platform/undo.ts';
import { procedureId, revisionId } from '../../src-shared/model/procedure.ts';
import { planImport, usualChoice } from '../../src-shared/procedure/import/plan.ts';
import { importedId } from '../../src-shared/procedure/links.ts';
import { instant } from '../../src-shared/time/clock.ts';
import { startTestApp, type TestApp } from '../support/server-app.ts';

const NOW = instant('2026-11-22T03:00:00Z');
const NO_NETWORK: typeof fetch = () => Promise.reject(new TypeError('no network'));

interface Laptop {
  data: Data;
  network: { cut: boolean };
}

let server: TestApp;
let origin: string;
let ines: Laptop;
let marc: Laptop;

let id: string;
let count = 0;

beforeAll(async () => {
  server = await startTestApp(NOW);
  origin = await server.app.listen({ port: 0, host: '127.0.0.1' });
  [ines, marc] = [await aLaptop('ines'), await aLaptop('marc')];
});
beforeEach(() => {
  count += 1;
  id = `disk-${count}`;
});
afterAll(async () => {
  for (const { data } of [ines, marc]) await data.stop();
  server.app.server.closeAllConnections();
  await server.close();
  expect(server.bugs).toEqual([]);
});

async function aLaptop(login: string): Promise<Laptop> {
  const token = (await server.signedIn(login, 'lead')).authorization.replace('Bearer ', '');
  const network = { cut: false };
  const data = await createData({
    bridge: createFakeBridge(),
    connection: { server: origin, token, tokenInMemoryOnly: false },
    clock: server.clock,
    indexedDb: { indexedDB: new IDBFactory(), IDBKeyRange },
    fetch: (input, init) => (network.cut ? NO_NETWORK : fetch)(input, init),
    locks: { request: (_name, run) => run() },
    report: () => undefined,
  });
  await soon(() => expect(data.status.getSnapshot().phase).toBe('live'));
  return { data, network };
}
const soon = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 8_000, interval: 20 });

const body = (...edits: [string, string][]) =>
  edits.reduce((text, [from, to]) => text.replace(from, to), '- [ ] one\n\n- [ ] two\n\n- [ ] three\n\n- [ ] four\n');

async function seen({ data }: Laptop) {
  const head = (await data.records.get('procedure', id))?.doc;
  const text = head && (await data.records.get('revision', revisionId({ collection: 'procedure', id }, head.revision)));
  if (!head || !text) throw new Error(`${id} has no text`);
  return { ...head, number: head.revision, title: text.doc.title, body: text.doc.body };
}
const bodyOf = async (one: Laptop) => (await seen(one)).body;
const sent = ({ data }: Laptop) => soon(() => expect(data.status.getSnapshot().pending).toBe(0));

async function write(one: Laptop, next: string): Promise<void> {
  const { number, title, body: before } = await seen(one);
  const from = { title, body: before };
  const saved = await one.data.mutate('procedure.save', { id: procedureId(id), base: number, from, title, body: next });
  expect(saved.ok).toBe(true);
}

/** Both have it. */
async function both(text: string): Promise<void> {
  for (const one of [ines, marc]) await soon(async () => expect(await bodyOf(one)).toBe(text));
}

async function created(text: string): Promise<void> {
  const made = await ines.data.mutate('procedure.create', {
    id: procedureId(id),
    kind: 'runbook',
    title: 'Disk',
    body: text,
    tags: [],
    services: [],
  });
  expect(made.ok).toBe(true);
  await both(text);
}

const actionsOf = ({ data }: Laptop) =>
  createProcedureActions({
    data: { mutate: data.mutate, read: async (id) => (await data.records.get('procedure', id))?.doc },
    undo: createUndoStack(),
    newId: () => 'unused',
    go: () => undefined,
    feedback: { label: (what) => what, did: () => undefined, refused: () => undefined },
  });

/** The change waits on the laptop of its author to be settled; what stands is untouched, with both. */
async function asked(author: Laptop, standing: string): Promise<void> {
  await soon(() => expect(author.data.status.getSnapshot()).toMatchObject({ pending: 0, review: 1 }));
  await both(standing);
  for (const row of await author.data.db.review.toArray()) await author.data.review.discard(row);
}

describe('an earlier text that is brought back', () => {
  it('takes nothing away that came between the look at it and the key', async () => {
    await created(body());
    await write(ines, body(['two', 'TWO']));
    await both(body(['two', 'TWO']));
    const looked = await seen(ines);
    await write(marc, body(['two', 'TWO'], ['four', 'four, by Marc']));
    await both(body(['two', 'TWO'], ['four', 'four, by Marc']));
    await actionsOf(ines).bringBack(id, { title: 'Disk', body: body() }, looked, 'Version 1');
    await both(body(['four', 'four, by Marc']));
  });

  it('takes nothing of a colleague’s away whose text got its number', async () => {
    await created(body());
    ines.network.cut = true;
    await write(ines, body(['two', 'TWO']));
    await actionsOf(ines).bringBack(id, { title: 'Disk', body: body() }, await seen(ines), 'Version 1');
    await write(marc, body(['four', 'four, by Marc']));
    await sent(marc);
    ines.network.cut = false;
    ines.data.syncNow();
    await both(body(['four', 'four, by Marc']));
    expect(ines.data.status.getSnapshot().review).toBe(0);
  });

  it('is asked about where a colleague has changed the same', async () => {
    await created(body());
    await write(ines, body(['two', 'TWO']));
    await both(body(['two', 'TWO']));
    ines.network.cut = true;
    await actionsOf(ines).bringBack(id, { title: 'Disk', body: body() }, await seen(ines), 'Version 1');
    await write(marc, body(['two', 'by Marc']));
    await sent(marc);
    ines.network.cut = false;
    ines.data.syncNow();
    await asked(ines, body(['two', 'by Marc']));
  });
});

describe('an import that is taken back', () => {
  beforeEach(() => {
    id = importedId({ collection: `ops-${count}`, path: 'disk.md' });
  });
  const depsOf = ({ data }: Laptop): ImporterDeps => ({
    mutate: (name, args) => data.mutate(name, args),
    keepImage: async () => undefined,
    revisions: (ids) => data.records.many('revision', ids),
    procedure: (of) => data.records.get('procedure', of),
  });
  async function imported(text: string) {
    const deps = depsOf(ines);
    const rows = await ines.data.db.procedure.toArray();
    const file = { path: 'disk.md', title: 'Disk', body: text, tags: [], services: [], images: [] };
    const run = await carryOut(deps, {
      changes: planImport(`ops-${count}`, [file], await knownProcedures(rows, deps.revisions)),
      images: new Map(),
      options: { collection: `ops-${count}`, kind: 'runbook', tags: [] },
      choice: usualChoice,
      progress: () => false,
    });
    expect(run.done.map(({ outcome }) => outcome)).toEqual(['done']);
    return { run, undo: () => takeBack(deps, run) };
  }

  it('leaves what a colleague has written since', async () => {
    await imported(body());
    await both(body());
    const { undo } = await imported(body(['one', 'ONE']));
    await both(body(['one', 'ONE']));
    await write(marc, body(['one', 'ONE'], ['four', 'four, by Marc']));
    await both(body(['one', 'ONE'], ['four', 'four, by Marc']));
    expect(await undo()).toEqual([]);
    await both(body(['four', 'four, by Marc']));
  });

  it('is asked about where a colleague has changed the same', async () => {
    await imported(body());
    await both(body());
    const { undo } = await imported(body(['one', 'ONE']));
    await both(body(['one', 'ONE']));
    ines.network.cut = true;
    expect(await undo()).toEqual([]);
    await write(marc, body(['one', 'by Marc']));
    await sent(marc);
    ines.network.cut = false;
    ines.data.syncNow();
    await asked(ines, body(['one', 'by Marc']));
  });
});

describe('a pack’s text that is taken', () => {
  const pack = { title: 'Disk', body: body(['three', 'THREE']) };

  it('leaves what a colleague has written since it was looked at, on the way and on the way back', async () => {
    await created(body());
    const looked = await seen(ines);
    await write(marc, body(['one', 'one, by Marc']));
    await both(body(['one', 'one, by Marc']));
    const taken = await takePackText(ines.data, id, looked, pack);
    await both(body(['one', 'one, by Marc'], ['three', 'THREE']));
    await write(marc, body(['one', 'ONE, by Marc'], ['three', 'THREE']));
    await both(body(['one', 'ONE, by Marc'], ['three', 'THREE']));
    if (!taken.ok) throw new Error(taken.error.code);
    expect((await taken.value.undo()).ok).toBe(true);
    await both(body(['one', 'ONE, by Marc']));
  });

  it('is asked about where a colleague has changed the same', async () => {
    await created(body());
    ines.network.cut = true;
    await takePackText(ines.data, id, await seen(ines), pack);
    await write(marc, body(['three', 'by Marc']));
    await sent(marc);
    ines.network.cut = false;
    ines.data.syncNow();
    await asked(ines, body(['three', 'by Marc']));
  });
});
