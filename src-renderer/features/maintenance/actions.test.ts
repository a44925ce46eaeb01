import { expect, test } from 'vitest';
import { z } from 'zod';
import { err, ok } from '../../../src-shared/contract/errors.ts';
import { occurrenceId, planId, planSchema } from '../../../src-shared/model/plan.ts';
import type { MaintenanceItem } from '../../data/maintenance.ts';
import { createUndoStack } from '../../platform/undo.ts';
import { createMaintenanceActions, type MaintenanceActionDeps } from './actions.ts';

const BY = { kind: 'person', id: 'ines' };
const plan = planSchema.parse({
  title: 'Contrôle',
  procedure: 'check',
  service: 'db',
  terms: [{ from: '2026-03-01', anchor: '2026-03-01', rrule: 'FREQ=DAILY', zone: 'UTC', grace: 0, holidays: 'keep' }],
  revision: 1,
  createdAt: 0,
  createdBy: BY,
  updatedAt: 0,
  updatedBy: BY,
});
const place = { at: 1_000, end: 2_000, deadline: 3_000 };

function item(date: string, state: Partial<MaintenanceItem['state']> = {}): MaintenanceItem {
  const id = occurrenceId(planId('daily'), date);
  return {
    planned: { id, plan: planId('daily'), date, allDay: false, zone: 'UTC', ...place },
    state: { status: 'due', late: false, ...place, ...state },
    plan: { id: 'daily', doc: plan },
  };
}

function hands(refuse: readonly string[] = []) {
  const calls: [string, Record<string, unknown>][] = [];
  const mutate: MaintenanceActionDeps['data']['mutate'] = async (name, args) => {
    const said = z.record(z.string(), z.unknown()).parse(args);
    calls.push([name, said]);
    if (refuse.includes(String(said.id))) return err({ code: 'rejected', reason: 'alreadyDone' });
    return ok({ seq: 1, outcome: 'applied', saved: Promise.resolve() });
  };
  const told: string[] = [];
  const undo = createUndoStack();
  const actions = createMaintenanceActions({
    data: {
      mutate,
      revisionOf: async () => 4,
    },
    undo,
    newId: () => 'made',
    go: (path) => told.push(`go ${path}`),
    foundIn: ({ planned }) => `found in ${planned.id}`,
    feedback: {
      label: (what, count) => `${what} ${count}`,
      did: (what, count, entry) => told.push(`${what} ${count}${entry ? ' undo' : ''}`),
      refused: () => told.push('refused'),
    },
  });
  return { actions, calls, told, undo };
}

test('an occurrence is begun at the revision that is in force, and its run is gone to', async () => {
  const { actions, calls, told } = hands();
  await actions.start(item('2026-03-02'));
  expect(calls).toEqual([['occurrence.start', { id: 'daily@2026-03-02', planned: { ...place, allDay: false, zone: 'UTC' }, revision: 4 }]]);
  expect(told.at(-1)).toBe('go /runs/daily%402026-03-02');
});

test('several are completed one by one; what another was faster with is told, and the rest can be taken back', async () => {
  const { actions, calls, told, undo } = hands(['daily@2026-03-03']);
  const over = item('2026-03-01', { status: 'done' });
  await actions.complete([over, item('2026-03-02'), item('2026-03-03'), item('2026-03-04')], 'vu');
  expect(calls.map(([name, { id, note }]) => [name, id, note])).toEqual([
    ['occurrence.complete', 'daily@2026-03-02', 'vu'],
    ['occurrence.complete', 'daily@2026-03-03', 'vu'],
    ['occurrence.complete', 'daily@2026-03-04', 'vu'],
  ]);
  expect(told).toEqual(['refused', 'completed 2 undo']);
  calls.length = 0;
  await undo.undo();
  expect(calls.map(([name, { id }]) => [name, id])).toEqual([
    ['occurrence.reopen', 'daily@2026-03-02'],
    ['occurrence.reopen', 'daily@2026-03-04'],
  ]);
});

test('a move, a block and an assignment go back to what was before', async () => {
  const { actions, calls, undo } = hands();
  await actions.move(item('2026-03-02'), 9_000, 'plus tard');
  await undo.undo();
  await actions.block([item('2026-03-02')], 'pas d’accès');
  await undo.undo();
  await actions.take([item('2026-03-02')], 'ines');
  await undo.undo();
  expect(calls.map(([name, { planned: _, id: __, ...rest }]) => [name, rest])).toEqual([
    ['occurrence.move', { at: 9_000, reason: 'plus tard' }],
    ['occurrence.move', { at: 1_000 }],
    ['occurrence.block', { reason: 'pas d’accès' }],
    ['occurrence.unblock', {}],
    ['occurrence.assign', { to: 'ines' }],
    ['occurrence.assign', { to: null }],
  ]);
});

test('what was found is an incident in one press, which says where it comes from', async () => {
  const { actions, calls, told } = hands();
  await actions.raise(item('2026-03-02'), 'Contrôle');
  expect(calls).toEqual([
    ['incident.open', { id: 'made', title: 'Contrôle', priority: 'P3', service: 'db' }],
    ['incident.note', { id: 'made', text: 'found in daily@2026-03-02' }],
  ]);
  expect(told.at(-1)).toBe('go /incidents/made');
});
