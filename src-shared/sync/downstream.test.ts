import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../tests/support/memory-store.ts';
import { createVirtualTime } from '../../tests/support/virtual-time.ts';
import { ok } from '../contract/errors.ts';
import type { Change, LiveChanges } from '../contract/http.ts';
import { instant, SECOND } from '../time/clock.ts';
import { createDownstream, mayEnter } from './downstream.ts';
import { freshMeta, metaOf } from './meta.ts';
import type { Call, LiveEvent } from './ports.ts';
import { replica } from './replica.ts';
import { PHASES, type Phase } from './status.ts';

describe('the phases of sync', () => {
  it('all end in stopped, which is the end', () => {
    for (const phase of PHASES) {
      expect(mayEnter(phase, 'stopped')).toBe(true);
      if (phase !== 'stopped') expect(mayEnter('stopped', phase)).toBe(false);
    }
  });

  it('lead to live from everywhere', () => {
    for (const from of PHASES.filter((phase) => phase !== 'stopped')) {
      const reached = new Set<Phase>([from]);
      for (let grew = true; grew; ) {
        const next = PHASES.filter((to) => !reached.has(to) && [...reached].some((one) => mayEnter(one, to)));
        for (const one of next) reached.add(one);
        grew = next.length > 0;
      }
      expect(reached.has('live')).toBe(true);
    }
  });

  it('never go live without having caught up', () => {
    expect(PHASES.filter((from) => mayEnter(from, 'live'))).toEqual(['syncing']);
  });
});

describe('what the server says faster than the store writes', () => {
  const NOW = instant('2026-11-23T03:00:00Z');
  const EPOCH = 'one';
  const changeOf = (version: number): Change => ({
    collection: 'team',
    id: `team-${version % 3}`,
    version,
    deleted: false,
    scope: 'all',
    doc: { name: `as of ${version}` },
  });
  const word = (prev: number, to = prev + 1): LiveChanges => ({ prev, to, changes: [changeOf(to)], epoch: EPOCH });

  /** A console in step at version 0 whose server says `words` at once; answers the writes that it took. */
  async function heard(words: readonly LiveChanges[]) {
    const time = createVirtualTime(NOW);
    const local = createMemoryStore();
    await local.write((tx) => tx.putMeta({ ...freshMeta('laptop'), epoch: EPOCH, cursor: 0, gen: 1, scopes: ['all'] }));
    const writes: number[] = [];
    const pulls: number[] = [];
    const answer = <T>(value: T): Call<T> => ({ result: Promise.resolve(ok(value)), cancel() {} });
    let say: (event: LiveEvent) => void = () => undefined;
    const downstream = createDownstream({
      local,
      replica: () => ({
        ...replica,
        async applyLive(tx, event, now) {
          writes.push(event.changes.length);
          return replica.applyLive(tx, event, now);
        },
      }),
      transport: {
        me: () => answer({ person: 'ines', name: 'ines', role: 'responder', scopes: ['all'], serverTime: NOW }),
        pull({ since }) {
          pulls.push(since);
          return answer({
            kind: 'page',
            page: {
              changes: [],
              cursor: since,
              head: since,
              more: false,
              lastSeq: 0,
              epoch: EPOCH,
              scopes: ['all'],
              serverTime: NOW,
            },
          });
        },
        live(_query, on) {
          say = on;
          return { result: new Promise(() => undefined), cancel() {} };
        },
        push: () => ({ result: new Promise(() => undefined), cancel() {} }),
        snapshot: () => ({ result: new Promise(() => undefined), cancel() {} }),
      },
      ...time,
      random: () => 0.5,
      newClientId: () => 'laptop',
      start: async () => undefined,
      onPhase() {},
      onHeard() {},
      onApplied() {},
      onLacking: async () => undefined,
      onRepair() {},
    });
    for (let turn = 0; turn < 20; turn += 1) await time.advance(SECOND);
    pulls.length = 0;
    for (const one of words) say({ kind: 'changes', changes: one });
    for (let turn = 0; turn < 20; turn += 1) await time.advance(0);
    const { cursor } = await local.read(metaOf);
    const ids = ['team-0', 'team-1', 'team-2'];
    const rows = await local.read((tx) => tx.rows(ids.map((id) => ({ collection: 'team', id }))));
    const stopped = downstream.stop();
    await time.advance(SECOND);
    await stopped;
    return { writes, pulls, cursor, rows };
  }

  it('is written together, in its order', async () => {
    const { writes, cursor, rows } = await heard([0, 1, 2, 3, 4, 5].map((prev) => word(prev)));
    expect(cursor).toBe(6);
    expect(writes.length).toBeLessThan(6);
    expect(writes.reduce((sum, one) => sum + one, 0)).toBe(6);
    expect(rows.map((row) => row?.doc)).toEqual(['as of 6', 'as of 4', 'as of 5'].map((name) => ({ name })));
  });

  it('stops at a hole, which is asked for', async () => {
    const { pulls, cursor } = await heard([word(0), word(1), word(3)]);
    expect(cursor).toBe(2);
    expect(pulls).toContain(2);
  });
});
