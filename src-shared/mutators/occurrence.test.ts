import { describe, expect, test } from 'vitest';
import { occurrenceState } from '../maintenance/occurrence-state.ts';
import { personId, serviceId } from '../model/ids.ts';
import { DAY, HOUR, instant, MINUTE } from '../time/clock.ts';
import { createMemoryRecords, type MemoryRecords } from './memory.ts';
import type { MutatorContext, Outcome } from './mutator.ts';

/** A Monday, 09:00 in Paris: the first occurrence begins. */
const T = instant('2026-11-23T08:00:00Z');
const ID = 'checks@2026-11-23';
let made = 0;
const as = (person: string, at = T, role: 'lead' | 'responder' | 'viewer' = 'responder'): MutatorContext => ({
  actor: { ref: { kind: 'person', id: personId(person) }, role },
  via: 'console',
  at,
  newId: () => `id-${String(made++).padStart(6, '0')}`,
});
const applied: Outcome = { kind: 'applied' };
const noop: Outcome = { kind: 'noop' };
const TERMS = {
  from: '2026-11-23',
  anchor: '2026-11-23',
  rrule: 'FREQ=DAILY',
  time: '09:00',
  duration: 15 * MINUTE,
  zone: 'Europe/Paris',
  grace: HOUR,
  holidays: 'keep',
};

async function withPlan(more: object = {}): Promise<MemoryRecords> {
  const records = createMemoryRecords();
  const lead = as('ines', T, 'lead');
  const body = '- [ ] Voir {#see}\n- [ ] Dire {#say}\n';
  await records.run('procedure.create', { id: 'health', kind: 'runbook', title: 'Santé', body }, lead);
  await records.run('service.update', { id: serviceId('api'), doc: { name: 'Paiement API' } }, lead);
  await records.run(
    'person.provision',
    { id: 'lea', doc: { name: 'Léa', role: 'responder', teams: [] } },
    {
      ...lead,
      actor: { ref: { kind: 'system' }, role: 'system' },
    },
  );
  const create = { id: 'checks', title: 'Santé', procedure: 'health', terms: TERMS, ...more };
  expect(await records.run('plan.create', create, lead)).toEqual(applied);
  return records;
}
const act = (records: MemoryRecords, what: string, args: object, ctx: MutatorContext) =>
  records.run(`occurrence.${what}`, { id: ID, ...args }, ctx);
async function stateOf(records: MemoryRecords, now: number, id = ID) {
  return occurrenceState(undefined, await records.get('occurrence', id), now);
}
const tick = (records: MemoryRecords, step: string, ctx: MutatorContext) =>
  records.run('run.record', { run: ID, step, event: { kind: 'done' } }, ctx);

