import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Commit, Store, StoreRead, StoreWrite } from '../../src-server/store/store.ts';
import { heartbeatSchema } from '../../src-shared/model/heartbeat.ts';
import { teamId } from '../../src-shared/model/ids.ts';
import { addSum, checksumOf, EMPTY_SUM } from '../../src-shared/sync/checksum.ts';
import { HOUR } from '../../src-shared/time/clock.ts';
import { entry, type StoreBench, team, teams, timer, useBench, view } from './store-bench.ts';

const HEARTBEAT = heartbeatSchema.parse({
  name: 'Nightly copy',
  key: '5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278',
  tags: [],
  priority: 'P1',
  schedule: { kind: 'period', period: HOUR, grace: HOUR },
  createdAt: 0,
  createdBy: { kind: 'system' },
});

/** What every store does, whatever the database under it. */
export function storeContract(name: string, make: () => Promise<StoreBench>): void {
  describe(`the store on ${name}`, () => {
    const { parallel, spoil, aStore, closeAll } = useBench(make);

    it('stamps each changed record with the next version and leaves the unchanged alone', async () => {
      const store = await aStore();
      expect((await team(store, 'a')).version).toBe(1);
      expect((await team(store, 'b')).version).toBe(2);
      expect((await team(store, 'a')).version).toBe(2);
      expect((await team(store, 'a', 'A')).version).toBe(3);
      const gone = await store.write(async (tx) => tx.apply([{ collection: 'team', id: 'x', doc: undefined }]));
      expect(gone.version).toBe(3);
    });

    it('reads its own writes before they are committed, and those of the jobs that share the commit', async () => {
      const store = await aStore({ gather: () => setImmediate() });
      await store.write(async (tx) => {
        tx.apply([{ collection: 'team', id: teamId('a'), doc: { name: 'A' } }]);
        expect(await tx.get('team', 'a')).toEqual({ name: 'A' });
        tx.apply([{ collection: 'team', id: teamId('a'), doc: undefined }]);
        expect(await tx.get('team', 'a')).toBeUndefined();
      });
      const before = store.stats().commits;
      const seen: unknown[] = [];
      await Promise.all([
        store.write(async (tx) => {
          tx.apply([{ collection: 'team', id: 'b', doc: { name: 'B' } }]);
          tx.saveCounter('incident', 7);
          tx.saveClient({ id: 'laptop-1', person: 'ines', lastSeq: 4, seenAt: 9 });
          tx.logMutation({ ...entry('first'), client: 'laptop-1', seq: 4 });
          tx.replaceTimers('incident:i', [timer('t1', 10, 'incident:i')]);
        }),
        store.write(async (tx) => {
          seen.push(
            await tx.get('team', 'b'),
            (await tx.all('team')).map((one) => one.id),
            await tx.counter('incident'),
          );
          seen.push((await tx.client('laptop-1'))?.lastSeq, (await tx.mutation('laptop-1', 4))?.name);
          seen.push(
            (await tx.timersOf('incident:i')).map((one) => one.key),
            await tx.claimTimer('t1'),
          );
        }),
        store.write(async (tx) => {
          seen.push(await tx.claimTimer('t1'), (await tx.timersOf('incident:i')).length);
        }),
      ]);
      expect(seen).toEqual([{ name: 'B' }, ['b'], 7, 4, 'first', ['t1'], true, false, 0]);
      expect(store.stats().commits).toBe(before + 1);
      expect(await store.read((tx) => tx.timersOf('incident:i'))).toEqual([]);
    });

    it('finds by its slug what has it, also within the commit that gives or takes it', async () => {
      const store = await aStore({ gather: () => setImmediate() });
      const put = (id: string, slug?: string) => async (tx: StoreWrite) => {
        tx.apply([{ collection: 'heartbeat', id, doc: { ...HEARTBEAT, ...(slug === undefined ? {} : { slug }) } }]);
      };
      const idsOf = async (tx: Pick<StoreRead, 'bySlug'>, slug: string) =>
        (await tx.bySlug('heartbeat', slug)).map(({ id }) => id);
      await store.write(put('b', 'copies'));
      await store.write(put('a', 'copies'));
      await store.write(put('none'));
      expect(await store.read((tx) => idsOf(tx, 'copies'))).toEqual(['a', 'b']);
      const [, , { value }] = await Promise.all([
        store.write(put('a', 'certificates')),
        store.write(put('c', 'copies')),
        store.write(async (tx) => {
          tx.apply([{ collection: 'heartbeat', id: 'b', doc: undefined }]);
          await put('d', 'copies')(tx);
          return [await idsOf(tx, 'copies'), await idsOf(tx, 'certificates')];
        }),
      ]);
      expect(value).toEqual([['c', 'd'], ['a']]);
      expect(await store.read((tx) => idsOf(tx, 'copies'))).toEqual(['c', 'd']);
      await store.write(put('c'));
      expect(await store.read((tx) => idsOf(tx, 'copies'))).toEqual(['d']);
    });

    it('keeps a file by its hash, in parts, once', async () => {
      const { blobs } = await aStore();
      const [one, two] = [Buffer.from('\0\x01\xff one', 'latin1'), Buffer.alloc(600_000, 0xfe)];
      await blobs.savePart('u1', { n: 0, bytes: one, at: 10 });
      expect(await blobs.find('h')).toBeUndefined();
      expect(await blobs.finish({ hash: 'h', size: 600_006, upload: 'u1', at: 11 }, { n: 1, bytes: two })).toBe(true);
      expect(await blobs.find('h')).toEqual({
        hash: 'h',
        size: 600_006,
        upload: 'u1',
        createdAt: 11,
        unusedSince: null,
      });
      const parts = await Promise.all([0, 1, 2].map((n) => blobs.part('u1', n)));
      expect(parts.map((part) => part && Buffer.from(part).equals(part === parts[0] ? one : two))).toEqual([
        true,
        true,
        undefined,
      ]);
      expect(await blobs.finish({ hash: 'h', size: 1, upload: 'u2', at: 12 }, { n: 0, bytes: one })).toBe(false);
      expect(await blobs.part('u2', 0)).toBeUndefined();
      expect(await blobs.usage()).toEqual({ count: 1, bytes: 600_006 });
    });

    it('drops parts that never became a file, and a file that is unused and still is when it goes', async () => {
      const store = await aStore();
      const { blobs } = store;
      await blobs.savePart('gone', { n: 0, bytes: Buffer.from('x'), at: 10 });
      await blobs.savePart('young', { n: 0, bytes: Buffer.from('x'), at: 20 });
      await blobs.finish({ hash: 'h', size: 1, upload: 'u', at: 10 }, { n: 0, bytes: Buffer.from('h') });
      await blobs.dropUnfinished(15);
      expect(await Promise.all(['gone', 'young', 'u'].map((one) => blobs.part(one, 0).then(Boolean)))).toEqual([
        false,
        true,
        true,
      ]);
      await blobs.setUnused('h', 30);
      await blobs.setUnused('h', null);
      await blobs.drop('h', 30);
      expect((await blobs.madeBefore(11)).map((one) => one.hash)).toEqual(['h']);
      await blobs.setUnused('h', 40);
      await blobs.drop('h', 40);
      expect([await blobs.find('h'), await blobs.part('u', 0)]).toEqual([undefined, undefined]);
      await store.write(async (tx) => tx.apply([{ collection: 'team', id: teamId('a'), doc: { name: 'abc' } }]));
      expect(await blobs.documents(0, 10)).toEqual([{ version: 1, doc: expect.stringContaining('abc') }]);
    });

    it('writes files beside the turns of records', async () => {
      const store = await aStore({ gather: () => setImmediate() });
      const many = Array.from({ length: 20 }, (_, n) => n);
      await Promise.all(
        many.flatMap((n) => [
          team(store, `t${n}`),
          store.blobs.finish({ hash: `h${n}`, size: 1, upload: `u${n}`, at: n }, { n: 0, bytes: Buffer.of(n) }),
        ]),
      );
      expect((await teams(store)).length).toBe(20);
      expect(await store.blobs.usage()).toEqual({ count: 20, bytes: 20 });
      expect(await store.read(async (tx) => (await tx.workspace()).version)).toBe(20);
    });

    it('keeps the good jobs of a shared commit when one fails', async () => {
      const store = await aStore();
      const settled = await Promise.allSettled([
        team(store, 'a'),
        store.write(async (tx) => {
          tx.apply([{ collection: 'team', id: 'bad', doc: { name: 'bad' } }]);
          throw new Error('no');
        }),
        // Breaks a constraint only when it is written.
        store.write(async (tx) => {
          tx.logMutation({ ...entry('twice'), client: 'c', seq: 1 });
          tx.logMutation({ ...entry('twice'), client: 'c', seq: 1 });
        }),
        team(store, 'b'),
      ]);
      expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
      expect(await teams(store)).toEqual(['a', 'b']);
      expect((await team(store, 'c')).version).toBe(3);
      expect(await store.verifyLog()).toBeUndefined();
    });

    it('leaves nothing behind when it dies before the commit, and everything when it dies after it', async () => {
      let dies: 'before' | 'after' | undefined;
      const die = (where: 'before' | 'after') => () => {
        if (dies === where) throw new Error('died');
      };
      const store = await aStore({ faults: { beforeCommit: die('before'), afterCommit: die('after') } });
      await team(store, 'a');
      dies = 'before';
      await expect(team(store, 'b')).rejects.toThrow('died');
      dies = 'after';
      await expect(team(store, 'c')).rejects.toThrow('died');
      dies = undefined;
      expect((await team(store, 'd')).version).toBe(3);
      expect(await teams(store)).toEqual(['a', 'c', 'd']);
    });

    it('writes once although a listener fails', async () => {
      const failures: unknown[] = [];
      const store = await aStore({ onListenerError: (error) => failures.push(error) });
      store.onCommit(() => {
        throw new Error('no ear');
      });
      let runs = 0;
      await store.write(async (tx) => {
        runs += 1;
        tx.apply([{ collection: 'team', id: 'a', doc: { name: 'a' } }]);
      });
      expect({ runs, failures: failures.length }).toEqual({ runs: 1, failures: 1 });
    });

    it('orders text by its bytes', async () => {
      const store = await aStore();
      for (const id of ['b', 'é', 'B', 'a', '_', 'Z', '😀', '\uFFFD']) await team(store, id);
      expect(await teams(store)).toEqual(['B', 'Z', '_', 'a', 'b', 'é', '\uFFFD', '😀']);
    });

    it('keeps every text as it is, and large numbers', async () => {
      const store = await aStore();
      const odd = 'a\\ "b" {c,d} NULL \u0000 \u2028 é 😀 \n\t';
      await team(store, 'odd', odd);
      await store.write(async (tx) => {
        tx.saveCounter('incident', 9_007_199_254_740_991);
        tx.logMutation({ ...entry('odd'), args: { odd }, at: 253_402_300_799_999 });
      });
      const again = await aStore();
      expect(await again.read((tx) => tx.get('team', 'odd'))).toEqual({ name: odd });
      expect(await again.read((tx) => tx.counter('incident'))).toBe(9_007_199_254_740_991);
      expect(await again.verifyLog()).toBeUndefined();
    });

    it('keeps the sums of what is readable, whoever writes', async () => {
      const stores = [await aStore(), await aStore()];
      for (const [index, id] of ['a', 'b', 'c', 'a', 'b'].entries()) {
        await view(stores[index % 2]!, id, index % 3 === 0 ? 'owner' : 'all', `${id}${index}`);
      }
      await stores[0]!.write(async (tx) => tx.apply([{ collection: 'savedView', id: 'c', doc: undefined }]));
      for (const scope of ['all', 'person:ines']) {
        const { live, sum, count } = await stores[1]!.read(async (tx) => ({
          live: await tx.newest({ scopes: [scope], upTo: 100, limit: 100, part: 'all' }),
          sum: await tx.checksum([scope]),
          count: await tx.countLive([scope]),
        }));
        const expected = live.reduce(
          (total, one) => addSum(total, checksumOf(one.collection, one.id, one.version)),
          EMPTY_SUM,
        );
        expect({ scope, sum, count }).toEqual({ scope, sum: expected, count: live.length });
      }
    });

    it('gives a timer to whoever claims it first', async () => {
      const one = await aStore();
      const other = await aStore();
      await one.write(async (tx) => {
        tx.replaceTimers('o', [timer('late', 30, 'o'), timer('a', 10, 'o'), timer('b', 20, 'o')]);
      });
      expect((await one.takeTimers({ upTo: 20, limit: 10 })).map((due) => due.key)).toEqual(['a', 'b']);
      expect((await one.read((tx) => tx.nextTimer()))?.key).toBe('a');
      const claim = async (store: Store, key: string) => (await store.write((tx) => tx.claimTimer(key))).value;
      const tries: [Store, string][] = [
        [one, 'a'],
        [other, 'a'],
        [other, 'b'],
        [one, 'b'],
      ];
      const claims: boolean[] = [];
      if (parallel()) claims.push(...(await Promise.all(tries.map(([store, key]) => claim(store, key)))));
      else for (const [store, key] of tries) claims.push(await claim(store, key));
      expect(claims.filter(Boolean)).toHaveLength(2);
      expect((await other.read((tx) => tx.timersOf('o'))).map((left) => left.key)).toEqual(['late']);
    });

    it('forgets tombstones below a version, and does not take them for what was never there', async () => {
      const one = await aStore();
      const other = await aStore();
      await team(one, 'a');
      await team(one, 'b');
      await other.write(async (tx) => tx.apply([{ collection: 'team', id: 'a', doc: undefined }]));
      await other.compact(3);
      expect(await one.read((tx) => tx.workspace())).toMatchObject({ version: 3, minVersion: 3 });
      expect((await one.write((tx) => tx.get('team', 'a'))).value).toBeUndefined();
      expect((await team(one, 'a', 'again')).version).toBe(4);
      expect(await one.read((tx) => tx.changes({ scopes: ['all'], since: 0, limit: 10 }))).toMatchObject([
        { id: 'b', version: 2 },
        { id: 'a', version: 4, deleted: false },
      ]);
    });

    it('names its history anew, and tells the others', async () => {
      let epochs = 0;
      const newEpoch = () => `epoch-${++epochs}`;
      const one = await aStore({ newEpoch });
      const other = await aStore();
      await team(one, 'a');
      const commits: Commit[] = [];
      other.onCommit((commit) => commits.push(commit));
      await other.poll();
      expect(await one.renewEpoch()).toBe('epoch-2');
      await other.poll();
      expect(commits.at(-1)).toMatchObject({ to: 1, epoch: 'epoch-2' });
      expect((await team(other, 'b')).version).toBe(2);
    });

    it('keeps everything over a restart, and finds out when the log was changed', async () => {
      const store = await aStore();
      await team(store, 'a');
      for (const one of ['one', 'two', 'three']) await store.write(async (tx) => tx.logMutation(entry(one)));
      const before = await store.read((tx) => tx.workspace());
      await closeAll();
      const again = await aStore();
      expect(await again.read((tx) => tx.workspace())).toEqual(before);
      expect(await again.verifyLog()).toBeUndefined();
      await spoil("update mutation set args = '{}' where id = 2");
      expect(await again.verifyLog()).toBe(2);
    });

    it('finds out when the end of the log was cut off', async () => {
      const store = await aStore();
      for (const one of ['one', 'two']) await store.write(async (tx) => tx.logMutation(entry(one)));
      await spoil('delete from mutation where id = 2');
      expect(await store.verifyLog()).toBe(2);
    });
  });
}
