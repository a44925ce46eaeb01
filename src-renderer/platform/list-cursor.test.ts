import { expect, it } from 'vitest';
import { moveCursor, range } from './list-cursor.ts';

it.each([
  ['j', 0, 1],
  ['ArrowDown', 99, 99],
  ['k', 5, 4],
  ['ArrowUp', 0, 0],
  ['PageDown', 5, 25],
  ['PageUp', 5, 0],
  ['Home', 50, 0],
  ['End', 50, 99],
])('moves with %s from %i to %i', (key, at, expected) => {
  expect(moveCursor(key, at, 100, 20)).toBe(expected);
});

it('leaves other keys and an empty list alone', () => {
  expect(moveCursor('a', 0, 100, 20)).toBeUndefined();
  expect(moveCursor('toString', 0, 100, 20)).toBeUndefined();
  expect(moveCursor('j', 0, 0, 20)).toBeUndefined();
});

it('spans a range in either direction', () => {
  expect(range(2, 4)).toEqual([2, 3, 4]);
  expect(range(4, 2)).toEqual([2, 3, 4]);
});
