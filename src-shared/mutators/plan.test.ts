import { describe, expect, test } from 'vitest';
import { isSignedOn, ownerOn, teamOn } from '../maintenance/occurrence-parts.ts';
import { personId, serviceId } from '../model/ids.ts';
import { planSchema } from '../model/plan.ts';
import { DAY, HOUR, instant, MINUTE } from '../time/clock.ts';
import { localDate } from '../time/zone.ts';
import { createMemoryRecords, type MemoryRecords } from './memory.ts';
import type { MutatorContext, Outcome } from './mutator.ts';

/** A Monday, 10:00 in Paris. */
const T = instant('2026-11-23T09:00:00Z');
let made = 0;
const as = (person: string, at = T, role: 'lead' | 'responder' = 'lead'): MutatorContext => ({
  actor: { ref: { kind: 'person', id: personId(person) }, role },
  via: 'console',
  at,
  newId: () => `id-${String(made++).padStart(6, '0')}`,
});
const applied: Outcome = { kind: 'applied' };
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
const CREATE = { id: 'checks', title: 'Santé', procedure: 'health', terms: TERMS };

async function withPlan(more: object = {}): Promise<MemoryRecords> {
  const records = createMemoryRecords();
  const lead = as('ines');
  await records.run('procedure.create', { id: 'health', kind: 'runbook', title: 'Santé', body: '- [ ] Voir\n' }, lead);
  await records.run('service.update', { id: serviceId('api'), doc: { name: 'api' } }, lead);
  expect(await records.run('plan.create', { ...CREATE, ...more }, lead)).toEqual(applied);
  return records;
}

