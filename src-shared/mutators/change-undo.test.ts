import { describe, expect, test } from 'vitest';
import { APPLIED, approved, as, does, FREEZE, head, NOOP, reason, records, T } from '../../tests/support/one-change.ts';
import { changeSilenceId } from '../model/change.ts';
import { MINUTE } from '../time/clock.ts';

const INCIDENT = '0198b1c2-0000-7000-8000-000000000001';

/** The change of `tests/support/one-change.ts`, approved by Max, and its deeds at a minute. */
async function begun() {
  const memory = await records();
  await approved(memory);
  const at = (minute: number) => T + minute * MINUTE;
  const run = (name: string, who: string, minute: number, args: object = {}, role?: 'lead') =>
    does(memory, name, as(who, role, at(minute)), { ...args });
  const change = () => head(memory);
  return { memory, run, at, change };
}

describe('the undo of an approval', () => {
  test('lets the change wait for its approval again', async () => {
    const { run, at, change } = await begun();
    expect(await run('takeBackApproval', 'max', 1, { of: at(0) }, 'lead')).toEqual(APPLIED);
    expect(await change()).toMatchObject({ status: 'proposed', proposedAt: T });
    expect(await change()).not.toHaveProperty('approval');
    expect((await change()).acts.at(-1)?.kind).toBe('approvalTakenBack');
    expect(await run('takeBackApproval', 'max', 2, { of: at(0) }, 'lead')).toEqual(NOOP);
    expect(await run('approve', 'zoe', 3, {}, 'lead')).toEqual(APPLIED);
  });

  test('leaves the approval of another, and a change that was begun', async () => {
    const { run, at } = await begun();
    expect(reason(await run('takeBackApproval', 'zoe', 1, { of: at(0) }, 'lead'))).toBe('conflict');
    expect(reason(await run('takeBackApproval', 'max', 1, { of: at(0) }))).toBe('forbidden');
    await run('start', 'lea', 60, { silence: false });
    expect(reason(await run('takeBackApproval', 'max', 61, { of: at(0) }, 'lead'))).toBe('conflict');
  });
});

describe('the undo of a withdrawal', () => {
  test('leaves the change approved as it was, and proposed where it only was proposed', async () => {
    const { run, at, change } = await begun();
    const { acts: _one, held: _aside, updatedAt: _then, ...before } = await change();
    expect(await run('withdraw', 'bob', 1)).toEqual(APPLIED);
    expect(await change()).not.toHaveProperty('approval');
    expect(await run('takeBackWithdrawal', 'bob', 2, { of: at(1) })).toEqual(APPLIED);
    const { acts, held: _other, updatedAt: _now, ...after } = await change();
    expect(after).toEqual(before);
    expect(acts.at(-1)?.kind).toBe('withdrawalTakenBack');
    expect(await run('takeBackApproval', 'max', 3, { of: at(0) }, 'lead')).toEqual(APPLIED);
    expect(await run('withdraw', 'lea', 4)).toEqual(APPLIED);
    expect(await run('takeBackWithdrawal', 'lea', 5, { of: at(4) })).toEqual(APPLIED);
    expect(await change()).toMatchObject({ status: 'proposed', proposedAt: T });
    expect(await change()).not.toHaveProperty('approval');
  });

  test('leaves that of another, an earlier one, and what was edited or proposed since', async () => {
    const { memory, run, at, change } = await begun();
    await run('withdraw', 'bob', 1);
    expect(await run('withdraw', 'lea', 2)).toEqual(NOOP);
    expect(await run('takeBackWithdrawal', 'lea', 3, { of: at(2) })).toMatchObject({
      reason: 'conflict',
      detail: { by: 'bob', at: at(1) },
    });
    expect(reason(await run('takeBackWithdrawal', 'bob', 4, { of: at(0) }))).toBe('conflict');
    const { revision: base } = await change();
    const edit = { id: 'c1', base, set: { owner: 'zoe' } };
    expect(await memory.run('change.edit', edit, as('zoe', 'responder', at(5)))).toEqual(APPLIED);
    expect(reason(await run('takeBackWithdrawal', 'bob', 6, { of: at(1) }))).toBe('conflict');
    expect(await change()).toMatchObject({ status: 'draft', owner: 'zoe' });
    await run('propose', 'zoe', 7);
    expect(reason(await run('takeBackWithdrawal', 'bob', 8, { of: at(1) }))).toBe('conflict');
    expect((await change()).status).toBe('proposed');
  });
});

