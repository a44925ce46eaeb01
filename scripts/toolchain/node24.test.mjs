import { expect, it } from 'vitest';
import { isRecentEnough } from './node24.mjs';

it.each([
  ['18.19.0', false],
  ['20.20.2', false],
  ['22.12.0', false],
  ['22.18.0', true],
  ['23.5.0', false],
  ['24.21.0', true],
  ['26.0.0', true],
])('Node %s is recent enough: %s', (version, expected) => {
  expect(isRecentEnough(version)).toBe(expected);
});
