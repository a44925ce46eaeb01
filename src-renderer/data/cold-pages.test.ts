import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSum, checksumOf, EMPTY_SUM, type Sum } from '../../src-shared/sync/checksum.ts';
import type { ColdPage } from '../../src-shared/sync/cold-page.ts';
import type { LocalRow, LocalStore } from '../../src-shared/sync/local-store.ts';
import { createMemoryStore } from '../../tests/support/memory-store.ts';
import { createDatabase } from './database.ts';
import { createDexieStore } from './dexie-store.ts';

const docOf = (incident: string, text: string) => ({
  incident,
  event: { kind: 'note', text },
  by: { kind: 'system' },
  via: 'server',
  at: 1,
});

interface Entry {
  id: string;
  incident: string;
  text: string;
  version: number;
}

const entry = ({ id, incident, text, version }: Entry, gen = 1): LocalRow =>
  ({
    collection: 'timelineEntry',
    id,
    version,
    gen,
    scope: 'all',
    ref: incident,
    doc: docOf(incident, text),
  }) as LocalRow;

const page = (entries: readonly Entry[], gen = 1, scope = 'all'): ColdPage => ({
  collection: 'timelineEntry',
  scope,
  gen,
  ids: entries.map((one) => one.id),
  versions: entries.map((one) => one.version),
  refs: entries.map((one) => one.incident),
  docs: JSON.stringify(entries.map((one) => docOf(one.incident, one.text))),
});

const one = (id: string, incident = 'i1', text = id, version = 1): Entry => ({ id, incident, text, version });
const sumOf = (...entries: Entry[]): Sum =>
  entries.reduce((sum, { id, version }) => addSum(sum, checksumOf('timelineEntry', id, version)), EMPTY_SUM);
const key = (id: string) => ({ collection: 'timelineEntry', id }) as const;

const put = (store: LocalStore, ...pages: ColdPage[]) =>
  store.write((tx) =>
    tx.putPages(
      pages.map((one) => ({ page: one, shadowed: [] })),
      () => false,
    ),
  );
const textsOf = async (store: LocalStore, incident: string) =>
  (await store.read((tx) => tx.referring('timelineEntry', incident)))
    .map((row) => (row.collection === 'timelineEntry' && row.doc.event.kind === 'note' ? row.doc.event.text : ''))
    .sort();
const at = async (store: LocalStore, id: string) => (await store.read((tx) => tx.rows([key(id)])))[0];

const stores: Record<string, () => LocalStore> = {
  memory: () => createMemoryStore(),
  IndexedDB: () => createDexieStore(createDatabase({ indexedDB: new IDBFactory(), IDBKeyRange })),
};