describe('the undo of a gate that was taken back', () => {
  test('waits for a freeze that was declared meanwhile, as passing it would', async () => {
    const { memory, run, at, change } = await begun();
    for (const gate of ['test', 'staging']) expect(await run('passGate', 'lea', 1, { gate })).toEqual(APPLIED);
    await run('start', 'lea', 60, { silence: false });
    expect(await run('passGate', 'lea', 61, { gate: 'production', note: 'vert' })).toEqual(APPLIED);
    const production = { gate: 'production', of: at(62) };
    expect(await run('takeBackGate', 'lea', 62, { gate: 'production' })).toEqual(APPLIED);
    await memory.run('freeze.create', FREEZE, as('max', 'lead', at(62)));
    expect(reason(await run('passGate', 'lea', 63, production))).toBe('frozen');
    expect((await change()).gates).not.toHaveProperty('production');
    // It holds no gate before production.
    expect(await run('takeBackGate', 'lea', 63, { gate: 'staging' })).toEqual(APPLIED);
    expect(await run('passGate', 'lea', 64, { gate: 'staging', of: at(63) })).toEqual(APPLIED);
    const except = { freeze: FREEZE.id, freezeRevision: 1, reason: 'presque fini' };
    expect(await run('except', 'max', 65, except, 'lead')).toEqual(APPLIED);
    expect(await run('passGate', 'lea', 66, { gate: 'production' })).toEqual(APPLIED);
  });

  test('goes through where a lead lets the change go ahead', async () => {
    const { memory, run, at, change } = await begun();
    for (const gate of ['test', 'staging']) await run('passGate', 'lea', 1, { gate });
    await run('start', 'lea', 60, { silence: false });
    await run('passGate', 'lea', 61, { gate: 'production', note: 'vert' });
    await memory.run('freeze.create', FREEZE, as('max', 'lead', at(61)));
    const except = { freeze: FREEZE.id, freezeRevision: 1, reason: 'presque fini' };
    expect(await run('except', 'max', 62, except, 'lead')).toEqual(APPLIED);
    expect(await run('takeBackGate', 'lea', 63, { gate: 'production' })).toEqual(APPLIED);
    expect(await run('passGate', 'lea', 64, { gate: 'production', of: at(63) })).toEqual(APPLIED);
    expect((await change()).gates.production).toMatchObject({ note: 'vert', at: at(61) });
  });
});

describe('the undo of a beginning', () => {
  test('leaves an approved change whose services are heard', async () => {
    const { memory, run, at, change } = await begun();
    const { acts: _one, held: _aside, updatedAt: _then, ...before } = await change();
    expect(await run('start', 'lea', 30, { silence: true, reason: 'tôt' })).toEqual(APPLIED);
    expect(await run('unstart', 'lea', 32, { of: at(30) })).toEqual(APPLIED);
    const { acts, held: _other, updatedAt: _now, ...after } = await change();
    expect(after).toEqual(before);
    expect(acts.at(-1)?.kind).toBe('unstarted');
    expect((await memory.get('silence', changeSilenceId('c1')))?.endsAt).toBe(at(32));
    expect(await run('unstart', 'lea', 33, { of: at(30) })).toEqual(NOOP);
    expect(await run('start', 'lea', 60, { silence: true })).toEqual(APPLIED);
  });

  test('leaves what another has begun, and what something was said of since', async () => {
    const { run, at, change } = await begun();
    await run('start', 'bob', 60, { silence: false });
    expect(await run('start', 'lea', 61, { silence: false })).toEqual(NOOP);
    expect(await run('unstart', 'lea', 62, { of: at(61) })).toMatchObject({
      reason: 'conflict',
      detail: { by: 'bob' },
    });
    await run('passGate', 'lea', 63, { gate: 'test' });
    expect(reason(await run('unstart', 'bob', 64, { of: at(60) }))).toBe('conflict');
    expect((await change()).status).toBe('inProgress');
  });

  test('does not mind an incident that was linked meanwhile', async () => {
    const { memory, run, at, change } = await begun();
    await run('start', 'lea', 60, { silence: false });
    const incident = { id: INCIDENT, title: 'API lente', priority: 'P2' };
    expect(await memory.run('incident.open', incident, as('bob', 'responder', at(61)))).toEqual(APPLIED);
    const link = { id: 'c1', incident: INCIDENT, on: true };
    expect(await memory.run('change.link', link, as('bob', 'responder', at(62)))).toEqual(APPLIED);
    expect(await run('unstart', 'lea', 63, { of: at(60) })).toEqual(APPLIED);
    expect(await change()).toMatchObject({ status: 'approved', incidents: [INCIDENT] });
  });

  test('does not mind that it became what a plan asks for', async () => {
    const { memory, run, at, change } = await begun();
    const lead = as('max', 'lead');
    await memory.run('procedure.create', { id: 'steps', kind: 'update', title: 'Màj', body: '- [ ] Audit' }, lead);
    const days = { from: '2026-11-24', anchor: '2026-11-24', rrule: 'FREQ=DAILY', zone: 'UTC' };
    const terms = { ...days, grace: 0, holidays: 'keep' };
    const plan = { id: 'updates', title: 'Mineures', procedure: 'steps', change: 'minor', terms };
    expect(await memory.run('plan.create', plan, lead)).toEqual(APPLIED);
    await run('start', 'lea', 60, { silence: false });
    const link = { id: 'updates@2026-11-24', change: 'c1' };
    const [linked, off] = [as('bob', 'responder', at(61)), as('bob', 'responder', at(62))];
    expect(await memory.run('occurrence.linkChange', link, linked)).toEqual(APPLIED);
    expect(await run('unstart', 'lea', 62, { of: at(60) })).toEqual(APPLIED);
    await run('start', 'lea', 63, { silence: false });
    expect(await memory.run('occurrence.unlinkChange', { change: 'c1' }, off)).toEqual(APPLIED);
    expect(await run('unstart', 'lea', 64, { of: at(63) })).toEqual(APPLIED);
    expect((await change()).status).toBe('approved');
  });
});

