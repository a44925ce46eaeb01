import { describe, expect, test } from 'vitest';
import english from '../../resources/packs/procedures.en.json' with { type: 'json' };
import french from '../../resources/packs/procedures.fr.json' with { type: 'json' };
import { PROCEDURES_PRIORITY_RULES } from '../intake/priority.ts';
import { personId } from '../model/ids.ts';
import { packSchema } from '../model/pack.ts';
import { PROCEDURES_SLA_POLICY } from '../sla/default-policy.ts';
import { instant } from '../time/clock.ts';
import { createMemoryRecords } from './memory.ts';
import type { MutatorContext } from './mutator.ts';

const system: MutatorContext = {
  actor: { ref: { kind: 'system' }, role: 'system' },
  via: 'server',
  at: instant('2026-11-22T03:00:00Z'),
  newId: () => 'unused',
};
const lead: MutatorContext = { ...system, actor: { ref: { kind: 'person', id: personId('ines') }, role: 'lead' } };

describe('the procedures as a pack', () => {
  test('say the same in French and English, and what is in force without a pack', () => {
    const [fr, en] = [packSchema.parse(french), packSchema.parse(english)];
    expect(fr.teams.map((team) => team.id)).toEqual([
      'devops',
      'backend',
      'frontend',
      'support',
      'security',
      'business',
    ]);
    expect(en.teams.map((team) => team.id)).toEqual(fr.teams.map((team) => team.id));
    expect(fr.slaPolicies[0]?.doc).toEqual(PROCEDURES_SLA_POLICY);
    expect(fr.priorityRules).toEqual(PROCEDURES_PRIORITY_RULES);
    for (const { phase } of fr.procedures) {
      if (phase) expect(phase.to).toBe(PROCEDURES_SLA_POLICY.targets[phase.priority][phase.clock]);
    }
  });

  test('carry eleven French holidays a year', () => {
    const dates = packSchema.parse(french).calendars[0]?.doc.holidays.map((one) => one.date) ?? [];
    expect(dates).toHaveLength(9 * 11);
    for (const date of ['2026-01-01', '2026-04-06', '2026-05-01', '2026-05-14', '2026-11-01', '2032-12-25']) {
      expect(dates).toContain(date);
    }
  });
});

test('a pack loads once, renews what nobody touched and leaves what a person edited', async () => {
  const records = createMemoryRecords();
  expect(await records.run('pack.load', { pack: french }, system)).toEqual({ kind: 'applied' });
  expect(await records.run('pack.load', { pack: french }, system)).toEqual({ kind: 'noop' });
  expect(records.all('team')).toHaveLength(6);

  const policy = await records.get('slaPolicy', 'default');
  if (!policy) throw new Error('no policy');
  const edited = { ...policy, closeAfter: 3_600_000 };
  expect(await records.run('slaPolicy.update', { id: 'default', doc: edited, base: policy }, lead)).toEqual({
    kind: 'applied',
  });
  const newer = { ...french, version: '1.1.0', teams: [{ id: 'devops', doc: { name: 'Plateforme' } }] };
  expect(await records.run('pack.load', { pack: newer }, system)).toEqual({ kind: 'applied' });
  expect(await records.get('slaPolicy', 'default')).toMatchObject({ closeAfter: 3_600_000 });
  expect(await records.get('slaPolicy', 'default')).not.toHaveProperty('fromPack');
  expect(await records.get('team', 'devops')).toEqual({ name: 'Plateforme', fromPack: 'procedures@1.1.0/fr' });
});

test('plans begin with what is still to come, also where they are loaded again on the same day', async () => {
  const records = createMemoryRecords();
  const noon = { ...system, at: instant('2026-11-23T11:00:00Z') };
  await records.run('pack.load', { pack: french }, noon);
  const from = async (id: string) => (await records.get('plan', id))?.terms.map((terms) => terms.from);
  // At 09:00 each day; and some time in the week, whose Monday this is.
  expect(await from('preventive.daily.health-check')).toEqual(['2026-11-24']);
  const weekly = french.plans.find(({ rrule, ...rest }) => rrule === 'FREQ=WEEKLY' && !('time' in rest));
  expect(await from(weekly?.id ?? '')).toEqual(['2026-11-23']);
  const before = records.all('plan');
  for (const at of ['2026-11-23T12:00:00Z', '2026-11-24T05:00:00Z', '2026-11-24T11:00:00Z']) {
    expect(await records.run('pack.load', { pack: french }, { ...system, at: instant(at) })).toEqual({ kind: 'noop' });
  }
  expect(records.all('plan')).toEqual(before);
});

