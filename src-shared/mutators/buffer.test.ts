import { describe, expect, test } from 'vitest';
import { openingClocks } from '../incident/transitions.ts';
import { incidentId, personId, slaPolicyId, teamId } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import { PROCEDURES_SLA_POLICY } from '../sla/default-policy.ts';
import { instant } from '../time/clock.ts';
import { bufferedTx } from './buffer.ts';
import { createMemoryRecords } from './memory.ts';
import type { MutatorContext } from './mutator.ts';
import { sameJson } from './same.ts';

const T = instant('2026-11-22T03:00:00Z');
const anIncident = (groupKey: string, more: Partial<Incident> = {}): Incident => ({
  title: 'x',
  priority: 'P2',
  status: 'triggered',
  policy: slaPolicyId('default'),
  openedAt: T,
  openedBy: { kind: 'system' },
  links: [],
  groupKey,
  alertsTotal: 0,
  alertsFiring: 0,
  clocks: openingClocks(PROCEDURES_SLA_POLICY, 'P2', T),
  ...more,
});

describe('a buffered transaction', () => {
  test('reads its own writes, in lists too, and leaves the records alone', async () => {
    const records = createMemoryRecords();
    records.apply([
      { collection: 'incident', id: 'b', doc: anIncident('g') },
      { collection: 'incident', id: 'd', doc: anIncident('g') },
    ]);
    const tx = bufferedTx(records, async () => undefined);
    tx.put('incident', 'c', anIncident('g'));
    tx.put('incident', 'b', anIncident('other'));
    tx.remove('incident', 'd');
    tx.put('incident', 'a', anIncident('g'));
    expect((await tx.list('incident', 'g')).map((one) => one.id)).toEqual(['a', 'c']);
    expect((await tx.list('incident', 'other')).map((one) => one.id)).toEqual(['b']);
    expect(await tx.get('incident', 'd')).toBeUndefined();
    expect(tx.writes().map(({ id, doc }) => [id, doc !== undefined])).toEqual([
      ['c', true],
      ['b', true],
      ['d', false],
      ['a', true],
    ]);
    expect((await records.list('incident', 'g')).map((one) => one.id)).toEqual(['b', 'd']);
  });

  test('lists a merged incident by its group, and no other closed one', async () => {
    const tx = bufferedTx(createMemoryRecords(), async () => undefined);
    tx.put('incident', 'closed', anIncident('g', { status: 'closed' }));
    tx.put('incident', 'merged', anIncident('g', { status: 'closed', mergedInto: incidentId('x') }));
    expect((await tx.list('incident', 'g')).map((one) => one.id)).toEqual(['merged']);
  });

  test('refuses a document that its collection does not know, and keeps no undefined', async () => {
    const tx = bufferedTx(createMemoryRecords(), async () => undefined);
    expect(() => tx.put('incident', 'a', anIncident('g', { alertsTotal: -1 }))).toThrow();
    expect(tx.writes()).toEqual([]);
    tx.put('person', 'p', { name: 'P', role: 'viewer', teams: [], zone: undefined });
    expect(Object.keys((await tx.get('person', 'p')) ?? {})).toEqual(['name', 'role', 'teams']);
  });
});

test('JSON is the same whatever the order of its keys and the way a value is absent', () => {
  expect(sameJson({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1, d: undefined })).toBe(true);
  expect(sameJson({ a: 1 }, { a: 1, b: 2 })).toBe(false);
  expect(sameJson([1, 2], { 0: 1, 1: 2 })).toBe(false);
  expect(sameJson(null, {})).toBe(false);
});

