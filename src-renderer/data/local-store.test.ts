import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import type { LocalRow, LocalStore, Meta, PendingRow } from '../../src-shared/sync/local-store.ts';
import { freshMeta } from '../../src-shared/sync/meta.ts';
import { createMemoryStore } from '../../tests/support/memory-store.ts';
import { createDatabase } from './database.ts';
import { createDexieStore } from './dexie-store.ts';

const entry = (id: string, incident: string, version = 1): LocalRow =>
  ({
    collection: 'timelineEntry',
    id,
    version,
    gen: 1,
    scope: 'all',
    ref: incident,
    doc: { incident, event: { kind: 'note', text: id }, by: { kind: 'system' }, via: 'server', at: 1 },
  }) as LocalRow;

const queued = (order: number): PendingRow => ({
  order,
  clientId: 'client-one',
  mutation: { seq: order, name: 'incident.note', args: {}, at: 1, via: 'console' },
  state: 'queued',
});

const meta: Meta = freshMeta('client-one');

const stores: Record<string, () => LocalStore> = {
  memory: () => createMemoryStore(),
  IndexedDB: () => createDexieStore(createDatabase({ indexedDB: new IDBFactory(), IDBKeyRange })),
};

describe.each(Object.keys(stores))('the local store in %s', (kind) => {
  const make = () => stores[kind]!();

  it('reads its own writes inside a transaction and keeps them after it', async () => {
    const store = make();
    await store.write(async (tx) => {
      await tx.putRows([entry('a', 'i1'), entry('b', 'i2')]);
      expect((await tx.rows([{ collection: 'timelineEntry', id: 'b' }]))[0]?.id).toBe('b');
      await tx.putMeta(meta);
    });
    const rows = await store.read((tx) =>
      tx.rows([
        { collection: 'timelineEntry', id: 'missing' },
        { collection: 'timelineEntry', id: 'a' },
        { collection: 'incident', id: 'a' },
      ]),
    );
    expect(rows.map((row) => row?.id)).toEqual([undefined, 'a', undefined]);
    expect(await store.read((tx) => tx.meta())).toEqual(meta);
  });

  it('leaves nothing behind when a transaction throws', async () => {
    const store = make();
    await store.write((tx) => tx.putRows([entry('a', 'i1')]));
    const failing = store.write(async (tx) => {
      await tx.putRows([entry('a', 'i1', 2), entry('b', 'i1')]);
      await tx.putPending([queued(1)]);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const after = await store.read(async (tx) => [await tx.referring('timelineEntry', 'i1'), await tx.pending()]);
    expect(after).toEqual([[entry('a', 'i1')], []]);
  });

  it('lists by reference what is there, without what was deleted or moved', async () => {
    const store = make();
    await store.write((tx) => tx.putRows([entry('a', 'i1'), entry('b', 'i1'), entry('c', 'i1'), entry('d', 'i2')]));
    await store.write(async (tx) => {
      await tx.deleteRows([{ collection: 'timelineEntry', id: 'a' }]);
      await tx.putRows([entry('b', 'i2')]);
      expect((await tx.referring('timelineEntry', 'i1')).map((row) => row.id)).toEqual(['c']);
    });
    const found = await store.read((tx) => tx.referring('timelineEntry', 'i2'));
    expect(found.map((row) => row.id).sort()).toEqual(['b', 'd']);
  });

  it('keeps the queue in order, fractions included', async () => {
    const store = make();
    await store.write((tx) => tx.putPending([queued(3), queued(1), { ...queued(2), order: 2.5 }]));
    await store.write((tx) => tx.deletePending([1]));
    expect((await store.read((tx) => tx.pending())).map((row) => row.order)).toEqual([2.5, 3]);
  });

  it('visits every row of every collection', async () => {
    const store = make();
    await store.write((tx) => tx.putRows([entry('a', 'i1'), entry('b', 'i2')]));
    const ids: string[] = [];
    await store.read((tx) =>
      tx.eachRow((row) => {
        ids.push(row.id);
      }),
    );
    expect(ids.sort()).toEqual(['a', 'b']);
  });

  it('keeps what lies below an unconfirmed change, the absence of a record included', async () => {
    const store = make();
    const key = { collection: 'timelineEntry', id: 'a' } as const;
    await store.write((tx) => tx.putUndo([{ ...key, base: null }]));
    expect(await store.read((tx) => tx.undo([key, { ...key, id: 'b' }]))).toEqual([{ ...key, base: null }]);
    await store.write((tx) => tx.deleteUndo([key]));
    expect(await store.read((tx) => tx.undo())).toEqual([]);
  });

  it('lets writers take turns', async () => {
    const store = make();
    await store.write((tx) => tx.putMeta(meta));
    await Promise.all(
      Array.from({ length: 20 }, () =>
        store.write(async (tx) => {
          const now = (await tx.meta()) ?? meta;
          await tx.putMeta({ ...now, nextSeq: now.nextSeq + 1 });
        }),
      ),
    );
    expect((await store.read((tx) => tx.meta()))?.nextSeq).toBe(21);
  });
});
