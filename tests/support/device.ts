import { randomUUID } from 'node:crypto';
import {
  type MutationResult,
  meSchema,
  pullResponseSchema,
  pushResponseSchema,
} from '../../src-shared/contract/http.ts';
import { type CollectionName, collections, type Doc, type Entity } from '../../src-shared/model/collections.ts';
import type { ArgsOf, MutatorName } from '../../src-shared/mutators/registry.ts';

/** Another device of somebody, without a screen: it speaks the sync protocol to a real server. */
export interface Device {
  /** Id of its person's record. */
  readonly person: string;
  /** Pushes one change; gives the server's answer. */
  mutate<Name extends MutatorName>(name: Name, args: ArgsOf<Name>): Promise<MutationResult>;
  /** Pushes many of one kind, in as few requests as the protocol allows. */
  mutateAll<Name extends MutatorName>(name: Name, all: readonly ArgsOf<Name>[]): Promise<MutationResult[]>;
  /** All live records of a collection that the person may read, as the server has them now. */
  records<C extends CollectionName>(collection: C): Promise<Entity<C>[]>;
}

const PUSH_LIMIT = 500;

/** `ahead` is by how much the server's clock is before this machine's, in ms. */
export async function connectDevice(server: string, token: string, ahead = 0): Promise<Device> {
  const authorization = `Bearer ${token}`;
  const clientId = `test-${randomUUID()}`;
  let seq = 0;

  const answerOf = async (path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${server}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 1_000)}`);
    return JSON.parse(text);
  };
  const me = meSchema.parse(await answerOf('/api/me'));

  async function mutateAll<Name extends MutatorName>(
    name: Name,
    all: readonly ArgsOf<Name>[],
  ): Promise<MutationResult[]> {
    const results: MutationResult[] = [];
    for (let from = 0; from < all.length; from += PUSH_LIMIT) {
      const mutations = all.slice(from, from + PUSH_LIMIT).map((args) => {
        seq += 1;
        return { seq, name, args, at: Date.now() + ahead, via: 'api' };
      });
      const answer = pushResponseSchema.parse(await answerOf('/api/sync/push', { clientId, mutations }));
      results.push(...answer.results);
    }
    return results;
  }

  return {
    person: me.person,
    mutateAll,
    async mutate(name, args) {
      const [result] = await mutateAll(name, [args]);
      if (!result) throw new Error('the server answered no result');
      return result;
    },
    async records(collection) {
      const latest = new Map<string, unknown>();
      let since = 0;
      for (let more = true; more; ) {
        const page = pullResponseSchema.parse(await answerOf(`/api/sync/pull?since=${since}&limit=5000`));
        for (const change of page.changes) {
          if (change.collection !== collection) continue;
          if (change.deleted) latest.delete(change.id);
          else latest.set(change.id, change.doc);
        }
        since = page.cursor;
        more = page.more;
      }
      // The entry of the map is the schema of this very collection; the compiler sees the union of all.
      return [...latest].map(([id, doc]) => ({
        id,
        doc: collections[collection].parse(doc) as Doc<typeof collection>,
      }));
    },
  };
}
