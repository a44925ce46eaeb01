import { expect, test } from 'vitest';
import { changeRunId, occurrenceOfChange } from '../change/planned.ts';
import { occurrenceState } from '../maintenance/occurrence-state.ts';
import { personId, serviceId } from '../model/ids.ts';
import { DAY, HOUR, instant } from '../time/clock.ts';
import { createMemoryRecords, type MemoryRecords } from './memory.ts';
import type { MutatorContext, Outcome } from './mutator.ts';

/** The first of a month, half past nine in Paris. */
const T = instant('2026-12-01T08:30:00Z');
const ID = 'updates@2026-12-01';
const applied: Outcome = { kind: 'applied' };
let made = 0;
const as = (person: string, at = T, role: 'lead' | 'responder' = 'responder'): MutatorContext => ({
  actor: { ref: { kind: 'person', id: personId(person) }, role },
  via: 'console',
  at,
  newId: () => `id-${String(made++).padStart(6, '0')}`,
});

async function withPlan(more: object = {}, terms: object = {}): Promise<MemoryRecords> {
  const records = createMemoryRecords();
  const lead = as('ines', instant('2026-11-20T08:00:00Z'), 'lead');
  const body = '- [ ] Audit {#audit}\n- [ ] Formation {#training}\n';
  await records.run('procedure.create', { id: 'steps', kind: 'update', title: 'Mise à jour', body }, lead);
  await records.run('service.update', { id: serviceId('api'), doc: { name: 'api' } }, lead);
  const create = {
    id: 'updates',
    title: 'Mises à jour mineures',
    procedure: 'steps',
    service: 'api',
    change: 'minor',
    window: true,
    terms: {
      from: '2026-12-01',
      anchor: '2024-01-01',
      rrule: 'FREQ=MONTHLY',
      zone: 'Europe/Paris',
      grace: 27 * DAY,
      holidays: 'keep',
      ...terms,
    },
    ...more,
  };
  expect(await records.run('plan.create', create, lead)).toEqual(applied);
  return records;
}
const start = (records: MemoryRecords, ctx: MutatorContext) =>
  records.run('occurrence.start', { id: ID, revision: 1 }, ctx);

test('an update that is due opens a change of its type when it is begun, once, and silences nothing yet', async () => {
  const records = await withPlan();
  expect(await start(records, as('lea'))).toEqual(applied);
  expect(await start(records, as('max', T - HOUR))).toEqual(applied);
  expect(records.all('change')).toMatchObject([
    {
      id: ID,
      doc: {
        title: 'Mises à jour mineures · 2026-12-01',
        type: 'minor',
        status: 'draft',
        services: ['api'],
        owner: 'lea',
        window: {
          from: instant('2026-12-02T09:00:00Z'),
          to: instant('2026-12-02T11:00:00Z'),
          zone: 'Europe/Paris',
        },
      },
    },
  ]);
  expect(records.all('run').map(({ id }) => id)).toEqual([changeRunId(ID)]);
  expect(records.all('silence')).toEqual([]);
  expect([occurrenceOfChange(ID), occurrenceOfChange('c1'), changeRunId('c1')]).toEqual([ID, undefined, 'change/c1']);
});

test('nobody takes the place of the change that it opens', async () => {
  const records = await withPlan();
  const at = T + DAY;
  const window = { from: at, to: at + HOUR, zone: 'Europe/Paris' };
  const change = { title: 'Noyau', type: 'minor', services: ['api'], risk: 'low', window };
  for (const id of [ID, 'nowhere@2030-02-28']) {
    expect(await records.run('change.create', { id, ...change }, as('tom'))).toEqual({
      kind: 'rejected',
      reason: 'invalid',
      detail: { message: 'id: the change of an occurrence is opened by occurrence.start' },
    });
  }
  expect(await records.run('change.create', { id: 'tom@example', ...change }, as('tom'))).toEqual(applied);
  expect(await start(records, as('lea'))).toEqual(applied);
  expect(await records.get('change', ID)).toMatchObject({ title: 'Mises à jour mineures · 2026-12-01' });
});

test('one that has an hour lies in it, unless that is over', async () => {
  const timed = { time: '22:00', duration: 3 * HOUR };
  const ahead = await withPlan({}, timed);
  await start(ahead, as('lea'));
  const hour = instant('2026-12-01T21:00:00Z');
  expect(await ahead.get('change', ID)).toMatchObject({ window: { from: hour, to: hour + 3 * HOUR } });
  const late = await withPlan({}, timed);
  await start(late, as('lea', hour + 4 * HOUR));
  expect(await late.get('change', ID)).toMatchObject({ window: { from: hour + 28 * HOUR } });
});

test('begun before it was left out elsewhere, and heard of after that, it opens no change', async () => {
  const records = await withPlan();
  await records.run('occurrence.skip', { id: ID, reason: 'Gel' }, as('max', T + HOUR));
  expect(await start(records, as('lea'))).toEqual(applied);
  expect(records.all('change')).toEqual([]);
  expect(await records.get('run', ID)).toMatchObject({ endedAt: T + HOUR });
});

