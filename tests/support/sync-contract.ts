import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { StoreDeps } from '../../src-server/store/engine.ts';
import type { Store } from '../../src-server/store/store.ts';
import { pull } from '../../src-server/sync/pull.ts';
import { push } from '../../src-server/sync/push.ts';
import { runMutation, systemActor } from '../../src-server/sync/run-mutation.ts';
import { snapshot } from '../../src-server/sync/snapshot.ts';
import type { Change, Mutation } from '../../src-shared/contract/http.ts';
import { addSum, checksumOf, EMPTY_SUM, formatSum } from '../../src-shared/sync/checksum.ts';
import { instant } from '../../src-shared/time/clock.ts';

const NOW = instant('2026-11-22T03:00:00Z');
const clock = { now: () => NOW };
const CLIENT = 'laptop-of-ines';
const ines = { person: 'ines' };
const marc = { person: 'marc' };
async function provision(store: Store, id: string, doc: { role: string; teams?: string[]; disabled?: boolean }) {
  const { value } = await store.write((tx) =>
    runMutation(tx, {
      name: 'person.provision',
      args: { id, doc: { name: id, teams: [], ...doc } },
      actor: systemActor(),
      via: 'cli',
      at: NOW,
      receivedAt: NOW,
      origin: { kind: 'server', id: `test-${id}` },
    }),
  );
  return value;
}

const duty = (seq: number, on: boolean, at = NOW): Mutation => ({
  seq,
  name: 'person.setDuty',
  args: { person: 'ines', on },
  at,
  via: 'console',
});

const view = (seq: number, id: string, visibility: unknown): Mutation => ({
  seq,
  name: 'savedView.save',
  args: { id, doc: { name: `view ${id} ${seq}`, owner: 'ines', visibility, filter: {} } },
  at: NOW,
  via: 'console',
});

async function pushed(store: Store, mutations: Mutation[], clientId = CLIENT) {
  const answer = await push(store, clock, ines, { clientId, mutations });
  if (answer.kind !== 'done') throw new Error(JSON.stringify(answer));
  return answer.body;
}

async function pulled(store: Store, since: number, caller = ines, limit = 1_000) {
  const answer = await pull(store, clock, caller, { since, limit, clientId: CLIENT });
  if (answer.kind !== 'done') throw new Error(JSON.stringify(answer));
  return answer.body;
}

