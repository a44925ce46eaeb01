import { expect, it } from 'vitest';
import type { Step } from '../../../../src-shared/procedure/step.ts';
import { OWN_KEYS, shownKeys, stepCommandOf } from './step-keys.ts';

const press = (key: string, over: Partial<KeyboardEvent> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...over,
});

it('reads single keys, and leaves chords to others', () => {
  expect(stepCommandOf(press('Enter'))).toBe('do');
  expect(stepCommandOf(press('J'))).toBe('next');
  expect(stepCommandOf(press(' '))).toBe('tick');
  expect(stepCommandOf(press('k', { ctrlKey: true }))).toBeUndefined();
  expect(stepCommandOf(press('S', { shiftKey: true }))).toBeUndefined();
  expect(stepCommandOf(press('g'))).toBeUndefined();
  expect(stepCommandOf(press('constructor'))).toBeUndefined();
  expect(OWN_KEYS.split(' ')).toContain('space');
});

it('shows the keys that mean something to the step', () => {
  const command: Step = { kind: 'command', command: 'df -h', id: 'a', text: 'A', depth: 0, line: 1 };
  const ids = (can: Parameters<typeof shownKeys>[1]) => shownKeys(command, can).map(({ id }) => id);
  expect(ids({ record: true, takeBack: false, append: true })).toEqual([
    'do',
    'copy',
    'skip',
    'note',
    'evidence',
    'assign',
    'next',
  ]);
  expect(ids({ record: false, takeBack: false, append: false })).toEqual(['copy', 'next']);
});