test('a beginning is taken back with its change, while nobody has touched that', async () => {
  const records = await withPlan();
  await start(records, as('lea'));
  const unstart = () => records.run('occurrence.unstart', { id: ID }, as('lea', T + HOUR));
  expect(await unstart()).toEqual(applied);
  expect(records.all('change')).toEqual([]);
  await start(records, as('lea', T + HOUR));
  await records.run('change.edit', { id: ID, base: 1, set: { risk: 'high' } }, as('lea', T + HOUR));
  expect(await unstart()).toMatchObject({ kind: 'rejected', reason: 'invalid' });
});

test('done, it is done for its plan; worked on again, it is not', async () => {
  const records = await withPlan({ window: false });
  await start(records, as('lea'));
  let at = T;
  const run = async (what: string, more: object = {}, who = 'lea', role: 'lead' | 'responder' = 'responder') => {
    at += 1_000;
    const { contentId } = (await records.get('change', ID)) ?? {};
    expect(await records.run(`change.${what}`, { id: ID, contentId, ...more }, as(who, at, role))).toEqual(applied);
  };
  const state = async () => occurrenceState(undefined, await records.get('occurrence', ID), at);
  await run('propose');
  await run('approve', {}, 'ines', 'lead');
  await run('start', { silence: false, reason: 'maintenant' });
  for (const gate of ['test', 'staging', 'production']) await run('passGate', { gate });
  expect(await state()).toMatchObject({ status: 'inProgress' });
  await run('complete', { note: 'rien à dire' });
  expect(await state()).toMatchObject({ status: 'done', completed: { note: 'rien à dire' } });
  expect(await records.get('run', ID)).toMatchObject({ endedAt: at, endReason: 'rien à dire' });
  await run('reopen');
  expect(await state()).toMatchObject({ status: 'inProgress' });
  expect(await records.get('run', ID)).not.toHaveProperty('endedAt');
  await run('rollBack', { reason: 'latence' });
  expect(await state()).toMatchObject({ status: 'inProgress' });
});

test('taken up again it leaves alone who noted its occurrence done', async () => {
  const records = await withPlan({ window: false });
  await start(records, as('lea'));
  const run = async (what: string, ctx: MutatorContext, more: object = {}) => {
    const { contentId } = (await records.get('change', ID)) ?? {};
    expect(await records.run(`change.${what}`, { id: ID, contentId, ...more }, ctx)).toEqual(applied);
  };
  await run('propose', as('lea'));
  await run('approve', as('ines', T, 'lead'));
  await run('start', as('lea'), { silence: false, reason: 'maintenant' });
  for (const gate of ['test', 'staging', 'production']) await run('passGate', as('lea'), { gate });
  await records.run('occurrence.complete', { id: ID, note: 'fait' }, as('max', T + 1_000));
  await run('complete', as('lea', T + 2_000));
  await run('reopen', as('lea', T + 3_000));
  const state = occurrenceState(undefined, await records.get('occurrence', ID), T + HOUR);
  expect(state).toMatchObject({ status: 'done', completed: { at: T + 1_000 } });
});

test('who had noted it done before takes that back once it is worked on again, and it goes on', async () => {
  const records = await withPlan({ window: false });
  await start(records, as('lea'));
  const run = async (what: string, ctx: MutatorContext, more: object = {}) => {
    const { contentId } = (await records.get('change', ID)) ?? {};
    expect(await records.run(`change.${what}`, { id: ID, contentId, ...more }, ctx)).toEqual(applied);
  };
  const state = async () => occurrenceState(undefined, await records.get('occurrence', ID), T + HOUR);
  await run('propose', as('lea'));
  await run('approve', as('ines', T, 'lead'));
  await run('start', as('lea'), { silence: false, reason: 'maintenant' });
  for (const gate of ['test', 'staging', 'production']) await run('passGate', as('lea'), { gate });
  await run('complete', as('lea', T + 2_000));
  // Offline, and heard of after the change was done.
  const by = as('max', T + 1_000);
  expect(await records.run('occurrence.complete', { id: ID, note: 'fait' }, by)).toEqual(applied);
  await run('reopen', as('lea', T + 3_000));
  expect(await state()).toMatchObject({ status: 'done', completed: { by: { id: 'max' } } });
  const back = { id: ID, of: T + 1_000 };
  expect(await records.run('occurrence.reopen', back, as('max', T + 4_000))).toEqual(applied);
  expect(await state()).toMatchObject({ status: 'inProgress' });
  await run('complete', as('lea', T + 5_000));
  expect(await state()).toMatchObject({ status: 'done', completed: { at: T + 5_000 } });
});

test('an update whose beginning is heard of after it was skipped has its change once it is taken up again', async () => {
  const records = await withPlan();
  expect(await records.run('occurrence.skip', { id: ID, reason: 'gel' }, as('lea', T + HOUR))).toEqual(applied);
  expect(await start(records, as('max'))).toEqual(applied);
  expect(records.all('change')).toEqual([]);
  expect(await records.run('occurrence.reopen', { id: ID }, as('lea', T + 2 * HOUR))).toEqual(applied);
  expect(records.all('change')).toMatchObject([{ id: ID, doc: { status: 'draft', type: 'minor' } }]);
});