/** What push, pull and snapshot do, whatever the database; `open` gives a store over an empty one. */
export function syncContract(name: string, open: (deps: StoreDeps) => Promise<Store>, { runs = 40 } = {}): void {
  const stores: Store[] = [];
  const aStore = async (deps: StoreDeps = {}): Promise<Store> => {
    const store = await open(deps);
    stores.push(store);
    await provision(store, 'ines', { role: 'responder', teams: ['devops'] });
    await provision(store, 'marc', { role: 'viewer' });
    return store;
  };
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
  });

  describe(`push on ${name}`, () => {
    it('runs the next mutation and answers the version a cursor must reach to see it', async () => {
      const store = await aStore();
      const body = await pushed(store, [duty(1, true)]);
      expect(body).toMatchObject({ results: [{ seq: 1, status: 'applied', version: 3 }], lastSeq: 1 });
      const { changes, cursor, lastSeq } = await pulled(store, 2);
      expect(changes).toMatchObject([{ collection: 'person', id: 'ines', version: 3, doc: { onDutySince: NOW } }]);
      expect({ cursor, lastSeq }).toEqual({ cursor: 3, lastSeq: 1 });
    });

    it('answers a repeated push from the log and changes nothing', async () => {
      const store = await aStore();
      const first = await pushed(store, [duty(1, true), duty(2, false)]);
      const again = await pushed(store, [duty(1, true), duty(2, false), duty(3, true)]);
      expect(again.results.slice(0, 2)).toEqual(first.results);
      expect(again.lastSeq).toBe(3);
      expect((await store.read((tx) => tx.log({ after: 0, limit: 100 }))).length).toBe(5);
    });

    it('refuses a gap, names the number it wants and applies nothing', async () => {
      const store = await aStore();
      const answer = await push(store, clock, ines, { clientId: CLIENT, mutations: [duty(2, true)] });
      expect(answer).toMatchObject({ kind: 'conflict', body: { error: 'gap', expected: 1 } });
      expect((await pulled(store, 2)).changes).toEqual([]);
    });

    it('refuses another change under a used number, and another person under a used client id', async () => {
      const store = await aStore();
      await pushed(store, [duty(1, true)]);
      const other = await push(store, clock, ines, { clientId: CLIENT, mutations: [duty(1, false), duty(2, true)] });
      expect(other).toMatchObject({ kind: 'conflict', body: { error: 'forked', expected: 2 } });
      const stranger = await push(store, clock, marc, { clientId: CLIENT, mutations: [duty(2, false)] });
      expect(stranger).toMatchObject({ kind: 'conflict', body: { error: 'forked' } });
      expect((await pulled(store, 3)).changes).toEqual([]);
    });

    it('rejects what may not be, leaves nothing of it behind and moves the queue on', async () => {
      const store = await aStore();
      const body = await pushed(store, [
        duty(1, true, NOW + 5_001),
        { seq: 2, name: 'no.such', args: {}, at: NOW, via: 'console' },
        { seq: 3, name: 'person.setDuty', args: { person: 'marc', on: true }, at: NOW, via: 'console' },
        { seq: 4, name: 'person.setDuty', args: 'rubbish', at: NOW, via: 'console' },
        duty(5, true, NOW + 5_000),
      ]);
      expect(body.results.map((one) => one.reason ?? one.status)).toEqual([
        'atInFuture',
        'unknownMutator',
        'forbidden',
        'invalid',
        'applied',
      ]);
      expect((await pulled(store, 2)).changes.map((one) => one.id)).toEqual(['ines']);
    });

    it('reads the role from the record in force, and refuses a disabled person', async () => {
      const store = await aStore();
      await provision(store, 'ines', { role: 'viewer' });
      expect((await pushed(store, [duty(1, true)])).results[0]).toMatchObject({ reason: 'forbidden' });
      await provision(store, 'ines', { role: 'admin', disabled: true });
      expect(await push(store, clock, ines, { clientId: CLIENT, mutations: [duty(2, true)] })).toEqual({
        kind: 'forbidden',
      });
      expect(await pull(store, clock, ines, { since: 0, limit: 10 })).toEqual({ kind: 'forbidden' });
    });

    it('keeps nothing when the process dies before the commit, and everything when it dies after', async () => {
      let dieAt: 'before' | 'after' | undefined;
      const die = (where: 'before' | 'after') => () => {
        if (dieAt === where) throw new Error(`died ${where}`);
      };
      const store = await aStore({ faults: { beforeCommit: die('before'), afterCommit: die('after') } });
      dieAt = 'before';
      await expect(pushed(store, [duty(1, true)])).rejects.toThrow('died before');
      dieAt = undefined;
      expect((await pulled(store, 2)).changes).toEqual([]);
      dieAt = 'after';
      await expect(pushed(store, [duty(1, true)])).rejects.toThrow('died after');
      dieAt = undefined;
      expect((await pushed(store, [duty(1, true)])).results).toMatchObject([{ status: 'applied', version: 3 }]);
      expect((await pulled(store, 2)).changes).toHaveLength(1);
    });
  });

  describe(`pull on ${name}`, () => {
    it('pages in version order and gives the checksum of what the caller holds at the end', async () => {
      const store = await aStore();
      for (let n = 1; n <= 7; n += 1) await pushed(store, [view(n, `v${n}`, n % 2 === 0 ? 'all' : 'owner')]);
      const held = new Map<string, Change>();
      let cursor = 0;
      for (;;) {
        const page = await pulled(store, cursor, ines, 3);
        expect(page.changes.map((one) => one.version)).toEqual(
          page.changes.map((one) => one.version).toSorted((a, b) => a - b),
        );
        for (const one of page.changes) held.set(`${one.collection}/${one.id}`, one);
        cursor = page.cursor;
        if (page.more) continue;
        const sum = [...held.values()].reduce(
          (total, one) => addSum(total, checksumOf(one.collection, one.id, one.version)),
          EMPTY_SUM,
        );
        expect(page.checksum).toBe(formatSum(sum));
        break;
      }
      expect(held.size).toBe(9);
      expect((await pulled(store, 0, marc)).changes.map((one) => one.id).sort()).toEqual([
        'ines',
        'marc',
        'v2',
        'v4',
        'v6',
      ]);
    });

    it('tells a reader of the old scope that a record left it, and nobody else', async () => {
      const store = await aStore();
      await pushed(store, [view(1, 'v1', 'all')]);
      const before = await pulled(store, 0, marc);
      await pushed(store, [view(2, 'v1', 'owner')]);
      const marcs = await pulled(store, before.cursor, marc);
      expect(marcs.changes).toMatchObject([{ id: 'v1', deleted: true, scope: 'all' }]);
      expect(marcs.changes[0]).not.toHaveProperty('doc');
      expect((await pulled(store, before.cursor)).changes).toMatchObject([{ id: 'v1', deleted: false }]);
      await pushed(store, [view(3, 'v1', 'all')]);
      expect((await pulled(store, marcs.cursor, marc)).changes).toMatchObject([{ id: 'v1', deleted: false }]);
    });

    it('sends a cursor from another epoch, from before the compaction or from ahead to a snapshot', async () => {
      const store = await aStore();
      await pushed(store, [view(1, 'v1', 'all')]);
      await pushed(store, [{ seq: 2, name: 'savedView.remove', args: { id: 'v1' }, at: NOW, via: 'console' }]);
      const { epoch } = await pulled(store, 0);
      await store.compact(4);
      expect(await pull(store, clock, ines, { since: 3, limit: 10 })).toMatchObject({ kind: 'gone', body: { epoch } });
      expect(await pull(store, clock, ines, { since: 99, limit: 10 })).toMatchObject({ kind: 'gone' });
      expect(await pull(store, clock, ines, { since: 4, limit: 10, epoch: 'other' })).toMatchObject({ kind: 'gone' });
      expect((await pulled(store, 4)).changes).toEqual([]);
      expect((await pulled(store, 0)).changes.map((one) => one.id)).toEqual(['ines', 'marc']);
    });
  });

  describe(`snapshot on ${name}`, () => {
    it('brings everything readable once and a cursor from which nothing is missed', async () => {
      const store = await aStore();
      for (let n = 1; n <= 3; n += 1) await pushed(store, [view(n, `v${n}`, 'all')]);
      const lines = [];
      for await (const line of snapshot(store, clock, ines)) {
        lines.push(line);
        if (line.kind === 'begin') await pushed(store, [view(4, 'v2', 'owner'), view(5, 'v9', 'all')]);
      }
      const ids = lines.flatMap((line) => (line.kind === 'page' ? line.changes.map((one) => one.id) : []));
      expect(ids.sort()).toEqual(['ines', 'marc', 'v1', 'v3']);
      expect(lines.at(-1)).toEqual({ kind: 'end', cursor: 5 });
      expect((await pulled(store, 5)).changes.map((one) => one.id)).toEqual(['v2', 'v9']);
    });

    it('sends people and rules before incidents, however old they are', async () => {
      const store = await aStore();
      await pushed(
        store,
        [1, 2, 3].map((seq) => ({
          seq,
          name: 'incident.open',
          args: { id: `0193510f-9d80-7000-8000-00000000000${seq}`, title: 'Disk full', priority: 'P2' },
          at: NOW,
          via: 'console',
        })),
      );
      const collections: string[] = [];
      for await (const line of snapshot(store, clock, ines)) {
        if (line.kind === 'page') collections.push(...line.changes.map((one) => one.collection));
      }
      expect(new Set(collections.slice(0, 2))).toEqual(new Set(['person']));
      expect(collections.filter((one) => one === 'incident')).toHaveLength(3);
      expect(collections.lastIndexOf('person')).toBeLessThan(collections.indexOf('incident'));
    });
  });

  describe(`a snapshot with closed history in pages on ${name}`, () => {
    const sizes = { text: 2_000, window: 50 };
    const step = (seq: number, name: string, n: number, more: object = {}) => ({
      seq,
      name,
      args: { id: `0193510f-9d80-7000-8000-00000000000${n}`, ...more },
      at: NOW,
      via: 'console' as const,
    });

    it('sends open incidents as records and closed ones in pages, each once', async () => {
      const store = await aStore();
      let seq = 0;
      for (const n of [1, 2, 3, 4]) {
        await pushed(store, [
          step(++seq, 'incident.open', n, { title: `Disk ${n} full`, priority: 'P2' }),
          ...(n === 4 ? [] : [step(++seq, 'incident.resolve', n), step(++seq, 'incident.close', n)]),
        ]);
      }
      const rows: string[] = [];
      const paged: string[] = [];
      for await (const piece of snapshot(store, clock, ines, { cold: true, recent: 0, sizes })) {
        if (piece.kind === 'page') rows.push(...piece.changes.map((one) => `${one.collection}/${one.id}`));
        if (piece.kind === 'cold') paged.push(...piece.page.ids.map((id) => `${piece.page.collection}/${id}`));
      }
      const all = (await pulled(store, 0)).changes.map((one) => `${one.collection}/${one.id}`);
      expect([...rows, ...paged].sort()).toEqual(all.sort());
      expect(paged.filter((one) => one.startsWith('incident/'))).toHaveLength(3);
      expect(rows.filter((one) => one.startsWith('incident/'))).toHaveLength(1);
    });

    it('sends what happened last as records, and everything to a console that knows no pages', async () => {
      const store = await aStore();
      await pushed(store, [
        step(1, 'incident.open', 1, { title: 'Disk full', priority: 'P2' }),
        step(2, 'incident.resolve', 1),
        step(3, 'incident.close', 1),
      ]);
      for (const options of [{ cold: true, recent: 50, sizes }, { cold: false }]) {
        const kinds: string[] = [];
        for await (const piece of snapshot(store, clock, ines, options)) kinds.push(piece.kind);
        expect(kinds).not.toContain('cold');
      }
    });
  });

  describe(`a cursor reader among writers on ${name}`, () => {
    it('never misses a row, whatever the interleaving', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.record({
              writer: fc.integer({ min: 0, max: 3 }),
              reads: fc.boolean(),
              size: fc.integer({ min: 1, max: 3 }),
            }),
            {
              maxLength: 40,
            },
          ),
          fc.integer({ min: 1, max: 4 }),
          async (steps, limit) => {
            const store = await aStore();
            const seqs = [0, 0, 0, 0];
            const held = new Map<string, number>();
            let cursor = 0;
            const advance = async () => {
              const page = await pulled(store, cursor, ines, limit);
              for (const one of page.changes) held.set(one.id, one.version);
              cursor = page.cursor;
              return page;
            };
            const running: Promise<unknown>[] = [];
            for (const step of steps) {
              const from = seqs[step.writer]!;
              seqs[step.writer] = from + step.size;
              const mutations = Array.from({ length: step.size }, (_, n) =>
                view(from + n + 1, `w${step.writer}-${(from + n) % 5}`, (from + n) % 3 === 0 ? 'owner' : 'all'),
              );
              running.push(pushed(store, mutations, `writer-no-${step.writer}`));
              if (step.reads) running.push(advance());
            }
            await Promise.all(running);
            while ((await advance()).more);
            const all = await pulled(store, 0);
            expect(new Map(all.changes.map((one) => [one.id, one.version]))).toEqual(held);
            stores.splice(stores.indexOf(store), 1);
            await store.close();
          },
        ),
        { numRuns: runs },
      );
    });
  });
}
