import { describe, expect, test } from 'vitest';
import { changeRunId, changeSilenceId, FREEZES } from '../model/change.ts';
import { personId } from '../model/ids.ts';
import type { Role } from '../model/person.ts';
import { silenceState } from '../silence/state.ts';
import { HOUR, instant, MINUTE } from '../time/clock.ts';
import { createMemoryRecords, type MemoryRecords } from './memory.ts';
import type { MutatorContext, Outcome } from './mutator.ts';

const T = instant('2026-11-24T20:00:00Z');
const WINDOW = { from: T + HOUR, to: T + 3 * HOUR, zone: 'Europe/Paris' };
let made = 0;
const as = (person: string, role: Role = 'responder', at = T): MutatorContext => ({
  actor: { ref: { kind: 'person', id: personId(person) }, role },
  via: 'console',
  at,
  newId: () => `id-${String(made++).padStart(6, '0')}`,
});
const APPLIED: Outcome = { kind: 'applied' };
const NOOP: Outcome = { kind: 'noop' };
const CHANGE = {
  id: 'c1',
  title: 'Noyau 6.12',
  type: 'security',
  services: ['api', 'pay'],
  risk: 'high',
  rollback: 'apt install linux=6.11',
  window: WINDOW,
};

async function records(): Promise<MemoryRecords> {
  const memory = createMemoryRecords();
  await memory.run('service.update', { id: 'api', doc: { name: 'api' } }, as('ida', 'admin'));
  await memory.run('service.update', { id: 'pay', doc: { name: 'pay.core' } }, as('ida', 'admin'));
  expect(await memory.run('change.create', CHANGE, as('lea'))).toEqual(APPLIED);
  return memory;
}
const head = async (memory: MemoryRecords) => {
  const doc = await memory.get('change', 'c1');
  if (!doc) throw new Error('no change');
  return doc;
};
async function approved(memory: MemoryRecords): Promise<void> {
  await memory.run('change.propose', { id: 'c1' }, as('lea'));
  const { revision } = await head(memory);
  expect(await memory.run('change.approve', { id: 'c1', revision }, as('max', 'lead'))).toEqual(APPLIED);
}
const reason = (outcome: Outcome) => (outcome.kind === 'rejected' ? outcome.reason : outcome.kind);

