import { expect, it } from 'vitest';
import { err, ok } from '../../../src-shared/contract/errors.ts';
import { personId } from '../../../src-shared/model/ids.ts';
import { procedureId } from '../../../src-shared/model/procedure.ts';
import type { Evidence, RunEvent } from '../../../src-shared/model/run.ts';
import { runId } from '../../../src-shared/model/run.ts';
import type { EntryRow } from '../../../src-shared/procedure/run-state.ts';
import { createUndoStack } from '../../platform/undo.ts';
import { createRunActions, type RunActionDeps } from './actions.ts';

const RUN = runId('r');

function desk(over: Partial<RunActionDeps['data']> = {}) {
  const calls: [string, unknown][] = [];
  const entries: EntryRow[] = [];
  const said: string[] = [];
  const undo = createUndoStack();
  const actions = createRunActions({
    data: {
      async mutate(name, args) {
        calls.push([name, args]);
        if (name === 'run.record') {
          const { run, step, event } = args as { run: typeof RUN; step: string; event: RunEvent };
          const by = { kind: 'person', id: personId('lea') } as const;
          entries.push({ id: `e${entries.length}`, doc: { run, step, event, by, via: 'console', at: 0 } });
        }
        return ok({ seq: calls.length, outcome: 'applied', at: calls.length, saved: Promise.resolve() });
      },
      entriesOf: async () => [...entries],
      keep: async (file) => ok<Evidence>({ hash: 'a'.repeat(64), name: file.name, type: file.type, size: file.size }),
      ...over,
    },
    undo,
    feedback: {
      label: (what) => what,
      did: (what) => said.push(what),
      refused: (error, about) => said.push(`${error.code} ${about ?? ''}`.trim()),
    },
  });
  return { actions, calls, said, undo };
}

it('starts a run with the first thing that is done in it', async () => {
  const { actions, calls } = desk();
  const start = { id: RUN, procedure: procedureId('p'), revision: 2 };
  expect(await actions.record({ id: RUN, start }, 'look', { kind: 'done' })).toBe(true);
  expect(calls).toEqual([
    ['run.start', start],
    ['run.record', { run: RUN, step: 'look', event: { kind: 'done' } }],
  ]);
});

it('takes back the entry that it made and no other', async () => {
  const { actions, calls, undo } = desk();
  await actions.record({ id: RUN }, 'look', { kind: 'done' });
  await actions.record({ id: RUN }, 'look', { kind: 'done' });
  await undo.undo();
  expect(calls.at(-1)).toEqual(['run.record', { run: RUN, step: 'look', event: { kind: 'undone', entries: ['e1'] } }]);
});

it('records each file as evidence, and names the one that could not be kept', async () => {
  const { actions, calls, said } = desk({
    keep: async (file) =>
      file.size > 3
        ? err({ code: 'tooLarge', limit: 3 })
        : ok<Evidence>({ hash: 'b'.repeat(64), name: file.name, type: file.type, size: file.size }),
  });
  await actions.attach({ id: RUN }, 'look', [new File(['1234'], 'big.bin'), new File(['12'], 'small.txt')]);
  expect(said).toEqual(['tooLarge big.bin']);
  expect(calls).toHaveLength(1);
  expect(calls[0]?.[1]).toMatchObject({ event: { kind: 'evidence', file: { name: 'small.txt', size: 2 } } });
});

it('records nothing where the run could not be started', async () => {
  const { actions, calls, said } = desk({
    mutate: async (name) => {
      calls.push([name, undefined]);
      return err({ code: 'rejected', reason: 'forbidden' });
    },
  });
  const start = { id: RUN, procedure: procedureId('p'), revision: 2 };
  expect(await actions.record({ id: RUN, start }, 'look', { kind: 'done' })).toBe(false);
  expect(calls.map(([name]) => name)).toEqual(['run.start']);
  expect(said).toEqual(['rejected']);
});

it('ends a run, and takes it up again when that is taken back', async () => {
  const { actions, calls, undo } = desk();
  await actions.end(RUN, 'handed over');
  await undo.undo();
  expect(calls).toEqual([
    ['run.end', { id: RUN, reason: 'handed over' }],
    ['run.reopen', { id: RUN, of: 1 }],
  ]);
});
