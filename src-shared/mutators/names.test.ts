import { expect, test } from 'vitest';
import { personId } from '../model/ids.ts';
import { type Calendar, DEFAULT_SLA_POLICY } from '../model/sla-policy.ts';
import { PROCEDURES_SLA_POLICY } from '../sla/default-policy.ts';
import { HOUR, instant } from '../time/clock.ts';
import { createMemoryRecords } from './memory.ts';
import type { MutatorContext } from './mutator.ts';

const T = instant('2026-11-23T09:00:00Z');
let made = 0;
const admin: MutatorContext = {
  actor: { ref: { kind: 'person', id: personId('ida') }, role: 'admin' },
  via: 'console',
  at: T,
  newId: () => `id-${made++}`,
};
const system: MutatorContext = { ...admin, actor: { ref: { kind: 'system' }, role: 'system' } };
const APPLIED = { kind: 'applied' };

const calendar: Calendar = { name: 'Bureau', zone: 'Europe/Paris', hours: [], holidays: [] };
const mapping = { alerts: ['$'], fields: { title: 'title', status: { value: 'firing' } } };
const view = { owner: 'ida', visibility: 'owner', filter: {} };
const window = { from: T + HOUR, to: T + 2 * HOUR, zone: 'UTC' };
const person = { role: 'viewer', teams: [] };

/** How each record gets its name. */
const SAID: readonly (readonly [collection: string, mutator: string, args: (name: string) => object])[] = [
  ['person', 'person.provision', (name) => ({ id: 'one', doc: { ...person, name } })],
  ['service', 'service.update', (name) => ({ id: 'one', doc: { name } })],
  ['slaPolicy', 'slaPolicy.update', (name) => ({ id: 'one', doc: { ...PROCEDURES_SLA_POLICY, name } })],
  ['calendar', 'calendar.update', (name) => ({ id: 'one', doc: { ...calendar, name } })],
  ['mapping', 'mapping.save', (name) => ({ id: 'one', doc: { name, mapping } })],
  ['savedView', 'savedView.save', (name) => ({ id: 'one', doc: { ...view, name } })],
  ['freeze', 'freeze.create', (title) => ({ id: 'one', title, window, services: [], reason: 'soldes' })],
  ['change', 'change.create', (title) => ({ id: 'one', title, type: 'minor', services: [], risk: 'low', window })],
];

test.each(SAID)('a %s is called by one line that can be seen', async (collection, mutator, args) => {
  const records = createMemoryRecords();
  const by = mutator === 'person.provision' ? system : admin;
  expect(await records.run(mutator, args('\u200b\n'), by)).toMatchObject({ kind: 'rejected', reason: 'invalid' });
  expect(await records.run(mutator, args(' Une\nnuit\u202e '), by)).toEqual(APPLIED);
  const doc: object | undefined = await records.get(collection as 'calendar', 'one');
  expect(doc && ('name' in doc ? doc.name : 'title' in doc && doc.title)).toBe('Une nuit');
});

test('a setting that had an odd name before is edited, and its undo is no conflict', async () => {
  const old = { ...calendar, name: ' Bureau\u0000\n' };
  const records = createMemoryRecords();
  records.apply([{ collection: 'calendar', id: 'c', doc: old }]);
  const save = (doc: object, base: object) => records.run('calendar.update', { id: 'c', doc, base }, admin);
  const hours = [{ day: 1, from: '09:00', to: '18:00' }];
  const edited = { ...old, hours };
  expect(await save(edited, old)).toEqual(APPLIED);
  expect(await records.get('calendar', 'c')).toEqual({ ...calendar, hours });
  // As the editor has them, who does not know how the name was written.
  expect(await save(old, edited)).toEqual(APPLIED);
  expect(await records.get('calendar', 'c')).toEqual(calendar);
  expect(await save({ ...calendar, zone: 'UTC' }, { ...calendar, name: 'Nuit' })).toMatchObject({ reason: 'conflict' });
});

test('what stands beside a name is a line, and may be empty', async () => {
  const records = createMemoryRecords();
  const holidays = [
    { date: '2026-12-25', name: 'No\u00ebl\n' },
    { date: '2027-01-01', name: '' },
  ];
  await records.run('calendar.update', { id: 'c', doc: { ...calendar, holidays } }, admin);
  expect((await records.get('calendar', 'c'))?.holidays.map(({ name }) => name)).toEqual(['Noël', '']);
});

test('a record that has no name to be seen is still what it is', async () => {
  const records = createMemoryRecords();
  const doc = { ...PROCEDURES_SLA_POLICY, name: ' ' };
  records.apply([{ collection: 'slaPolicy', id: DEFAULT_SLA_POLICY, doc }]);
  const next = { ...PROCEDURES_SLA_POLICY, name: 'Le n\u00f4tre', warnAt: [0.5] };
  expect(await records.run('slaPolicy.update', { id: DEFAULT_SLA_POLICY, doc: next, base: doc }, admin)).toEqual(
    APPLIED,
  );
  records.apply([{ collection: 'person', id: 'zoe', doc: { ...person, role: 'viewer', teams: [], name: ' ' } }]);
  expect(await records.run('person.update', { id: 'zoe', patch: { role: 'lead' } }, admin)).toEqual(APPLIED);
  expect(await records.get('person', 'zoe')).toMatchObject({ name: ' ', role: 'lead' });
});