describe('people and views', () => {
  const as = (id: string, role: 'viewer' | 'responder' | 'lead' | 'admin'): MutatorContext => ({
    actor: { ref: { kind: 'person', id: personId(id) }, role },
    via: 'console',
    at: T,
    newId: () => 'unused',
  });
  const system: MutatorContext = { ...as('x', 'viewer'), actor: { ref: { kind: 'system' }, role: 'system' } };
  const staff = async () => {
    const records = createMemoryRecords();
    for (const id of ['ines', 'omar']) {
      await records.run('person.provision', { id, doc: { name: id, role: 'admin', teams: [] } }, system);
    }
    return records;
  };

  test('duty is one’s own to set, or a lead’s, and survives provisioning', async () => {
    const records = await staff();
    const duty = { person: 'ines', on: true };
    expect(await records.run('person.setDuty', duty, as('omar', 'responder'))).toMatchObject({ reason: 'forbidden' });
    expect(await records.run('person.setDuty', duty, as('ines', 'responder'))).toEqual({ kind: 'applied' });
    expect(await records.run('person.setDuty', duty, as('omar', 'lead'))).toEqual({ kind: 'noop' });
    const doc = { name: 'Inès', role: 'lead', teams: [teamId('devops')] };
    expect(await records.run('person.provision', { id: 'ines', doc }, system)).toEqual({ kind: 'applied' });
    expect(await records.get('person', 'ines')).toMatchObject({ name: 'Inès', onDutySince: T });
    expect(await records.run('person.setDuty', { person: 'ines', on: false }, as('ines', 'responder'))).toEqual({
      kind: 'applied',
    });
    expect(await records.get('person', 'ines')).not.toHaveProperty('onDutySince');
  });

  test('an admin changes people field by field, but not their own way out', async () => {
    const records = await staff();
    const patch = { phone: '+33 1 23 45 67 89', zone: 'Europe/Paris' };
    expect(await records.run('person.update', { id: 'omar', patch }, as('ines', 'admin'))).toEqual({ kind: 'applied' });
    await records.run('person.update', { id: 'omar', patch: { zone: null } }, as('ines', 'admin'));
    expect(await records.get('person', 'omar')).toEqual({ name: 'omar', role: 'admin', teams: [], phone: patch.phone });
    const down = { id: 'ines', patch: { role: 'viewer' } };
    expect(await records.run('person.update', down, as('ines', 'admin'))).toMatchObject({ reason: 'forbidden' });
    expect(await records.run('person.update', down, as('omar', 'lead'))).toMatchObject({ reason: 'forbidden' });
  });

  test('a view belongs to its owner; a shared one can be changed by a lead, and by nobody taken over', async () => {
    const records = await staff();
    const doc = { name: 'Mine', owner: 'ines', visibility: 'owner', filter: {} };
    const save = (change: object, by: MutatorContext) =>
      records.run('savedView.save', { id: 'v', doc: { ...doc, ...change } }, by);
    expect(await save({}, as('omar', 'admin'))).toMatchObject({ reason: 'forbidden' });
    expect(await save({}, as('ines', 'viewer'))).toEqual({ kind: 'applied' });
    expect(await save({ name: 'x' }, as('omar', 'lead'))).toMatchObject({ reason: 'forbidden' });
    expect(await save({ visibility: 'all' }, as('ines', 'viewer'))).toMatchObject({ reason: 'forbidden' });
    expect(await save({ visibility: 'all' }, as('ines', 'responder'))).toEqual({ kind: 'applied' });
    expect(await save({ visibility: 'all', name: 'y' }, as('omar', 'responder'))).toMatchObject({
      reason: 'forbidden',
    });
    expect(await save({ visibility: 'all', owner: 'omar' }, as('omar', 'lead'))).toMatchObject({ reason: 'forbidden' });
    expect(await save({ visibility: 'all', name: 'y' }, as('omar', 'lead'))).toEqual({ kind: 'applied' });
    expect(await records.run('savedView.remove', { id: 'v' }, as('omar', 'responder'))).toMatchObject({
      reason: 'forbidden',
    });
    expect(await records.run('savedView.remove', { id: 'v' }, as('ines', 'viewer'))).toMatchObject({
      reason: 'forbidden',
    });
    expect(await records.run('savedView.remove', { id: 'v' }, as('ines', 'responder'))).toEqual({ kind: 'applied' });
    expect(await records.run('savedView.remove', { id: 'v' }, as('ines', 'viewer'))).toEqual({ kind: 'noop' });
  });
});
