import { createSqliteStore } from '../../src-server/store/sqlite.ts';
import type { Store } from '../../src-server/store/store.ts';
import { runMutation, systemActor } from '../../src-server/sync/run-mutation.ts';
import type { Change } from '../../src-shared/contract/http.ts';
import {
  type CollectionName,
  type Doc,
  isCollectionName,
  scopeOf,
  scopesOfPerson,
} from '../../src-shared/model/collections.ts';
import { personId, teamId } from '../../src-shared/model/ids.ts';
import type { World } from './world.ts';

export const TEAMS = ['devops', 'backend'] as const;
export const PEOPLE = ['ada', 'ben', 'cleo'] as const;
const ROLES = { ada: 'admin', ben: 'lead', cleo: 'responder' } as const;
/** The second one takes an expression of its own to be found by. */
export const SERVICES = ['api', 'pay.core', 'web'] as const;

/** A migrated database with people and teams in it, made once: each seed starts from its bytes. */
export async function createTemplate(): Promise<Uint8Array> {
  const store = await createSqliteStore({ file: ':memory:', newEpoch: () => 'epoch-0' });
  const now = Date.parse('2026-11-22T02:00:00Z');
  const teams = TEAMS.map((id) => ({ id: teamId(id), doc: { name: id } }));
  const none = { sections: [], slaPolicies: [], calendars: [], procedures: [], lists: [], plans: [], reports: [] };
  await store.write(async (tx) => {
    await runMutation(tx, {
      name: 'pack.load',
      args: { pack: { id: 'teams', version: '1.0.0', language: 'en', title: 'Teams', teams, ...none } },
      actor: systemActor(),
      via: 'cli',
      at: now,
      receivedAt: now,
      origin: { kind: 'server', id: 'pack' },
    });
    for (const id of SERVICES) {
      await runMutation(tx, {
        name: 'service.update',
        args: { id, doc: { name: id } },
        actor: systemActor(),
        via: 'cli',
        at: now,
        receivedAt: now,
        origin: { kind: 'server', id: `service-${id}` },
      });
    }
    for (const [index, id] of PEOPLE.entries()) {
      const doc = {
        name: id,
        role: ROLES[id],
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

/** Who may read what, kept beside the server's own filter. */
export function createRights(world: World, leaked: (what: string) => void) {
  const people = new Map<string, { now: string[]; before: string[]; changedAt: number }>();
  const learn = (id: string, doc: Doc<'person'> | undefined) => {
    const now = doc && !doc.disabled ? scopesOfPerson(id, doc) : [];
    const known = people.get(id);
    if (known && known.now.join() === now.join()) return;
    people.set(id, { now, before: known?.now ?? now, changedAt: world.now() });
  };
  return {
    learn,
    async read(store: Store, ids: readonly string[] = PEOPLE): Promise<void> {
      for (const id of ids) learn(id, await store.read((tx) => tx.get('person', id)));
    },
    /** What was read before a change of rights may be on its way in the same instant. */
    check(person: string, changes: readonly Change[]): void {
      const rights = people.get(person);
      const may = [...(rights?.now ?? []), ...(rights?.changedAt === world.now() ? rights.before : [])];
      world.met('nothing unreadable was sent', changes.length);
      for (const { collection, id, deleted, doc } of changes) {
        if (deleted) continue;
        // A newer server's own records are for everybody.
        const scope = isCollectionName(collection)
          ? scopeOf<CollectionName>(collection, doc as Doc<CollectionName>)
          : 'all';
        if (!may.includes(scope)) leaked(`${collection}/${id} of ${scope} was sent to ${person}`);
      }
    },
  };
}
