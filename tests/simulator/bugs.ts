import { runMutation } from '../../src-server/sync/run-mutation.ts';
import type { MutationResult } from '../../src-shared/contract/http.ts';
import { personId } from '../../src-shared/model/ids.ts';
import type { LocalStore, LocalTx, Meta } from '../../src-shared/sync/local-store.ts';
import { metaOf } from '../../src-shared/sync/meta.ts';
import type { Replica } from '../../src-shared/sync/replica.ts';
import type { Planted } from './simulate.ts';
import type { World } from './world.ts';

/** Each a mistake seen in real sync engines. `mutants.test.ts` demands that the simulator notices every one. */
export interface Bug extends Planted {
  what: string;
}

const change =
  (change: (real: Replica) => Partial<Replica>) =>
  (real: Replica): Replica => ({ ...real, ...change(real) });

/** Splits what one transaction writes into two: a crash can now fall between them. */
function torn(real: LocalStore, world: World, first: 'meta' | 'rows'): LocalStore {
  return {
    read: real.read,
    async write(fn) {
      const late: ((tx: LocalTx) => Promise<void>)[] = [];
      const value = await real.write((tx) => {
        let kept: Meta | undefined;
        const hold =
          <A>(write: (arg: A) => Promise<void>, pick: (tx: LocalTx) => (arg: A) => Promise<void>, when: boolean) =>
          async (arg: A) => {
            await (when ? Promise.resolve(late.push((next) => pick(next)(arg))) : write(arg));
          };
        return fn({
          ...tx,
          meta: async () => kept ?? (await tx.meta()),
          putMeta(meta) {
            kept = meta;
            return hold(tx.putMeta, (next) => next.putMeta, first === 'rows')(meta);
          },
          putRows: hold(tx.putRows, (next) => next.putRows, first === 'meta'),
          deleteRows: hold(tx.deleteRows, (next) => next.deleteRows, first === 'meta'),
        });
      });
      if (late.length > 0) {
        await world.sleep(world.random.int(20, 400));
        await real.write(async (tx) => {
          for (const write of late) await write(tx);
        });
      }
      return value;
    },
  };
}

/** Answers of a push as a careless client takes them. */
const misread = (read: (results: MutationResult[]) => MutationResult[]) =>
  change((real) => ({
    applyResults: (tx, clientId, response, now) =>
      real.applyResults(tx, clientId, { ...response, results: read(response.results) }, now),
  }));

/** The queue looks empty while `run` works. */
const blind = (tx: LocalTx): LocalTx => ({ ...tx, pending: async () => [] });

