import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ActorRef } from '../model/actor.ts';
import { personId } from '../model/ids.ts';
import { type RunEvent, runId } from '../model/run.ts';
import { instant } from '../time/clock.ts';
import { createProgressReader, type EntryRow, runProgress, stepState } from './run-state.ts';
import type { Step } from './step.ts';

const at = (time: string) => instant(`2026-03-29T${time}Z`);
const person = (id: string): ActorRef => ({ kind: 'person', id: personId(id) });
const check: Step = { kind: 'check', id: 'look', text: 'Look', depth: 0, line: 1 };
const now = at('12:00:00');

const entry = (id: string, event: RunEvent, { by = 'lea', time = '10:00:00', step = 'look' } = {}): EntryRow => ({
  id,
  doc: { run: runId('r'), step, event, by: person(by), via: 'console', at: at(time) },
});

it('keeps the ticks of two people who ticked without knowing of each other', () => {
  const state = stepState(
    check,
    [entry('b', { kind: 'done' }, { by: 'max', time: '10:00:01' }), entry('a', { kind: 'done' })],
    now,
  );
  expect(state.status).toBe('done');
  expect(state.done.map(({ by }) => by)).toEqual([person('lea'), person('max')]);
});

it('takes back only what the person who takes it back had seen', () => {
  const ticks = [entry('a', { kind: 'done' }), entry('b', { kind: 'done' }, { by: 'max', time: '10:05:00' })];
  const undone = entry('c', { kind: 'undone', entries: ['a'] }, { time: '10:06:00' });
  expect(stepState(check, [...ticks, undone], now)).toMatchObject({ status: 'done', done: [{ entry: 'b' }] });
  const both = entry('c', { kind: 'undone', entries: ['a', 'b'] }, { time: '10:06:00' });
  expect(stepState(check, [...ticks, both], now)).toMatchObject({ status: 'todo', done: [] });
});

it('counts a step whose timer has run out as done', () => {
  const step: Step = { kind: 'timer', length: 600_000, id: 'look', text: 'Wait', depth: 0, line: 1 };
  const started = [entry('a', { kind: 'timer', until: at('10:10:00') })];
  expect(stepState(step, started, at('10:09:59')).status).toBe('waiting');
  expect(stepState(step, started, at('10:10:00')).status).toBe('done');
});

it('takes an approval from nothing but an approval', () => {
  const step: Step = { kind: 'approval', by: 'lead', id: 'look', text: 'Go', depth: 0, line: 1 };
  expect(stepState(step, [entry('a', { kind: 'done' })], now).status).toBe('todo');
  expect(stepState(step, [entry('a', { kind: 'refused', reason: 'not yet' })], now).status).toBe('refused');
  const approved = entry('b', { kind: 'approved' }, { by: 'max', time: '10:01:00' });
  expect(stepState(step, [entry('a', { kind: 'refused', reason: 'not yet' }), approved], now).status).toBe('done');
  const over = entry('c', { kind: 'timer', until: at('10:02:00') }, { time: '10:02:00' });
  expect(stepState(step, [over], now).status).toBe('todo');
  const ticked = entry('d', { kind: 'done' }, { time: '10:03:00' });
  expect(stepState(step, [approved, over, ticked], now).status).toBe('done');
});

it('says what a run lacks', () => {
  const steps: Step[] = ['one', 'two', 'three'].map((id, line) => ({ ...check, id, line }));
  const entries = [
    entry('a', { kind: 'done' }, { step: 'one' }),
    entry('b', { kind: 'skipped', reason: 'no staging' }, { step: 'two' }),
    entry('c', { kind: 'note', text: 'hm' }, { step: 'three' }),
    entry('d', { kind: 'done' }, { step: 'gone' }),
  ];
  const progress = runProgress(steps, entries, now);
  expect(progress).toMatchObject({ done: 1, skipped: 1, total: 3, lacking: [{ id: 'three' }] });
});

const anyEvent: fc.Arbitrary<RunEvent> = fc.oneof(
  fc.constant({ kind: 'done' } as const),
  fc.constant({ kind: 'approved' } as const),
  fc.constant({ kind: 'skipped', reason: 'r' } as const),
  fc.constant({ kind: 'text', text: 't' } as const),
  fc.record({ kind: fc.constant('measure' as const), value: fc.integer() }),
  fc.record({ kind: fc.constant('note' as const), text: fc.constantFrom('a', 'b') }),
  fc.record({ kind: fc.constant('timer' as const), until: fc.constantFrom(at('11:00:00'), at('13:00:00')) }),
  fc
    .uniqueArray(fc.nat({ max: 9 }), { minLength: 1, maxLength: 4 })
    .map((ids) => ({ kind: 'undone', entries: ids.map((id) => `e${id}`) }) as const),
);

it('comes to the same state in whatever order the entries arrive', () => {
  const drawn = fc.array(fc.tuple(anyEvent, fc.constantFrom('lea', 'max'), fc.nat({ max: 3 })), { maxLength: 10 });
  const shuffled = drawn.chain((events) => {
    const rows = events.map(([event, by, second], at) => entry(`e${at}`, event, { by, time: `10:00:0${second}` }));
    return fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }));
  });
  fc.assert(
    fc.property(shuffled, ([rows, others]) => {
      expect(stepState(check, others, now)).toEqual(stepState(check, rows, now));
    }),
  );
});

it('keeps the very state of a step to which nothing has happened since', () => {
  const other: Step = { ...check, id: 'other' };
  const wait: Step = { kind: 'timer', id: 'wait', text: 'Wait', length: 60_000, depth: 0, line: 3 };
  const read = createProgressReader([check, other, wait]);
  const timer = entry('t', { kind: 'timer', until: at('11:00:00') }, { step: 'wait' });
  const before = read([entry('a', { kind: 'done' }), timer], at('10:30:00'));
  const after = read([entry('a', { kind: 'done' }), timer, entry('b', { kind: 'done' }, { step: 'other' })], now);
  expect(after.states.get('look')).toBe(before.states.get('look'));
  expect(before.states.get('wait')?.status).toBe('waiting');
  expect(after.states.get('wait')?.status).toBe('done');
  expect([before.done, after.done, after.lacking.length]).toEqual([1, 3, 0]);
});
