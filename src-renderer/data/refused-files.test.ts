import { expect, test } from 'vitest';
import { filesIn } from './refused-files.ts';

const file = { hash: 'a'.repeat(64), name: 'journal.txt', type: 'text/plain', size: 4 };

test('files of a refused change are those that a completion or a step brought', () => {
  expect(filesIn({ args: { id: 'checks@2026-11-23', note: 'ok', files: [file] } })).toEqual([file]);
  expect(filesIn({ args: { id: 'r', step: 'a', event: { kind: 'evidence', file } } })).toEqual([file]);
});

test('a change without files, or of a newer version, brings none', () => {
  for (const args of [
    undefined,
    null,
    7,
    {},
    { files: 'many' },
    { files: [{ hash: 'x' }] },
    { event: { kind: 'note' } },
  ]) {
    expect(filesIn({ args })).toEqual([]);
  }
});
