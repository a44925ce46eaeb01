import { expect, test } from 'vitest';
import { bandsOf } from './month-bands.ts';

const band = (id: string, from: number, to: number) => ({ id, title: id, from, to });
const names = (bands: Parameters<typeof bandsOf>[0], monday: number) =>
  bandsOf(bands, monday).map((day) => day.map((one) => one?.id));

test('a band keeps its place over a week, and what begins when it is over takes it', () => {
  expect(names([band('b', 102, 103), band('a', 99, 101), band('c', 101, 108)], 100)).toEqual([
    ['a'],
    ['a', 'c'],
    ['b', 'c'],
    ['b', 'c'],
    [undefined, 'c'],
    [undefined, 'c'],
    [undefined, 'c'],
  ]);
});

test('bands of other weeks are left out', () => {
  expect(names([band('a', 90, 99), band('b', 107, 110)], 100)).toEqual(Array.from({ length: 7 }, () => []));
});
