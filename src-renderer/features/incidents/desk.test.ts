import { expect, test } from 'vitest';
import { createUndoStack } from '../../platform/undo.ts';
import { createIncidentActions } from './actions.ts';
import { createIncidentDesk } from './desk.ts';
import { VIEWS } from './list-model.ts';

function aMemory(texts: Record<string, string> = {}) {
  const kept = new Map(Object.entries(texts));
  return {
    kept,
    read: async (id: string) => kept.get(id) ?? '',
    write: async (id: string, text: string) => {
      kept.set(id, text);
    },
  };
}

const actions = createIncidentActions({
  data: { mutate: async () => ({ ok: false, error: { code: 'offline' } }), incidents: { get: () => undefined } },
  undo: createUndoStack(),
  feedback: { did: () => undefined, refused: () => undefined, label: () => '' },
});

const settled = () => new Promise<void>((resolve) => setTimeout(resolve));

test('the list is found as it was left, after a restart too', async () => {
  const memory = aMemory();
  createIncidentDesk(actions, memory).look({ filter: { text: 'db-2', priorities: ['P0'] }, sort: 'opened' });
  const again = createIncidentDesk(actions, memory);
  await settled();
  expect(again.store.getState()).toMatchObject({ filter: { text: 'db-2', priorities: ['P0'] }, sort: 'opened' });
});

test.each(['', 'no json', '{"filter":{"priorities":["P9"]},"sort":"opened"}', 'null'])(
  'what was kept as %j is forgotten',
  async (text) => {
    const desk = createIncidentDesk(actions, aMemory({ 'incidents.list': text }));
    await settled();
    expect(desk.store.getState()).toMatchObject({ filter: VIEWS.open, sort: 'breach' });
  },
);

test('what the person chose before the memory answered stands', async () => {
  const desk = createIncidentDesk(actions, aMemory({ 'incidents.list': '{"filter":{},"sort":"priority"}' }));
  desk.look({ sort: 'opened' });
  await settled();
  expect(desk.store.getState().sort).toBe('opened');
});