describe('a change', () => {
  test('goes from a draft to its end, each step told in order', async () => {
    const memory = await records();
    await approved(memory);
    for (const gate of ['test', 'staging']) {
      expect(await memory.run('change.passGate', { id: 'c1', gate, note: 'vert' }, as('lea'))).toEqual(APPLIED);
    }
    expect(await memory.run('change.start', { id: 'c1', silence: false }, as('lea', 'responder', T + HOUR))).toEqual(
      APPLIED,
    );
    expect(reason(await memory.run('change.complete', { id: 'c1' }, as('lea')))).toBe('invalid');
    await memory.run('change.passGate', { id: 'c1', gate: 'production' }, as('lea', 'responder', T + HOUR));
    expect(await memory.run('change.complete', { id: 'c1' }, as('lea', 'responder', T + 2 * HOUR))).toEqual(APPLIED);
    const doc = await head(memory);
    expect(doc).toMatchObject({ status: 'done', startedAt: T + HOUR, endedAt: T + 2 * HOUR });
    expect(doc.acts.map(({ kind }) => kind)).toEqual([
      'created',
      'proposed',
      'approved',
      'gatePassed',
      'gatePassed',
      'started',
      'gatePassed',
      'done',
    ]);
    expect(await memory.run('change.complete', { id: 'c1' }, as('max'))).toEqual(NOOP);
    expect(reason(await memory.run('change.cancel', { id: 'c1', reason: 'x' }, as('max')))).toBe('conflict');
  });

  test('is approved by a lead who wrote none of it, as it was read', async () => {
    const memory = await records();
    await memory.run('change.propose', { id: 'c1' }, as('lea', 'lead'));
    expect(reason(await memory.run('change.approve', { id: 'c1', revision: 1 }, as('lea', 'lead')))).toBe('forbidden');
    expect(reason(await memory.run('change.approve', { id: 'c1', revision: 1 }, as('max')))).toBe('forbidden');
    await memory.run('change.edit', { id: 'c1', base: 1, set: { risk: 'low' } }, as('zoe', 'lead'));
    expect(reason(await memory.run('change.approve', { id: 'c1', revision: 2 }, as('zoe', 'lead')))).toBe('forbidden');
    expect(reason(await memory.run('change.approve', { id: 'c1', revision: 1 }, as('max', 'lead')))).toBe('conflict');
    expect(await memory.run('change.approve', { id: 'c1', revision: 2 }, as('max', 'lead'))).toEqual(APPLIED);
    expect(await memory.run('change.approve', { id: 'c1', revision: 2 }, as('tom', 'lead'))).toEqual(NOOP);
    expect((await head(memory)).approval).toEqual({ by: { kind: 'person', id: 'max' }, at: T });
  });

  test('is refused with a reason, and told so until it is put forward again', async () => {
    const memory = await records();
    await memory.run('change.propose', { id: 'c1' }, as('lea'));
    await memory.run('change.refuse', { id: 'c1', reason: 'pas de retour arrière' }, as('max', 'lead'));
    expect(await head(memory)).toMatchObject({ status: 'draft', refusal: { reason: 'pas de retour arrière' } });
    await memory.run('change.propose', { id: 'c1' }, as('lea'));
    expect((await head(memory)).refusal).toBeUndefined();
  });

  test('loses its approval with another content, and keeps it with another owner', async () => {
    const memory = await records();
    await approved(memory);
    await memory.run('change.edit', { id: 'c1', base: 1, set: { owner: 'lea' } }, as('lea'));
    expect((await head(memory)).status).toBe('approved');
    await memory.run('change.edit', { id: 'c1', base: 2, set: { rollback: null } }, as('lea'));
    const doc = await head(memory);
    expect(doc).toMatchObject({ status: 'proposed', revision: 3, owner: 'lea' });
    expect([doc.approval, doc.rollback]).toEqual([undefined, undefined]);
  });

  test('takes one of two edits of the same revision, and tells the other', async () => {
    const memory = await records();
    expect(await memory.run('change.edit', { id: 'c1', base: 1, set: { title: 'A' } }, as('lea'))).toEqual(APPLIED);
    expect(await memory.run('change.edit', { id: 'c1', base: 1, set: { title: 'B' } }, as('max'))).toEqual({
      kind: 'rejected',
      reason: 'conflict',
      detail: { revision: 2, status: 'draft' },
    });
    expect(await memory.run('change.edit', { id: 'c1', base: 1, set: { title: 'A' } }, as('max'))).toEqual(NOOP);
    const backwards = { id: 'c1', base: 2, set: { window: { ...WINDOW, to: WINDOW.from } } };
    expect(reason(await memory.run('change.edit', backwards, as('lea')))).toBe('invalid');
    const nowhere = { id: 'c1', base: 2, set: { services: ['none'] } };
    expect(reason(await memory.run('change.edit', nowhere, as('lea')))).toBe('notFound');
  });

  test('passes its gates in order, and takes the last one back', async () => {
    const memory = await records();
    const pass = (gate: string) => memory.run('change.passGate', { id: 'c1', gate }, as('lea'));
    const back = (gate: string) => memory.run('change.takeBackGate', { id: 'c1', gate }, as('lea'));
    expect(reason(await pass('staging'))).toBe('conflict');
    expect(await pass('test')).toEqual(APPLIED);
    expect(await pass('test')).toEqual(NOOP);
    expect(await pass('staging')).toEqual(APPLIED);
    expect(reason(await pass('production'))).toBe('conflict');
    expect(reason(await back('test'))).toBe('conflict');
    expect(await back('staging')).toEqual(APPLIED);
    expect(Object.keys((await head(memory)).gates)).toEqual(['test']);
  });

  test('silences its services from its start to the end of its window, and no longer than the work', async () => {
    const memory = await records();
    await approved(memory);
    await memory.run('change.start', { id: 'c1', silence: true }, as('lea', 'responder', T + HOUR));
    const silence = async () => {
      const doc = await memory.get('silence', changeSilenceId('c1'));
      if (!doc) throw new Error('no silence');
      return doc;
    };
    expect(await silence()).toMatchObject({
      matchers: [{ name: 'service', value: 'api|pay\\.core', isRegex: true, isEqual: true }],
      startsAt: T + HOUR,
      endsAt: WINDOW.to,
      reason: 'Noyau 6.12',
    });
    const late = T + 90 * MINUTE;
    await memory.run('change.rollBack', { id: 'c1', reason: 'panne' }, as('lea', 'responder', late));
    expect(silenceState(await silence(), late)).toBe('expired');
    expect((await head(memory)).status).toBe('rolledBack');
  });

  test('taken up again after it was rolled back, it is approved and tested anew', async () => {
    const memory = await records();
    await approved(memory);
    await memory.run('change.passGate', { id: 'c1', gate: 'test' }, as('lea'));
    await memory.run('change.start', { id: 'c1', silence: false }, as('lea', 'responder', T + HOUR));
    await memory.run('change.rollBack', { id: 'c1', reason: 'panne' }, as('lea', 'responder', T + HOUR));
    expect(await memory.run('change.reopen', { id: 'c1' }, as('lea', 'responder', T + HOUR))).toEqual(APPLIED);
    const again = await head(memory);
    expect(again).toMatchObject({ status: 'draft', gates: {}, exceptions: [] });
    expect(again.approval).toBeUndefined();
    const start = await memory.run('change.start', { id: 'c1', silence: false }, as('lea', 'responder', T + HOUR));
    expect(reason(start)).toBe('conflict');
  });

  test('has its eight steps as a run of its own', async () => {
    const memory = await records();
    const body = '- [ ] Audit des vulnérabilités {#audit}\n';
    await memory.run(
      'procedure.create',
      { id: 'technical.updates.planning', title: 'Mise à jour', body, kind: 'maintenance' },
      as('ida', 'admin'),
    );
    const start = { id: changeRunId('c1'), procedure: 'technical.updates.planning', revision: 1, service: 'api' };
    expect(await memory.run('run.start', start, as('lea'))).toEqual(APPLIED);
    expect(await memory.run('run.start', start, as('max', 'responder', T + HOUR))).toEqual(NOOP);
  });
});

