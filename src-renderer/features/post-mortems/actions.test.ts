import { expect, test } from 'vitest';
import { err, ok } from '../../../src-shared/contract/errors.ts';
import { incidentId, personId } from '../../../src-shared/model/ids.ts';
import type { FollowUp } from '../../../src-shared/model/post-mortem.ts';
import { createUndoStack } from '../../platform/undo.ts';
import { createPostMortemActions, type PostMortemActionDeps } from './actions.ts';

function workshop(
  answer: 'applied' | 'refused' = 'applied',
  read = async (): Promise<FollowUp | undefined> => undefined,
) {
  const asked: unknown[] = [];
  const told: unknown[] = [];
  const undo = createUndoStack();
  const mutate: PostMortemActionDeps['data']['mutate'] = async (name, args) => {
    asked.push([name, args]);
    if (answer === 'refused') return err({ code: 'rejected', reason: 'forbidden' });
    return ok({ seq: 1, outcome: 'applied', saved: Promise.resolve() });
  };
  const actions = createPostMortemActions({
    data: {
      mutate,
      followUp: read,
      postMortem: async () => undefined,
      draft: async () => ({ title: 'P0 · API', body: '## Résumé\n', language: 'fr' }),
    },
    undo,
    newId: () => 'new',
    feedback: {
      label: (what, count) => `${what} ${count}`,
      did: (what, count, entry) => told.push([what, count, entry !== undefined]),
      refused: (error) => told.push(error.code),
    },
  });
  return { asked, told, undo, actions };
}
const followUp: FollowUp = {
  incident: incidentId('i'),
  title: 'Alerter',
  due: '2026-11-30',
  status: 'open',
  createdAt: 0,
  createdBy: { kind: 'system' },
};

test('several follow-ups are finished at once, and taken up again together', async () => {
  const { asked, told, undo, actions } = workshop();
  expect(await actions.end(['a', 'b'], { status: 'done' })).toBe(true);
  expect(told).toEqual([['done', 2, true]]);
  await undo.undo();
  expect(asked).toEqual([
    ['followUp.close', { id: 'a', as: { status: 'done' } }],
    ['followUp.close', { id: 'b', as: { status: 'done' } }],
    ['followUp.reopen', { id: 'a' }],
    ['followUp.reopen', { id: 'b' }],
  ]);
});

test('an edit goes back to what it changed and nobody has changed since', async () => {
  const { owner: _, ...mine } = { ...followUp, title: 'Appeler', due: undefined, owner: personId('max') };
  const as: FollowUp[] = [followUp, { ...mine, owner: personId('max') }, { ...mine, owner: personId('omar') }];
  const { asked, undo, actions } = workshop('applied', async () => as.shift());
  await actions.edit('a', { title: 'Appeler ', owner: personId('max'), due: null });
  await undo.undo();
  expect(asked.at(-1)).toEqual(['followUp.edit', { id: 'a', set: { title: 'Alerter', due: '2026-11-30' } }]);
});

test('one added by mistake is dropped, since what was said is not unsaid', async () => {
  const { asked, undo, actions } = workshop();
  await actions.add('i', { title: 'Alerter' });
  await undo.undo();
  expect(asked).toEqual([
    ['followUp.create', { id: 'new', incident: 'i', title: 'Alerter' }],
    ['followUp.close', { id: 'new', as: { status: 'dropped', reason: 'undone 1' } }],
  ]);
});

test('a post-mortem begins with the draft of its incident; a refusal is told and nothing else', async () => {
  const { asked, told, actions } = workshop();
  expect(await actions.start('i')).toBe(true);
  expect(asked).toEqual([['postMortem.start', { id: 'i', title: 'P0 · API', body: '## Résumé\n', language: 'fr' }]]);
  const refused = workshop('refused');
  expect(await refused.actions.publish('i', 1)).toBe(false);
  expect([refused.told, refused.undo.store.getState().entries, told]).toEqual([['rejected'], [], []]);
});
