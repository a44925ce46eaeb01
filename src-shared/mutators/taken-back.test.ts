import { describe, expect, test } from 'vitest';
import { occurrenceState } from '../maintenance/occurrence-state.ts';
import { heartbeatId, heartbeatSchema } from '../model/heartbeat.ts';
import { personId } from '../model/ids.ts';
import { HOUR, instant, MINUTE } from '../time/clock.ts';
import { createMemoryRecords } from './memory.ts';
import type { MutatorContext, Outcome } from './mutator.ts';

/** What is done on two laptops: Bob's is heard of first, Ann's deed and her undo of it after. */
const T = instant('2026-11-23T09:00:00Z');
let made = 0;
const as = (person: string, minute = 0, role: 'responder' | 'lead' = 'responder'): MutatorContext => ({
  actor: { ref: { kind: 'person', id: personId(person) }, role },
  via: 'console',
  at: T + minute * MINUTE,
  newId: () => `id-${String(made++).padStart(6, '0')}`,
});
const applied: Outcome = { kind: 'applied' };
const noop: Outcome = { kind: 'noop' };

async function withProcedure() {
  const records = createMemoryRecords();
  const lead = as('lea', -60, 'lead');
  await records.run('procedure.create', { id: 'health', kind: 'runbook', title: 'Santé', body: '- [ ] Voir' }, lead);
  return records;
}

const TERMS = {
  from: '2026-11-23',
  anchor: '2026-11-23',
  rrule: 'FREQ=DAILY',
  time: '08:00',
  duration: HOUR,
  zone: 'UTC',
  grace: HOUR,
  holidays: 'keep',
};
const ID = 'checks@2026-11-23';

describe('the undo of a restore test', () => {
  async function tested() {
    const records = await withProcedure();
    await records.run('backup.create', { id: 'rds', title: 'RDS', cadence: 'FREQ=DAILY' }, as('lea', 0, 'lead'));
    const start = (person: string, minute: number) =>
      records.run(
        'restoreTest.start',
        { id: 't', backup: 'rds', procedure: 'health', revision: 1 },
        as(person, minute),
      );
    const end = (name: string, person: string, minute: number, args: object = {}) =>
      records.run(`restoreTest.${name}`, { id: 't', ...args }, as(person, minute));
    return { records, start, end, test: () => records.get('restoreTest', 't') };
  }

  test('that was called off where another gave the verdict leaves that verdict', async () => {
    const { start, end, test } = await tested();
    expect(await start('bob', 0)).toEqual(applied);
    expect(await end('conclude', 'bob', 62, { verdict: { result: 'bad', reason: 'vide' } })).toEqual(applied);
    expect(await end('cancel', 'ann', 63)).toMatchObject({ reason: 'notOpen' });
    expect(await end('reopen', 'ann', 64, { of: T + 63 * MINUTE })).toMatchObject({
      reason: 'conflict',
      detail: { by: 'bob', at: T + 62 * MINUTE },
    });
    expect((await test())?.verdict).toEqual({ result: 'bad', reason: 'vide' });
    // What was called off before the verdict is; that stands again once it is taken back.
    expect(await end('cancel', 'ann', 60)).toEqual(applied);
    expect(await test()).toMatchObject({ cancelled: { at: T + 60 * MINUTE } });
    expect(await test()).not.toHaveProperty('verdict');
    expect(await end('reopen', 'ann', 65, { of: T + 60 * MINUTE })).toEqual(applied);
    expect((await test())?.verdict).toEqual({ result: 'bad', reason: 'vide' });
    expect(await end('reopen', 'bob', 66, { of: T + 62 * MINUTE })).toEqual(applied);
    expect((await test())?.verdict).toBeUndefined();
  });

  test('that another has begun leaves it running', async () => {
    const { start, end, test } = await tested();
    await start('bob', 0);
    expect(await start('ann', 5)).toEqual(noop);
    expect(await end('cancel', 'ann', 6, { of: T + 5 * MINUTE })).toMatchObject({ reason: 'conflict' });
    expect(await test()).not.toHaveProperty('cancelled');
    expect(await end('cancel', 'bob', 7, { of: T })).toEqual(applied);
  });
});

