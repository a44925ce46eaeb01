import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Commit, Store } from '../../src-server/store/store.ts';
import { incidentId } from '../../src-shared/model/ids.ts';
import { entry, type StoreBench, team, teams, timer, useBench, view } from './store-bench.ts';

/** What stores over one database see of each other, whatever the database. */
export function processesContract(name: string, make: () => Promise<StoreBench>): void {
  describe(`several processes on ${name}`, () => {
    const { parallel, aStore } = useBench(make);

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
      if (parallel()) await Promise.all([one, other, one, other].map(next));
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
  });
}
