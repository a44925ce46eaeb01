import { createLiveHub, type LiveHub } from '../../src-server/live/hub.ts';
import { createSqliteStore } from '../../src-server/store/sqlite.ts';
import type { Store } from '../../src-server/store/store.ts';
import { type PullAnswer, pull } from '../../src-server/sync/pull.ts';
import { type PushAnswer, push } from '../../src-server/sync/push.ts';
import { runMutation, systemActor } from '../../src-server/sync/run-mutation.ts';
import { snapshot } from '../../src-server/sync/snapshot.ts';
import type {
  Change,
  LiveBeat,
  LiveChanges,
  PullQuery,
  PushRequest,
  SnapshotLine,
} from '../../src-shared/contract/http.ts';
import { type CollectionName, type Doc, scopeOf, scopesOfPerson } from '../../src-shared/model/collections.ts';
import { personId, teamId } from '../../src-shared/model/ids.ts';
import type { Role } from '../../src-shared/model/person.ts';
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
  /** Whose rights a read has. */
  reader?(person: string): string;
}

export interface PersonPatch {
  teams?: readonly string[];
  role?: Role;
  disabled?: boolean;
}

export interface SimServer {
  store(): Store;
  up(): boolean;
  push(person: string, request: PushRequest): Promise<PushAnswer>;
  pull(person: string, query: PullQuery): Promise<PullAnswer>;
  snapshot(person: string): AsyncGenerator<SnapshotLine>;
  me(person: string): Promise<{ role: Role; name: string; scopes: string[] } | null>;
  join(person: string, since: number, send: (event: LiveEvent) => void, closed: () => void): () => void;
  crash(where: 'now' | 'before' | 'after'): void;
  restart(): Promise<void>;
  /** Keeps the database as it is now, for a later `restore`. */
  backup(): Promise<void>;
  restore(): Promise<boolean>;
  compact(): Promise<void>;
  /** Does nothing while the server is down. */
  changePerson(person: string, patch: PersonPatch): Promise<void>;
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

/** Who may read what, followed from the commits alone: an oracle beside the server's own filter. */
function createRights(world: World, leaked: (what: string) => void) {
  const people = new Map<string, { now: string[]; before: string[]; changedAt: number }>();
  const learn = (id: string, doc: Doc<'person'> | undefined) => {
    const now = doc && !doc.disabled ? scopesOfPerson(id, doc) : [];
    people.set(id, { now, before: people.get(id)?.now ?? now, changedAt: world.now() });
  };
  return {
    async follow(store: Store): Promise<void> {
      for (const id of PEOPLE) learn(id, await store.read((tx) => tx.get('person', id)));
      store.onCommit(({ changes }) => {
        for (const { collection, id, docText } of changes ?? []) {
          if (collection === 'person') learn(id, docText === null ? undefined : JSON.parse(docText));
        }
      });
    },
    /** What was read before a change of rights may be on its way in the same instant. */
    check(person: string, changes: readonly Change[]): void {
      const rights = people.get(person);
      const may = [...(rights?.now ?? []), ...(rights?.changedAt === world.now() ? rights.before : [])];
      world.met('nothing unreadable was sent', changes.length);
      for (const { collection, id, deleted, doc } of changes) {
        if (deleted) continue;
        const scope = scopeOf<CollectionName>(collection, doc as Doc<CollectionName>);
        if (!may.includes(scope)) leaked(`${collection}/${id} of ${scope} was sent to ${person}`);
      }
    },
  };
}

/** The real server core over the real store, as a process that can die, come back and be restored. */
export async function createSimServer(
  world: World,
  template: Uint8Array,
  bugs: ServerBugs,
  leaked: (what: string) => void,
): Promise<SimServer> {
  let epochs = 0;
  let incarnation = 0;
  let up = true;
  let dieAt: 'before' | 'after' | null = null;
  let kept: Uint8Array | null = null;
  let store: Store;
  let hub: LiveHub;
  let rights = createRights(world, leaked);
  const clock = world.clock(() => 0);

  const die = (where: 'before' | 'after') => () => {
    if (dieAt !== where) return;
    dieAt = null;
    world.met(`server crash ${where} a commit`);
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
    rights = createRights(world, leaked);
    await rights.follow(store);
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
  const reader = (person: string) => bugs.reader?.(person) ?? person;
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
      const answer = await whileUp(() => pull(store, clock, { person: reader(person) }, query));
      if (answer.kind === 'done') rights.check(person, answer.body.changes);
      return bugs.pull ? bugs.pull(answer, world) : answer;
    },
    async *snapshot(person) {
      const mine = incarnation;
      if (!up) throw new Error('the server is down');
      for await (const line of snapshot(store, clock, { person: reader(person) })) {
        if (mine !== incarnation) throw new Error('the server died');
        if (line.kind === 'page') rights.check(person, line.changes);
        yield line;
      }
    },
    me: (person) =>
      whileUp(() =>
        store.read(async (tx) => {
          const doc = await tx.get('person', person);
          return doc && !doc.disabled ? { role: doc.role, name: doc.name, scopes: scopesOfPerson(person, doc) } : null;
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
      if (!up) return;
      if (where !== 'now') dieAt = where;
      else {
        world.met('server crash');
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
      const entries = async () => (await store.read((tx) => tx.log({ after: 0, limit: 1_000_000 }))).length;
      const before = await entries();
      await store.close();
      await open(kept);
      world.met('restore');
      if ((await entries()) < before) world.met('restore behind what was answered');
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
    async changePerson(person, patch) {
      if (!up) return;
      const at = clock.now();
      const before = await store.read((tx) => tx.get('person', person));
      const outcome = await store
        .write((tx) =>
          runMutation(tx, {
            name: 'person.update',
            args: { id: person, patch },
            actor: systemActor(),
            via: 'cli',
            at,
            receivedAt: at,
            origin: { kind: 'server', id: `person-${at}` },
          }),
        )
        .catch(() => undefined);
      if (outcome?.value.kind !== 'applied') return;
      const { teams, role, disabled } = patch;
      if (teams?.some((team) => !before?.teams.includes(teamId(team)))) world.met('scope gained');
      if (teams && before?.teams.some((team) => !teams.includes(team))) world.met('scope lost');
      if (role) world.met('role changed');
      if (disabled) world.met('account disabled');
      world.log(`${person} is now ${JSON.stringify(patch)}`);
    },
    close: async () => {
      if (up) stop();
      await store.close();
    },
  };
  return server;
}
