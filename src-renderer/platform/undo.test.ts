import { describe, expect, it } from 'vitest';
import { createUndoStack } from './undo.ts';

describe('undo stack', () => {
  it('takes back the latest first, each thing once', async () => {
    const stack = createUndoStack();
    const done: string[] = [];
    stack.push({ label: 'a', undo: () => void done.push('a') });
    stack.push({ label: 'b', undo: () => void done.push('b') });
    await stack.undo();
    await stack.undo();
    expect(await stack.undo()).toBeUndefined();
    expect(done).toEqual(['b', 'a']);
  });

  it('takes back the one that is named', async () => {
    const stack = createUndoStack();
    const done: string[] = [];
    const first = stack.push({ label: 'a', undo: () => void done.push('a') });
    stack.push({ label: 'b', undo: () => void done.push('b') });
    await stack.undo(first.id);
    await stack.undo(first.id);
    expect(done).toEqual(['a']);
    expect(stack.store.getState().entries.map((entry) => entry.label)).toEqual(['b']);
  });

  it('forgets what is older than its limit', () => {
    const stack = createUndoStack(2);
    for (const label of ['a', 'b', 'c']) stack.push({ label, undo: () => {} });
    expect(stack.store.getState().entries.map((entry) => entry.label)).toEqual(['b', 'c']);
  });
});
