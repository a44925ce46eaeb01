import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StoreDeps } from '../../src-server/store/engine.ts';
import type { Commit, LogEntry, Store, Timer } from '../../src-server/store/store.ts';
import { incidentId, personId, teamId } from '../../src-shared/model/ids.ts';
import { addSum, checksumOf, EMPTY_SUM } from '../../src-shared/sync/checksum.ts';

/** An empty database of the kind that is tested. */
export interface StoreBench {
  /** A store over it; several are several processes. Those left open are closed by the contract. */
  open(deps?: StoreDeps): Promise<Store>;
  /** Whether stores of one thread can wait for each other: SQLite's own way to wait would stop the thread. */
  parallel: boolean;
  /** Changes it behind the store's back. */
  spoil(statement: string): Promise<void>;
  dispose(): Promise<void>;
}

const entry = (name: string): LogEntry => ({
  client: '',
  seq: null,
  name,
  args: { name },
  actor: { kind: 'person', id: personId('ines') },
  via: 'cli',
  at: 1,
  receivedAt: 2,
  outcome: { kind: 'applied' },
});
const team = (store: Store, id: string, name = id) =>
  store.write(async (tx) => tx.apply([{ collection: 'team', id, doc: { name } }]));
const view = (store: Store, id: string, visibility: 'all' | 'owner', name = id) =>
  store.write(async (tx) =>
    tx.apply([{ collection: 'savedView', id, doc: { name, owner: personId('ines'), visibility, filter: {} } }]),
  );
const teams = async (store: Store) => (await store.read((tx) => tx.all('team'))).map((one) => one.doc.name);
const timer = (key: string, fireAt: number, owner: string): Timer => ({
  key,
  fireAt,
  kind: 'incident.autoClose',
  payload: { id: incidentId('i') },
  owner,
});

