import ICAL from 'ical.js';
import { expect, test } from 'vitest';
import { personId } from '../../../../src-shared/model/ids.ts';
import { occurrenceId, planId, planSchema } from '../../../../src-shared/model/plan.ts';
import { runId } from '../../../../src-shared/model/run.ts';
import { DAY, HOUR, instant, isoInstant } from '../../../../src-shared/time/clock.ts';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { type CalendarWords, calendarFile } from './calendar-file.ts';
import { EVERYTHING, filterItems, occurrencesAsCsv, reasonOf, whoOf } from './list-model.ts';

const BY = { kind: 'person', id: 'ines' };

function item(
  plan: string,
  date: string,
  more: { title?: string; team?: string; service?: string; owner?: string; allDay?: boolean; updatedAt?: number } = {},
): MaintenanceItem {
  const { allDay = false, ...said } = more;
  const place = {
    at: instant(`${date}T${allDay ? '00' : '08'}:00:00Z`),
    end: instant(`${date}T09:00:00Z`) + (allDay ? 15 * HOUR : 0),
    deadline: instant(`${date}T10:00:00Z`) + DAY,
  };
  const doc = planSchema.parse({
    title: plan,
    procedure: 'check',
    terms: [{ from: date, anchor: date, rrule: 'FREQ=DAILY', zone: 'UTC', grace: 0, holidays: 'keep' }],
    revision: 1,
    createdAt: 0,
    createdBy: BY,
    updatedAt: 0,
    updatedBy: BY,
    ...said,
  });
  return {
    planned: { id: occurrenceId(planId(plan), date), plan: planId(plan), date, allDay, zone: 'UTC', ...place },
    state: { status: 'due', late: false, ...place },
    plan: { id: plan, doc },
  };
}

const LONG =
  'Vérifier, sans rien oublier; les journaux \\ du pare-feu et ceux de la passerelle de paiement à l’étranger';
const ITEMS = [item('b', '2026-03-29', { title: LONG, team: 'devops' }), item('a', '2026-03-28', { allDay: true })];

test('conditions narrow the list, which goes by time', () => {
  const ids = (filter: object) => filterItems(ITEMS, { ...EVERYTHING, ...filter }).map(({ plan }) => plan.id);
  expect(ids({})).toEqual(['a', 'b']);
  expect(ids({ teams: ['devops'] })).toEqual(['b']);
  expect(ids({ states: ['missed'] })).toEqual([]);
  expect(ids({ text: 'VERIFIER' })).toEqual(['b']);
});

test('why it was skipped is said while it is, and not of what another did all the same', () => {
  const one = item('c', '2026-03-30');
  const by = { kind: 'person', id: personId('ines') } as const;
  const skipped = { by, at: instant('2026-03-30T08:00:00Z'), reason: 'Annulé par le client' };
  const completed = { by, at: instant('2026-03-30T08:10:00Z') };
  const said = (state: object) => reasonOf({ ...one, state: { ...one.state, ...state } });
  expect(said({ status: 'skipped', skipped })).toBe('Annulé par le client');
  expect(said({ status: 'done', skipped, completed })).toBeUndefined();
  expect(said({ status: 'doneLate', skipped, completed: { ...completed, note: 'RAS' } })).toBe('RAS');
  expect(said({ status: 'blocked', blocked: { ...skipped, reason: 'Accès manquant' } })).toBe('Accès manquant');
});

test('a row names who did it, else whose it is; and is found by either', () => {
  const theirs = { ...item('c', '2026-03-30'), plan: item('c', '2026-03-30', { owner: 'omar' }).plan };
  const said = { by: { kind: 'person', id: personId('ines') } as const, at: instant('2026-03-30T08:10:00Z') };
  const done = { ...theirs, state: { ...theirs.state, status: 'done' as const, completed: said } };
  expect([whoOf(ITEMS[0] ?? theirs), whoOf(theirs), whoOf(done)]).toEqual([
    undefined,
    { kind: 'person', id: 'omar' },
    { kind: 'person', id: 'ines' },
  ]);
  const found = (person: string) => filterItems([theirs, done], { ...EVERYTHING, people: [person] }).length;
  expect([found('omar'), found('ines'), found('lea')]).toEqual([2, 1, 0]);
});

const WORDS: CalendarWords = {
  line: (column, value) => `${column}: ${value}`,
  due: ({ state }) => `before ${isoInstant(state.deadline)}`,
  status: (status) => status,
  person: (id) => id,
  team: (id) => id,
  service: (id) => id,
  text: (procedure) => (procedure === 'check' ? '- [ ] Read the **logs**\n  - [ ] of `api`\n' : undefined),
};

