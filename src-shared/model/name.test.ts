import { expect, test } from 'vitest';
import { nameSchema } from './name.ts';

const name = nameSchema(20);

test.each([
  ['  Nightly dump ', 'Nightly dump'],
  ['a\u0000b', 'a b'],
  ['two\r\nlines\tand a tab', 'two lines and a tab'],
  ['dump \u202egpj.exe', 'dump gpj.exe'],
  ['\u2066dump\u2069', 'dump'],
  ['half \ud83d', 'half \ufffd'],
  ['👩\u200d🔧 relève', '👩\u200d🔧 relève'],
])('%j is called %j', (typed, said) => {
  expect(name.parse(typed)).toBe(said);
  expect(name.parse(said)).toBe(said);
});

test('what cannot be seen is no name', () => {
  expect(name.safeParse('\u202e \u0000\n').success).toBe(false);
});
