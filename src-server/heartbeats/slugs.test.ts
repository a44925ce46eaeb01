import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Heartbeat, heartbeatSchema } from '../../src-shared/model/heartbeat.ts';
import { createMemoryRecords } from '../../src-shared/mutators/memory.ts';
import { HOUR } from '../../src-shared/time/clock.ts';
import type { Commit } from '../store/store.ts';
import { createSlugs, type Picture } from './slugs.ts';

const EPOCH = '7a5f9e0c-3a53-4d44-9d1c-0d6d1b1d7f10';
const withSlug = (slug: string | undefined): Heartbeat =>
  heartbeatSchema.parse({
    name: 'Nightly copy',
    key: '5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278',
    ...(slug === undefined ? {} : { slug }),
    tags: [],
    priority: 'P1',
    schedule: { kind: 'period', period: HOUR, grace: HOUR },
    createdAt: 0,
    createdBy: { kind: 'system' },
  });

/** A store of heartbeats' slugs, whose answers come when `later` lets them and whose commits are told when asked. */
function aStore(later: <T>(value: Promise<T>) => Promise<T> = (value) => value) {
  let version = 0;
  let told = 0;
  let records = createMemoryRecords();
  const commits: Commit[] = [];
  const listeners: ((commit: Commit) => void)[] = [];
  const picture = (): Picture => {
    const seen = records;
    const at = { version, epoch: EPOCH, minVersion: 0 };
    return {
      get: (collection, id) => later(seen.get(collection, id)),
      all: (collection) => later(Promise.resolve(seen.all(collection))),
      workspace: () => later(Promise.resolve(at)),
    };
  };
  return {
    slugs: createSlugs({
      read: (fn) => fn(picture()),
      onCommit(listener) {
        listeners.push(listener);
        return () => {};
      },
    }),
    /** Ids that have the slug now. */
    having: (slug: string) => records.all('heartbeat').flatMap(({ id, doc }) => (doc.slug === slug ? [id] : [])),
    commit(id: string, slug: string | undefined) {
      const doc = withSlug(slug);
      const next = createMemoryRecords();
      next.apply(records.all('heartbeat').map((one) => ({ collection: 'heartbeat', ...one })));
      next.apply([{ collection: 'heartbeat', id, doc }]);
      records = next;
      version += 1;
      const change = { id, version, deleted: false, scope: '', docText: JSON.stringify(doc) };
      commits.push({ prev: version - 1, to: version, epoch: EPOCH, changes: [{ collection: 'heartbeat', ...change }] });
    },
    /** Tells of the next commit; of all that wait at once, without what changed, where `isGap`. */
    tell(isGap = false) {
      const [next] = commits.slice(told);
      if (!next) return;
      told = isGap ? commits.length : told + 1;
      const commit = isGap ? { prev: next.prev, to: version, epoch: EPOCH } : next;
      for (const listener of listeners) listener(commit);
    },
  };
}

describe('heartbeats by slug', () => {
  it('are all found after a gap in the commits', async () => {
    const store = aStore();
    store.commit('first', 'copies');
    store.tell();
    expect(await store.slugs.find('copies')).toEqual(['first']);
    store.commit('second', 'copies');
    store.commit('third', 'copies');
    store.tell(true);
    expect(await store.slugs.find('copies')).toEqual(['first', 'second', 'third']);
  });

  const slug = fc.constantFrom('copies', 'certificates');
  const deed = fc.oneof(
    fc.record({ does: fc.constant('give' as const), id: fc.constantFrom('first', 'second'), slug }),
    fc.record({ does: fc.constant('take' as const), id: fc.constantFrom('first', 'second') }),
    fc.record({ does: fc.constant('find' as const), slug }),
    fc.record({ does: fc.constant('tell' as const), isGap: fc.boolean() }),
    fc.record({ does: fc.constant('answer' as const) }),
  );
  it('are those of when they were asked for, however reads and commits fall between each other', () =>
    fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(deed, { maxLength: 25 }), async (scheduler, deeds) => {
        const store = aStore((value) => scheduler.schedule(value));
        const finding: Promise<void>[] = [];
        for (const one of deeds) {
          if (one.does === 'answer') {
            if (scheduler.count() > 0) await scheduler.waitOne();
          } else if (one.does === 'tell') store.tell(one.isGap);
          else if (one.does === 'take') store.commit(one.id, undefined);
          else if (one.does === 'find') {
            const expected = store.having(one.slug);
            finding.push(store.slugs.find(one.slug).then((found) => expect(found).toEqual(expected)));
            // No deed makes two of one slug.
          } else if (store.having(one.slug).length === 0) store.commit(one.id, one.slug);
        }
        await scheduler.waitIdle();
        await Promise.all(finding);
      }),
      { numRuns: 500 },
    ));
});
