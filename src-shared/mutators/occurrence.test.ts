import { describe, expect, test } from 'vitest';
import { occurrenceState } from '../maintenance/occurrence-state.ts';
import { personId, serviceId } from '../model/ids.ts';
import { HOUR, instant, MINUTE } from '../time/clock.ts';
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
      events: [{ kind: 'blocked', reason: 'VPN', by: { kind: 'person', id: 'lea' }, at: T }],
    });
    const other = (id: string, more: object = {}) => act(records, 'complete', { id, ...more }, as('lea'));
    expect(await other('checks@2026-11-22')).toMatchObject({ reason: 'notFound' });
    expect(await other('nothing@2026-11-23')).toMatchObject({ reason: 'notFound' });
    expect(await act(records, 'complete', {}, as('eva', T, 'viewer'))).toMatchObject({ reason: 'forbidden' });
    const planned = { at: T, end: T + 1, deadline: T + 2 };
    expect(await other('checks@2026-11-22', { planned: { ...planned, end: T - 1 } })).toMatchObject({
      reason: 'invalid',
    });
    expect(await other('checks@2026-11-22', { planned })).toEqual(applied);
    expect(await records.get('occurrence', 'checks@2026-11-22')).toMatchObject(planned);
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
    expect(await act(records, 'start', { revision: 1 }, as('max', T + 2 * MINUTE))).toEqual(noop);
    expect(await act(records, 'start', { revision: 1 }, as('max', T))).toEqual(applied);
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

  test('is signed by somebody else than who did it', async () => {
    const records = await withPlan({ signature: true });
    expect(await act(records, 'sign', {}, as('max'))).toMatchObject({ reason: 'invalid' });
    await act(records, 'complete', {}, as('lea'));
    expect(await act(records, 'sign', {}, as('lea'))).toMatchObject({ reason: 'forbidden' });
    expect(await act(records, 'sign', {}, as('max', T + HOUR))).toEqual(applied);
    expect(await act(records, 'sign', {}, as('max', T + HOUR))).toEqual(noop);
    expect(await act(records, 'sign', {}, as('eva', T + HOUR))).toMatchObject({ reason: 'alreadyDone' });
    expect(await stateOf(records, T)).toMatchObject({ signed: { by: { id: 'max' } } });
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
    expect(await act(records, 'block', { reason: 'VPN' }, as('max'))).toEqual(noop);
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

  test('of a whole day moves to a whole day, be it of 23 hours', async () => {
    const { time: _time, duration: _duration, ...allDay } = TERMS;
    const records = await withPlan({ terms: { ...allDay, grace: 0 } });
    expect(await act(records, 'move', { at: instant('2027-03-28T11:00:00Z') }, as('lea'))).toEqual(applied);
    expect(await records.get('occurrence', ID)).toMatchObject({
      at: instant('2027-03-27T23:00:00Z'),
      end: instant('2027-03-28T22:00:00Z'),
    });
  });

  test('opens a window on its service while it is worked on, and closes it when done', async () => {
    const records = await withPlan({ window: true, service: 'api' });
    const silence = () => records.get('silence', `${ID}/window`);
    await act(records, 'start', { revision: 1 }, as('lea', T + MINUTE));
    expect(await silence()).toMatchObject({
      matchers: [{ name: 'service', value: 'Paiement API', isRegex: false, isEqual: true }],
      startsAt: T + MINUTE,
      endsAt: T + 16 * MINUTE,
      reason: 'Santé',
    });
    await act(records, 'complete', { note: 'ok' }, as('lea', T + 5 * MINUTE));
    expect(await silence()).toMatchObject({ endsAt: T + 5 * MINUTE });
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