describe('a freeze', () => {
  const FREEZE = {
    id: 'f1',
    title: 'Soldes',
    window: { from: T, to: T + 48 * HOUR, zone: 'Europe/Paris' },
    services: ['api'],
    reason: 'trafic',
  };

  test('is made, changed and lifted by a lead alone', async () => {
    const memory = await records();
    expect(reason(await memory.run('freeze.create', FREEZE, as('lea')))).toBe('forbidden');
    expect(await memory.run('freeze.create', FREEZE, as('max', 'lead'))).toEqual(APPLIED);
    expect(await memory.list('freeze', FREEZES)).toHaveLength(1);
    const edit = (base: number, title: string) => ({ ...FREEZE, base, title });
    expect(await memory.run('freeze.update', edit(1, 'Noël'), as('max', 'lead'))).toEqual(APPLIED);
    expect(reason(await memory.run('freeze.update', edit(1, 'Pâques'), as('zoe', 'lead')))).toBe('conflict');
    expect(await memory.run('freeze.remove', { id: 'f1' }, as('max', 'lead'))).toEqual(APPLIED);
    expect(await memory.list('freeze', FREEZES)).toEqual([]);
  });

  test('holds a change at its start and before production, but for an exception by a lead', async () => {
    const memory = await records();
    await approved(memory);
    await memory.run('freeze.create', FREEZE, as('max', 'lead'));
    const start = () => memory.run('change.start', { id: 'c1', silence: false }, as('lea', 'responder', T + HOUR));
    expect(await start()).toEqual({
      kind: 'rejected',
      reason: 'frozen',
      detail: { freeze: 'f1', message: 'Soldes' },
    });
    const except = { id: 'c1', freeze: 'f1', reason: 'faille exploitée' };
    expect(reason(await memory.run('change.except', except, as('lea')))).toBe('forbidden');
    expect(await memory.run('change.except', except, as('zoe', 'lead'))).toEqual(APPLIED);
    expect(await start()).toEqual(APPLIED);
    expect((await head(memory)).exceptions).toMatchObject([{ freeze: 'f1', reason: 'faille exploitée' }]);
    for (const gate of ['test', 'staging']) await memory.run('change.passGate', { id: 'c1', gate }, as('lea'));
    await memory.run('freeze.create', { ...FREEZE, id: 'f2', services: [] }, as('max', 'lead'));
    const production = { id: 'c1', gate: 'production' };
    expect(reason(await memory.run('change.passGate', production, as('lea', 'responder', T + HOUR)))).toBe('frozen');
  });

  test('holds what was completed and is taken up again', async () => {
    const memory = await records();
    await approved(memory);
    const at = as('lea', 'responder', T + HOUR);
    await memory.run('change.start', { id: 'c1', silence: false }, at);
    for (const gate of ['test', 'staging', 'production']) await memory.run('change.passGate', { id: 'c1', gate }, at);
    expect(await memory.run('change.complete', { id: 'c1' }, at)).toEqual(APPLIED);
    await memory.run('freeze.create', FREEZE, as('max', 'lead'));
    expect(reason(await memory.run('change.reopen', { id: 'c1' }, at))).toBe('frozen');
    await memory.run('freeze.remove', { id: 'f1' }, as('max', 'lead'));
    expect(await memory.run('change.reopen', { id: 'c1' }, at)).toEqual(APPLIED);
    expect((await head(memory)).status).toBe('inProgress');
  });
});
