import { expect, test } from 'vitest';
import { ok } from '../../../../src-shared/contract/errors.ts';
import { personId } from '../../../../src-shared/model/ids.ts';
import { type Plan, planSchema } from '../../../../src-shared/model/plan.ts';
import { procedureId } from '../../../../src-shared/model/procedure.ts';
import { createUndoStack } from '../../../platform/undo.ts';
import { backFrom, createPlanActions } from './plan-actions.ts';

const BY = { kind: 'person', id: 'ines' };
const terms = {
  from: '2026-03-01',
  anchor: '2026-03-01',
  rrule: 'FREQ=DAILY',
  zone: 'UTC',
  grace: 0,
  holidays: 'keep',
} as const;
const plan = (rest: object = {}): Plan =>
  planSchema.parse({
    title: 'Contrôle',
    procedure: 'check',
    terms: [terms],
    revision: 4,
    createdAt: 0,
    createdBy: BY,
    updatedAt: 0,
    updatedBy: BY,
    ...rest,
  });

test('an edit is taken back where it still stands, and what another wrote since is left', () => {
  const change = { set: { title: 'Contrôle de nuit', owner: personId('omar') } };
  const mine = plan({ title: 'Contrôle de nuit', owner: 'omar', revision: 5 });
  expect(backFrom(change, plan(), mine, mine)).toEqual({ revision: 5, set: { title: 'Contrôle', owner: null } });
  expect(backFrom(change, plan(), mine, { ...mine, title: 'Le leur', revision: 6 })).toEqual({
    revision: 6,
    set: { owner: null },
  });
  const later = { ...terms, from: '2026-03-10', rrule: 'FREQ=WEEKLY' };
  const timed = plan({ terms: [terms, later], revision: 5 });
  expect(backFrom({ set: {}, terms: later }, plan(), timed, timed)).toEqual({
    revision: 5,
    set: {},
    terms: { ...terms, from: '2026-03-10' },
    later: [],
  });
});

test('an edit that took the place of what was to hold later gives all of it back', () => {
  const [inJune, inJuly] = [
    { ...terms, from: '2026-06-01', time: '06:00' },
    { ...terms, from: '2026-07-01', time: '07:00' },
  ];
  const before = plan({ terms: [terms, inJune, inJuly] });
  const change = { set: {}, terms: { ...terms, from: '2026-03-10', rrule: 'FREQ=WEEKLY' } };
  const after = plan({ terms: [terms, change.terms], revision: 5 });
  expect(backFrom(change, before, after, after)).toEqual({
    revision: 5,
    set: {},
    terms: { ...terms, from: '2026-03-10' },
    later: [inJune, inJuly],
  });
});

test('where nothing of it stands any more the revision of before is said, which the mutator refuses by name', () => {
  const change = { set: { title: 'Contrôle de nuit' } };
  const mine = plan({ title: 'Contrôle de nuit', revision: 5 });
  expect(backFrom(change, plan(), mine, plan({ title: 'Le leur', revision: 6 }))).toEqual({
    revision: 4,
    set: { title: 'Contrôle' },
  });
});

test('a plan that was made by mistake is gone; a pause, its end and that of a plan are taken back by when they were said', async () => {
  const calls: unknown[] = [];
  const undo = createUndoStack();
  const actions = createPlanActions({
    data: {
      mutate: async (name, args) => {
        calls.push([name, args]);
        return ok({ seq: 1, outcome: 'applied', at: 700, saved: Promise.resolve() });
      },
      read: async () => plan(),
    },
    undo,
    newId: () => 'made',
    feedback: { label: (what) => what, did: () => undefined, refused: () => undefined },
  });
  await actions.create({ title: 'Contrôle', procedure: procedureId('check'), terms });
  await undo.undo();
  await actions.pause('made', '2026-03-05', '2026-03-09');
  await undo.undo();
  await actions.resume('made', '2026-03-05');
  await undo.undo();
  await actions.end('made', '2026-03-05');
  await undo.undo();
  expect(calls.filter((_, index) => index % 2 === 1)).toEqual([
    ['plan.remove', { id: 'made' }],
    ['plan.unpause', { id: 'made', of: 700 }],
    ['plan.takeBack', { id: 'made', of: 700 }],
    ['plan.takeBack', { id: 'made', of: 700 }],
  ]);
});
