import { expect, it } from 'vitest';
import { personId } from '../../../src-shared/model/ids.ts';
import { type RunEvent, runId } from '../../../src-shared/model/run.ts';
import { parseProcedure } from '../../../src-shared/procedure/parse.ts';
import { type EntryRow, runProgress } from '../../../src-shared/procedure/run-state.ts';
import { peopleOf } from './people.ts';

const { steps } = parseProcedure('- [ ] A {#a}\n- [ ] B {#b}\n');
const entry = (id: string, by: string, step: string, event: RunEvent, at: number): EntryRow => ({
  id,
  doc: { run: runId('r'), step, event, by: { kind: 'person', id: personId(by) }, via: 'console', at },
});

it('names who did something and who is to do something, the latest first', () => {
  const entries = [
    entry('1', 'lea', 'a', { kind: 'done' }, 10),
    entry('2', 'max', 'a', { kind: 'done' }, 11),
    entry('3', 'lea', 'b', { kind: 'assigned', to: personId('eve') }, 12),
  ];
  expect(peopleOf(steps, runProgress(steps, entries, 20), entries)).toEqual([
    { person: 'lea', done: 1, assigned: 0, lastAt: 12 },
    { person: 'max', done: 1, assigned: 0, lastAt: 11 },
    { person: 'eve', done: 0, assigned: 1 },
  ]);
});