describe('the undo of a beginning', () => {
  async function begun(more: object = {}) {
    const records = await withProcedure();
    await records.run('service.update', { id: 'api', doc: { name: 'api' } }, as('lea', -30, 'lead'));
    const plan = { id: 'checks', title: 'Santé', procedure: 'health', terms: TERMS, service: 'api', ...more };
    expect(await records.run('plan.create', plan, as('lea', -30, 'lead'))).toEqual(applied);
    const start = (person: string, minute: number, args: object = {}) =>
      records.run('occurrence.start', { id: ID, revision: 1, ...args }, as(person, minute));
    const unstart = (person: string, minute: number, of: number) =>
      records.run('occurrence.unstart', { id: ID, of: T + of * MINUTE }, as(person, minute));
    const started = async () => {
      const doc = await records.get('occurrence', ID);
      return doc && occurrenceState(undefined, doc, T).started;
    };
    return { records, start, unstart, started };
  }

  test('leaves the run and the change that another has begun', async () => {
    const { records, start, unstart, started } = await begun({ change: 'minor' });
    await start('bob', 0);
    expect(await start('ann', 5)).toEqual(applied);
    expect(await start('ann', 6)).toEqual(noop);
    expect(await unstart('ann', 7, 6)).toMatchObject({ reason: 'conflict', detail: { by: 'bob' } });
    expect(await unstart('ann', 8, 5)).toEqual(applied);
    expect([await records.get('run', ID), await records.get('change', ID)]).not.toContain(undefined);
    expect(await started()).toMatchObject({ by: { id: 'bob' } });
  });

  test('by who was earlier leaves it begun by who was later, whichever was heard of first', async () => {
    for (const order of [
      ['bob', 'ann'],
      ['ann', 'bob'],
    ]) {
      const { records, start, unstart, started } = await begun({ window: true });
      for (const person of order) expect(await start(person, person === 'bob' ? 0 : 5)).toEqual(applied);
      expect(await unstart('bob', 6, 0)).toEqual(applied);
      expect(await started()).toMatchObject({ by: { id: 'ann' }, at: T + 5 * MINUTE });
      expect(await records.get('run', ID)).toMatchObject({ startedAt: T, startedBy: { id: 'ann' } });
      expect(await records.get('silence', `${ID}/window`)).toMatchObject({ endsAt: T + 5 * MINUTE + HOUR });
      expect(await unstart('ann', 7, 5)).toEqual(applied);
      expect([await records.get('run', ID), await started()]).toEqual([undefined, undefined]);
      expect(await records.get('silence', `${ID}/window`)).toMatchObject({ endsAt: T + 7 * MINUTE });
    }
  });

  test('by who was earlier is no matter of what was done since by who goes on', async () => {
    const { records, start, unstart, started } = await begun();
    await start('bob', 0);
    await start('ann', 5);
    const seen = { run: ID, step: 'voir', event: { kind: 'done' } };
    expect(await records.run('run.record', seen, as('ann', 6))).toEqual(applied);
    expect(await unstart('bob', 7, 0)).toEqual(applied);
    expect(await started()).toMatchObject({ by: { id: 'ann' } });
    expect(await records.list('runEntry', ID)).toHaveLength(1);
    expect(await unstart('ann', 8, 5)).toMatchObject({ reason: 'invalid' });
  });

  test('ends the window that who goes on began without', async () => {
    const { records, start, unstart } = await begun({ window: true });
    await start('bob', 0);
    await start('ann', 5, { window: false });
    expect(await unstart('bob', 6, 0)).toEqual(applied);
    expect(await records.get('silence', `${ID}/window`)).toMatchObject({ endsAt: T + 6 * MINUTE });
  });
});

