import { expect, test } from 'vitest';
import { collections } from './collections.ts';
import { isName, nameSchema } from './name.ts';

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

test.each(['', '\u202e \u0000\n', '\u200b', '\ufeff\u00ad', '\u200f\u200d'])('%j is no name', (typed) => {
  expect(name.safeParse(typed).success).toBe(false);
  expect(isName(typed)).toBe(false);
});

test('records of before are read by the names that they have', () => {
  const odd = ' \u202edump\n\u0000';
  const read = Object.entries(collections).flatMap(([collection, { shape }]) =>
    Object.entries(shape).flatMap(([field, schema]) => {
      if (field !== 'name' && field !== 'title') return [];
      expect(schema.safeParse(odd), collection).toEqual({ success: true, data: odd });
      expect(schema.safeParse(' ').success, collection).toBe(true);
      return [collection];
    }),
  );
  expect(read).toEqual(expect.arrayContaining(['person', 'team', 'service', 'slaPolicy', 'calendar', 'change']));
});
