import { expect, test } from 'vitest';
import { z } from 'zod';
import { err, ok } from '../../../src-shared/contract/errors.ts';
import { personId } from '../../../src-shared/model/ids.ts';
import { occurrenceId, planId, planSchema } from '../../../src-shared/model/plan.ts';
import { runId } from '../../../src-shared/model/run.ts';
import type { MaintenanceItem } from '../../data/maintenance.ts';
import { createUndoStack } from '../../platform/undo.ts';
import { createMaintenanceActions, type MaintenanceActionDeps } from './actions.ts';

const ME = { kind: 'person', id: personId('ines') } as const;
const plan = planSchema.parse({
  title: 'Contrôle',
  procedure: 'check',
  service: 'db',
  terms: [{ from: '2026-03-01', anchor: '2026-03-01', rrule: 'FREQ=DAILY', zone: 'UTC', grace: 0, holidays: 'keep' }],
  revision: 1,
  createdAt: 0,
  createdBy: ME,
  updatedAt: 0,
  updatedBy: ME,
});
const PICTURE = { hash: 'a'.repeat(64), name: 'capture.png', type: 'image/png', size: 9 };
const place = { at: 1_000, end: 2_000, deadline: 3_000 };
const seen = { ...place, allDay: false, zone: 'UTC' };

function item(date: string, state: Partial<MaintenanceItem['state']> = {}): MaintenanceItem {
  const id = occurrenceId(planId('daily'), date);
  return {
    planned: { id, plan: planId('daily'), date, ...seen },
    state: { status: 'due', late: false, ...place, ...state },
    plan: { id: 'daily', doc: plan },
  };
}

function hands(
  refuse: readonly string[] = [],
  outcome: 'applied' | 'noop' = 'applied',
  quiets = false,
  others = false,
) {
  const calls: [string, Record<string, unknown>][] = [];
  const mutate: MaintenanceActionDeps['data']['mutate'] = async (name, args) => {
    const said = z.record(z.string(), z.unknown()).parse(args);
    calls.push([name, said]);
    if (refuse.includes(String(said.id))) return err({ code: 'rejected', reason: 'alreadyDone' });
    return ok({ seq: 1, outcome, ...(outcome === 'applied' ? { at: 700 } : {}), saved: Promise.resolve() });
  };
  const told: string[] = [];
  const undo = createUndoStack();
  const actions = createMaintenanceActions({
    data: {
      now: () => 1_500,
      mutate,
      revisionOf: async () => 4,
      isOthers: async () => others,
      quiets: async (service) => quiets && service === 'db',
    },
    askWindow: ({ planned }) => told.push(`ask ${planned.date}`),
    undo,
    newId: () => 'made',
    go: (path) => told.push(`go ${path}`),
    feedback: {
      label: (what, count) => `${what} ${count}`,
      did: (what, count, entry) => told.push(`${what} ${count}${entry ? ' undo' : ''}`),
      refused: () => told.push('refused'),
      isOver: () => told.push('over'),
    },
  });
  return { actions, calls, told, undo };
}

test('an occurrence is begun at the revision that is in force, and its run or its change is gone to', async () => {
  const { actions, calls, told } = hands();
  await actions.start(item('2026-03-02'));
  expect(calls).toEqual([
    ['occurrence.start', { id: 'daily@2026-03-02', planned: seen, procedure: 'check', revision: 4 }],
  ]);
  expect(told.at(-1)).toBe('go /runs/daily%402026-03-02');
  const update = item('2026-03-03');
  await actions.start({ ...update, plan: { ...update.plan, doc: { ...plan, change: 'minor' } } });
  expect(told.at(-1)).toBe('go /changes/daily%402026-03-03');
});

test('where its window would make incidents silent that nobody has acknowledged, it is asked before anything begins', async () => {
  const { actions, calls, told } = hands([], 'applied', true);
  const update = item('2026-03-02');
  const windowed = { ...update, plan: { ...update.plan, doc: { ...plan, window: true } } };
  expect(await actions.start(windowed)).toBe(false);
  expect({ calls, told }).toEqual({ calls: [], told: ['ask 2026-03-02'] });
  // Nothing is asked without a window, where it is its change that silences, or where it was begun already.
  await actions.start(update);
  await actions.start({ ...windowed, plan: { ...windowed.plan, doc: { ...plan, window: true, change: 'minor' } } });
  await actions.start(item('2026-03-02', { started: { by: ME, at: 700, run: runId('daily@2026-03-02') } }));
  expect(told.filter((one) => one.startsWith('ask'))).toHaveLength(1);
  calls.length = 0;
  await actions.start(windowed, true);
  await actions.start(windowed, false);
  expect(calls.map(([name, { window }]) => [name, window])).toEqual([
    ['occurrence.start', undefined],
    ['occurrence.start', false],
  ]);
});

