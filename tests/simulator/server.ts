import { createLiveHub, type LiveHub } from '../../src-server/live/hub.ts';
import { createSqliteStore } from '../../src-server/store/sqlite.ts';
import type { Store } from '../../src-server/store/store.ts';
import { type PullAnswer, pull } from '../../src-server/sync/pull.ts';
import { type PushAnswer, push } from '../../src-server/sync/push.ts';
import { runMutation, systemActor } from '../../src-server/sync/run-mutation.ts';
import { snapshot } from '../../src-server/sync/snapshot.ts';
import type {
  LiveBeat,
  LiveChanges,
  Mutation,
  PullQuery,
  PushRequest,
  SnapshotLine,
} from '../../src-shared/contract/http.ts';
import { scopesOfPerson } from '../../src-shared/model/collections.ts';
import { personId, teamId } from '../../src-shared/model/ids.ts';
import type { LiveEvent } from '../../src-shared/sync/ports.ts';
import type { World } from './world.ts';

export const TEAMS = ['devops', 'backend'] as const;
export const PEOPLE = ['ada', 'ben', 'cleo'] as const;
export type PersonName = (typeof PEOPLE)[number];

/** Where a planted bug takes the server's place. */
export interface ServerBugs {
  push?(run: () => Promise<PushAnswer>, request: PushRequest, store: Store, person: string): Promise<PushAnswer>;
  pull?(answer: PullAnswer, world: World): PullAnswer;
  live?(changes: LiveChanges, world: World): LiveChanges;
}

export interface SimServer {
  store(): Store;
  up(): boolean;
  push(person: string, request: PushRequest): Promise<PushAnswer>;
  pull(person: string, query: PullQuery): Promise<PullAnswer>;
  snapshot(person: string): AsyncGenerator<SnapshotLine>;
  me(
    person: string,
  ): Promise<{ role: 'admin' | 'responder' | 'viewer' | 'lead'; name: string; scopes: string[] } | null>;
  join(person: string, since: number, send: (event: LiveEvent) => void, closed: () => void): () => void;
  crash(where: 'now' | 'before' | 'after'): void;
  restart(): Promise<void>;
  /** Keeps the database as it is now, for a later `restore`. */
  backup(): Promise<void>;
  restore(): Promise<boolean>;
  compact(): Promise<void>;
  setTeams(person: string, teams: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** A migrated database with people and teams in it, made once: each seed starts from its bytes. */
export async function createTemplate(): Promise<Uint8Array> {
  const store = await createSqliteStore({ file: ':memory:', newEpoch: () => 'epoch-0' });
  const now = Date.parse('2026-11-22T02:00:00Z');
  await store.write(async (tx) => {
    for (const [index, id] of PEOPLE.entries()) {
      const doc = {
        name: id,
        role: id === 'ada' ? ('admin' as const) : ('responder' as const),
        teams: [teamId(TEAMS[index % 2]!)],
      };
      await runMutation(tx, {
        name: 'person.provision',
        args: { id: personId(id), doc },
        actor: systemActor(),
        via: 'cli',
        at: now,
        receivedAt: now,
        origin: { kind: 'server', id: `provision-${id}` },
      });
    }
  });
  const image = await store.image();
  await store.close();
  return image;
}

/** The real server core over the real store, as a process that can die, come back and be restored. */
export async function createSimServer(world: World, template: Uint8Array, bugs: ServerBugs): Promise<SimServer> {
  let epochs = 0;
  let incarnation = 0;
  let up = true;
  let dieAt: 'before' | 'after' | null = null;
  let kept: Uint8Array | null = null;
  let store: Store;
  let hub: LiveHub;
  const clock = world.clock(() => 0);

  const die = (where: 'before' | 'after') => () => {
    if (dieAt !== where) return;
    dieAt = null;
    world.log(`server dies ${where} a commit`);
    stop();
    throw new Error('the server died');
  };
  async function open(image: Uint8Array): Promise<void> {
    store = await createSqliteStore({
      file: ':memory:',
      image,
      newEpoch: () => {
        epochs += 1;
        return `epoch-${epochs}`;
      },
      faults: { beforeCommit: die('before'), afterCommit: die('after') },
    });
    incarnation += 1;
    const mine = incarnation;
    up = true;
    hub = createLiveHub({ store, clock, scheduler: world.scheduler(() => up && mine === incarnation) });
    hub.start();
  }
  function stop(): void {
    up = false;
    dieAt = null;
    incarnation += 1;
    hub.stop();
  }
  /** What a process answers only while it lives. */
  async function whileUp<T>(run: () => Promise<T>): Promise<T> {
    if (!up) throw new Error('the server is down');
    const mine = incarnation;
    const value = await run();
    if (mine !== incarnation) throw new Error('the server died');
    return value;
  }
  await open(template);

  const server: SimServer = {
    store: () => store,
    up: () => up,
    push: (person, request) =>
      whileUp(() => {
        const run = () => push(store, clock, { person }, request);
        return bugs.push ? bugs.push(run, request, store, person) : run();
      }),
    async pull(person, query) {
      const answer = await whileUp(() => pull(store, clock, { person }, query));
      return bugs.pull ? bugs.pull(answer, world) : answer;
    },
    async *snapshot(person) {
      const mine = incarnation;
      if (!up) throw new Error('the server is down');
      for await (const line of snapshot(store, clock, { person })) {
        if (mine !== incarnation) throw new Error('the server died');
        yield line;
      }
    },
    me: (person) =>
      whileUp(() =>
        store.read(async (tx) => {
          const doc = await tx.get('person', person);
          return doc ? { role: doc.role, name: doc.name, scopes: scopesOfPerson(person, doc) } : null;
        }),
      ),
    join(person, since, send, closed) {
      if (!up) {
        closed();
        return () => {};
      }
      send({ kind: 'open' });
      return hub.join(
        {
          person,
          tokenId: person,
          send(event) {
            const data: unknown = JSON.parse(event.data);
            if (event.event === 'beat') send({ kind: 'beat', beat: data as LiveBeat });
            else {
              const changes = data as LiveChanges;
              send({ kind: 'changes', changes: bugs.live ? bugs.live(changes, world) : changes });
            }
            return true;
          },
          close: closed,
          stillValid: async () => true,
        },
        since,
      );
    },
    crash(where) {
      if (!up) return;
      if (where !== 'now') dieAt = where;
      else {
        world.log('server dies');
        stop();
      }
    },
    async restart() {
      if (up) return;
      const image = await store.image();
      await store.close();
      await open(image);
      world.log('server is back');
    },
    async backup() {
      kept = await store.image();
      world.log('backup');
    },
    async restore() {
      if (!kept) return false;
      if (up) stop();
      await store.close();
      await open(kept);
      const epoch = await store.renewEpoch();
      world.log(`restored from the backup as ${epoch}`);
      return true;
    },
    async compact() {
      if (!up) return;
      const { version } = await store.read((tx) => tx.workspace());
      await store.compact(version);
      world.log(`compacted at ${version}`);
    },
    async setTeams(person, teams) {
      if (!up) return;
      const at = clock.now();
      await store
        .write((tx) =>
          runMutation(tx, {
            name: 'person.update',
            args: { id: person, patch: { teams } },
            actor: systemActor(),
            via: 'cli',
            at,
            receivedAt: at,
            origin: { kind: 'server', id: `teams-${at}` },
          }),
        )
        .catch(() => undefined);
      world.log(`${person} is now in [${teams.join()}]`);
    },
    close: async () => {
      if (up) stop();
      await store.close();
    },
  };
  return server;
}

export type { Mutation };
