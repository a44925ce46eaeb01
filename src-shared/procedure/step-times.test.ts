import { expect, it } from 'vitest';
import { personId } from '../model/ids.ts';
import { type RunEvent, runId } from '../model/run.ts';
import { MINUTE } from '../time/clock.ts';
import { parseProcedure } from './parse.ts';
import { type EntryRow, runProgress } from './run-state.ts';
import { stepTimes } from './step-times.ts';

const { steps } = parseProcedure('- [ ] A {#a}\n- [ ] B {#b .timer for=5m}\n- [ ] C {#c}\n- [ ] D {#d}\n');
const entry = (id: string, step: string, event: RunEvent, at: number): EntryRow => ({
  id,
  doc: { run: runId('r'), step, event, by: { kind: 'person', id: personId('lea') }, via: 'console', at },
});

it('counts a step from what was settled before it, whatever the order of the text', () => {
  const entries = [
    entry('1', 'c', { kind: 'done' }, 2 * MINUTE),
    entry('2', 'b', { kind: 'timer', until: 8 * MINUTE }, 3 * MINUTE),
    entry('3', 'a', { kind: 'skipped', reason: 'no' }, 9 * MINUTE),
  ];
  const times = stepTimes(runProgress(steps, entries, 20 * MINUTE), 0);
  expect([...times]).toEqual([
    ['c', 2 * MINUTE],
    ['b', 6 * MINUTE],
    ['a', MINUTE],
  ]);
});
