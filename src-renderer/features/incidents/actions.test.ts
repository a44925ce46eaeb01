import { beforeEach, expect, it } from 'vitest';
import { err, ok } from '../../../src-shared/contract/errors.ts';
import { type PersonId, personId, teamId } from '../../../src-shared/model/ids.ts';
import type { IncidentStatus } from '../../../src-shared/model/incident.ts';
import type { Priority } from '../../../src-shared/model/priority.ts';
import { createUndoStack, type UndoStack } from '../../platform/undo.ts';
import { type ActionData, createIncidentActions, type Did, type IncidentActions } from './actions.ts';

interface Known {
  title: string;
  priority: Priority;
  status: IncidentStatus;
  assignee?: PersonId;
}

let sent: [string, unknown][];
let told: Did[];
let refused: { error: unknown; title?: string }[];
let known: Map<string, Known>;
let answers: Map<string, ReturnType<ActionData['mutate']>>;
let undo: UndoStack;
let actions: IncidentActions;

const applied = () => Promise.resolve(ok({ seq: 1, outcome: 'applied' as const, saved: Promise.resolve() }));
const noop = () => Promise.resolve(ok({ seq: 1, outcome: 'noop' as const, saved: Promise.resolve() }));

beforeEach(() => {
  sent = [];
  told = [];
  refused = [];
  answers = new Map();
  known = new Map([
    ['a', { title: 'Paiement', priority: 'P1', status: 'triggered' }],
    ['b', { title: 'Recherche', priority: 'P2', status: 'acknowledged', assignee: personId('noe') }],
  ]);
  undo = createUndoStack();
  actions = createIncidentActions({
    undo,
    data: {
      mutate(name, args) {
        sent.push([name, args]);
        return answers.get(sent.length.toString()) ?? applied();
      },
      incidents: {
        get(id) {
          const doc = known.get(id);
          return doc && { doc };
        },
      },
    },
    feedback: {
      did: (did) => told.push(did),
      refused: (error, title) => refused.push({ error, title }),
      label: (did) => `${did.what} ${did.title}`,
    },
  });
});

it('acknowledges and takes it back', async () => {
  await actions.acknowledge(['a']);
  expect(told).toEqual([{ what: 'acknowledged', count: 1, title: 'Paiement', name: undefined }]);
  await undo.undo();
  expect(sent).toEqual([
    ['incident.acknowledge', { id: 'a' }],
    ['incident.unacknowledge', { id: 'a' }],
  ]);
});

it('takes back only what was changed', async () => {
  answers.set('1', noop());
  await actions.acknowledge(['a', 'b']);
  await undo.undo();
  expect(sent.slice(2)).toEqual([['incident.unacknowledge', { id: 'b' }]]);
});

it('tells nothing and leaves nothing to undo when nothing changed', async () => {
  answers.set('1', noop());
  await actions.acknowledge(['a']);
  expect(told).toEqual([]);
  expect(undo.store.getState().entries).toEqual([]);
});

it('tells the first refusal and goes on with the others', async () => {
  answers.set('1', Promise.resolve(err({ code: 'rejected', reason: 'alreadyAcknowledged' })));
  await actions.acknowledge(['a', 'b']);
  expect(refused).toEqual([{ error: { code: 'rejected', reason: 'alreadyAcknowledged' }, title: 'Paiement' }]);
  expect(told).toEqual([{ what: 'acknowledged', count: 1, title: 'Recherche', name: undefined }]);
});

it('gives each incident back to whoever had it', async () => {
  await actions.assign(['a', 'b'], personId('ines'), 'Inès');
  await undo.undo();
  expect(sent.slice(2)).toEqual([
    ['incident.assign', { id: 'a', to: null }],
    ['incident.assign', { id: 'b', to: 'noe' }],
  ]);
});

it('gives each incident its own priority back', async () => {
  await actions.setPriority(['a', 'b'], 'P0', 'cartes refusées', 'annulé');
  await undo.undo();
  expect(sent.slice(2)).toEqual([
    ['incident.setPriority', { id: 'a', priority: 'P1', reason: 'annulé' }],
    ['incident.setPriority', { id: 'b', priority: 'P2', reason: 'annulé' }],
  ]);
});

it('reopens what was resolved and acknowledges again what had been', async () => {
  await actions.resolve(['a', 'b'], 'basculé');
  await undo.undo();
  expect(sent.slice(2)).toEqual([
    ['incident.reopen', { id: 'a' }],
    ['incident.reopen', { id: 'b' }],
    ['incident.acknowledge', { id: 'b' }],
  ]);
});

it('has no way back from a merge', async () => {
  await actions.merge(['a'], 'b');
  expect(sent).toEqual([['incident.merge', { id: 'a', into: 'b' }]]);
  expect(told).toEqual([{ what: 'merged', count: 1, title: 'Paiement', name: 'Recherche' }]);
  expect(undo.store.getState().entries).toEqual([]);
});

it('calls a team for each incident, with no way back, and says when it was called just now', async () => {
  await actions.page(['a', 'b'], teamId('security'), 'Security');
  expect(sent.map(([name, args]) => [name, args])).toEqual([
    ['incident.page', { id: 'a', team: 'security' }],
    ['incident.page', { id: 'b', team: 'security' }],
  ]);
  expect(told).toEqual([{ what: 'paged', count: 2, title: 'Paiement', name: 'Security' }]);
  expect(await undo.undo()).toBeUndefined();
  told = [];
  answers.set('3', noop());
  expect(await actions.page(['a'], teamId('security'), 'Security')).toBe(false);
  expect(told).toEqual([{ what: 'pagedAlready', count: 1, title: 'Paiement', name: 'Security' }]);
});