test('the undo of a block, a move or an assignment leaves what another has said since', async () => {
  const records = await withProcedure();
  records.apply(
    ['max', 'eva'].map((id) => ({ collection: 'person', id, doc: { name: id, role: 'responder', teams: [] } })),
  );
  const terms = { ...TERMS, time: '12:00' };
  await records.run(
    'plan.create',
    { id: 'checks', title: 'Santé', procedure: 'health', terms },
    as('lea', -30, 'lead'),
  );
  const act = (name: string, person: string, minute: number, args: object) =>
    records.run(`occurrence.${name}`, { id: ID, ...args }, as(person, minute));
  const later = (hours: number) => ({ at: T + hours * HOUR });
  const of = T + 5 * MINUTE;
  const pairs = [
    ['block', { reason: 'VPN' }, { reason: 'disque' }, 'unblock', {}],
    ['assign', { to: 'max' }, { to: 'eva' }, 'assign', { to: null }],
    ['move', later(8), later(9), 'move', later(3)],
  ] as const;
  for (const [name, anns, bobs, back, args] of pairs) {
    expect(await act(name, 'bob', 10, bobs)).toEqual(applied);
    expect(await act(name, 'ann', 5, anns)).toEqual(applied);
    expect(await act(back, 'ann', 6, { ...args, of })).toMatchObject({ reason: 'conflict', detail: { by: 'bob' } });
  }
  const doc = await records.get('occurrence', ID);
  expect(doc && occurrenceState(undefined, doc, T + HOUR)).toMatchObject({
    at: T + 9 * HOUR,
    assignee: 'eva',
    blocked: { reason: 'disque' },
  });
});

test('the undo of a signature leaves that of another, and one that was given again', async () => {
  const records = await withProcedure();
  const plan = { id: 'checks', title: 'Santé', procedure: 'health', terms: TERMS, signature: true };
  await records.run('plan.create', plan, as('lea', -30, 'lead'));
  const act = (name: string, person: string, minute: number, args: object = {}) =>
    records.run(`occurrence.${name}`, { id: ID, ...args }, as(person, minute));
  const signed = async () => occurrenceState(undefined, await records.get('occurrence', ID), T + HOUR).signed;
  await act('complete', 'lea', 0);
  expect(await act('sign', 'bob', 1)).toEqual(applied);
  expect(await act('unsign', 'ann', 2, { of: T + MINUTE })).toMatchObject({
    reason: 'conflict',
    detail: { by: 'bob' },
  });
  expect(await act('unsign', 'bob', 3, { of: T + MINUTE })).toEqual(applied);
  expect(await signed()).toBeUndefined();
  expect(await act('unsign', 'bob', 4, { of: T + MINUTE })).toEqual(noop);
  expect(await act('sign', 'bob', 5)).toEqual(applied);
  expect(await act('unsign', 'bob', 6, { of: T + MINUTE })).toMatchObject({ reason: 'conflict' });
  expect(await signed()).toMatchObject({ at: T + 5 * MINUTE });
});

describe('the undo of a pause', () => {
  test('of a plan takes back that one alone', async () => {
    const records = await withProcedure();
    const plan = { id: 'checks', title: 'Santé', procedure: 'health', terms: TERMS };
    await records.run('plan.create', plan, as('lea', -120, 'lead'));
    const run = (name: string, minute: number, args: object) =>
      records.run(`plan.${name}`, { id: 'checks', ...args }, as('lea', minute, 'lead'));
    const pauses = async () => (await records.get('plan', 'checks'))?.pauses?.map(({ from, to }) => [from, to]);
    await run('pause', 0, { from: '2026-12-01', to: '2026-12-05' });
    expect(await run('pause', 1, { from: '2026-12-20', to: '2026-12-27' })).toEqual(applied);
    expect(await run('pause', 2, { from: '2026-12-22', to: '2026-12-25' })).toMatchObject({ reason: 'alreadyPaused' });
    expect(await run('unpause', 3, { of: T + 2 * MINUTE })).toEqual(noop);
    expect(await run('unpause', 3, { of: T + MINUTE })).toEqual(applied);
    expect(await pauses()).toEqual([['2026-12-01', '2026-12-05']]);
    // Heard of in the middle of it: the days that are over stay without.
    expect(await run('unpause', 10 * 24 * 60, { of: T })).toEqual(applied);
    expect(await pauses()).toEqual([['2026-12-01', '2026-12-03']]);
  });

  test('leaves a job paused that another has paused', async () => {
    const records = createMemoryRecords();
    const id = heartbeatId('nightly');
    const job = heartbeatSchema.omit({ createdAt: true, createdBy: true }).parse({
      name: 'nightly',
      key: '5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278',
      tags: [],
      priority: 'P2',
      schedule: { kind: 'period', period: HOUR, grace: MINUTE },
    });
    const run = (name: string, person: string, minute: number, args: object = {}) =>
      records.run(`heartbeat.${name}`, { id, ...args }, as(person, minute));
    await run('create', 'bob', 0, job);
    expect(await run('pause', 'bob', 10)).toEqual(applied);
    expect(await run('pause', 'ann', 5)).toEqual(noop);
    expect(await run('resume', 'ann', 6, { of: T + 5 * MINUTE })).toMatchObject({ reason: 'conflict' });
    expect((await records.get('heartbeat', id))?.pausedAt).toBe(T + 10 * MINUTE);
    expect(await run('resume', 'bob', 11, { of: T + 10 * MINUTE })).toEqual(applied);
    expect(await run('resume', 'bob', 12, { of: T + 10 * MINUTE })).toEqual(noop);
  });
});