/** What every store does, whatever the database under it. */
export function storeContract(name: string, make: () => Promise<StoreBench>): void {
  describe(`the store on ${name}`, () => {
    let bench: StoreBench;
    let opened: Store[];
    const aStore = async (deps: StoreDeps = {}) => {
      const store = await bench.open(deps);
      opened.push(store);
      return store;
    };
    const closeAll = () => Promise.all(opened.splice(0).map((store) => store.close()));
    beforeEach(async () => {
      bench = await make();
      opened = [];
    });
    afterEach(async () => {
      await closeAll();
      await bench.dispose();
    });

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

    it('sees what another process commits, in order and once', async () => {
      const server = await aStore();
      const other = await aStore();
      const commits: Commit[] = [];
      server.onCommit((commit) => commits.push(commit));
      await team(server, 'a');
      await team(other, 'b');
      await server.poll();
      await team(other, 'c');
      await team(server, 'd');
      await server.poll();
      expect(commits.map(({ prev, to, changes }) => [prev, to, changes?.map((one) => one.id)])).toEqual([
        [0, 1, ['a']],
        [1, 2, ['b']],
        [2, 3, ['c']],
        [3, 4, ['d']],
      ]);
    });

    it('leaves it to the reader when what another process did moved a record out of somebody’s sight', async () => {
      const server = await aStore();
      const other = await aStore();
      await view(server, 'v', 'all');
      const commits: Commit[] = [];
      server.onCommit((commit) => commits.push(commit));
      await view(other, 'v', 'owner');
      await server.poll();
      expect(commits).toEqual([{ prev: 1, to: 2, epoch: expect.any(String) }]);
      const seen = await server.read((tx) => tx.changes({ scopes: ['all'], since: 1, limit: 10 }));
      expect(seen).toMatchObject([{ id: 'v', deleted: true, scope: 'all', version: 2 }]);
    });

    it('leaves it to the reader when what another process deleted is forgotten already', async () => {
      const server = await aStore();
      const other = await aStore();
      await team(server, 'a');
      await team(server, 'b');
      const commits: Commit[] = [];
      server.onCommit((commit) => commits.push(commit));
      await other.write(async (tx) => tx.apply([{ collection: 'team', id: 'a', doc: undefined }]));
      await other.compact(3);
      await team(other, 'c');
      await server.poll();
      expect(commits).toEqual([{ prev: 2, to: 4, epoch: expect.any(String) }]);
    });

    it('works on what another process left, never on what it remembers', async () => {
      const one = await aStore();
      const other = await aStore();
      const next = (store: Store) =>
        store.write(async (tx) => {
          const number = (await tx.counter('incident')) + 1;
          tx.saveCounter('incident', number);
          const known = (await tx.get('team', 'shared'))?.name ?? '';
          tx.apply([{ collection: 'team', id: 'shared', doc: { name: `${known}${number}` } }]);
          const mine = await tx.timersOf('owner');
          tx.replaceTimers('owner', [...mine, timer(`t${number}`, number, 'owner')]);
          tx.saveClient({ id: 'c', person: 'p', lastSeq: ((await tx.client('c'))?.lastSeq ?? 0) + 1, seenAt: 1 });
          tx.logMutation(entry(`n${number}`));
          return [(await tx.all('team')).length, (await tx.list('savedView', 'none')).length];
        });
      for (const store of [one, other, other, one, other, one, one]) await next(store);
      if (bench.parallel) await Promise.all([one, other, one, other].map(next));
      else for (const store of [one, other, one, other]) await next(store);
      expect(await teams(one)).toEqual(['1234567891011']);
      const { keys, client } = await other.read(async (tx) => ({
        keys: (await tx.timersOf('owner')).map((timerOf) => timerOf.key),
        client: await tx.client('c'),
      }));
      expect(keys).toEqual(Array.from({ length: 11 }, (_, index) => `t${index + 1}`));
      expect(client?.lastSeq).toBe(11);
      expect(await one.verifyLog()).toBeUndefined();
    });

    it('lists what another process moved where it now belongs', async () => {
      const one = await aStore();
      const other = await aStore();
      const put = (store: Store, id: string, incident: string) =>
        store.write(async (tx) =>
          tx.apply([
            {
              collection: 'timelineEntry',
              id,
              doc: {
                incident: incidentId(incident),
                at: 1,
                by: { kind: 'system' },
                via: 'server',
                event: { kind: 'note', text: id },
              },
            },
          ]),
        );
      const listed = async (store: Store, incident: string) =>
        (await store.write((tx) => tx.list('timelineEntry', incident))).value.map((found) => found.id);
      await put(one, 'n1', 'i1');
      await put(one, 'n2', 'i1');
      expect([await listed(one, 'i1'), await listed(one, 'i2')]).toEqual([['n1', 'n2'], []]);
      await put(other, 'n1', 'i2');
      await put(other, 'n3', 'i1');
      expect([await listed(one, 'i1'), await listed(one, 'i2')]).toEqual([['n2', 'n3'], ['n1']]);
      await one.write(async (tx) => tx.apply([{ collection: 'timelineEntry', id: 'n2', doc: undefined }]));
      expect([await listed(one, 'i1'), await listed(other, 'i1')]).toEqual([['n3'], ['n3']]);
    });

    it('answers as if it remembered nothing, whatever each process does in turn', async () => {
      // So little that it forgets all the time.
      const stores = [await aStore({ remembered: 3 }), await aStore({ remembered: 3 }), await aStore()];
      const refs = ['i1', 'i2'];
      const step = fc.record({
        at: fc.nat({ max: stores.length - 1 }),
        puts: fc.array(
          fc.record({ id: fc.nat({ max: 5 }), ref: fc.option(fc.nat({ max: 1 })), text: fc.nat({ max: 9 }) }),
          { minLength: 1, maxLength: 3 },
        ),
        fails: fc.boolean(),
        compacts: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
        timers: fc.option(fc.array(fc.nat({ max: 4 }), { maxLength: 3 })),
        claims: fc.option(fc.nat({ max: 4 })),
      });
      let runs = 0;
      const property = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        runs += 1;
        const run = `r${runs}`;
        const records = new Map<string, { ref: string; text: string }>();
        let armed: string[] = [];
        let last = 0;
        for (const { at, puts, fails, compacts, timers, claims } of steps) {
          const store = stores[at]!;
          const work = store.write(async (tx) => {
            for (const id of [0, 1, 2, 3, 4, 5].map((n) => `${run}-${n}`)) {
              const found = await tx.get('timelineEntry', id);
              expect(found && { ref: found.incident, text: 'text' in found.event ? found.event.text : '' }).toEqual(
                records.get(id),
              );
            }
            for (const ref of refs.map((one) => `${run}-${one}`)) {
              const listed = (await tx.list('timelineEntry', ref)).map((one) => one.id);
              expect(listed).toEqual(
                [...records]
                  .filter(([, one]) => one.ref === ref)
                  .map(([id]) => id)
                  .sort(),
              );
            }
            expect((await tx.timersOf(run)).map((one) => one.key).sort()).toEqual([...armed].sort());
            expect(await tx.counter(run)).toBe(last);
            expect((await tx.client(run))?.lastSeq ?? 0).toBe(last);
            const next = new Map(records);
            for (const { id: n, ref, text } of puts) {
              const id = `${run}-${n}`;
              if (ref === null) {
                next.delete(id);
                tx.apply([{ collection: 'timelineEntry', id, doc: undefined }]);
                continue;
              }
              const incident = incidentId(`${run}-${refs[ref]}`);
              next.set(id, { ref: incident, text: String(text) });
              const event = { kind: 'note' as const, text: String(text) };
              const doc = { incident, event, by: { kind: 'system' as const }, via: 'server' as const, at: 1 };
              tx.apply([{ collection: 'timelineEntry', id, doc }]);
            }
            tx.saveCounter(run, last + 1);
            tx.saveClient({ id: run, person: 'p', lastSeq: last + 1, seenAt: 1 });
            let left = armed;
            if (timers) {
              left = [...new Set(timers)].map((n) => `${run}-t${n}`);
              tx.replaceTimers(
                run,
                left.map((key) => timer(key, 1, run)),
              );
            }
            const claimed = claims === null ? undefined : `${run}-t${claims}`;
            if (claimed && !timers) {
              expect(await tx.claimTimer(claimed)).toBe(left.includes(claimed));
              left = left.filter((key) => key !== claimed);
            }
            if (fails) throw new Error('changed its mind');
            return { next, left };
          });
          const done = await work.catch((error: Error) => {
            if (error.message !== 'changed its mind') throw error;
          });
          if (done) {
            records.clear();
            for (const [id, one] of done.value.next) records.set(id, one);
            armed = done.value.left;
            last += 1;
          }
          if (compacts) await store.compact((await store.read((tx) => tx.workspace())).version);
        }
      });
      await fc.assert(property, { numRuns: 25 });
      expect(await stores[0]!.verifyLog()).toBeUndefined();
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
      if (bench.parallel) claims.push(...(await Promise.all(tries.map(([store, key]) => claim(store, key)))));
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
      await bench.spoil("update mutation set args = '{}' where id = 2");
      expect(await again.verifyLog()).toBe(2);
    });

    it('finds out when the end of the log was cut off', async () => {
      const store = await aStore();
      for (const one of ['one', 'two']) await store.write(async (tx) => tx.logMutation(entry(one)));
      await bench.spoil('delete from mutation where id = 2');
      expect(await store.verifyLog()).toBe(2);
    });
  });
}