test('several are completed one by one; what another was faster with is told, and the rest can be taken back', async () => {
  const { actions, calls, told, undo } = hands(['daily@2026-03-03']);
  const over = item('2026-03-01', { status: 'done' });
  await actions.complete([over, item('2026-03-02'), item('2026-03-03'), item('2026-03-04')], {
    note: 'vu',
    files: [PICTURE],
  });
  expect(calls.map(([name, { id, note, files }]) => [name, id, note, files])).toEqual([
    ['occurrence.complete', 'daily@2026-03-02', 'vu', [PICTURE]],
    ['occurrence.complete', 'daily@2026-03-03', 'vu', [PICTURE]],
    ['occurrence.complete', 'daily@2026-03-04', 'vu', [PICTURE]],
  ]);
  expect(told).toEqual(['refused', 'completed 2 undo']);
  calls.length = 0;
  await undo.undo();
  expect(calls.map(([name, { id, of }]) => [name, id, of])).toEqual([
    ['occurrence.reopen', 'daily@2026-03-02', 700],
    ['occurrence.reopen', 'daily@2026-03-04', 700],
  ]);
});

test('what was begun or skipped is taken back by when it was said, and nothing where it was so before', async () => {
  const { actions, calls, undo } = hands();
  await actions.start(item('2026-03-02'));
  await actions.skip([item('2026-03-03')], 'serveur arrêté');
  const known = hands([], 'noop');
  await known.actions.complete([item('2026-03-02')]);
  calls.length = 0;
  await undo.undo();
  await undo.undo();
  expect(calls.map(([name, { of }]) => [name, of])).toEqual([
    ['occurrence.reopen', 700],
    ['occurrence.unstart', 700],
  ]);
  expect(await known.undo.undo()).toBeUndefined();
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
    ['occurrence.move', { of: 700, at: 1_000 }],
    ['occurrence.block', { reason: 'pas d’accès' }],
    ['occurrence.unblock', { of: 700 }],
    ['occurrence.assign', { to: 'ines' }],
    ['occurrence.assign', { of: 700, to: null }],
  ]);
});

test('nothing is moved into what is over, unless it was there', async () => {
  const { actions, calls, told } = hands();
  const one = item('2026-03-02');
  expect(await actions.move(one, 400)).toBe(false);
  expect([calls, told]).toEqual([[], ['over']]);
  // Its end, a thousand later, is still to come.
  expect(await actions.move(one, 600)).toBe(true);
});

test('what was found is an incident that knows where it comes from, and is resolved when it was opened by mistake', async () => {
  const { actions, calls, told, undo } = hands();
  await actions.raise(item('2026-03-02'), { title: 'Disque plein', priority: 'P2' });
  await undo.undo();
  expect(calls).toEqual([
    [
      'incident.open',
      { id: 'made', title: 'Disque plein', priority: 'P2', service: 'db', occurrence: 'daily@2026-03-02' },
    ],
    ['incident.resolve', { id: 'made', text: 'raisedByMistake 1' }],
  ]);
  expect(told).toEqual(['raised 1 undo', 'go /incidents/made']);
});

test('an incident that somebody else works on by now is left to them', async () => {
  const { actions, calls, told, undo } = hands([], 'applied', false, true);
  await actions.raise(item('2026-03-02'), { title: 'Disque plein', priority: 'P2' });
  await undo.undo();
  expect(calls.map(([name]) => name)).toEqual(['incident.open']);
  expect(told.at(-1)).toBe('refused');
});

test('an incident that was refused is gone to nowhere', async () => {
  const { actions, told, undo } = hands(['made']);
  expect(await actions.raise(item('2026-03-02'), { title: 'Disque plein', priority: 'P2' })).toBe(false);
  expect(told).toEqual(['refused']);
  expect(await undo.undo()).toBeUndefined();
});

test('a follow-up that was added by mistake is dropped again', async () => {
  const { actions, calls, told, undo } = hands();
  await actions.followUp(item('2026-03-02'), { title: 'Purger' });
  await undo.undo();
  expect(calls.map(([name, args]) => [name, args.id, args.as])).toEqual([
    ['followUp.create', 'made', undefined],
    ['followUp.close', 'made', { status: 'dropped', reason: 'foundByMistake 1' }],
  ]);
  expect(told).toEqual(['followedUp 1 undo']);
});