describe('the undo of a deed on a change', () => {
  async function prepared() {
    const records = createMemoryRecords();
    const window = { from: T + HOUR, to: T + 2 * HOUR, zone: 'UTC' };
    const content = { id: 'c', title: 'Noyau', type: 'minor', services: [], risk: 'low', window };
    expect(await records.run('change.create', content, as('max', -9))).toEqual(applied);
    const change = async () => {
      const doc = await records.get('change', 'c');
      if (!doc) throw new Error('it is not there');
      return doc;
    };
    const { contentId } = await change();
    const run = (name: string, person: string, minute: number, args: object = {}, role?: 'lead') =>
      records.run(`change.${name}`, { id: 'c', contentId, ...args }, as(person, minute, role));
    return { records, change, run };
  }
  async function worked() {
    const all = await prepared();
    const { run } = all;
    await run('propose', 'max', -8);
    await run('approve', 'lea', -7, {}, 'lead');
    for (const gate of ['test', 'staging']) await run('passGate', 'max', -6, { gate });
    await run('start', 'max', 60, { silence: false });
    expect(await run('passGate', 'max', 61, { gate: 'production' })).toEqual(applied);
    return all;
  }

  test('leaves it done where another has completed it', async () => {
    const { change, run } = await worked();
    await run('complete', 'bob', 70);
    expect(await run('complete', 'ann', 65)).toEqual(noop);
    expect(await run('reopen', 'ann', 66, { of: T + 65 * MINUTE })).toMatchObject({
      reason: 'conflict',
      detail: { by: 'bob', at: T + 70 * MINUTE },
    });
    expect((await change()).status).toBe('done');
    expect(await run('reopen', 'bob', 71, { of: T + 70 * MINUTE })).toEqual(applied);
  });

  test('is of one that was written down later, as somebody had been heard of meanwhile', async () => {
    const { change, run } = await worked();
    await run('extend', 'max', 90, { until: T + 5 * HOUR, reason: 'encore' });
    expect(await run('complete', 'ann', 65)).toEqual(applied);
    expect((await change()).endedAt).toBe(T + 90 * MINUTE);
    expect(await run('reopen', 'ann', 66, { of: T + 65 * MINUTE })).toEqual(applied);
    expect((await change()).status).toBe('inProgress');
  });

  test('leaves what another has put forward, and the environment that another has passed', async () => {
    const { change, run } = await prepared();
    await run('propose', 'bob', 0);
    expect(await run('propose', 'ann', 1)).toEqual(noop);
    expect(await run('withdraw', 'ann', 2, { of: T + MINUTE })).toMatchObject({ reason: 'conflict' });
    await run('passGate', 'bob', 3, { gate: 'test' });
    expect(await run('passGate', 'ann', 4, { gate: 'test' })).toEqual(noop);
    const back = { gate: 'test', of: T + 4 * MINUTE };
    expect(await run('takeBackGate', 'ann', 5, back)).toMatchObject({ reason: 'conflict' });
    expect(await change()).toMatchObject({ status: 'proposed', gates: { test: { by: { id: 'bob' } } } });
    expect(await run('takeBackGate', 'bob', 6, { gate: 'test', of: T + 3 * MINUTE })).toEqual(applied);
    expect(await run('withdraw', 'bob', 7, { of: T })).toEqual(applied);
  });
});
