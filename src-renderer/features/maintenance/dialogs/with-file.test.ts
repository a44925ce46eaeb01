import { expect, test } from 'vitest';
import { MOST_FILES } from '../../../../src-shared/model/plan.ts';
import { withFile } from './with-file.ts';

const fileOf = (number: number) => ({ hash: String(number).padStart(64, '0'), name: 'a.txt', type: '', size: 1 });

test('a file is brought once, and none where there is no room, which is said', () => {
  const full = Array.from({ length: MOST_FILES }, (_, number) => fileOf(number));
  expect(withFile(full.slice(1), fileOf(0))).toHaveLength(MOST_FILES);
  expect(withFile(full, fileOf(3))).toEqual(full);
  expect(withFile(full, fileOf(MOST_FILES))).toBe(undefined);
});