test('settings edited from an old base are a conflict, and nonsense is refused', async () => {
  const records = createMemoryRecords();
  await records.run('pack.load', { pack: french }, system);
  const base = await records.get('slaPolicy', 'default');
  const change = (closeAfter: number) =>
    records.run('slaPolicy.update', { id: 'default', doc: { ...base, closeAfter }, base }, lead);
  expect(await change(120_000)).toEqual({ kind: 'applied' });
  expect(await change(180_000)).toMatchObject({ kind: 'rejected', reason: 'conflict' });
  const wrong = { ...base, warnAt: [0.8, 0.5] };
  expect(await records.run('slaPolicy.update', { id: 'default', doc: wrong }, lead)).toMatchObject({
    reason: 'invalid',
  });
  const calendar = { name: 'x', zone: 'Europe/Atlantis', hours: [], holidays: [] };
  expect(await records.run('calendar.update', { id: 'c', doc: calendar }, lead)).toMatchObject({ reason: 'invalid' });
  const viewer: MutatorContext = { ...lead, actor: { ...lead.actor, role: 'responder' } };
  expect(await records.run('slaPolicy.update', { id: 'default', doc: base }, viewer)).toMatchObject({
    reason: 'forbidden',
  });
});

test('plans begin on the day on which they are loaded, renew from then on, and stay once a lead has edited them', async () => {
  const records = createMemoryRecords();
  await records.run('pack.load', { pack: french }, system);
  expect(records.all('plan')).toHaveLength(17);
  const health = 'preventive.daily.health-check';
  const first = {
    from: '2026-11-22',
    anchor: '2024-01-01',
    rrule: 'FREQ=DAILY',
    time: '09:00',
    duration: 900_000,
    zone: 'Europe/Paris',
    grace: 7_200_000,
    holidays: 'keep',
    calendar: 'heures-ouvrees',
  };
  const before = await records.get('plan', health);
  expect(before).toMatchObject({ procedure: health, terms: [first], revision: 1, fromPack: 'procedures@1.6.0/fr' });

  const newer = (version: string, over: object) => ({
    ...french,
    version,
    plans: french.plans.map((one) => (one.id === health ? { ...one, ...over } : one)),
  });
  const later = { ...system, at: instant('2026-12-01T03:00:00Z') };
  expect(await records.run('pack.load', { pack: newer('2.0.0', {}) }, later)).toEqual({ kind: 'applied' });
  expect(await records.get('plan', health)).toEqual({ ...before, fromPack: 'procedures@2.0.0/fr' });
  await records.run('pack.load', { pack: newer('2.1.0', { time: '08:30' }) }, later);
  const moved = { ...first, from: '2026-12-01', time: '08:30' };
  expect(await records.get('plan', health)).toMatchObject({ terms: [first, moved], revision: 2 });

  // At noon today's is due and stays; and what a version no longer says is gone.
  const noon = { ...system, at: instant('2026-12-01T11:00:00Z') };
  await records.run('pack.load', { pack: newer('2.1.1', { time: '08:00', signature: true }) }, noon);
  const tomorrow = { ...moved, from: '2026-12-02', time: '08:00' };
  expect(await records.get('plan', health)).toMatchObject({ terms: [first, moved, tomorrow], signature: true });
  await records.run('pack.load', { pack: newer('2.1.2', { time: '08:30' }) }, noon);
  const back = await records.get('plan', health);
  expect(back).toMatchObject({ terms: [first, moved], revision: 4 });
  expect(back).not.toHaveProperty('signature');

  const edit = { id: health, revision: 4, set: { title: 'La nôtre' } };
  expect(await records.run('plan.edit', edit, { ...lead, at: later.at })).toEqual({ kind: 'applied' });
  await records.run('pack.load', { pack: newer('2.2.0', { time: '07:00' }) }, later);
  expect(await records.get('plan', health)).toMatchObject({ title: 'La nôtre', terms: [first, moved] });
  expect(await records.run('pack.load', { pack: newer('2.3.0', { rrule: 'FREQ=HOURLY' }) }, later)).toMatchObject({
    reason: 'invalid',
  });
});
