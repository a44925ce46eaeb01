import { describe, expect, test } from 'vitest';
import { occurrenceState } from '../maintenance/occurrence-state.ts';
import { personId } from '../model/ids.ts';
import { DAY, HOUR, instant, MINUTE } from '../time/clock.ts';
import { createMemoryRecords } from './memory.ts';
import type { MutatorContext, Outcome } from './mutator.ts';

/** The first of a month, half past nine in Paris: an update is due, and a change of its kind was prepared by hand. */
const T = instant('2026-12-01T08:30:00Z');
const ID = 'updates@2026-12-01';
const applied: Outcome = { kind: 'applied' };
const noop: Outcome = { kind: 'noop' };
let made = 0;
const as = (person: string, minute = 0, role: 'lead' | 'responder' = 'responder'): MutatorContext => ({
  actor: { ref: { kind: 'person', id: personId(person) }, role },
  via: 'console',
  at: T + minute * MINUTE,
  newId: () => `id-${String(made++).padStart(6, '0')}`,
});

async function due(more: object = {}) {
  const records = createMemoryRecords();
  const lead = as('ines', -60, 'lead');
  await records.run('procedure.create', { id: 'steps', kind: 'update', title: 'Màj', body: '- [ ] Audit' }, lead);
  const terms = { from: '2026-12-01', anchor: '2024-01-01', rrule: 'FREQ=MONTHLY', zone: 'UTC', grace: 27 * DAY };
  const plan = { id: 'updates', title: 'Mineures', procedure: 'steps', change: 'minor', ...more };
  expect(await records.run('plan.create', { ...plan, terms: { ...terms, holidays: 'keep' } }, lead)).toEqual(applied);
  const window = { from: T + HOUR, to: T + 2 * HOUR, zone: 'UTC' };
  for (const id of ['c1', 'c2']) {
    const change = { id, title: `Noyau ${id}`, type: 'minor', services: [], risk: 'low', window };
    expect(await records.run('change.create', change, as('lea', -50))).toEqual(applied);
  }
  const change = async (id: string) => {
    const doc = await records.get('change', id);
    if (!doc) throw new Error(`no ${id}`);
    return doc;
  };
  const link = (id: string, who = 'lea', minute = 0) =>
    records.run('occurrence.linkChange', { id: ID, change: id }, as(who, minute));
  const unlink = (id: string, who = 'lea', minute = 1, of?: number) =>
    records.run('occurrence.unlinkChange', { change: id, ...(of === undefined ? {} : { of }) }, as(who, minute));
  const act = (name: string, who: string, minute: number, args: object = {}) =>
    records.run(`occurrence.${name}`, { id: ID, ...args }, as(who, minute));
  const does = async (id: string, name: string, who: string, minute: number, args: object = {}, role?: 'lead') =>
    records.run(
      `change.${name}`,
      { id, contentId: (await change(id)).contentId, ...args },
      as(who, minute, role ?? 'responder'),
    );
  const state = async () => occurrenceState(undefined, await records.get('occurrence', ID), T + HOUR);
  return { records, change, link, unlink, act, does, state };
}
type Due = Awaited<ReturnType<typeof due>>;

async function complete({ does }: Due, id: string) {
  await does(id, 'propose', 'lea', 10);
  await does(id, 'approve', 'max', 11, {}, 'lead');
  await does(id, 'start', 'lea', 60, { silence: false });
  for (const gate of ['test', 'staging', 'production']) await does(id, 'passGate', 'lea', 61, { gate });
  expect(await does(id, 'complete', 'lea', 62)).toEqual(applied);
}

