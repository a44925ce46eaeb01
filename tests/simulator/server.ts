import { createLiveHub, type LiveHub } from '../../src-server/live/hub.ts';
import type { Store } from '../../src-server/store/store.ts';
import { type PullAnswer, pull } from '../../src-server/sync/pull.ts';
import { type PushAnswer, push } from '../../src-server/sync/push.ts';
import { runMutation, systemActor } from '../../src-server/sync/run-mutation.ts';
import { snapshot } from '../../src-server/sync/snapshot.ts';
import type { LiveBeat, LiveChanges, PullQuery, PushRequest } from '../../src-shared/contract/http.ts';
import { type CollectionName, scopesOfPerson } from '../../src-shared/model/collections.ts';
import { teamId } from '../../src-shared/model/ids.ts';
import type { Role } from '../../src-shared/model/person.ts';
import type { BufferedWrite } from '../../src-shared/mutators/buffer.ts';
import { changesOn } from '../../src-shared/sync/cold-page.ts';
import type { LiveEvent, SnapshotPiece } from '../../src-shared/sync/ports.ts';
import type { SimDatabase } from './database.ts';
import { beat } from './heartbeat-operations.ts';
import { SMALL_PAGES, viewsInPages } from './pages.ts';
import { createRights } from './people.ts';
import type { Random, World } from './world.ts';

/** A collection of a version to come. */
const NEWER = 'hologram' as CollectionName;

/** Where a planted bug takes the server's place. */
export interface ServerBugs {
  push?(run: () => Promise<PushAnswer>, request: PushRequest, store: Store, person: string): Promise<PushAnswer>;
  pull?(answer: PullAnswer, world: World): PullAnswer;
  live?(changes: LiveChanges, world: World): LiveChanges;
  /** What a process hears of the commits to its database; `foreign` while they are another's. */
  heard?(store: Store, foreign: () => boolean): Store;
  /** Whose rights a read has. */
  reader?(person: string): string;
}

export interface PersonPatch {
  teams?: readonly string[];
  role?: Role;
  disabled?: boolean;
}

export interface SimServer {
  /** The store of one of the processes, dead or alive: they are over one database. */
  store(): Store;
  up(): boolean;
  push(person: string, request: PushRequest): Promise<PushAnswer>;
  pull(person: string, query: PullQuery): Promise<PullAnswer>;
  snapshot(person: string): AsyncGenerator<SnapshotPiece>;
  me(person: string): Promise<{ role: Role; name: string; scopes: string[] } | null>;
  join(person: string, since: number, send: (event: LiveEvent) => void, closed: () => void): () => void;
  /** One of the processes dies. */
  crash(where: 'now' | 'before' | 'after'): void;
  /** Starts those that are down. */
  restart(): Promise<void>;
  /** Keeps the database as it is now, for a later `restore`. */
  backup(): Promise<void>;
  restore(): Promise<boolean>;
  compact(): Promise<void>;
  /** Writes as a newer version would: fields, kinds and a collection that these consoles do not know. */
  writeAsNewer(): Promise<void>;
  /** A watched job says something, and what fell due lapses. Does nothing while the server is down. */
  beat(random: Random): Promise<void>;
  /** Does nothing while the server is down. */
  changePerson(person: string, patch: PersonPatch): Promise<void>;
  close(): Promise<void>;
}

/** One server process: it dies, and another takes its place. */
interface Process {
  name: string;
  store: Store;
  hub: LiveHub;
  up: boolean;
  /** Where it is to die. */
  dieAt: 'before' | 'after' | null;
}

const POLL_EVERY = 1_000;

