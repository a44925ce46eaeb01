import { describe, expect, it } from 'vitest';
import { createMemoryStore, emptyDisk } from '../../tests/support/memory-store.ts';
import { type Change, pullResponseSchema } from '../contract/http.ts';
import { instant } from '../time/clock.ts';
import { freshMeta, metaOf } from './meta.ts';
import { recover } from './recover.ts';
import { replica } from './replica.ts';
import { schemaMark } from './schema-mark.ts';

const NOW = instant('2026-11-22T03:00:00Z');
const ME = { person: 'ines', name: 'Inès', role: 'responder' as const, scopes: ['all'], serverTime: NOW };

const change = (collection: string, id: string, version: number, doc: unknown): Change => ({
  collection,
  id,
  version,
  deleted: false,
  scope: 'all',
  doc,
});
const view = { name: 'Mine', owner: 'ines', visibility: 'all', filter: {} };

async function aLaptop() {
  const disk = emptyDisk();
  const store = createMemoryStore(disk);
  await store.write(async (tx) => {
    await tx.putMeta(freshMeta('client-one'));
    await replica.setMe(tx, ME, 'client-two', NOW);
    const line = { kind: 'begin' as const, epoch: 'one', total: 0, scopes: ['all'], serverTime: NOW };
    await replica.beginSnapshot(tx, line, NOW);
    await replica.endSnapshot(tx, 0, NOW);
  });
  const pull = (changes: Change[], to: number) =>
    store.write(async (tx) => {
      const { cursor } = await metaOf(tx);
      // As it comes over the wire.
      const page = pullResponseSchema.parse({
        changes,
        cursor: to,
        head: to,
        more: false,
        lastSeq: 0,
        epoch: 'one',
        scopes: ['all'],
        checksum: 'ffffffffffffffff',
        serverTime: NOW,
      });
      return replica.applyPull(tx, cursor ?? 0, page, NOW);
    });
  return { disk, store, pull };
}

describe('a console whose server is newer', () => {
  it('keeps fields that it does not know, for the day when it does', async () => {
    const { disk, pull } = await aLaptop();
    await pull([change('savedView', 'v', 1, { ...view, hue: 7, filter: { depth: 3 } })], 1);
    expect(disk.rows.get('savedView/v')?.doc).toEqual({ ...view, hue: 7, filter: { depth: 3 } });
  });

  it('leaves aside what it cannot read, takes the rest, and calls its copy whole', async () => {
    const { disk, store, pull } = await aLaptop();
    await pull([change('savedView', 'v', 1, view)], 1).then((one) => expect(one.kind).toBe('differs'));
    const applied = await pull(
      [change('hologram', 'h', 2, { depth: 1 }), change('savedView', 'v', 3, { ...view, visibility: 'few' })],
      3,
    );
    expect(applied).toMatchObject({ kind: 'applied', inStep: true });
    expect([...disk.rows.keys()]).toEqual(['savedView/v']);
    expect(await store.read(metaOf)).toMatchObject({ cursor: 3, unread: schemaMark() });
    // What it could read last stays until it is gone.
    expect(disk.rows.get('savedView/v')?.version).toBe(1);
    await pull([{ ...change('savedView', 'v', 4, undefined), deleted: true }], 4);
    expect(disk.rows.size).toBe(0);
  });

  it('takes a new copy when it has been updated, and not before', async () => {
    const { store, pull } = await aLaptop();
    const start = () => store.write((tx) => recover(tx, replica, [], 'client-three', NOW));
    await pull([change('hologram', 'h', 1, {})], 1);
    await start();
    expect((await store.read(metaOf)).cursor).toBe(1);
    await store.write(async (tx) => tx.putMeta({ ...(await metaOf(tx)), unread: 'the schemas of an older build' }));
    await start();
    const { cursor, unread } = await store.read(metaOf);
    expect([cursor, unread]).toEqual([null, undefined]);
  });
});
