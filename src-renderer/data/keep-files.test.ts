import { expect, test } from 'vitest';
import { err, ok } from '../../src-shared/contract/errors.ts';
import { keepEach } from './keep-files.ts';

const files = ['a', 'b', 'c', 'd'].map((name) => new File([name], name));
const kept = (file: File) => ok({ hash: 'a'.repeat(64), name: file.name, type: '', size: 1 });

test('files are kept while there is room, and the others are answered', async () => {
  const taken: string[] = [];
  const left = await keepEach(files, async (file) => kept(file), {
    kept: ({ name }) => taken.length < 2 && taken.push(name) > 0,
    refused: () => expect.unreachable(),
  });
  expect(taken).toEqual(['a', 'b']);
  expect(left.map(({ name }) => name)).toEqual(['c', 'd']);
});

test('a file that cannot be kept, or whose keeping breaks, is told and the others go on', async () => {
  const told: string[] = [];
  const keep = async (file: File) => {
    if (file.name === 'b') throw new Error('the page is closing');
    return file.name === 'c' ? err({ code: 'tooLarge' as const, limit: 1 }) : kept(file);
  };
  const left = await keepEach(files, keep, {
    kept: ({ name }) => told.push(name) > 0,
    refused: ({ name }, { code }) => told.push(`${name} ${code}`),
  });
  expect(left).toEqual([]);
  expect(told).toEqual(['a', 'b storageBroken', 'c tooLarge', 'd']);
});