describe('a plan', () => {
  test('is made once under one id, by a lead, of what exists', async () => {
    const records = await withPlan();
    const create = (more: object, ctx = as('lea')) =>
      records.run('plan.create', { ...CREATE, id: 'other', ...more }, ctx);
    expect(await create({ id: 'checks' })).toEqual({ kind: 'noop' });
    expect(await create({ id: 'checks', title: 'Autre' })).toMatchObject({ reason: 'conflict' });
    expect(await create({}, as('tom', T, 'responder'))).toMatchObject({ reason: 'forbidden' });
    expect(await create({ procedure: 'nowhere' })).toMatchObject({ reason: 'notFound', detail: { what: 'procedure' } });
    expect(await create({ team: 'nowhere' })).toMatchObject({ reason: 'notFound', detail: { what: 'team' } });
    expect(await create({ terms: { ...TERMS, rrule: 'FREQ=HOURLY' } })).toMatchObject({ reason: 'invalid' });
    expect(await create({ terms: { ...TERMS, zone: 'Europe/Atlantis' } })).toMatchObject({ reason: 'invalid' });
    expect(await create({ terms: { ...TERMS, from: '2026-11-22' } })).toMatchObject({ reason: 'invalid' });
    expect(await create({ terms: { ...TERMS, calendar: 'none' } })).toMatchObject({ reason: 'notFound' });
    expect(await create({ id: 'a@b' })).toMatchObject({ reason: 'invalid' });
    expect(await create({ endsOn: '2026-11-22' })).toMatchObject({ reason: 'invalid' });
  });

  test('keeps the terms of its past, whatever is edited', async () => {
    const records = await withPlan();
    const later = { ...TERMS, from: '2026-12-01', time: '10:00' };
    const edit = (revision: number, more: object, who = 'ines') =>
      records.run('plan.edit', { id: 'checks', revision, set: {}, ...more }, as(who, T + HOUR));
    expect(await edit(1, { terms: later })).toEqual(applied);
    expect((await records.get('plan', 'checks'))?.terms).toEqual([TERMS, later]);
    expect(await edit(2, { terms: { ...later, from: '2026-12-05' } })).toEqual({ kind: 'noop' });
    expect(await edit(2, { terms: { ...later, from: '2026-11-22', time: '11:00' } })).toMatchObject({
      reason: 'invalid',
    });
    const sooner = { ...TERMS, from: '2026-11-25', time: '08:00' };
    expect(await edit(2, { terms: sooner })).toEqual(applied);
    expect((await records.get('plan', 'checks'))?.terms).toEqual([TERMS, sooner]);
  });

  test('takes the terms of later days with those of sooner ones, or loses them', async () => {
    const records = await withPlan();
    const [sooner, inJanuary] = [
      { ...TERMS, from: '2026-11-24', time: '18:00' },
      { ...TERMS, from: '2027-01-01', time: '06:00' },
    ];
    const edit = (revision: number, terms: object, ...later: object[]) =>
      records.run('plan.edit', { id: 'checks', revision, set: {}, terms, later }, as('ines', T));
    const terms = async () => (await records.get('plan', 'checks'))?.terms;
    expect(await edit(1, sooner, inJanuary)).toEqual(applied);
    expect(await terms()).toEqual([TERMS, sooner, inJanuary]);
    expect(await edit(2, { ...sooner, time: '12:00' })).toEqual(applied);
    expect(await terms()).toEqual([TERMS, { ...sooner, time: '12:00' }]);
    expect(await edit(3, sooner, inJanuary)).toEqual(applied);
    expect(await terms()).toEqual([TERMS, sooner, inJanuary]);
    expect(await edit(4, sooner, inJanuary)).toEqual({ kind: 'noop' });
    expect(await edit(4, inJanuary, sooner)).toMatchObject({ reason: 'invalid' });
    // Today's was due already: both would begin tomorrow, and the later one does.
    expect(await edit(4, { ...sooner, from: '2026-11-23' }, { ...inJanuary, from: '2026-11-24' })).toEqual(applied);
    expect(await terms()).toEqual([TERMS, { ...inJanuary, from: '2026-11-24' }]);
  });

  test('edited from an old revision is a conflict that names who was faster', async () => {
    const records = await withPlan();
    const edit = (set: object, who: string, revision = 1) =>
      records.run('plan.edit', { id: 'checks', revision, set }, as(who, T + HOUR));
    expect(await edit({ title: 'Santé du matin', service: 'api' }, 'ines')).toEqual(applied);
    expect(await edit({ title: 'Santé du matin' }, 'lea')).toEqual({ kind: 'noop' });
    expect(await edit({ title: 'Autre' }, 'lea')).toEqual({
      kind: 'rejected',
      reason: 'conflict',
      detail: { by: 'ines', at: T + HOUR },
    });
    expect(await edit({ service: null, window: true }, 'lea', 2)).toEqual(applied);
    const plan = await records.get('plan', 'checks');
    expect(plan).toMatchObject({ title: 'Santé du matin', window: true, revision: 3 });
    expect(plan).not.toHaveProperty('service');
    expect(await edit({ owner: 'nobody' }, 'lea', 3)).toMatchObject({ reason: 'notFound' });
    expect(await edit({ endsOn: '2026-11-20' }, 'lea', 3)).toMatchObject({ reason: 'invalid' });
  });

  test('whose hour of today has come changes from tomorrow on: what is due stays as it was', async () => {
    const records = await withPlan();
    const run = (what: string, args: object, at = T) =>
      records.run(`plan.${what}`, { id: 'checks', ...args }, as('ines', at));
    const plan = () => records.get('plan', 'checks');
    const terms = { ...TERMS, time: '18:00' };
    expect(await run('edit', { revision: 1, set: {}, terms })).toEqual(applied);
    expect((await plan())?.terms).toEqual([TERMS, { ...terms, from: '2026-11-24' }]);
    // Taken back it is as it was, and nothing else is left of it.
    expect(await run('edit', { revision: 2, set: {}, terms: TERMS })).toEqual(applied);
    expect((await plan())?.terms).toEqual([TERMS]);
    expect(await run('pause', { from: '2026-11-23' })).toEqual(applied);
    expect(await plan()).toMatchObject({ pauses: [{ from: '2026-11-24' }] });
    expect(await run('pause', { from: '2026-11-23' })).toEqual({ kind: 'noop' });
    await run('resume', { on: '2026-11-23' });
    expect(await run('end', { on: '2026-11-22' })).toEqual(applied);
    expect(await plan()).toMatchObject({ endsOn: '2026-11-23' });
    const early = await withPlan();
    const ctx = as('ines', T - 2 * HOUR);
    await early.run('plan.edit', { id: 'checks', revision: 1, set: {}, terms }, ctx);
    expect((await early.get('plan', 'checks'))?.terms).toEqual([terms]);
    await early.run('plan.end', { id: 'checks', on: '2026-11-22' }, ctx);
    expect(await early.get('plan', 'checks')).toMatchObject({ endsOn: '2026-11-22' });
  });

  test('handed over to another team leaves it the days that are to come', async () => {
    const records = await withPlan();
    records.apply(['nuit', 'jour'].map((id) => ({ collection: 'team', id, doc: { name: id } })));
    const edit = (revision: number, set: object, at = T) =>
      records.run('plan.edit', { id: 'checks', revision, set }, as('ines', at));
    const teams = async () => {
      const plan = await records.get('plan', 'checks');
      return ['2026-11-23', '2026-11-24', '2026-12-01'].map((day) => plan && teamOn(plan, day));
    };
    expect(await edit(1, { team: 'jour' })).toEqual(applied);
    expect(await teams()).toEqual([undefined, 'jour', 'jour']);
    expect(await edit(2, { team: 'nuit' }, instant('2026-11-30T09:00:00Z'))).toEqual(applied);
    expect(await teams()).toEqual([undefined, 'jour', 'nuit']);
    expect(await edit(3, { team: null }, instant('2026-11-30T10:00:00Z'))).toEqual(applied);
    expect(await teams()).toEqual([undefined, 'jour', undefined]);
  });

  test('given to another person, or signed from now on, leaves the days before as they were', async () => {
    const records = await withPlan();
    records.apply([{ collection: 'person', id: 'paul', doc: { name: 'Paul', role: 'responder', teams: [] } }]);
    const edit = (revision: number, set: object, at = T) =>
      records.run('plan.edit', { id: 'checks', revision, set }, as('ines', at));
    const days = async () => {
      const plan = await records.get('plan', 'checks');
      return ['2026-11-23', '2026-12-01'].map((day) => plan && [ownerOn(plan, day), isSignedOn(plan, day)]);
    };
    expect(await edit(1, { owner: 'paul', signature: true })).toEqual(applied);
    expect(await days()).toEqual([
      [undefined, false],
      ['paul', true],
    ]);
    expect(await edit(2, { owner: null, signature: null }, instant('2026-12-20T10:00:00Z'))).toEqual(applied);
    expect(await days()).toEqual([
      [undefined, false],
      ['paul', true],
    ]);
  });

  test('made by mistake is taken away while nobody has done anything for it', async () => {
    const records = await withPlan();
    const remove = (at = T) => records.run('plan.remove', { id: 'checks' }, as('ines', at));
    expect(await remove(T + 24 * HOUR)).toMatchObject({ reason: 'invalid' });
    expect(await remove()).toEqual(applied);
    expect(records.all('plan')).toEqual([]);
    expect(await remove()).toEqual({ kind: 'noop' });
    await records.run('plan.create', CREATE, as('ines'));
    await records.run('occurrence.skip', { id: 'checks@2026-11-23', reason: 'Gel' }, as('tom', T, 'responder'));
    expect(await remove()).toMatchObject({ reason: 'invalid' });
  });

  test('that has ended is taken up again, and had no days meanwhile', async () => {
    const records = await withPlan();
    const run = (what: string, args: object, at = T) =>
      records.run(`plan.${what}`, { id: 'checks', ...args }, as('ines', at));
    await run('pause', { from: '2026-11-28' });
    await run('end', { on: '2026-11-30' });
    const later = instant('2026-12-10T09:00:00Z');
    expect(await run('edit', { revision: 3, set: { endsOn: null } }, later)).toMatchObject({ reason: 'invalid' });
    expect(await run('resume', { on: '2026-12-09' }, later)).toMatchObject({ reason: 'invalid' });
    expect(await run('resume', { on: '2026-12-12' }, later)).toEqual(applied);
    const plan = await records.get('plan', 'checks');
    expect(plan).toMatchObject({ pauses: [{ from: '2026-11-28', to: '2026-12-12' }] });
    expect(plan).not.toHaveProperty('endsOn');
  });

  test('pauses, is taken up again and ends, from today on', async () => {
    const records = await withPlan();
    const run = (what: string, args: object) => records.run(`plan.${what}`, { id: 'checks', ...args }, as('ines'));
    expect(await run('pause', { from: '2026-11-22' })).toMatchObject({ reason: 'invalid' });
    expect(await run('pause', { from: '2026-11-24' })).toEqual(applied);
    expect(await run('pause', { from: '2026-11-24' })).toEqual({ kind: 'noop' });
    expect(await run('pause', { from: '2026-11-30', to: '2026-12-02' })).toMatchObject({ reason: 'alreadyPaused' });
    expect(await run('resume', { on: '2026-11-27' })).toEqual(applied);
    expect(await records.get('plan', 'checks')).toMatchObject({ pauses: [{ from: '2026-11-24', to: '2026-11-27' }] });
    expect(await run('resume', { on: '2026-11-23' })).toEqual(applied);
    expect(await records.get('plan', 'checks')).not.toHaveProperty('pauses');
    expect(await run('resume', { on: '2026-11-23' })).toEqual({ kind: 'noop' });
    expect(await run('end', { on: '2026-11-21' })).toMatchObject({ reason: 'invalid' });
    expect(await run('end', { on: '2026-12-24' })).toEqual(applied);
    expect(await run('end', { on: '2026-12-31' })).toEqual({ kind: 'noop' });
    expect(await records.get('plan', 'checks')).toMatchObject({ endsOn: '2026-12-24' });
  });

  test('keeps the past that no laptop can have been away for, whatever its clock says', async () => {
    const records = await withPlan();
    const then = instant('2000-01-03T09:00:00Z');
    const run = (what: string, args: object, at: number) =>
      records.run(`plan.${what}`, { id: 'checks', ...args }, { ...as('ines', at), receivedAt: T });
    const past = (what: string) => ({
      kind: 'rejected',
      reason: 'invalid',
      detail: { message: `${what}: the past stays as it was` },
    });
    const old = { ...TERMS, from: '2000-01-03', anchor: '2000-01-03' };
    expect(await run('create', { ...CREATE, id: 'old', terms: old }, then)).toEqual(past('from'));
    expect(await run('edit', { revision: 1, set: {}, terms: old }, then)).toEqual(past('from'));
    expect(await run('pause', { from: '2000-01-04', to: '2000-01-05' }, then)).toEqual(past('from'));
    expect(await run('resume', { on: '2000-01-04' }, then)).toEqual(past('on'));
    expect(await run('end', { on: '2000-01-04' }, then)).toEqual(past('on'));
    // Thirteen months without a network.
    const away = T - 399 * DAY;
    const terms = { ...TERMS, from: localDate(away, 'Europe/Paris') };
    expect(await run('create', { ...CREATE, id: 'away', terms }, away)).toEqual(applied);
    expect(await run('create', { ...CREATE, id: 'older', terms }, away + 2 * DAY)).toEqual(past('from'));
  });

  test('ends on the last day of the calendar, and no more', async () => {
    const records = await withPlan();
    const run = (what: string, args: object) => records.run(`plan.${what}`, { id: 'checks', ...args }, as('ines'));
    expect(await run('end', { on: '9999-12-31' })).toEqual(applied);
    expect(planSchema.safeParse(await records.get('plan', 'checks')).success).toBe(true);
    expect(await run('takeBack', { of: T })).toEqual(applied);
    expect(await records.get('plan', 'checks')).not.toHaveProperty('endsOn');
  });

  test('loses no pause to one more than it can have, neither paused nor taken up again', async () => {
    const records = await withPlan();
    const later = T + 500 * DAY;
    const run = (what: string, args: object, at = T) =>
      records.run(`plan.${what}`, { id: 'checks', ...args }, as('ines', at));
    const on = (day: number) => localDate(T + day * DAY, 'Europe/Paris');
    for (let n = 0; n < 200; n += 1) await run('pause', { from: on(1 + 2 * n), to: on(2 + 2 * n) });
    const full = await records.get('plan', 'checks');
    expect(full?.pauses).toHaveLength(200);
    const tooMany: Outcome = { kind: 'rejected', reason: 'invalid', detail: { message: 'pauses: too many' } };
    expect(await run('pause', { from: on(420), to: on(421) })).toEqual(tooMany);
    expect(await records.get('plan', 'checks')).toEqual(full);
    expect(await run('end', { on: on(450) })).toEqual(applied);
    expect(await run('resume', { on: on(501) }, later)).toEqual(tooMany);
  });
});
