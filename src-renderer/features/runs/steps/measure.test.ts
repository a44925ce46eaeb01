import { expect, it } from 'vitest';
import { rangeText, readNumber, verdictOf } from './measure.ts';

it.each([
  ['12', 12],
  ['1,5', 1.5],
  ['1\u202f500', 1500],
  ['−3.25', -3.25],
  ['.5', 0.5],
  ['2e3', 2000],
])('reads %s', (text, value) => expect(readNumber(text)).toBe(value));

it.each(['', '-', '12 ms', '1.2.3', 'NaN', 'Infinity', '0x10', '1e999'])('refuses %j', (text) => {
  expect(readNumber(text)).toBeUndefined();
});

it('tells how a value stands to its range', () => {
  const step = { kind: 'measure', unit: 'ms', min: 5, max: 200 } as const;
  expect([4, 5, 200, 201].map((value) => verdictOf(step, value))).toEqual(['below', 'within', 'within', 'above']);
  expect(verdictOf({ kind: 'measure' }, 3)).toBeUndefined();
  expect(rangeText(step, String)).toBe('5\u00a0–\u00a0200\u00a0ms');
  expect(rangeText({ kind: 'measure', min: 3 }, String)).toBe('≥\u00a03');
});

it('tells of no bound at nothing, unless a value is below it', () => {
  const step = { kind: 'measure', unit: 'min', min: 0 } as const;
  expect([verdictOf(step, 0.1), rangeText(step, String)]).toEqual([undefined, '']);
  expect(rangeText({ ...step, max: 30 }, String)).toBe('≤\u00a030\u00a0min');
  expect(verdictOf(step, -1)).toBe('below');
  expect(rangeText(step, String, 'below')).toBe('≥\u00a00\u00a0min');
});
