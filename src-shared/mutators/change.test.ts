import { describe, expect, test } from 'vitest';
import {
  APPLIED,
  approved,
  as,
  does,
  FREEZE,
  head,
  NOOP,
  reason,
  records,
  T,
  WINDOW,
} from '../../tests/support/one-change.ts';
import { changeRunId } from '../change/planned.ts';
import { changeSilenceId } from '../model/change.ts';
import type { Role } from '../model/person.ts';
import { CURRENT_SILENCES } from '../model/silence.ts';
import { createSilencer } from '../silence/silencer.ts';
import { silenceState } from '../silence/state.ts';
import { HOUR, MINUTE } from '../time/clock.ts';
import type { MemoryRecords } from './memory.ts';

describe('a change', () => {
  test('goes from a draft to its end, each step told in order', async () => {
    const memory = await records();
    await approved(memory);
    for (const gate of ['test', 'staging']) {
      expect(await does(memory, 'passGate', as('lea'), { gate, note: 'vert' })).toEqual(APPLIED);
    }
    expect(await does(memory, 'start', as('lea', 'responder', T + HOUR), { silence: false })).toEqual(APPLIED);
    expect(reason(await does(memory, 'complete', as('lea')))).toBe('invalid');
    await does(memory, 'passGate', as('lea', 'responder', T + HOUR), { gate: 'production' });
    expect(await does(memory, 'complete', as('lea', 'responder', T + 2 * HOUR))).toEqual(APPLIED);
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
    expect(await does(memory, 'complete', as('max'))).toEqual(NOOP);
    expect(reason(await does(memory, 'cancel', as('max'), { reason: 'x' }))).toBe('conflict');
  });

  test('is approved by a lead who wrote none of it, as it was read', async () => {
    const memory = await records();
    await does(memory, 'propose', as('lea', 'lead'));
    expect(reason(await does(memory, 'approve', as('lea', 'lead')))).toBe('forbidden');
    expect(reason(await does(memory, 'approve', as('max')))).toBe('forbidden');
    const read = await head(memory);
    await memory.run('change.edit', { id: 'c1', base: 1, set: { risk: 'low' } }, as('zoe', 'lead'));
    expect(reason(await does(memory, 'approve', as('zoe', 'lead')))).toBe('forbidden');
    const { contentId } = read;
    expect(reason(await does(memory, 'approve', as('max', 'lead'), { contentId }))).toBe('conflict');
    expect(await does(memory, 'approve', as('max', 'lead'))).toEqual(APPLIED);
    expect(await does(memory, 'approve', as('tom', 'lead'))).toEqual(NOOP);
    const now = await head(memory);
    expect(now.approval).toEqual({ by: { kind: 'person', id: 'max' }, at: T, contentId: now.contentId });
    expect(now.authors.map((one) => 'id' in one && one.id)).toEqual(['lea', 'zoe']);
  });

  test('knows its authors although more has happened to it than is kept', async () => {
    const memory = await records();
    for (let base = 1; base <= 501; base += 1) {
      await memory.run('change.edit', { id: 'c1', base, set: { owner: base % 2 ? 'max' : 'lea' } }, as('zoe', 'lead'));
    }
    await does(memory, 'propose', as('tom'));
    expect((await head(memory)).acts).toHaveLength(500);
    expect(reason(await does(memory, 'approve', as('lea', 'lead')))).toBe('forbidden');
    // Who is in charge of it is no part of what is approved.
    expect(await does(memory, 'approve', as('zoe', 'lead'))).toEqual(APPLIED);
  });

  test('is refused with a reason, and told so until it is put forward again', async () => {
    const memory = await records();
    await does(memory, 'propose', as('lea'));
    await does(memory, 'refuse', as('max', 'lead'), { reason: 'pas de retour arrière' });
    expect(await head(memory)).toMatchObject({ status: 'draft', refusal: { reason: 'pas de retour arrière' } });
    expect(await does(memory, 'refuse', as('tom', 'lead'), { reason: 'trop tôt' })).toEqual(NOOP);
    await memory.run('change.edit', { id: 'c1', base: 1, set: { rollback: 'apt install' } }, as('lea'));
    expect((await head(memory)).refusal?.reason).toBe('pas de retour arrière');
    expect(reason(await does(memory, 'refuse', as('tom', 'lead'), { reason: 'trop tôt' }))).toBe('conflict');
    await does(memory, 'propose', as('lea'));
    expect((await head(memory)).refusal).toBeUndefined();
  });

  test('loses with another content all that was said of it, and keeps it with another owner', async () => {
    const memory = await records();
    await approved(memory);
    await does(memory, 'passGate', as('lea'), { gate: 'test' });
    await memory.run('freeze.create', FREEZE, as('max', 'lead'));
    const except = { freeze: 'f1', freezeRevision: 1, reason: 'faille exploitée' };
    expect(await does(memory, 'except', as('max', 'lead'), except)).toEqual(APPLIED);
    const before = await head(memory);
    await memory.run('change.edit', { id: 'c1', base: 1, set: { owner: 'lea' } }, as('lea'));
    expect(await head(memory)).toMatchObject({ status: 'approved', gates: before.gates, contentId: before.contentId });
    await memory.run('change.edit', { id: 'c1', base: 2, set: { title: 'Noyau 6.13' } }, as('lea', 'responder', T + 9));
    const doc = await head(memory);
    expect(doc).toMatchObject({ status: 'proposed', proposedAt: T + 9, owner: 'lea', gates: {}, exceptions: [] });
    expect(doc.approval).toBeUndefined();
    // Done offline on what was written before, it says nothing of this.
    const { contentId } = before;
    for (const [name, more] of [
      ['approve', {}],
      ['refuse', { reason: 'x' }],
      ['passGate', { gate: 'test' }],
      ['except', except],
      ['start', { silence: false }],
    ] as const) {
      const outcome = await does(memory, name, as('tom', 'lead', T + HOUR), { ...more, contentId });
      expect([name, reason(outcome)]).toEqual([name, 'conflict']);
    }
  });

  test('of high risk is put forward with its way back, and stays so', async () => {
    const memory = await records();
    const set = (base: number, some: object) => memory.run('change.edit', { id: 'c1', base, set: some }, as('lea'));
    await set(1, { rollback: null });
    expect(reason(await does(memory, 'propose', as('lea')))).toBe('invalid');
    await set(2, { risk: 'medium' });
    expect(await does(memory, 'propose', as('lea'))).toEqual(APPLIED);
    expect(reason(await set(3, { risk: 'high' }))).toBe('invalid');
    expect(await set(3, { risk: 'high', rollback: 'apt install' })).toEqual(APPLIED);
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
    const endless = { ...backwards, set: { window: { ...WINDOW, to: T + 6 * 366 * 24 * HOUR } } };
    expect(reason(await memory.run('change.edit', endless, as('lea')))).toBe('invalid');
    const nowhere = { id: 'c1', base: 2, set: { services: ['none'] } };
    expect(reason(await memory.run('change.edit', nowhere, as('lea')))).toBe('notFound');
  });

  test('passes its gates in order, and takes the last one back', async () => {
    const memory = await records();
    const pass = (gate: string) => does(memory, 'passGate', as('lea'), { gate });
    const back = (gate: string) => does(memory, 'takeBackGate', as('lea'), { gate });
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
    await does(memory, 'start', as('lea', 'responder', T + HOUR), { silence: true });
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
    await does(memory, 'rollBack', as('lea', 'responder', late), { reason: 'panne' });
    expect(silenceState(await silence(), late)).toBe('expired');
    expect((await head(memory)).status).toBe('rolledBack');
  });

  test('names its services in as many silences as they need', async () => {
    const memory = await records();
    const services = Array.from({ length: 30 }, (_, at) => `service-${at}`);
    for (const id of services) {
      const name = `${id}.${'long'.repeat(20)}`;
      await memory.run('service.update', { id, doc: { name } }, as('ida', 'admin'));
    }
    await memory.run('change.edit', { id: 'c1', base: 1, set: { services } }, as('lea'));
    await approved(memory);
    const begun = await does(memory, 'start', as('lea', 'responder', T + HOUR), { silence: true });
    expect(begun).toEqual(APPLIED);
    const all = async (at: number) => {
      const silencer = createSilencer(await memory.list('silence', CURRENT_SILENCES), at);
      const docs = await Promise.all(services.map((id) => memory.get('service', id)));
      return docs.filter((doc) => doc && silencer.cover({ service: doc.name }));
    };
    expect(await all(T + HOUR)).toHaveLength(30);
    await does(memory, 'rollBack', as('lea', 'responder', T + 2 * HOUR), { reason: 'panne' });
    expect(await all(T + 2 * HOUR)).toEqual([]);
  });

  test('begun outside its window it says why, and is silent for as long as that is at most', async () => {
    const early = await records();
    await approved(early);
    const start = (memory: MemoryRecords, at: number, more = {}) =>
      does(memory, 'start', as('lea', 'responder', at), { silence: true, ...more });
    expect(reason(await start(early, T))).toBe('invalid');
    expect(await start(early, T - 48 * HOUR, { reason: 'astreinte libre' })).toEqual(APPLIED);
    const until = T - 46 * HOUR;
    expect(await head(early)).toMatchObject({ until, silenced: true });
    expect((await early.get('silence', changeSilenceId('c1')))?.endsAt).toBe(until);
    expect((await head(early)).acts.at(-1)).toMatchObject({ kind: 'started', reason: 'astreinte libre' });
    const late = await records();
    await approved(late);
    expect(reason(await start(late, WINDOW.to))).toBe('invalid');
    expect(await start(late, WINDOW.to, { reason: 'retard' })).toEqual(APPLIED);
    expect((await late.get('silence', changeSilenceId('c1')))?.endsAt).toBe(WINDOW.to + 2 * HOUR);
  });

  test('is given longer with a reason, and its silence with it, unless somebody ended that', async () => {
    const memory = await records();
    await approved(memory);
    const at = (hours: number) => as('lea', 'responder', T + hours * HOUR);
    const extend = (hours: number, until: number) =>
      does(memory, 'extend', at(hours), { until: T + until * HOUR, reason: 'la copie est lente' });
    expect(reason(await extend(1, 5))).toBe('conflict');
    await does(memory, 'start', at(1), { silence: true });
    const silence = () => memory.get('silence', changeSilenceId('c1'));
    expect(await extend(2, 5)).toEqual(APPLIED);
    expect(await silence()).toMatchObject({ startsAt: T + HOUR, endsAt: T + 5 * HOUR });
    expect((await head(memory)).acts.at(-1)).toMatchObject({ kind: 'extended', from: WINDOW.to, to: T + 5 * HOUR });
    expect(await extend(2, 4)).toEqual(NOOP);
    // It ran over: silent again from now on.
    expect(reason(await extend(7, 6))).toBe('invalid');
    expect(reason(await extend(2, 6 * 366 * 24))).toBe('invalid');
    expect(await extend(7, 8)).toEqual(APPLIED);
    expect(await silence()).toMatchObject({ startsAt: T + 7 * HOUR, endsAt: T + 8 * HOUR });
    await memory.run('silence.expire', { id: changeSilenceId('c1') }, at(7.5));
    expect(await extend(7.6, 9)).toEqual(APPLIED);
    expect((await silence())?.endsAt).toBe(T + 7.5 * HOUR);
  });

  test('runs over into a freeze: it is finished with an exception, by a lead who wrote none of it', async () => {
    const memory = await records();
    await approved(memory);
    const at = (hours: number, who = 'lea', role: Role = 'responder') => as(who, role, T + hours * HOUR);
    await does(memory, 'start', at(1), { silence: false });
    for (const gate of ['test', 'staging']) await does(memory, 'passGate', at(1), { gate });
    const window = { from: T + 4 * HOUR, to: T + 48 * HOUR, zone: 'Europe/Paris' };
    await memory.run('freeze.create', { ...FREEZE, window }, at(1, 'max', 'lead'));
    expect(reason(await does(memory, 'passGate', at(5), { gate: 'production' }))).toBe('frozen');
    const except = { freeze: 'f1', freezeRevision: 1, reason: 'presque fini' };
    expect(reason(await does(memory, 'except', at(5, 'lea', 'lead'), except))).toBe('forbidden');
    expect(await does(memory, 'except', at(5, 'max', 'lead'), except)).toEqual(APPLIED);
    expect(await does(memory, 'passGate', at(5), { gate: 'production' })).toEqual(APPLIED);
    expect(await does(memory, 'complete', at(5))).toEqual(APPLIED);
  });

  test('taken up again after it was rolled back, it is approved and tested anew', async () => {
    const memory = await records();
    await approved(memory);
    await does(memory, 'passGate', as('lea'), { gate: 'test' });
    await does(memory, 'start', as('lea', 'responder', T + HOUR), { silence: false });
    await does(memory, 'rollBack', as('lea', 'responder', T + HOUR), { reason: 'panne' });
    expect(await does(memory, 'reopen', as('lea', 'responder', T + HOUR))).toEqual(APPLIED);
    const again = await head(memory);
    expect(again).toMatchObject({ status: 'draft', gates: {}, exceptions: [] });
    expect(again.approval).toBeUndefined();
    const start = await does(memory, 'start', as('lea', 'responder', T + HOUR), { silence: false });
    expect(reason(start)).toBe('conflict');
  });

  test('that was cancelled by mistake is as it was, and taken up again without an undo begins anew', async () => {
    const memory = await records();
    await approved(memory);
    await does(memory, 'passGate', as('lea'), { gate: 'test' });
    const before = await head(memory);
    const at = (hours: number) => as('lea', 'responder', T + hours * HOUR);
    expect(await does(memory, 'cancel', at(1), { reason: 'non' })).toEqual(APPLIED);
    expect((await head(memory)).approval).toBeUndefined();
    expect(await does(memory, 'reopen', at(2), { of: T + HOUR })).toEqual(APPLIED);
    const { status, approval, gates, contentId } = before;
    expect(await head(memory)).toMatchObject({ status, approval, gates, contentId });
    await does(memory, 'cancel', at(3), { reason: 'non' });
    expect(await does(memory, 'reopen', at(4))).toEqual(APPLIED);
    expect(await head(memory)).toMatchObject({ status: 'draft', gates: {} });
  });

  test('completed and taken up again is not silent where somebody had ended its silence before', async () => {
    const memory = await records();
    await approved(memory);
    const at = (hours: number) => as('lea', 'responder', T + hours * HOUR);
    await does(memory, 'start', at(1), { silence: true });
    for (const gate of ['test', 'staging', 'production']) await does(memory, 'passGate', at(1), { gate });
    await memory.run('silence.expire', { id: changeSilenceId('c1') }, at(1.5));
    await does(memory, 'complete', at(2));
    expect(await does(memory, 'reopen', at(2.1))).toEqual(APPLIED);
    expect((await memory.get('silence', changeSilenceId('c1')))?.endsAt).toBe(T + 1.5 * HOUR);
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
    const run = () => memory.get('run', start.id);
    const at = (hours: number) => as('lea', 'responder', T + hours * HOUR);
    // They end with it, and go on with it.
    expect(await does(memory, 'cancel', at(2), { reason: 'plus utile' })).toEqual(APPLIED);
    expect(await run()).toMatchObject({ endedAt: T + 2 * HOUR, endReason: 'plus utile' });
    expect(reason(await memory.run('run.reopen', { id: start.id }, at(3)))).toBe('notOpen');
    expect(await does(memory, 'reopen', at(3))).toEqual(APPLIED);
    expect(await run()).not.toHaveProperty('endedAt');
    // What somebody left before stays left.
    await memory.run('run.end', { id: start.id, reason: 'assez' }, at(4));
    await does(memory, 'cancel', at(5), { reason: 'non' });
    await does(memory, 'reopen', at(6));
    expect(await run()).toMatchObject({ endedAt: T + 4 * HOUR, endReason: 'assez' });
  });

  test('begun before the end of its change and heard of after, its steps are over; later they do not begin', async () => {
    const memory = await records();
    const body = '- [ ] Audit {#audit}\n';
    const procedure = { id: 'technical.updates.planning', title: 'Mise à jour', body, kind: 'maintenance' };
    await memory.run('procedure.create', procedure, as('ida', 'admin'));
    await does(memory, 'cancel', as('lea', 'responder', T + HOUR), { reason: 'non' });
    const start = { id: changeRunId('c1'), procedure: procedure.id, revision: 1 };
    expect(reason(await memory.run('run.start', start, as('max', 'responder', T + 2 * HOUR)))).toBe('notOpen');
    expect(await memory.run('run.start', start, as('max'))).toEqual(APPLIED);
    expect(await memory.get('run', start.id)).toMatchObject({ endedAt: T + HOUR, endReason: 'non' });
  });

  test('what was completed is over for good a while after its window', async () => {
    const memory = await records();
    await approved(memory);
    const at = (hours: number) => as('lea', 'responder', T + hours * HOUR);
    await does(memory, 'start', at(1), { silence: false });
    for (const gate of ['test', 'staging', 'production']) await does(memory, 'passGate', at(1), { gate });
    await does(memory, 'complete', at(2.5));
    expect(reason(await does(memory, 'reopen', at(4)))).toBe('conflict');
    expect(await does(memory, 'reopen', at(3.4))).toEqual(APPLIED);
  });
});