/** The real server core over the real store, as one process or several that can die, come back and be restored. */
export async function createSimServer(
  world: World,
  database: SimDatabase,
  count: number,
  bugs: ServerBugs,
  leaked: (what: string) => void,
): Promise<SimServer> {
  const { random } = world;
  const clock = world.clock(() => 0);
  const rights = createRights(world, leaked);
  const processes: Process[] = [];
  const served = new Map<string, Process>();
  let epochs = 0;
  let kept: unknown = null;

  function stop(one: Process): void {
    one.up = false;
    one.dieAt = null;
    one.hub.stop();
  }
  const dying = (one: () => Process, where: 'before' | 'after') => () => {
    const dead = one();
    if (dead.dieAt !== where) return;
    world.met(`server crash ${where} a commit`);
    world.log(`${dead.name} dies ${where} a commit`);
    fell(dead);
    throw new Error('the server died');
  };
  function fell(one: Process): void {
    stop(one);
    if (processes.some((other) => other.up)) world.met('server crash beside another');
  }
  async function start(index: number): Promise<void> {
    const name = count > 1 ? `server ${index + 1}` : 'server';
    const mine = (): Process => one;
    const store = await database.open({
      newEpoch: () => {
        epochs += 1;
        return `epoch-${epochs}`;
      },
      faults: { beforeCommit: () => dying(mine, 'before')(), afterCommit: () => dying(mine, 'after')() },
    });
    const scheduler = world.scheduler(() => one.up);
    let polling = false;
    const heard: Store = bugs.heard ? bugs.heard(store, () => polling) : store;
    const hub = createLiveHub({ store: heard, clock, scheduler });
    const one: Process = { name, store, hub, up: true, dieAt: null };
    processes[index] = one;
    store.onCommit(() => {
      if (polling) world.met('commit of another process found');
    });
    hub.start();
    const poll = () => {
      scheduler.after(POLL_EVERY, () => {
        polling = true;
        store
          .poll()
          .catch(() => undefined)
          .finally(() => {
            polling = false;
            poll();
          });
      });
    };
    if (count > 1) poll();
  }
  async function startAll(): Promise<void> {
    for (let index = 0; index < count; index += 1) await start(index);
    await rights.read(processes[0]!.store);
  }

  /** As a proxy does: any process that lives. */
  function choose(person: string): Process {
    const living = processes.filter((one) => one.up);
    if (living.length === 0) throw new Error('the server is down');
    const one = random.pick(living);
    if (served.has(person) && served.get(person) !== one) world.met('console served by another process');
    served.set(person, one);
    return one;
  }
  /** What a process answers only while it lives. */
  async function whileUp<T>(person: string, run: (store: Store) => Promise<T>): Promise<T> {
    const one = choose(person);
    const value = await run(one.store);
    if (!one.up) throw new Error('the server died');
    return value;
  }
  const reader = (person: string) => bugs.reader?.(person) ?? person;
  await startAll();

  const server: SimServer = {
    store: () => (processes.find((one) => one.up) ?? processes[0]!).store,
    up: () => processes.some((one) => one.up),
    push: (person, request) =>
      whileUp(person, (store) => {
        const run = () => push(store, clock, { person }, request);
        return bugs.push ? bugs.push(run, request, store, person) : run();
      }),
    async pull(person, query) {
      const answer = await whileUp(person, (store) => pull(store, clock, { person: reader(person) }, query));
      if (answer.kind === 'done') rights.check(person, answer.body.changes);
      return bugs.pull ? bugs.pull(answer, world) : answer;
    },
    async *snapshot(person) {
      const one = choose(person);
      const inPages = world.random.chance(0.5);
      for await (const line of snapshot(one.store, clock, { person: reader(person) }, SMALL_PAGES)) {
        if (!one.up) throw new Error('the server died');
        for (const piece of inPages ? viewsInPages(line) : [line]) {
          if (piece.kind === 'page') rights.check(person, piece.changes);
          if (piece.kind === 'cold') {
            world.met('history in a page');
            rights.check(person, changesOn(piece.page, [...piece.page.ids.keys()]));
          }
          yield piece;
        }
      }
    },
    me: (person) =>
      whileUp(person, (store) =>
        store.read(async (tx) => {
          const doc = await tx.get('person', person);
          return doc && !doc.disabled ? { role: doc.role, name: doc.name, scopes: scopesOfPerson(person, doc) } : null;
        }),
      ),
    join(person, since, send, closed) {
      if (!server.up()) {
        closed();
        return () => {};
      }
      send({ kind: 'open' });
      return choose(person).hub.join(
        {
          person,
          tokenId: person,
          send(event) {
            const data: unknown = JSON.parse(event.data);
            if (event.event === 'beat') send({ kind: 'beat', beat: data as LiveBeat });
            else {
              const changes = data as LiveChanges;
              rights.check(person, changes.changes);
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
      const living = processes.filter((one) => one.up);
      if (living.length === 0) return;
      const one = living.length > 1 ? random.pick(living) : living[0]!;
      if (where !== 'now') one.dieAt = where;
      else {
        world.met('server crash');
        world.log(`${one.name} dies`);
        fell(one);
      }
    },
    async restart() {
      for (const [index, one] of processes.entries()) {
        if (one.up) continue;
        await database.close(one.store);
        await start(index);
        world.log(`${one.name} is back`);
      }
    },
    async backup() {
      kept = await database.keep();
      world.log('backup');
    },
    async restore() {
      if (!kept) return false;
      for (const one of processes) if (one.up) stop(one);
      const entries = async () =>
        (await processes[0]!.store.read((tx) => tx.log({ after: 0, limit: 1_000_000 }))).length;
      const before = await entries();
      for (const one of processes) await database.close(one.store);
      await database.restore(kept);
      // Renewed while nobody is served, as the command does it.
      const alone = await database.open({
        newEpoch: () => {
          epochs += 1;
          return `epoch-${epochs}`;
        },
        faults: { beforeCommit() {}, afterCommit() {} },
      });
      const epoch = await alone.renewEpoch();
      await database.close(alone);
      await startAll();
      world.met('restore');
      if ((await entries()) < before) world.met('restore behind what was answered');
      world.log(`restored from the backup as ${epoch}`);
      return true;
    },
    async compact() {
      if (!server.up()) return;
      const store = server.store();
      const { version } = await store.read((tx) => tx.workspace());
      await store.compact(version);
      world.log(`compacted at ${version}`);
    },
    async writeAsNewer() {
      if (!server.up()) return;
      const { store } = choose('the newer version');
      const n = world.count();
      const done = await store
        .write(async (tx) => {
          const [some] = await tx.openIncidents();
          const incident = some === undefined ? undefined : await tx.get('incident', some);
          const newer = { collection: NEWER, id: `newer-${n}`, doc: { depth: n } as never };
          const writes = [newer as BufferedWrite];
          if (some !== undefined && incident) {
            const later = { hue: n, parts: [{ at: n }] };
            writes.push({ collection: 'incident', id: some, doc: { ...incident, later } as typeof incident });
            const entry = {
              incident: some,
              at: clock.now(),
              actor: { kind: 'system' },
              event: { kind: 'hologram', n },
            };
            writes.push({ collection: 'timelineEntry', id: `newer-${n}`, doc: entry as never });
          }
          tx.apply(writes);
        })
        .catch(() => undefined);
      if (!done) return;
      world.met('newer records written');
      world.log('the server writes as a newer version');
    },
    async beat(random) {
      const living = processes.filter((one) => one.up);
      if (living.length === 0) return;
      const one = random.pick(living);
      await beat(world, random, one.store, clock).catch((error: unknown) => {
        // It died over it: then the job has no answer.
        if (one.up) throw error;
      });
    },
    async changePerson(person, patch) {
      if (!server.up()) return;
      const at = clock.now();
      const { store } = choose('the administrator');
      const before = await store.read((tx) => tx.get('person', person));
      const outcome = await store
        .write(async (tx) => {
          const done = await runMutation(tx, {
            name: 'person.update',
            args: { id: person, patch },
            actor: systemActor(),
            via: 'cli',
            at,
            receivedAt: at,
            origin: { kind: 'server', id: `person-${at}` },
          });
          // It commits in this very instant, and whoever listens is served at once.
          rights.learn(person, await tx.get('person', person));
          return done;
        })
        .catch(() => undefined);
      await rights.read(store, [person]);
      if (outcome?.value.kind !== 'applied') return;
      const { teams, role, disabled } = patch;
      if (teams?.some((team) => !before?.teams.includes(teamId(team)))) world.met('scope gained');
      if (teams && before?.teams.some((team) => !teams.includes(team))) world.met('scope lost');
      if (role) world.met('role changed');
      if (disabled) world.met('account disabled');
      world.log(`${person} is now ${JSON.stringify(patch)}`);
    },
    close: async () => {
      for (const one of processes) {
        if (one.up) stop(one);
        await database.close(one.store);
      }
      await database.dispose();
    },
  };
  return server;
}
