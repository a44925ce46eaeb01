import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryStore, emptyDisk } from '../../tests/support/memory-store.ts';
import type { Change, PullResponse } from '../contract/http.ts';
import { instant } from '../time/clock.ts';
import { addSum, checksumOf, EMPTY_SUM, formatSum } from './checksum.ts';
import type { LocalStore } from './local-store.ts';
import { freshMeta, metaOf } from './meta.ts';
import { replica } from './replica.ts';

const NOW = instant('2026-11-22T03:00:00Z');
const ME = { person: 'ines', name: 'Inès', role: 'responder', scopes: ['all'], serverTime: NOW } as const;

const view = (id: string, version: number, name: string, owner = 'ines'): Change => ({
  collection: 'savedView',
  id,
  version,
  deleted: false,
  scope: 'all',
  doc: { name, owner, visibility: 'all', filter: {} },
});

/** A server that holds the newest of each record, and what it would answer to a pull. */
function aServer() {
  const records = new Map<string, Change>();
  let head = 0;
  return {
    put(id: string, name: string) {
      head += 1;
      records.set(id, view(id, head, name));
      return head;
    },
    remove(id: string) {
      head += 1;
      const { doc: _, ...rest } = view(id, head, '');
      records.set(id, { ...rest, deleted: true });
    },
    page(since: number, limit: number): PullResponse {
      const all = [...records.values()].filter((one) => one.version > since).sort((a, b) => a.version - b.version);
      const more = all.length > limit;
      const changes = all.slice(0, limit);
      const live = [...records.values()].filter((one) => !one.deleted);
      const sum = live.reduce(
        (total, one) => addSum(total, checksumOf(one.collection, one.id, one.version)),
        EMPTY_SUM,
      );
      return {
        changes,
        cursor: more ? (changes.at(-1)?.version ?? since) : head,
        head,
        more,
        lastSeq: 0,
        epoch: 'one',
        scopes: ['all'],
        ...(more ? {} : { checksum: formatSum(sum) }),
        serverTime: NOW,
      };
    },
    names: () => new Map([...records.values()].filter((one) => !one.deleted).map((one) => [one.id, one.doc])),
  };
}

async function aLaptop() {
  const disk = emptyDisk();
  const store = createMemoryStore(disk);
  await store.write(async (tx) => {
    await tx.putMeta(freshMeta('client-one'));
    await replica.setMe(tx, { ...ME, scopes: ['all'] }, 'client-two', NOW);
    const line = { kind: 'begin' as const, epoch: 'one', total: 0, scopes: ['all'], serverTime: NOW };
    await replica.beginSnapshot(tx, line, NOW);
    await replica.endSnapshot(tx, 0, NOW);
  });
  return { disk, store };
}

const save = (store: LocalStore, id: string, name: string) =>
  store.write((tx) =>
    replica.mutate(tx, {
      name: 'savedView.save',
      args: { id, doc: { name, owner: 'ines', visibility: 'all', filter: {} } },
      at: NOW,
      via: 'console',
    }),
  );
const cursorOf = async (store: LocalStore) => (await store.read(metaOf)).cursor ?? 0;
const pull = async (store: LocalStore, page: PullResponse) => {
  const since = await cursorOf(store);
  return store.write((tx) => replica.applyPull(tx, since, page, NOW));
};

/** As the schema leaves it: what it tidies is its own test's. */
const name = fc.string({ unit: fc.constantFrom('a', 'B', '9', 'é', '<'), minLength: 1, maxLength: 5 });
const step = fc.oneof(
  fc.record({
    kind: fc.constant('put' as const),
    id: fc.constantFrom('a', 'b', 'c'),
    name,
  }),
  fc.record({ kind: fc.constant('remove' as const), id: fc.constantFrom('a', 'b', 'c') }),
  fc.record({
    kind: fc.constant('mine' as const),
    id: fc.constantFrom('a', 'b', 'd'),
    name,
  }),
  fc.record({ kind: fc.constant('pull' as const), limit: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constant('push' as const) }),
);

