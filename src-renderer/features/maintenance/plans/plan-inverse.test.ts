import fc from 'fast-check';
import { expect, test } from 'vitest';
import '../../../../tests/support/property-seed.ts';
import { isSignedOn, ownerOn, teamOn } from '../../../../src-shared/maintenance/occurrence-parts.ts';
import { personId, teamId } from '../../../../src-shared/model/ids.ts';
import type { Plan } from '../../../../src-shared/model/plan.ts';
import { procedureId } from '../../../../src-shared/model/procedure.ts';
import { createMemoryRecords } from '../../../../src-shared/mutators/memory.ts';
import type { MutatorContext } from '../../../../src-shared/mutators/mutator.ts';
import type { ArgsOf } from '../../../../src-shared/mutators/registry.ts';
import { createTimings } from '../../../../src-shared/recurrence/timing.ts';
import { DAY, HOUR, instant, MINUTE } from '../../../../src-shared/time/clock.ts';
import { localDate } from '../../../../src-shared/time/zone.ts';
import { createUndoStack } from '../../../platform/undo.ts';
import { createPlanActions } from './plan-actions.ts';

/** Before the hour of the day. */
const T = instant('2026-11-23T06:00:00Z');
const ID = 'checks';
const day = (now: number, later: number) => localDate(now + later * DAY, 'UTC');
const terms = (now: number, later: number, time: string) => ({
  from: day(now, later),
  anchor: '2026-01-01',
  rrule: 'FREQ=DAILY',
  time,
  duration: HOUR,
  zone: 'UTC',
  grace: HOUR,
  holidays: 'keep' as const,
});

/** The actions of a lead over records in memory, with a clock that is set. */
async function desk() {
  const records = createMemoryRecords();
  const undo = createUndoStack();
  const refusals: unknown[] = [];
  const clock = { now: T };
  let made = 0;
  const ctx = (who = 'lea'): MutatorContext => ({
    actor: { ref: { kind: 'person', id: personId(who) }, role: 'lead' },
    via: 'console',
    at: clock.now,
    newId: () => `id-${String(made++).padStart(6, '0')}`,
  });
  for (const id of ['health', 'other']) {
    await records.run('procedure.create', { id, kind: 'runbook', title: id, body: '- [ ] Voir' }, ctx());
  }
  for (const id of ['ops', 'web']) {
    records.apply([{ collection: 'team', id: teamId(id), doc: { name: id, members: [] } as never }]);
  }
  const actions = createPlanActions({
    data: {
      async mutate(name, args) {
        const outcome = await records.run(name, args, ctx());
        if (outcome.kind === 'rejected') return { ok: false, error: outcome as never };
        const at = outcome.kind === 'applied' ? { at: clock.now } : {};
        return { ok: true, value: { outcome: outcome.kind, ...at } as never };
      },
      read: (id) => records.get('plan', id),
    },
    undo,
    newId: () => ID,
    feedback: { label: (what) => what, did: () => {}, refused: (error) => refusals.push(error) },
  });
  /** What Max edits beside her. */
  const max = async (set: ArgsOf<'plan.edit'>['set']) => {
    const revision = (await records.get('plan', ID))?.revision ?? 1;
    return records.run('plan.edit', { id: ID, revision, set }, ctx('max'));
  };
  return { records, undo, refusals, clock, actions, max };
}

/** What a plan says: of itself, on which days, and whose each of them is. */
function said(doc: Plan | undefined, now: number) {
  if (!doc) return undefined;
  const { title, procedure, team, owner, window, signature, priority, endsOn } = doc;
  const range = { from: now - 30 * DAY, to: now + 90 * DAY };
  const days = createTimings([]).occurrencesOf({ id: ID, doc }, range);
  const whose = days.map(({ date, at, end, deadline }) => {
    const held = { team: teamOn(doc, date), owner: ownerOn(doc, date), signed: isSignedOn(doc, date) };
    return { date, at, end, deadline, ...held };
  });
  return { title, procedure, team, owner, window, signature, priority, endsOn, whose };
}