describe('an occurrence', () => {
  test('that nobody touched is written with what its plan says, and no other day has one', async () => {
    const records = await withPlan();
    expect(await act(records, 'block', { reason: 'VPN' }, as('lea'))).toEqual(applied);
    expect(await records.get('occurrence', ID)).toEqual({
      plan: 'checks',
      date: '2026-11-23',
      at: T,
      end: T + 15 * MINUTE,
      deadline: T + 75 * MINUTE,
      allDay: false,
      zone: 'Europe/Paris',
      events: [{ kind: 'blocked', reason: 'VPN', by: { kind: 'person', id: 'lea' }, at: T }],
    });
    const other = (id: string, more: object = {}) => act(records, 'complete', { id, ...more }, as('lea'));
    expect(await other('checks@2026-11-22')).toMatchObject({ reason: 'notFound' });
    expect(await other('nothing@2026-11-23')).toMatchObject({ reason: 'notFound' });
    expect(await act(records, 'complete', {}, as('eva', T, 'viewer'))).toMatchObject({ reason: 'forbidden' });
    const planned = { at: T, end: T + 1, deadline: T + 2, allDay: false, zone: 'Europe/Paris' };
    expect(await other('checks@2026-11-22', { planned: { ...planned, end: T - 1 } })).toMatchObject({
      reason: 'invalid',
    });
    expect(await other('checks@2026-11-22', { planned })).toEqual(applied);
    expect(await records.get('occurrence', 'checks@2026-11-22')).toMatchObject(planned);
  });

  test('of no day of its plan is believed as far as terms, holidays and moves can reach, and no further', async () => {
    const records = await withPlan();
    const year = 366 * DAY;
    const planned = { at: T, end: T + HOUR, deadline: T + 2 * HOUR, allDay: false, zone: 'Europe/Paris' };
    const done = (date: string, seen: object) =>
      records.run('occurrence.complete', { id: `checks@${date}`, planned: { ...planned, ...seen } }, as('lea'));
    const refused = { reason: 'invalid' };
    expect(await done('2026-11-20', { deadline: T + 36_500 * DAY })).toMatchObject(refused);
    expect(await done('2026-11-20', { end: T + 500 * DAY, deadline: T + 500 * DAY })).toMatchObject(refused);
    expect(await done('1990-01-01', {})).toMatchObject(refused);
    expect(records.all('occurrence')).toEqual([]);
    // Moved by most of a year on the laptop that did it; as long as terms can say.
    expect(await done('2025-11-25', {})).toEqual(applied);
    expect(await done('2027-11-20', {})).toEqual(applied);
    expect(await done('2026-11-20', { end: T + year, deadline: T + 2 * year })).toEqual(applied);
  });

  test('stays where it was due when it was touched, whatever becomes of its plan', async () => {
    const records = await withPlan();
    await act(records, 'assign', { to: 'lea' }, as('lea', T - HOUR));
    const terms = { ...TERMS, time: '14:00' };
    await records.run('plan.edit', { id: 'checks', revision: 1, set: {}, terms }, as('ines', T - MINUTE, 'lead'));
    expect(await stateOf(records, T)).toMatchObject({ at: T, assignee: 'lea', status: 'due' });
    await act(records, 'complete', { id: 'checks@2026-11-24' }, as('lea', T + 24 * HOUR));
    expect(await stateOf(records, T, 'checks@2026-11-24')).toMatchObject({ at: T + 29 * HOUR, status: 'done' });
  });

  test('is worked off by one run, however many begin it, and done with its end', async () => {
    const records = await withPlan();
    expect(await act(records, 'start', { revision: 1 }, as('lea', T + MINUTE))).toEqual(applied);
    expect(await act(records, 'start', { revision: 1 }, as('lea', T + 2 * MINUTE))).toEqual(noop);
    expect(await act(records, 'start', { revision: 1 }, as('max', T))).toEqual(applied);
    expect(await act(records, 'start', { revision: 1 }, as('eva', T + 2 * MINUTE))).toEqual(applied);
    expect(await records.get('run', ID)).toMatchObject({ occurrence: ID, procedure: 'health', startedAt: T });
    expect(records.all('run')).toHaveLength(1);
    expect(await stateOf(records, T + MINUTE)).toMatchObject({ status: 'inProgress', started: { at: T, run: ID } });
    await tick(records, 'see', as('lea', T + 3 * MINUTE));
    await tick(records, 'say', as('lea', T + 4 * MINUTE));
    expect(await records.run('run.end', { id: ID }, as('lea', T + 5 * MINUTE))).toEqual(applied);
    expect(await stateOf(records, T + HOUR)).toMatchObject({ status: 'done', completed: { at: T + 5 * MINUTE } });
    expect(await records.run('run.reopen', { id: ID }, as('lea', T + 6 * MINUTE))).toEqual(applied);
    expect(await stateOf(records, T + HOUR)).toMatchObject({ status: 'inProgress' });
  });

  test('is not done with a run that lacks steps until somebody says why', async () => {
    const records = await withPlan();
    await act(records, 'start', { revision: 1 }, as('lea'));
    expect(await act(records, 'complete', {}, as('lea', T + MINUTE))).toMatchObject({ reason: 'invalid' });
    expect(await records.run('run.end', { id: ID }, as('lea', T + MINUTE))).toEqual(applied);
    expect(await stateOf(records, T + HOUR)).toMatchObject({ status: 'inProgress' });
    expect(await act(records, 'complete', {}, as('lea', T + 2 * MINUTE))).toMatchObject({ reason: 'invalid' });
    await records.run('run.reopen', { id: ID }, as('lea', T + 2 * MINUTE));
    expect(await records.run('run.end', { id: ID, reason: 'Rien à dire' }, as('lea', T + 3 * MINUTE))).toEqual(applied);
    expect(await stateOf(records, T + HOUR)).toMatchObject({ status: 'done', completed: { note: 'Rien à dire' } });
  });

  test('completed without its run ends that, and reopened opens it', async () => {
    const records = await withPlan();
    await act(records, 'start', { revision: 1 }, as('lea'));
    expect(await act(records, 'complete', { note: 'Fait à la main' }, as('lea', T + MINUTE))).toEqual(applied);
    expect(await records.get('run', ID)).toMatchObject({ endedAt: T + MINUTE, endReason: 'Fait à la main' });
    expect(await act(records, 'reopen', {}, as('lea', T + 2 * MINUTE))).toEqual(applied);
    expect(await act(records, 'reopen', {}, as('lea', T + 2 * MINUTE))).toEqual(noop);
    expect(await records.get('run', ID)).not.toHaveProperty('endedAt');
    expect(await stateOf(records, T + HOUR)).toMatchObject({ status: 'inProgress' });
  });

  test('keeps the files that show that it was done, as long as nobody takes that back', async () => {
    const records = await withPlan();
    const files = [{ hash: 'a'.repeat(64), name: 'capture.png', type: 'image/png', size: 12 }];
    const done = { note: 'Vu', files };
    const many = Array.from({ length: 21 }, () => files[0]);
    expect(await act(records, 'complete', { files: many }, as('lea'))).toMatchObject({ reason: 'invalid' });
    expect(await act(records, 'complete', { files: [{ ...files[0], hash: 'a' }] }, as('lea'))).toMatchObject({
      reason: 'invalid',
    });
    expect(await act(records, 'complete', done, as('eva', T, 'viewer'))).toMatchObject({ reason: 'forbidden' });
    expect(await act(records, 'complete', done, as('lea', T))).toEqual(applied);
    expect((await stateOf(records, T)).completed).toEqual({ ...done, by: { kind: 'person', id: 'lea' }, at: T });
    // Said again it is as it was; what else is brought later is not lost in silence.
    expect(await act(records, 'complete', done, as('lea', T + MINUTE))).toEqual(noop);
    const late = await act(records, 'complete', { files: [{ ...files[0], name: 'b' }] }, as('lea', T + MINUTE));
    expect(late).toMatchObject({ reason: 'alreadyDone' });
    expect(await act(records, 'reopen', { of: T }, as('lea', T + 2 * MINUTE))).toEqual(applied);
    expect(await stateOf(records, T)).not.toHaveProperty('completed');
    expect(await act(records, 'complete', { files: [] }, as('lea', T + 3 * MINUTE))).toEqual(applied);
    expect((await stateOf(records, T)).completed).not.toHaveProperty('files');
  });

  test('completed by two was done by the earlier one, and the later one is told who', async () => {
    const records = await withPlan();
    expect(await act(records, 'complete', {}, as('lea', T + 2 * HOUR))).toEqual(applied);
    expect(await act(records, 'complete', {}, as('lea', T + 3 * HOUR))).toEqual(noop);
    const told = { reason: 'alreadyDone', detail: { by: 'lea', at: T + 2 * HOUR } };
    expect(await act(records, 'complete', {}, as('max', T + 3 * HOUR))).toMatchObject(told);
    expect(await act(records, 'skip', { reason: 'Non' }, as('max', T + 3 * HOUR))).toMatchObject(told);
    expect(await stateOf(records, T + 3 * HOUR)).toMatchObject({ status: 'doneLate' });
    expect(await act(records, 'complete', {}, as('max', T + HOUR))).toEqual(applied);
    expect(await stateOf(records, T + 3 * HOUR)).toMatchObject({ status: 'done', completed: { by: { id: 'max' } } });
  });

  test('begun before it was done elsewhere, and heard of after that, is over with its run and silences nothing', async () => {
    const records = await withPlan({ window: true, service: 'api' });
    await act(records, 'complete', { note: 'Fait' }, as('lea', T + 10 * MINUTE));
    expect(await act(records, 'start', { revision: 1 }, as('max', T + MINUTE))).toEqual(applied);
    expect(await records.get('run', ID)).toMatchObject({
      startedAt: T + MINUTE,
      endedAt: T + 10 * MINUTE,
      endedBy: { id: 'lea' },
      endReason: 'Fait',
    });
    expect(records.all('silence')).toEqual([]);
    expect(await stateOf(records, T + HOUR)).toMatchObject({ status: 'done', started: { by: { id: 'max' } } });
    expect(await tick(records, 'see', as('max', T + 2 * MINUTE))).toEqual(applied);
    expect(await tick(records, 'say', as('max', T + 3 * MINUTE))).toEqual(applied);
    // All of it was done before the other one said so: it was done then.
    expect(await records.run('run.end', { id: ID }, as('max', T + 4 * MINUTE))).toEqual(applied);
    expect(await stateOf(records, T + HOUR)).toMatchObject({ completed: { by: { id: 'max' }, at: T + 4 * MINUTE } });
    expect(await records.get('run', ID)).toMatchObject({ endedAt: T + 4 * MINUTE, endedBy: { id: 'max' } });
    expect(await act(records, 'start', { revision: 1 }, as('eva', T + 5 * MINUTE))).toMatchObject({
      reason: 'alreadyDone',
      detail: { by: 'max' },
    });
  });

  test('begun or skipped before it was skipped elsewhere is told when it is heard of', async () => {
    const records = await withPlan();
    await act(records, 'skip', { reason: 'Gel' }, as('lea', T + 10 * MINUTE));
    expect(await act(records, 'start', { revision: 1 }, as('max', T + 11 * MINUTE))).toMatchObject({
      reason: 'notOpen',
      detail: { status: 'skipped', by: 'lea' },
    });
    expect(await act(records, 'start', { revision: 1 }, as('max', T + MINUTE))).toEqual(applied);
    expect(await records.get('run', ID)).toMatchObject({ endedAt: T + 10 * MINUTE, endReason: 'Gel' });
    expect(await act(records, 'skip', { reason: 'Panne' }, as('eva', T + 5 * MINUTE))).toEqual(applied);
    expect(await stateOf(records, T + HOUR)).toMatchObject({ skipped: { reason: 'Panne', by: { id: 'eva' } } });
    expect(await act(records, 'complete', {}, as('max', T + 20 * MINUTE))).toEqual(applied);
    expect(await act(records, 'skip', { reason: 'Non' }, as('eva', T + 15 * MINUTE))).toEqual(noop);
    expect(await act(records, 'skip', { reason: 'Non' }, as('eva', T + 4 * MINUTE))).toEqual(applied);
    expect(await stateOf(records, T + HOUR)).toMatchObject({ status: 'done' });
  });

  test('is taken back by who said it, and nobody else in their place', async () => {
    const records = await withPlan();
    await act(records, 'complete', {}, as('lea', T + 10 * MINUTE));
    await act(records, 'complete', {}, as('max', T + 5 * MINUTE));
    expect(await act(records, 'reopen', { of: T + 10 * MINUTE }, as('eva', T + 11 * MINUTE))).toMatchObject({
      reason: 'alreadyDone',
      detail: { by: 'max', at: T + 5 * MINUTE },
    });
    expect(await act(records, 'reopen', { of: T + 5 * MINUTE }, as('max', T + 11 * MINUTE))).toEqual(applied);
    expect(await stateOf(records, T + 12 * MINUTE)).toMatchObject({ status: 'done', completed: { by: { id: 'lea' } } });
    await act(records, 'complete', {}, as('max', T + 6 * MINUTE));
    expect(await act(records, 'reopen', { of: T + 10 * MINUTE }, as('lea', T + 11 * MINUTE))).toEqual(applied);
    expect(await stateOf(records, T + 12 * MINUTE)).toMatchObject({ status: 'done', completed: { by: { id: 'max' } } });
    expect(await act(records, 'reopen', { of: T + 6 * MINUTE }, as('max', T + 12 * MINUTE))).toEqual(applied);
    expect(await stateOf(records, T + 12 * MINUTE)).toMatchObject({ status: 'due' });
    await act(records, 'skip', { reason: 'Gel' }, as('lea', T + 13 * MINUTE));
    await act(records, 'complete', {}, as('max', T + 14 * MINUTE));
    expect(await act(records, 'reopen', { of: T + 14 * MINUTE }, as('max', T + 15 * MINUTE))).toEqual(applied);
    expect(await stateOf(records, T + 15 * MINUTE)).toMatchObject({ status: 'skipped' });
    expect(await act(records, 'reopen', {}, as('eva', T + 16 * MINUTE))).toEqual(applied);
    expect(await stateOf(records, T + 16 * MINUTE)).toMatchObject({ status: 'due' });
  });

  test('ended with its run is taken back with that end, unless another one did it', async () => {
    const records = await withPlan();
    await act(records, 'start', { revision: 1 }, as('lea'));
    await records.run('run.end', { id: ID }, as('lea', T + MINUTE));
    await act(records, 'complete', { note: 'Fait' }, as('max', T + 2 * MINUTE));
    const back = (of: number) => records.run('run.reopen', { id: ID, of }, as('lea', T + 3 * MINUTE));
    expect(await back(T)).toMatchObject({ reason: 'conflict', detail: { by: 'lea', at: T + MINUTE } });
    expect(await back(T + MINUTE)).toMatchObject({ reason: 'alreadyDone', detail: { by: 'max' } });
    await records.run('run.reopen', { id: ID }, as('lea', T + 3 * MINUTE));
    expect(await stateOf(records, T + 4 * MINUTE)).toMatchObject({ status: 'inProgress' });
    await records.run('run.end', { id: ID, reason: 'Assez' }, as('lea', T + 5 * MINUTE));
    expect(await back(T + 5 * MINUTE)).toEqual(applied);
    expect(await stateOf(records, T + 6 * MINUTE)).toMatchObject({ status: 'inProgress' });
    expect(await records.get('run', ID)).not.toHaveProperty('endedAt');
  });

  test('begun by mistake is as if it had not been, while nothing was said in its run', async () => {
    const records = await withPlan({ window: true, service: 'api' });
    expect(await act(records, 'unstart', {}, as('lea'))).toEqual(noop);
    await act(records, 'start', { revision: 1 }, as('max', T));
    expect(await act(records, 'unstart', { of: T }, as('lea', T + 2 * MINUTE))).toMatchObject({
      reason: 'conflict',
      detail: { by: 'max', at: T },
    });
    expect(await act(records, 'unstart', { of: T }, as('max', T + 2 * MINUTE))).toEqual(applied);
    expect(await stateOf(records, T + 3 * MINUTE)).toMatchObject({ status: 'due' });
    expect(records.all('run')).toEqual([]);
    expect(await records.get('silence', `${ID}/window`)).toMatchObject({ endsAt: T + 2 * MINUTE });
    await act(records, 'start', { revision: 1 }, as('lea', T + 4 * MINUTE));
    expect(await records.get('silence', `${ID}/window`)).toMatchObject({ endsAt: T + 19 * MINUTE });
    await tick(records, 'see', as('lea', T + 5 * MINUTE));
    expect(await act(records, 'unstart', {}, as('lea', T + 6 * MINUTE))).toMatchObject({ reason: 'invalid' });
    await act(records, 'complete', { note: 'Assez' }, as('lea', T + 7 * MINUTE));
    expect(await act(records, 'unstart', {}, as('lea', T + 8 * MINUTE))).toMatchObject({ reason: 'alreadyDone' });
  });

  test('begun from another procedure than its plan has by now is worked off by what the person saw', async () => {
    const records = await withPlan();
    const lead = as('ines', T, 'lead');
    const body = '- [ ] Tout autre {#other}\n';
    await records.run('procedure.create', { id: 'other', kind: 'runbook', title: 'Autre', body }, lead);
    await records.run('plan.edit', { id: 'checks', revision: 1, set: { procedure: 'other' } }, lead);
    await records.run('procedure.create', { id: 'never', kind: 'runbook', title: 'Jamais', body }, lead);
    const start = { procedure: 'health', revision: 1 };
    const never = { procedure: 'never', revision: 1 };
    expect(await act(records, 'start', never, as('lea', T))).toMatchObject({
      reason: 'invalid',
      detail: { message: 'procedure: the plan is not of it, and never was' },
    });
    expect(await act(records, 'start', start, as('lea', T + MINUTE))).toEqual(applied);
    expect(await records.get('run', ID)).toMatchObject({ procedure: 'health', title: 'Santé' });
    expect(await act(records, 'start', { procedure: 'other', revision: 1 }, as('max', T))).toEqual(applied);
    expect(await records.get('run', ID)).toMatchObject({ procedure: 'health', startedBy: { id: 'max' } });
  });

  test('is signed by somebody else than who did it', async () => {
    const records = await withPlan({ signature: true });
    expect(await act(records, 'sign', {}, as('max'))).toMatchObject({ reason: 'invalid' });
    await act(records, 'complete', {}, as('lea'));
    expect(await act(records, 'sign', {}, as('lea'))).toMatchObject({ reason: 'forbidden' });
    expect(await act(records, 'sign', {}, as('max', T + HOUR))).toEqual(applied);
    expect(await act(records, 'sign', {}, as('max', T + HOUR))).toEqual(noop);
    expect(await act(records, 'sign', {}, as('eva', T + HOUR))).toMatchObject({ reason: 'alreadyDone' });
    expect(await stateOf(records, T)).toMatchObject({ signed: { by: { id: 'max' } } });
    // Who signed turns out to have done it: nobody vouches for themselves.
    await act(records, 'complete', {}, as('max', T - MINUTE));
    const state = await stateOf(records, T);
    expect(state).toMatchObject({ completed: { by: { id: 'max' } } });
    expect(state).not.toHaveProperty('signed');
  });

  test('is skipped for a reason, and what was done all the same stands', async () => {
    const records = await withPlan();
    await act(records, 'start', { revision: 1 }, as('lea'));
    expect(await act(records, 'skip', { reason: ' ' }, as('lea'))).toMatchObject({ reason: 'invalid' });
    expect(await act(records, 'skip', { reason: 'Gel' }, as('lea', T + MINUTE))).toEqual(applied);
    expect(await act(records, 'skip', { reason: 'Gel' }, as('max', T + MINUTE))).toEqual(noop);
    expect(await records.get('run', ID)).toMatchObject({ endReason: 'Gel' });
    expect(await act(records, 'assign', { to: 'lea' }, as('max', T + MINUTE))).toMatchObject({ reason: 'notOpen' });
    expect(await act(records, 'complete', {}, as('max', T + 2 * MINUTE))).toEqual(applied);
    expect(await stateOf(records, T + HOUR)).toMatchObject({ status: 'done' });
  });

  test('is blocked and unblocked', async () => {
    const records = await withPlan();
    expect(await act(records, 'unblock', {}, as('lea'))).toEqual(noop);
    await act(records, 'block', { reason: 'VPN' }, as('lea'));
    expect(await act(records, 'block', { reason: 'VPN' }, as('lea', T + 1))).toEqual(noop);
    expect(await stateOf(records, T)).toMatchObject({ status: 'blocked', blocked: { reason: 'VPN' } });
    expect(await act(records, 'unblock', {}, as('max'))).toEqual(applied);
    expect(await stateOf(records, T)).toMatchObject({ status: 'due' });
  });

  test('moves with its length and its grace, never into what is over', async () => {
    const records = await withPlan();
    const to = T + 26 * HOUR;
    expect(await act(records, 'move', { at: T - 3 * HOUR }, as('lea'))).toMatchObject({ reason: 'invalid' });
    expect(await act(records, 'move', { at: to, reason: 'Gel' }, as('lea'))).toEqual(applied);
    expect(await act(records, 'move', { at: to }, as('lea'))).toEqual(noop);
    expect(await stateOf(records, T)).toMatchObject({
      at: to,
      end: to + 15 * MINUTE,
      deadline: to + 75 * MINUTE,
      movedFrom: T,
      status: 'upcoming',
    });
  });

  test('moved when its hour was over goes back there, and is where it was', async () => {
    const records = await withPlan();
    const to = T + 26 * HOUR;
    const now = T + 30 * MINUTE;
    await act(records, 'move', { at: to }, as('lea', now));
    expect(await act(records, 'move', { at: T + MINUTE }, as('lea', now + MINUTE))).toMatchObject({
      reason: 'invalid',
    });
    expect(await act(records, 'move', { at: T }, as('lea', now + MINUTE))).toEqual(applied);
    const state = await stateOf(records, now + MINUTE);
    expect(state).toMatchObject({ at: T, status: 'due' });
    expect(state).not.toHaveProperty('movedFrom');
  });

  test('moved after it was missed is done late, whenever it is done', async () => {
    const records = await withPlan();
    const to = T + 26 * HOUR;
    await act(records, 'move', { at: to }, as('lea', T + 2 * HOUR));
    expect(await stateOf(records, T + 3 * HOUR)).toMatchObject({ status: 'upcoming', late: false });
    await act(records, 'complete', {}, as('lea', to + MINUTE));
    expect(await stateOf(records, to + HOUR)).toMatchObject({ status: 'doneLate' });
  });

  test('moved by two is where the later one moved it, whatever is heard of first', async () => {
    const records = await withPlan();
    await act(records, 'move', { at: T + 5 * HOUR }, as('lea', T + 2 * MINUTE));
    expect(await act(records, 'move', { at: T + 9 * HOUR }, as('max', T + MINUTE))).toEqual(applied);
    expect(await stateOf(records, T + HOUR)).toMatchObject({ at: T + 5 * HOUR, movedFrom: T });
  });

  test('of a whole day moves to a whole day, be it of 23 hours', async () => {
    const { time: _time, duration: _duration, ...allDay } = TERMS;
    const records = await withPlan({ terms: { ...allDay, grace: 0 } });
    expect(await act(records, 'move', { at: instant('2027-03-28T11:00:00Z') }, as('lea'))).toEqual(applied);
    expect(await records.get('occurrence', ID)).toMatchObject({
      at: instant('2027-03-27T23:00:00Z'),
      end: instant('2027-03-28T22:00:00Z'),
    });
  });

  test('is started by no other way than its own', async () => {
    const records = await withPlan();
    const start = { id: ID, procedure: 'health', revision: 1 };
    expect(await records.run('run.start', start, as('lea'))).toMatchObject({ reason: 'invalid' });
    expect(await act(records, 'start', { revision: 7 }, as('lea'))).toMatchObject({ reason: 'notFound' });
    expect(records.all('occurrence')).toEqual([]);
  });

  test('leads to an incident and to follow-ups that say where they come from', async () => {
    const records = await withPlan();
    const incident = '019aabcd-0000-7000-8000-000000000001';
    const open = { id: incident, title: 'Disque plein', priority: 'P2', occurrence: ID };
    expect(await records.run('incident.open', open, as('lea'))).toEqual(applied);
    expect(await records.get('incident', incident)).toMatchObject({ occurrence: ID });
    expect(records.all('timelineEntry')[0]?.doc.event).toMatchObject({ kind: 'opened', occurrence: ID });
    const create = (args: object) => records.run('followUp.create', { title: 'Purger', ...args }, as('lea'));
    expect(await create({ id: 'f', occurrence: ID })).toEqual(applied);
    expect(await create({ id: 'g', occurrence: 'nothing@2026-01-01' })).toMatchObject({ reason: 'notFound' });
    expect(await create({ id: 'h' })).toMatchObject({ reason: 'invalid' });
    expect(await records.list('followUp', ID)).toHaveLength(1);
    expect(await records.run('followUp.close', { id: 'f', as: { status: 'done' } }, as('lea'))).toEqual(applied);
    expect(await records.run('followUp.reopen', { id: 'f' }, as('lea'))).toEqual(applied);
  });
});