describe('the undo of an exception', () => {
  async function excepted() {
    const all = await begun();
    await all.memory.run('freeze.create', FREEZE, as('max', 'lead'));
    const args = { freeze: FREEZE.id, freezeRevision: 1, reason: 'faille' };
    expect(await all.run('except', 'max', 1, args, 'lead')).toEqual(APPLIED);
    return { ...all, back: { freeze: FREEZE.id, of: all.at(1) } };
  }

  test('lets the freeze hold the change again', async () => {
    const { run, change, back } = await excepted();
    expect(await run('takeBackException', 'max', 2, back, 'lead')).toEqual(APPLIED);
    expect((await change()).exceptions).toEqual([]);
    expect((await change()).acts.at(-1)).toMatchObject({ kind: 'exceptionTakenBack', title: FREEZE.title });
    expect(await run('takeBackException', 'max', 3, back, 'lead')).toEqual(NOOP);
    expect(reason(await run('start', 'lea', 60, { silence: false }))).toBe('frozen');
  });

  test('leaves that of another, and one that the work went ahead by', async () => {
    const { run, change, back } = await excepted();
    expect(reason(await run('takeBackException', 'zoe', 2, back, 'lead'))).toBe('conflict');
    await run('start', 'lea', 60, { silence: false });
    expect(reason(await run('takeBackException', 'max', 61, back, 'lead'))).toBe('conflict');
    expect((await change()).exceptions).toHaveLength(1);
  });

  test('leaves one by which it was given longer, or was worked on again', async () => {
    const { memory, run, at, change } = await begun();
    const freeze = { ...FREEZE, window: { ...FREEZE.window, from: at(240) } };
    await run('start', 'lea', 60, { silence: false });
    await memory.run('freeze.create', freeze, as('max', 'lead'));
    const except = (minute: number, revision: number) =>
      run('except', 'max', minute, { freeze: 'f1', freezeRevision: revision, reason: 'faille' }, 'lead');
    const back = (minute: number, of: number) =>
      run('takeBackException', 'max', minute, { freeze: 'f1', of: at(of) }, 'lead');
    expect(await except(61, 1)).toEqual(APPLIED);
    expect(await run('extend', 'lea', 62, { until: at(300), reason: 'lent' })).toEqual(APPLIED);
    expect(reason(await back(63, 61))).toBe('conflict');
    for (const gate of ['test', 'staging', 'production']) await run('passGate', 'lea', 64, { gate });
    await run('complete', 'lea', 65);
    const { window, title, services, reason: why } = freeze;
    const wider = { id: 'f1', base: 1, window, services, reason: why, title: `${title} d'hiver` };
    expect(await memory.run('freeze.update', wider, as('max', 'lead', at(66)))).toEqual(APPLIED);
    expect(await except(67, 2)).toEqual(APPLIED);
    expect(await run('reopen', 'lea', 68)).toEqual(APPLIED);
    expect(reason(await back(69, 67))).toBe('conflict');
    expect((await change()).exceptions).toHaveLength(1);
  });
});
