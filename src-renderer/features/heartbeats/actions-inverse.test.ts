import fc from 'fast-check';
import { expect, test } from 'vitest';
import '../../../tests/support/property-seed.ts';
import { settle, stateAt } from '../../../src-shared/heartbeat/state.ts';
import type { Heartbeat } from '../../../src-shared/model/heartbeat.ts';
import { personId } from '../../../src-shared/model/ids.ts';
import { createMemoryRecords } from '../../../src-shared/mutators/memory.ts';
import type { MutatorContext } from '../../../src-shared/mutators/mutator.ts';
import { HOUR, type Instant, instant, MINUTE } from '../../../src-shared/time/clock.ts';
import { createUndoStack } from '../../platform/undo.ts';
import { createHeartbeatActions, type HeartbeatContent } from './actions.ts';

const T = instant('2026-11-22T03:00:00Z');
const ID = '5f0c1ad1-6e0c-4a52-9d6e-0f2f6d1c7a11';
const CONTENT: HeartbeatContent = {
  name: 'Sauvegarde',
  tags: ['nuit'],
  priority: 'P1',
  schedule: { kind: 'period', period: HOUR, grace: 10 * MINUTE },
};

/** The actions of a lead over records in memory, with a clock that is set. */
function desk() {
  const records = createMemoryRecords();
  const undo = createUndoStack();
  const refusals: unknown[] = [];
  const clock = { now: T };
  let made = 0;
  const ctx = (role: MutatorContext['actor']['role']): MutatorContext => ({
    actor: { ref: { kind: 'person', id: personId('lea') }, role },
    via: 'console',
    at: clock.now,
    newId: () => `id-${String(made++).padStart(6, '0')}`,
  });
  const actions = createHeartbeatActions({
    data: {
      async mutate(name, args) {
        const outcome = await records.run(name, args, ctx('lead'));
        if (outcome.kind === 'rejected') return { ok: false, error: outcome as never };
        const at = outcome.kind === 'applied' ? { at: clock.now } : {};
        return { ok: true, value: { outcome: outcome.kind, ...at } as never };
      },
      read: (id) => records.get('heartbeat', id),
    },
    undo,
    newId: () => ID.slice(0, -12) + String(made++).padStart(12, '0'),
    feedback: { label: (what) => what, did: () => {}, refused: (error) => refusals.push(error) },
  });
  const ping = (kind: string) =>
    records.run('heartbeat.ping', { id: 'h', kind, method: 'GET', body: 'size=7' }, ctx('system'));
  return { records, undo, refusals, clock, actions, ping };
}

/** As everybody sees it; when its alert was last raised is told anew where it comes back. */
function shown(doc: Heartbeat | undefined, now: Instant) {
  if (!doc) return undefined;
  // Whether the timer has come or comes in a moment says nothing.
  const { alertedAt: _told, rescheduled: _when, ...rest } = settle(doc, now);
  return { ...rest, view: stateAt(doc, now) };
}

type Desk = ReturnType<typeof desk>;
type Deed = (desk: Desk, doc: Heartbeat) => Promise<unknown>;
const DEEDS: Readonly<Record<string, Deed>> = {
  pause: ({ actions }) => actions.pause('h'),
  renew: ({ actions }) => actions.renew('h'),
  remove: ({ actions }) => actions.remove('h'),
  rename: ({ actions }, doc) => actions.edit('h', doc, { name: 'Autre', slug: 'autre', tags: [] }),
  resumeByHand: ({ actions }, doc) => actions.edit('h', doc, { manualResume: true }),
  reschedule: ({ actions }, doc) =>
    actions.edit('h', doc, { schedule: { kind: 'period', period: 5 * HOUR, grace: MINUTE } }),
};
const BETWEEN = ['success', 'start', 'fail', 'log', 'pause', 'resume', 'later'] as const;

test('what is done to a job and taken back at once leaves it as it was', async () => {
  const step = fc.record({
    between: fc.array(fc.constantFrom(...BETWEEN), { maxLength: 3 }),
    deed: fc.constantFrom(...Object.keys(DEEDS)),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
      const one = desk();
      const { records, undo, refusals, clock, ping } = one;
      const lead = { actor: { ref: { kind: 'person', id: personId('lea') }, role: 'lead' } } as const;
      const made = { ...lead, via: 'console', at: T, newId: () => 'x' } as const;
      await records.run('heartbeat.create', { id: 'h', key: ID, ...CONTENT }, made);
      for (const { between, deed } of steps) {
        for (const what of between) {
          clock.now += what === 'later' ? 2 * HOUR : MINUTE;
          if (what === 'pause' || what === 'resume') await one.actions[what]('h');
          else if (what !== 'later') await ping(what);
        }
        clock.now += MINUTE;
        const doc = await records.get('heartbeat', 'h');
        if (!doc) throw new Error('it is gone');
        const depth = undo.store.getState().entries.length;
        await DEEDS[deed]?.(one, doc);
        if (undo.store.getState().entries.length === depth) continue;
        clock.now += 1;
        await undo.undo();
        expect(refusals).toEqual([]);
        const after = shown(await records.get('heartbeat', 'h'), clock.now);
        expect(after, JSON.stringify({ steps, deed })).toEqual(shown(doc, clock.now));
      }
    }),
    { numRuns: 150 },
  );
});
