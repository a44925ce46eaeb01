import { expect, test } from 'vitest';
import type { ActorRef } from '../../../../src-shared/model/actor.ts';
import { personId } from '../../../../src-shared/model/ids.ts';
import type { StepState } from '../../../../src-shared/procedure/run-state.ts';
import { workOf } from './work-of.ts';

const state = (status: StepState['status'], who: string[], assignee?: string): StepState => ({
  status,
  done: who.map((id) => ({
    entry: id,
    event: { kind: 'done' },
    by:
      id === 'alertmanager' ? { kind: 'sender', name: id } : ({ kind: 'person', id: personId(id) } satisfies ActorRef),
    at: 1,
  })),
  notes: [],
  evidence: [],
  ...(assignee === undefined ? {} : { assignee: personId(assignee) }),
});

test('counts who has done and who still has which steps, both of two who ticked the same one', () => {
  const states = new Map([
    ['a', state('done', ['ines', 'omar'])],
    ['b', state('done', ['ines'], 'omar')],
    ['c', state('todo', [], 'zoe')],
    ['d', state('skipped', [], 'zoe')],
    ['e', state('done', ['alertmanager'])],
  ]);
  expect(workOf({ states })).toEqual([
    { person: 'ines', done: 2, has: 0 },
    { person: 'omar', done: 1, has: 0 },
    { person: 'zoe', done: 0, has: 1 },
  ]);
});