describe('a change that was prepared by hand', () => {
  test('is the update that a plan asks for: under way with it, and done with it', async () => {
    const all = await due();
    const { records, change, link, does, state } = all;
    expect(await link('c1')).toEqual(applied);
    expect(await link('c1', 'max', 1)).toEqual(noop);
    expect(await state()).toMatchObject({ status: 'inProgress', started: { run: 'change/c1', by: { id: 'lea' } } });
    expect((await change('c1')).acts.at(-1)).toMatchObject({ kind: 'occurrenceLinked', title: 'Mineures' });
    await complete(all, 'c1');
    expect(await state()).toMatchObject({ status: 'done', completed: { by: { id: 'lea' } } });
    expect(await does('c1', 'reopen', 'lea', 63)).toEqual(applied);
    expect(await state()).toMatchObject({ status: 'inProgress' });
    expect(records.all('change').map(({ id }) => id)).toEqual(['c1', 'c2']);
  });

  test('is taken off it again, as if it had not been begun', async () => {
    const { change, link, unlink, act, state } = await due();
    await link('c1');
    expect(await unlink('c1', 'max', 1, T + MINUTE)).toMatchObject({ reason: 'conflict', detail: { by: 'lea' } });
    expect(await unlink('c1', 'lea', 1, T)).toEqual(applied);
    expect(await state()).not.toHaveProperty('started');
    expect(await change('c1')).not.toHaveProperty('occurrence');
    expect(await unlink('c1')).toEqual(noop);
    expect(await act('start', 'max', 2, { revision: 1 })).toEqual(applied);
    expect(await link('c1', 'lea', 3)).toMatchObject({ reason: 'conflict', detail: { by: 'max' } });
  });

  test('keeps another from being begun or linked, until it came to nothing', async () => {
    const { change, link, act, does, state } = await due();
    await link('c1');
    expect(await act('start', 'max', -1, { revision: 1 })).toMatchObject({ reason: 'conflict' });
    expect(await act('unstart', 'lea', 1)).toMatchObject({ reason: 'conflict' });
    expect(await link('c2', 'max', 1)).toMatchObject({ reason: 'conflict' });
    await does('c1', 'cancel', 'lea', 2, { reason: 'trop tard' });
    expect(await link('c2', 'max', 3)).toEqual(applied);
    expect(await change('c1')).not.toHaveProperty('occurrence');
    expect(await state()).toMatchObject({ started: { run: 'change/c2' } });
  });

  test('gives the place back that it took of one that came to nothing', async () => {
    const { change, link, unlink, act, does, state } = await due();
    await link('c1');
    await does('c1', 'cancel', 'lea', 2, { reason: 'trop tard' });
    const before = await state();
    await link('c2', 'max', 3);
    expect(await unlink('c2', 'max', 4, T + 3 * MINUTE)).toEqual(applied);
    expect(await state()).toEqual(before);
    expect([(await change('c1')).occurrence, (await change('c2')).occurrence]).toEqual([ID, undefined]);
    expect(await does('c1', 'reopen', 'lea', 5, { of: T + 2 * MINUTE })).toEqual(applied);
    expect(await link('c2', 'max', 6)).toMatchObject({ reason: 'conflict' });
    expect(await unlink('c1', 'lea', 7)).toEqual(applied);
    expect(await state()).not.toHaveProperty('started');
    // Once it is of another time it is left there.
    await link('c1', 'lea', 8);
    await does('c1', 'cancel', 'lea', 9, { reason: 'trop tard' });
    await link('c2', 'max', 10);
    await does('c1', 'reopen', 'lea', 11);
    expect(await act('linkChange', 'lea', 12, { id: 'updates@2027-01-01', change: 'c1' })).toEqual(applied);
    await unlink('c2', 'max', 13);
    expect(await state()).not.toHaveProperty('started');
    expect((await change('c1')).occurrence).toBe('updates@2027-01-01');
  });

  test('taken off what was done or skipped meanwhile leaves that, and nothing that holds it once it is taken back', async () => {
    for (const over of ['complete', 'skip']) {
      const { link, unlink, act, state } = await due();
      await link('c1');
      expect(await act(over, 'max', 5, { note: 'fait', reason: 'gel' })).toEqual(applied);
      expect(await unlink('c1', 'lea', 6)).toEqual(applied);
      expect((await state()).status).toBe(over === 'skip' ? 'skipped' : 'done');
      expect(await act('reopen', 'max', 7)).toEqual(applied);
      expect(await state()).not.toHaveProperty('started');
      expect(await link('c2', 'lea', 8)).toEqual(applied);
      expect(await unlink('c2', 'lea', 9)).toEqual(applied);
      expect(await act('start', 'max', 10, { revision: 1 })).toEqual(applied);
    }
  });

  test('takes the place of the one that the occurrence opened and that came to nothing', async () => {
    const { records, change, link, unlink, act, does, state } = await due();
    await act('start', 'max', 0, { revision: 1 });
    expect(await link('c1', 'lea', 1)).toMatchObject({ reason: 'conflict' });
    await does(ID, 'cancel', 'max', 2, { reason: 'déjà préparée' });
    const run = () => records.get('run', ID);
    const before = [await state(), await run()];
    expect(await link('c1', 'lea', 3)).toEqual(applied);
    expect(await state()).toMatchObject({ status: 'inProgress', started: { run: 'change/c1' } });
    // Neither the one that it opened nor its steps go on beside it, or are its end.
    const undo = { of: T + 2 * MINUTE };
    expect(await does(ID, 'reopen', 'max', 4, undo)).toMatchObject({ reason: 'conflict', detail: { by: 'lea' } });
    expect((await change(ID)).status).toBe('cancelled');
    expect(await run()).toMatchObject({ endedAt: T + 3 * MINUTE, endReason: 'Noyau c1' });
    expect(await records.run('run.reopen', { id: ID }, as('max', 5))).toMatchObject({ reason: 'conflict' });
    expect(await records.run('run.end', { id: ID, reason: 'assez' }, as('max', 2.5))).toEqual(noop);
    expect((await state()).status).toBe('inProgress');
    expect(await unlink('c1', 'lea', 6, T + 3 * MINUTE)).toEqual(applied);
    expect([await state(), await run()]).toEqual(before);
    expect(await does(ID, 'reopen', 'max', 7, undo)).toEqual(applied);
    expect(await link('c1', 'lea', 8)).toMatchObject({ reason: 'conflict', detail: { by: 'max' } });
  });

  test('is linked to no time where a plan has opened it', async () => {
    const { records, act, does } = await due();
    await act('start', 'max', 0, { revision: 1 });
    const january = { id: 'updates@2027-01-01', change: ID };
    const link = (minute: number) => records.run('occurrence.linkChange', january, as('lea', minute));
    expect(await link(1)).toMatchObject({ reason: 'conflict', detail: { status: 'draft' } });
    await does(ID, 'cancel', 'max', 2, { reason: 'non' });
    expect(await link(3)).toMatchObject({ reason: 'conflict' });
  });

  test('stays with what it was done for, and is of one time alone', async () => {
    const all = await due();
    const { records, link, unlink, act } = all;
    await link('c1');
    const january = { id: 'updates@2027-01-01', change: 'c1' };
    expect(await records.run('occurrence.linkChange', january, as('lea', 1))).toMatchObject({ reason: 'conflict' });
    await complete(all, 'c1');
    expect(await unlink('c1', 'lea', 70)).toMatchObject({ reason: 'conflict' });
    expect(await link('c2', 'lea', 71)).toMatchObject({ reason: 'alreadyDone' });
    expect(await act('reopen', 'lea', 72)).toEqual(applied);
  });

  test('is no work of a plan that asks for none', async () => {
    const { records, link } = await due({ change: undefined });
    expect(await link('c1')).toMatchObject({ reason: 'invalid' });
    expect(await records.get('occurrence', ID)).toBeUndefined();
  });
});