describe('the replica', () => {
  it('shows its own changes above whatever arrives, and the server alone once they are confirmed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const server = aServer();
        const { disk, store } = await aLaptop();
        let answered = 0;
        const mine = new Map<string, string>();
        const push = async () => {
          const { pending, meta } = await store.read(async (tx) => ({
            pending: await tx.pending(),
            meta: await metaOf(tx),
          }));
          const results = pending.flatMap(({ outcome, mutation }) => {
            if (outcome) return [];
            const { id, doc } = mutation.args as { id: string; doc: { name: string } };
            answered = mutation.seq;
            return [{ seq: mutation.seq, status: 'applied' as const, version: server.put(id, doc.name) }];
          });
          if (results.length === 0) return;
          const response = { results, lastSeq: answered, epoch: 'one', serverTime: NOW };
          await store.write((tx) => replica.applyResults(tx, meta.clientId, response, NOW));
        };
        for (const one of steps) {
          if (one.kind === 'put') server.put(one.id, one.name);
          else if (one.kind === 'remove') server.remove(one.id);
          else if (one.kind === 'push') await push();
          else if (one.kind === 'pull') {
            const page = { ...server.page(await cursorOf(store), one.limit), lastSeq: answered };
            expect((await pull(store, page)).kind).toBe('applied');
          } else {
            const taken = await save(store, one.id, one.name);
            if (taken.queued) mine.set(one.id, one.name);
          }
          for (const { mutation } of await store.read((tx) => tx.pending())) {
            const { id } = mutation.args as { id: string };
            expect(disk.rows.get(`savedView/${id}`)?.doc).toMatchObject({ name: mine.get(id) });
          }
        }
        await push();
        for (let more = true; more; ) {
          const page = { ...server.page(await cursorOf(store), 3), lastSeq: answered };
          expect((await pull(store, page)).kind).toBe('applied');
          more = page.more;
        }
        expect(new Map([...disk.rows.values()].map((row) => [row.id, row.doc]))).toEqual(server.names());
        expect([disk.undo.size, disk.pending.size, disk.review.size]).toEqual([0, 0, 0]);
      }),
      { numRuns: 200 },
    );
  });

  it('stores nothing of a change that is refused here', async () => {
    const { disk, store } = await aLaptop();
    const at = NOW;
    const taken = await store.write((tx) =>
      replica.mutate(tx, { name: 'incident.acknowledge', args: { id: 'none' }, at, via: 'console' }),
    );
    expect(taken).toEqual({ outcome: { kind: 'rejected', reason: 'notFound' }, queued: null });
    expect([disk.rows.size, disk.undo.size, disk.pending.size, disk.meta.get('meta')?.nextSeq]).toEqual([0, 0, 0, 1]);
  });

  it('writes nothing for a pull that brings nothing', async () => {
    const { store } = await aLaptop();
    await save(store, 'a', 'mine');
    const page: PullResponse = { ...aServer().page(0, 10), lastSeq: 0 };
    let writes = 0;
    const count = async () => {
      writes += 1;
    };
    await store.write((tx) => replica.applyPull({ ...tx, putRows: count, deleteRows: count }, 0, page, NOW));
    expect(writes).toBe(0);
  });

  it('keeps the order and the content of what waits when it takes another numbering', async () => {
    const { disk, store } = await aLaptop();
    await save(store, 'a', 'one');
    await save(store, 'b', 'two');
    await store.write((tx) => replica.fork(tx, 'client-new', NOW));
    const rows = await store.read((tx) => tx.pending());
    expect(rows.map(({ clientId, mutation, state }) => [clientId, mutation.seq, state])).toEqual([
      ['client-new', 1, 'queued'],
      ['client-new', 2, 'queued'],
    ]);
    expect(disk.meta.get('meta')).toMatchObject({ nextSeq: 3, retired: [{ clientId: 'client-one', upTo: 2 }] });
    expect(disk.rows.size).toBe(2);
  });
});