export const BUGS: readonly Bug[] = [
  {
    what: 'stores the cursor before the data',
    with: { crashes: true },
    store: (real, world) => torn(real, world, 'meta'),
  },
  {
    what: 'stores the data and the cursor in two transactions',
    with: { crashes: true },
    store: (real, world) => torn(real, world, 'rows'),
  },
  {
    what: 'takes the acknowledgement as visible',
    with: { network: true, restore: false, clone: false, permissions: false },
    replica: misread((results) => results.map((one) => ({ ...one, version: 0 }))),
  },
  {
    what: 'drops what was rejected as a success',
    with: { partitions: true },
    replica: misread((results) => results.map((one) => (one.status === 'rejected' ? { ...one, status: 'noop' } : one))),
  },
  {
    what: 'stops the queue at a rejection',
    with: { partitions: true },
    replica: misread((results) => {
      const stop = results.findIndex((one) => one.status === 'rejected');
      return stop === -1 ? results : results.slice(0, stop);
    }),
  },
  {
    what: 'lets a cursor pass versions that become visible later',
    server: {
      pull(answer, world) {
        if (answer.kind !== 'done' || answer.body.changes.length === 0 || !world.random.chance(0.15)) return answer;
        return { kind: 'done', body: { ...answer.body, changes: answer.body.changes.slice(0, -1) } };
      },
      live: (event, world) =>
        event.changes.length > 0 && world.random.chance(0.15)
          ? { ...event, changes: event.changes.slice(0, -1) }
          : event,
    },
  },
  {
    what: 'sends before the journal has it, and loses IndexedDB',
    with: { wipes: true },
    replica: change((real) => ({
      async mutate(tx, call) {
        const taken = await real.mutate(tx, call);
        const rows = await tx.pending();
        await tx.putPending(rows.map((row) => ({ ...row, state: 'journaled' as const })));
        return taken;
      },
    })),
  },
  {
    what: 'sets the cursor before the snapshot has ended',
    with: { crashes: true, network: true, compaction: true },
    replica: change((real) => ({
      async addToSnapshot(tx, changes, now) {
        await real.addToSnapshot(tx, changes, now);
        const meta = await metaOf(tx);
        const cursor = Math.max(meta.cursor ?? 0, ...changes.map((one) => one.version));
        await tx.putMeta({ ...meta, cursor });
      },
    })),
  },
  {
    what: 'forgets to purge a scope that was lost',
    with: { permissions: true },
    replica: change((real) => ({
      async applyPull(tx, since, page, now) {
        const { scopes } = await metaOf(tx);
        return real.applyPull(tx, since, { ...page, scopes: [...new Set([...scopes, ...page.scopes])] }, now);
      },
    })),
  },
  {
    what: 'runs a repeated push again',
    with: { network: true },
    server: {
      async push(run, request, store, person) {
        const known = await store.read(async (tx) => (await tx.client(request.clientId))?.lastSeq ?? 0);
        const answer = await run();
        if (answer.kind !== 'done') return answer;
        const logged = (await store.read((tx) => tx.log({ after: 0, limit: 1_000_000 }))).length;
        await store.write(async (tx) => {
          for (const { seq, name, args, at, via } of request.mutations) {
            if (seq > known) continue;
            const actor = { ref: { kind: 'person' as const, id: personId(person) }, role: 'admin' as const };
            const again = 1_000_000 + logged;
            await runMutation(tx, {
              name,
              args,
              actor,
              via,
              at,
              receivedAt: at,
              origin: { kind: 'client', id: request.clientId, seq: again + seq },
            });
          }
        });
        return answer;
      },
    },
  },
  {
    what: 'does not run the queue again above new data',
    with: { network: true, restore: false, clone: false, permissions: false },
    replica: change((real) => ({
      applyPull: (tx, since, page, now) => real.applyPull(blind(tx), since, page, now),
      applyLive: (tx, event, now) => real.applyLive(blind(tx), event, now),
    })),
  },
  {
    what: 'applies a live event over a hole',
    with: { network: true },
    replica: change((real) => ({
      async applyLive(tx, event, now) {
        return real.applyLive(tx, { ...event, prev: (await metaOf(tx)).cursor ?? 0 }, now);
      },
    })),
  },
  {
    what: 'does not send again what a restored server lost',
    with: { restore: true },
    replica: change(() => ({ requeue: async () => 0 })),
  },
  {
    what: 'shows nothing of what the journal gave back',
    with: { wipes: true, partitions: true },
    replica: change((real) => ({
      requeue: (tx, mutations, now) =>
        real.requeue(
          tx,
          mutations.map((one) => ({ ...one, quiet: true })),
          now,
        ),
    })),
  },
  {
    what: 'answers a read with another person’s rights',
    server: { reader: (person) => (person === 'cleo' ? 'ben' : person) },
  },
  {
    what: 'takes what another process wrote for nothing',
    with: { processes: true },
    server: {
      heard: (store, foreign) => ({
        ...store,
        onCommit: (listener) => store.onCommit((commit) => listener(foreign() ? { ...commit, changes: [] } : commit)),
      }),
    },
  },
  {
    what: 'takes what it cannot read of a newer server for damage',
    with: { upgrade: true },
    replica: change((real) => ({
      applyPull: (tx, since, page, now) =>
        real.applyPull(
          {
            ...tx,
            async meta() {
              const { unread: _, ...meta } = await metaOf(tx);
              return meta;
            },
          },
          since,
          page,
          now,
        ),
    })),
  },
  {
    what: 'ignores that a scope was gained',
    with: { permissions: true },
    replica: change((real) => ({
      async applyPull(tx, since, page, now) {
        await tx.putMeta({ ...(await metaOf(tx)), scopes: page.scopes });
        return real.applyPull(tx, since, page, now);
      },
    })),
  },
  {
    what: 'keeps what a snapshot no longer holds',
    with: { compaction: true, crashes: true },
    replica: change((real) => ({
      endSnapshot: (tx, cursor, now) =>
        real.endSnapshot({ ...tx, eachRow: async () => {}, sweep: async () => {} }, cursor, now),
    })),
  },
];