type Desk = Awaited<ReturnType<typeof desk>>;
type Deed = (desk: Desk, doc: Plan) => Promise<unknown>;
/** Names that are stored otherwise than they are typed or pasted. */
const ODD_NAMES = ['Disque\tA', 'exe\u202etxt.B', 'Seul \ud800 C', '  Bords  ', 'Ligne\u2028D'];
const DEEDS: Readonly<Record<string, Deed>> = {
  ...Object.fromEntries(
    ODD_NAMES.map((title) => [
      `odd ${JSON.stringify(title)}`,
      ({ actions }: Desk, doc: Plan) => actions.edit(ID, doc, { set: { title } }),
    ]),
  ),
  edit: ({ actions }, doc) => actions.edit(ID, doc, { set: { title: 'Autre', procedure: procedureId('other') } }),
  handOver: ({ actions }, doc) => actions.edit(ID, doc, { set: { team: teamId(doc.team === 'ops' ? 'web' : 'ops') } }),
  signed: ({ actions }, doc) => actions.edit(ID, doc, { set: { signature: doc.signature ? null : true } }),
  owned: ({ actions }, doc) =>
    actions.edit(ID, doc, { set: { owner: personId(doc.owner === 'max' ? 'lea' : 'max'), team: null } }),
  noTeam: ({ actions }, doc) => actions.edit(ID, doc, { set: { team: null } }),
  now: ({ actions, clock: { now } }, doc) => actions.edit(ID, doc, { set: {}, terms: terms(now, 0, '11:00') }),
  later: ({ actions, clock: { now } }, doc) =>
    actions.edit(ID, doc, { set: { window: true }, terms: terms(now, 20, '12:00') }),
  last: ({ actions, clock: { now } }, doc) => actions.edit(ID, doc, { set: { endsOn: day(now, 40) } }),
  pause: ({ actions, clock: { now } }) => actions.pause(ID, day(now, 0)),
  pauseSoon: ({ actions, clock: { now } }) => actions.pause(ID, day(now, 5), day(now, 9)),
  resume: ({ actions, clock: { now } }) => actions.resume(ID, day(now, 0)),
  resumeSoon: ({ actions, clock: { now } }) => actions.resume(ID, day(now, 3)),
  end: ({ actions, clock: { now } }) => actions.end(ID, day(now, -1)),
  endSoon: ({ actions, clock: { now } }) => actions.end(ID, day(now, 7)),
};

test('what is done to a plan and taken back at once leaves it as it was', async () => {
  const step = fc.record({
    /** Hours from the one before. */
    later: fc.constantFrom(0, 1, 4, 24, 100),
    deed: fc.constantFrom(...Object.keys(DEEDS)),
    stays: fc.boolean(),
    /** What Max says while the page stands open. */
    meanwhile: fc.option(fc.constantFrom({ title: 'De Max' }, { window: true as const }), { nil: undefined }),
  });
  let undone = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      const one = await desk();
      const { records, undo, refusals, clock, actions } = one;
      await actions.create({ title: 'Santé', procedure: procedureId('health'), terms: terms(T, 0, '08:00') });
      for (const { later, deed, stays, meanwhile } of steps) {
        clock.now += later * HOUR + MINUTE;
        const opened = await records.get('plan', ID);
        if (meanwhile) await one.max(meanwhile);
        const doc = await records.get('plan', ID);
        if (!opened || !doc) throw new Error('it is gone');
        const depth = undo.store.getState().entries.length;
        await DEEDS[deed]?.(one, opened);
        refusals.splice(0);
        if (stays || undo.store.getState().entries.length === depth) continue;
        clock.now += 1;
        await undo.undo();
        undone += 1;
        const what = JSON.stringify({ steps, deed });
        expect(refusals, what).toEqual([]);
        expect(said(await records.get('plan', ID), clock.now), what).toEqual(said(doc, clock.now));
      }
    }),
    { numRuns: 120 },
  );
  expect(undone).toBeGreaterThan(40);
});

test('what another edits between an edit and its undo stands, and the rest is taken back', async () => {
  for (const title of ODD_NAMES) {
    const { records, undo, refusals, actions, max } = await desk();
    await actions.create({ title: 'Santé', procedure: procedureId('health'), terms: terms(T, 0, '08:00') });
    const opened = await records.get('plan', ID);
    if (!opened) throw new Error('it is gone');
    expect(await actions.edit(ID, opened, { set: { title, procedure: procedureId('other') } })).toBe(true);
    await max({ window: true, procedure: procedureId('health') });
    await undo.undo();
    expect([await records.get('plan', ID), refusals]).toMatchObject([
      { title: 'Santé', procedure: 'health', window: true, updatedBy: { id: 'lea' } },
      [],
    ]);
  }
});