describe.each(Object.keys(stores))('closed history in %s', (kind) => {
  const make = () => stores[kind]!();

  it('is found by id and by reference, beside rows', async () => {
    const store = make();
    await store.write((tx) => tx.putRows([entry(one('row'))]));
    expect(await put(store, page([one('a'), one('b', 'i2')]), page([one('c')]))).toEqual(
      sumOf(one('a'), one('b', 'i2'), one('c')),
    );
    expect(await textsOf(store, 'i1')).toEqual(['a', 'c', 'row']);
    expect(await at(store, 'b')).toEqual(entry(one('b', 'i2')));
    expect(await at(store, 'none')).toBeUndefined();
  });

  it('is seen by the transaction that adds it, and by nobody when that fails', async () => {
    const store = make();
    const failing = store.write(async (tx) => {
      await tx.putPages([{ page: page([one('a')]), shadowed: [] }], () => false);
      expect((await tx.rows([key('a')]))[0]?.id).toBe('a');
      expect(await tx.referring('timelineEntry', 'i1')).toHaveLength(1);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await put(store, page([one('b')]));
    expect([await at(store, 'a'), (await at(store, 'b'))?.id]).toEqual([undefined, 'b']);
  });

  it('gives way to a row that is written, moved elsewhere or deleted', async () => {
    const store = make();
    await put(store, page([one('a'), one('b'), one('c')]));
    await store.write(async (tx) => {
      await tx.putRows([entry(one('a', 'i1', 'changed', 2)), entry(one('b', 'i9', 'moved', 3))]);
      await tx.deleteRows([key('c')]);
    });
    expect([await textsOf(store, 'i1'), await textsOf(store, 'i9')]).toEqual([['changed'], ['moved']]);
    expect(await at(store, 'c')).toBeUndefined();
    await store.write((tx) => tx.deleteRows([key('a'), key('b')]));
    expect([await textsOf(store, 'i1'), await textsOf(store, 'i9')]).toEqual([[], []]);
    // Nothing on the page counted any more, so it is gone.
    expect(await store.write((tx) => tx.dropPages(() => true, 1))).toEqual(EMPTY_SUM);
  });

  it('counts only what still counts when pages are dropped, each generation for itself', async () => {
    const store = make();
    await put(store, page([one('a'), one('b')]), page([one('x', 'i2')], 1, 'team:devops'));
    await store.write((tx) => tx.putRows([entry(one('a', 'i1', 'changed', 2))]));
    const dropped = await store.write((tx) => tx.dropPages(({ scope }) => scope === 'all', 1));
    expect(dropped).toEqual(sumOf(one('b')));
    expect([await textsOf(store, 'i1'), await textsOf(store, 'i2')]).toEqual([['changed'], ['x']]);
    expect(await store.write((tx) => tx.dropPages(() => true, 2))).toEqual(EMPTY_SUM);
  });

  it('shows the newer copy while another snapshot comes, and sweeps the older with its rows', async () => {
    const store = make();
    await store.write((tx) => tx.putRows([entry(one('row')), entry(one('gone'))]));
    await put(store, page([one('a'), one('b'), one('old')]));
    await put(store, page([one('a', 'i1', 'newer', 5), one('b', 'i2', 'moved', 6), one('row', 'i1', 'paged', 7)], 2));
    expect(await textsOf(store, 'i1')).toEqual(['gone', 'newer', 'old', 'paged']);
    expect(await textsOf(store, 'i2')).toEqual(['moved']);
    await store.write((tx) => tx.sweep(2));
    expect([await textsOf(store, 'i1'), await textsOf(store, 'i2')]).toEqual([['newer', 'paged'], ['moved']]);
    await store.write((tx) => tx.deleteRows([key('row')]));
    expect(await textsOf(store, 'i1')).toEqual(['newer']);
  });

  it('forgets an attempt that did not end, and what was there before is there again', async () => {
    const store = make();
    await store.write((tx) => tx.putRows([entry(one('row', 'i1', 'before'))]));
    await put(store, page([one('row', 'i1', 'half', 2)], 2));
    expect(await textsOf(store, 'i1')).toEqual(['half']);
    await store.write((tx) => tx.dropPages(({ gen }) => gen !== 1, 1));
    expect(await textsOf(store, 'i1')).toEqual(['before']);
  });

  it('says so when a page is not what was announced', async () => {
    const store = make();
    await put(store, { ...page([one('a'), one('b')]), docs: '[{}]' });
    await expect(at(store, 'a')).rejects.toThrow('not whole');
  });

  it('answers as rows alone would, whatever is written, moved and deleted', async () => {
    const ids = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const incidents = fc.constantFrom('i1', 'i2');
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('page' as const),
        entries: fc.uniqueArray(ids, { minLength: 1 }),
        incident: incidents,
      }),
      fc.record({ kind: fc.constant('row' as const), id: ids, incident: incidents }),
      fc.record({ kind: fc.constant('delete' as const), id: ids }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
        const store = make();
        const expected = new Map<string, Entry>();
        let version = 0;
        for (const now of steps) {
          version += 1;
          if (now.kind === 'page') {
            const entries = now.entries.map((id) => one(id, now.incident, `${id}${version}`, version));
            await put(store, page(entries));
            for (const each of entries) expected.set(each.id, each);
          } else if (now.kind === 'row') {
            const row = one(now.id, now.incident, `${now.id}${version}`, version);
            await store.write((tx) => tx.putRows([entry(row)]));
            expected.set(now.id, row);
          } else {
            await store.write((tx) => tx.deleteRows([key(now.id)]));
            expected.delete(now.id);
          }
          for (const incident of ['i1', 'i2']) {
            const texts = [...expected.values()].filter((each) => each.incident === incident).map((each) => each.text);
            expect(await textsOf(store, incident)).toEqual(texts.sort());
          }
        }
      }),
      { numRuns: kind === 'memory' ? 100 : 15 },
    );
  });
});
