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
import { createHeartbeatActions, type HeartbeatContent, type HeartbeatSet } from './actions.ts';

const T = instant('2026-11-22T03:00:00Z');
const ID = '5f0c1ad1-6e0c-4a52-9d6e-0f2f6d1c7a11';
/** Names that are stored otherwise than they are typed or pasted. */
const ODD_NAMES = ['Disque\tA', 'exe\u202etxt.B', 'Seul \ud800 C', '  Bords  ', 'Ligne\u2028D'];
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
  const ctx = (role: MutatorContext['actor']['role'], who = 'lea'): MutatorContext => ({
    actor: { ref: { kind: 'person', id: personId(who) }, role },
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
  const edit = (set: HeartbeatSet) => records.run('heartbeat.edit', { id: 'h', set }, ctx('lead', 'max'));
  return { records, undo, refusals, clock, actions, ping, edit };
}

/** As everybody sees it; when its alert was last raised is told anew where it comes back. */
function shown(doc: Heartbeat | undefined, now: Instant) {
  if (!doc) return undefined;
  // Whether the timer has come or comes in a moment says nothing.
  const { alertedAt: _told, rescheduled: _when, ...rest } = settle(doc, now);
  return { ...rest, view: stateAt(doc, now) };
}

type Desk = ReturnType<typeof desk>;
/** `shown` is the job as it was when the dialog opened. */
type Deed = (desk: Desk, shown: Heartbeat) => Promise<unknown>;
const edit =
  (set: HeartbeatSet): Deed =>
  ({ actions }, shown) =>
    actions.edit('h', shown, set);
const DEEDS: Readonly<Record<string, Deed>> = {
  pause: ({ actions }) => actions.pause('h'),
  renew: ({ actions }) => actions.renew('h'),
  remove: ({ actions }) => actions.remove('h'),
  rename: edit({ name: 'Autre', slug: 'autre', tags: [] }),
  ...Object.fromEntries(ODD_NAMES.map((name) => [`odd ${JSON.stringify(name)}`, edit({ name, tags: [name, 'jour'] })])),
  resumeByHand: edit({ manualResume: true }),
  reschedule: edit({ schedule: { kind: 'period', period: 5 * HOUR, grace: MINUTE } }),
};
/** What Max says of it, each of one thing that a deed above may say as well. */
const OTHERS: readonly HeartbeatSet[] = [
  { name: 'De Max' },
  { name: 'De\tMax' },
  { tags: ['max'] },
  { slug: 'max' },
  { priority: 'P3' },
  { schedule: { kind: 'period', period: 7 * HOUR, grace: 2 * MINUTE } },
];
const BETWEEN = ['success', 'start', 'fail', 'log', 'pause', 'resume', 'later'] as const;

/** A desk with one job. */
async function withJob(): Promise<Desk> {
  const one = desk();
  const lead = { actor: { ref: { kind: 'person', id: personId('lea') }, role: 'lead' } } as const;
  const made = { ...lead, via: 'console', at: T, newId: () => 'x' } as const;
  await one.records.run('heartbeat.create', { id: 'h', key: ID, ...CONTENT }, made);
  return one;
}

async function jobOf({ records }: Desk): Promise<Heartbeat> {
  const doc = await records.get('heartbeat', 'h');
  if (!doc) throw new Error('it is gone');
  return doc;
}

test('what is done to a job and taken back at once leaves it as it was', async () => {
  const step = fc.record({
    between: fc.array(fc.constantFrom(...BETWEEN), { maxLength: 3 }),
    deed: fc.constantFrom(...Object.keys(DEEDS)),
    /** What Max says while the dialog stands open. */
    meanwhile: fc.option(fc.constantFrom(...OTHERS), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
      const one = await withJob();
      const { records, undo, refusals, clock, ping } = one;
      for (const { between, deed, meanwhile } of steps) {
        for (const what of between) {
          clock.now += what === 'later' ? 2 * HOUR : MINUTE;
          if (what === 'pause' || what === 'resume') await one.actions[what]('h');
          else if (what !== 'later') await ping(what);
        }
        clock.now += MINUTE;
        const opened = await jobOf(one);
        if (meanwhile) await one.edit(meanwhile);
        clock.now += 1;
        const doc = await jobOf(one);
        const depth = undo.store.getState().entries.length;
        await DEEDS[deed]?.(one, opened);
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

test('what others say of a job stands, before an edit and before it is taken back', async () => {
  const said = async (one: Desk) => {
    const { name, slug, tags, priority, schedule, manualResume } = await jobOf(one);
    return { name, slug, tags, priority, schedule, manualResume };
  };
  const edits = Object.keys(DEEDS).filter((deed) => !['pause', 'renew', 'remove'].includes(deed));
  const other = fc.array(fc.constantFrom(...OTHERS), { maxLength: 2 });
  await fc.assert(
    fc.asyncProperty(other, fc.constantFrom(...edits), other, async (before, deed, since) => {
      const [edited, left] = [await withJob(), await withJob()];
      const opened = await jobOf(edited);
      for (const one of [edited, left]) {
        for (const set of before) await one.edit(set);
        if (one === edited) await DEEDS[deed]?.(one, opened);
        for (const set of since) await one.edit(set);
      }
      await edited.undo.undo();
      expect(await said(edited)).toEqual(await said(left));
    }),
    { numRuns: 150 },
  );
});

test('an edit whose fields others have all changed since is not taken back, and that is said', async () => {
  const one = await withJob();
  await one.actions.edit('h', await jobOf(one), { name: 'Autre' });
  await one.edit({ name: 'De Max' });
  await one.undo.undo();
  expect((await jobOf(one)).name).toBe('De Max');
  expect(one.refusals).toMatchObject([{ reason: 'conflict' }]);
});