test('a calendar elsewhere is told what is to be done, until when and by whom, and takes a move', () => {
  const one = item('b', '2026-03-29', { team: 'devops', service: 'api, staging', owner: 'omar', updatedAt: 5_000 });
  const to = one.state.at + DAY;
  const by = { by: { kind: 'person', id: personId('lea') } as const, at: instant('2026-03-28T10:00:00Z') };
  const { id: _id, ...doc } = one.planned;
  const moved = {
    ...one,
    doc: { ...doc, at: to, events: [{ kind: 'moved' as const, from: one.state.at, to, ...by }] },
    state: { ...one.state, at: to, end: one.state.end + DAY },
  };
  const read = (some: typeof one) => {
    const text = calendarFile([some], 'Maintenance', instant('2026-03-28T12:00:00Z'), WORDS);
    return new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent') ?? undefined;
  };
  const [before, after] = [read(one), read(moved)];
  expect(new ICAL.Event(before).description.split('\n')).toEqual([
    'status: due',
    'before 2026-03-30T10:00:00.000Z',
    'person: omar',
    'team: devops',
    'service: api, staging',
    '',
    '[ ] Read the logs',
    '  [ ] of api',
  ]);
  expect(before?.getFirstProperty('categories')?.getValues()).toEqual(['devops', 'api, staging']);
  expect(before?.getFirstPropertyValue('status')).toBe('CONFIRMED');
  expect([before, after].map((event) => event?.getFirstPropertyValue('sequence'))).toEqual([0, 1]);
  expect([before, after].map((event) => String(event?.getFirstPropertyValue('last-modified')))).toEqual([
    '1970-01-01T00:00:05Z',
    '2026-03-28T10:00:00Z',
  ]);
  expect(new ICAL.Event(after).uid).toBe(new ICAL.Event(before).uid);
});

test('the calendar reads elsewhere as what is shown here', () => {
  const text = calendarFile(ITEMS, 'Maintenance', instant('2026-03-27T12:00:00Z'), WORDS);
  expect(text.split('\r\n').every((line) => new TextEncoder().encode(line).length <= 75)).toBe(true);
  const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));
  expect(
    events.map(({ uid, summary, startDate, endDate }) => [uid, summary, String(startDate), String(endDate)]),
  ).toEqual([
    ['b@2026-03-29', LONG, '2026-03-29T08:00:00Z', '2026-03-29T09:00:00Z'],
    ['a@2026-03-28', 'a', '2026-03-28', '2026-03-29'],
  ]);
});

test('the table has a row each with who did and signed it and what was said, and runs nothing in a spreadsheet', () => {
  const one = item('c', '2026-03-29', { title: '=1+1' });
  const said = (id: string, minute: number) => ({
    by: { kind: 'person', id: personId(id) } as const,
    at: instant(`2026-03-29T08:${minute}:00Z`),
  });
  const files = ['a', 'b'].map((letter) => ({ hash: letter.repeat(64), name: `${letter}.png`, type: '', size: 1 }));
  const completed = { ...said('ines', 20), note: 'Deux étapes sans objet', files };
  const state = { ...one.state, started: { ...said('omar', 10), run: runId('r') }, completed, signed: said('lea', 30) };
  const csv = occurrencesAsCsv([{ ...one, state }], {
    column: (name) => name,
    status: (status) => status,
    person: () => undefined,
    actor: (ref) => (ref.kind === 'person' ? ref.id : ref.kind),
    team: () => undefined,
    service: () => undefined,
  });
  const [heading, row] = csv.split('\r\n').map((line) => line.replace('\ufeff', '').split(','));
  expect(row?.slice(0, 4)).toEqual(["'=1+1", 'due', '2026-03-29', '2026-03-29T08:00:00.000Z']);
  expect(heading?.slice(9)).toEqual([
    'startedAt',
    'startedBy',
    'completedAt',
    'completedBy',
    'signedAt',
    'signedBy',
    'reason',
    'evidence',
    'id',
  ]);
  expect(row?.slice(9)).toEqual([
    '2026-03-29T08:10:00.000Z',
    'omar',
    '2026-03-29T08:20:00.000Z',
    'ines',
    '2026-03-29T08:30:00.000Z',
    'lea',
    'Deux étapes sans objet',
    `a.png (SHA-256 ${'a'.repeat(64)}); b.png (SHA-256 ${'b'.repeat(64)})`,
    'c@2026-03-29',
  ]);
});
