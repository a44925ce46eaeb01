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
import { changeSilenceId, FREEZES } from '../model/change.ts';
import type { Role } from '../model/person.ts';
import { HOUR, instant } from '../time/clock.ts';

describe('a freeze', () => {
  test('is made, changed and lifted by a lead alone', async () => {
    const memory = await records();
    expect(reason(await memory.run('freeze.create', FREEZE, as('lea')))).toBe('forbidden');
    expect(await memory.run('freeze.create', FREEZE, as('max', 'lead'))).toEqual(APPLIED);
    expect(await memory.run('freeze.create', FREEZE, as('max', 'lead'))).toEqual(NOOP);
    expect(reason(await memory.run('freeze.create', { ...FREEZE, services: [] }, as('max', 'lead')))).toBe('conflict');
    expect(await memory.list('freeze', FREEZES)).toHaveLength(1);
    const edit = (base: number, title: string) => ({ ...FREEZE, base, title });
    expect(await memory.run('freeze.update', edit(1, 'Noël'), as('max', 'lead'))).toEqual(APPLIED);
    expect(reason(await memory.run('freeze.update', edit(1, 'Pâques'), as('zoe', 'lead')))).toBe('conflict');
    expect(reason(await memory.run('freeze.remove', { id: 'f1', base: 1 }, as('zoe', 'lead')))).toBe('conflict');
    expect(await memory.run('freeze.remove', { id: 'f1', base: 2 }, as('max', 'lead'))).toEqual(APPLIED);
    expect(await memory.run('freeze.remove', { id: 'f1', base: 2 }, as('max', 'lead'))).toEqual(NOOP);
    expect(await memory.list('freeze', FREEZES)).toEqual([]);
  });

  test('lies, as a change does, in years that are not written wrongly', async () => {
    const memory = await records();
    const at = instant('9999-12-20T20:00:00Z');
    const window = { from: at, to: at + HOUR, zone: 'Europe/Paris' };
    const refused = { reason: 'invalid', detail: { message: 'to: a window ends before the year 2200' } };
    expect(await memory.run('freeze.create', { ...FREEZE, window }, as('max', 'lead'))).toMatchObject(refused);
    expect(await memory.run('change.edit', { id: 'c1', base: 1, set: { window } }, as('lea'))).toMatchObject(refused);
    const { title, type, services, risk } = await head(memory);
    const other = { id: 'c2', title, type, services, risk, window };
    expect(await memory.run('change.create', other, as('lea'))).toMatchObject(refused);
  });

  test('holds a change at its start and before production, but for an exception by a lead', async () => {
    const memory = await records();
    await approved(memory);
    await memory.run('freeze.create', FREEZE, as('max', 'lead'));
    const start = () => does(memory, 'start', as('lea', 'responder', T + HOUR), { silence: false });
    expect(await start()).toEqual({
      kind: 'rejected',
      reason: 'frozen',
      detail: { freeze: 'f1', message: 'Soldes' },
    });
    const except = { freeze: 'f1', freezeRevision: 1, reason: 'faille exploitée' };
    expect(reason(await does(memory, 'except', as('tom'), except))).toBe('forbidden');
    expect(await does(memory, 'except', as('zoe', 'lead'), except)).toEqual(APPLIED);
    expect(await does(memory, 'except', as('max', 'lead'), except)).toEqual(NOOP);
    // It is another freeze since: the exception was for the one that was read.
    await memory.run('freeze.update', { ...FREEZE, base: 1, services: ['api', 'pay'] }, as('max', 'lead'));
    expect(reason(await start())).toBe('frozen');
    expect(reason(await does(memory, 'except', as('zoe', 'lead'), except))).toBe('conflict');
    expect(await does(memory, 'except', as('zoe', 'lead'), { ...except, freezeRevision: 2 })).toEqual(APPLIED);
    expect((await head(memory)).exceptions).toMatchObject([{ freeze: 'f1', freezeRevision: 2 }]);
    expect(await start()).toEqual(APPLIED);
    for (const gate of ['test', 'staging']) await does(memory, 'passGate', as('lea'), { gate });
    await memory.run('freeze.create', { ...FREEZE, id: 'f2', services: [] }, as('max', 'lead'));
    const production = await does(memory, 'passGate', as('lea', 'responder', T + HOUR), { gate: 'production' });
    expect(reason(production)).toBe('frozen');
  });

  test.each([
    ['except', 'propose'],
    ['propose', 'except'],
  ] as const)('lets nobody except a change that they put forward: %s, then %s', async (...order) => {
    const memory = await records();
    await memory.run('freeze.create', FREEZE, as('max', 'lead'));
    const except = { freeze: 'f1', freezeRevision: 1, reason: 'faille exploitée' };
    for (const name of order) await does(memory, name, as('zoe', 'lead'), name === 'except' ? except : {});
    expect(await does(memory, 'approve', as('max', 'lead'))).toEqual(APPLIED);
    const start = () => does(memory, 'start', as('lea', 'responder', T + HOUR), { silence: false });
    expect(reason(await start())).toBe('frozen');
    expect(reason(await does(memory, 'except', as('zoe', 'lead'), except))).toBe('forbidden');
    expect(await does(memory, 'except', as('tom', 'lead'), except)).toEqual(APPLIED);
    expect(await start()).toEqual(APPLIED);
  });

  test('is looked at where the work would lie: begun late or early, and extended', async () => {
    const late = async (from: number) => {
      const memory = await records();
      await approved(memory);
      const window = { ...WINDOW, from: T + from * HOUR, to: T + 48 * HOUR };
      await memory.run('freeze.create', { ...FREEZE, window }, as('max', 'lead'));
      return memory;
    };
    const at = (hours: number, who = 'lea', role: Role = 'responder') => as(who, role, T + hours * HOUR);
    const said = { silence: false, reason: 'tard' };
    expect(reason(await does(await late(4), 'start', at(3.5), said))).toBe('frozen');
    // Its window of two hours, begun an hour early, is over before the freeze.
    expect(await does(await late(2), 'start', at(0), said)).toEqual(APPLIED);
    const memory = await late(4);
    await does(memory, 'start', at(1), said);
    const extend = (until: number) =>
      does(memory, 'extend', at(2), { until: T + until * HOUR, reason: 'la copie est lente' });
    expect(await extend(4)).toEqual(APPLIED);
    expect(reason(await extend(5))).toBe('frozen');
    await does(memory, 'except', at(2, 'max', 'lead'), { freeze: 'f1', freezeRevision: 1, reason: 'presque fini' });
    expect(await extend(5)).toEqual(APPLIED);
    // Behind production nothing is left that a freeze would hold.
    const proved = await late(4);
    await does(proved, 'start', at(1), said);
    for (const gate of ['test', 'staging', 'production']) await does(proved, 'passGate', at(1), { gate });
    expect(await does(proved, 'extend', at(2), { until: T + 5 * HOUR, reason: 'lent' })).toEqual(APPLIED);
  });

  test('that was lifted comes back as it was, with the exceptions that were made for it', async () => {
    const memory = await records();
    await approved(memory);
    await memory.run('freeze.create', FREEZE, as('max', 'lead'));
    await memory.run('freeze.update', { ...FREEZE, base: 1, title: 'Noël' }, as('max', 'lead'));
    const except = { freeze: 'f1', freezeRevision: 2, reason: 'faille exploitée' };
    await does(memory, 'except', as('zoe', 'lead'), except);
    const doc = await memory.get('freeze', 'f1');
    await memory.run('freeze.remove', { id: 'f1', base: 2 }, as('max', 'lead'));
    expect(reason(await memory.run('freeze.restore', { id: 'f1', doc }, as('lea')))).toBe('forbidden');
    expect(await memory.run('freeze.restore', { id: 'f1', doc }, as('max', 'lead'))).toEqual(APPLIED);
    expect(await memory.run('freeze.restore', { id: 'f1', doc }, as('max', 'lead'))).toEqual(NOOP);
    expect(await memory.get('freeze', 'f1')).toEqual(doc);
    expect(await does(memory, 'start', as('lea', 'responder', T + HOUR), { silence: false })).toEqual(APPLIED);
    await memory.run('freeze.update', { ...FREEZE, base: 2, title: 'Pâques' }, as('max', 'lead'));
    expect(reason(await memory.run('freeze.restore', { id: 'f1', doc }, as('max', 'lead')))).toBe('conflict');
  });

  test('lets no more changes through than a change can name', async () => {
    const memory = await records();
    for (let at = 0; at <= 50; at += 1) {
      await memory.run('freeze.create', { ...FREEZE, id: `f${at}` }, as('max', 'lead'));
      const outcome = await does(memory, 'except', as('max', 'lead'), {
        freeze: `f${at}`,
        freezeRevision: 1,
        reason: 'faille',
      });
      expect(reason(outcome)).toBe(at < 50 ? 'applied' : 'invalid');
    }
  });

  test('holds what was completed and is taken up again, silent as it was', async () => {
    const memory = await records();
    await approved(memory);
    const at = as('lea', 'responder', T + HOUR);
    await does(memory, 'start', at, { silence: true });
    for (const gate of ['test', 'staging', 'production']) await does(memory, 'passGate', at, { gate });
    expect(await does(memory, 'complete', at)).toEqual(APPLIED);
    const silence = () => memory.get('silence', changeSilenceId('c1'));
    expect((await silence())?.endsAt).toBe(T + HOUR);
    await memory.run('freeze.create', FREEZE, as('max', 'lead'));
    expect(reason(await does(memory, 'reopen', at))).toBe('frozen');
    const except = { freeze: 'f1', freezeRevision: 1, reason: 'presque fini' };
    expect(await does(memory, 'except', as('max', 'lead'), except)).toEqual(APPLIED);
    expect(await does(memory, 'reopen', at)).toEqual(APPLIED);
    expect((await head(memory)).status).toBe('inProgress');
    expect((await silence())?.endsAt).toBe(WINDOW.to);
  });
});
