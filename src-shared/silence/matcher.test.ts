import { describe, expect, test } from 'vitest';
import { labelTest, matchesEverything, regexProblem } from './matcher.ts';
import { parseMatchers } from './parse.ts';

function holds(text: string, labels: Record<string, string>): boolean {
  const parsed = parseMatchers(text);
  if (!parsed.ok) throw new Error(parsed.error.code);
  return labelTest(parsed.value)(labels);
}

describe('matchers hold', () => {
  test.each<[string, Record<string, string>, boolean]>([
    ['a=b', { a: 'b' }, true],
    ['a=b', { a: 'B' }, false],
    ['a=b', {}, false],
    ['a=""', {}, true],
    ['a!=b', {}, true],
    ['a=~"b|c"', { a: 'c' }, true],
    // Anchored on both ends, longest or not.
    ['a=~"b"', { a: 'bc' }, false],
    ['a=~"b|bc"', { a: 'bc' }, true],
    ['a=~"b.*"', { a: 'bcd' }, true],
    ['a=~"5.."', { a: '503' }, true],
    ['a=~"b."', { a: 'b\n' }, false],
    ['a=~"(?i)PAY.*"', { a: 'payments' }, true],
    ['a!~"b.*"', { a: 'bcd' }, false],
    ['a!~"b.*"', {}, true],
    ['a=~".+"', { a: '' }, false],
    ['toString=~".+"', {}, false],
    ['a=1, b=2', { a: '1', b: '2' }, true],
    ['a=1, b=2', { a: '1', b: '3' }, false],
  ])('%s on %j: %s', (text, labels, wanted) => {
    expect(holds(text, labels)).toBe(wanted);
  });

  test('of everything only where each lets an absent label through', () => {
    const all = (text: string) => {
      const parsed = parseMatchers(text);
      return parsed.ok && matchesEverything(parsed.value);
    };
    expect(all('a=~".*"')).toBe(true);
    expect(all('a!=b')).toBe(true);
    expect(all('a!=b, c=d')).toBe(false);
  });
});

test('no label of 8 KB makes an expression slow that backtracking engines never finish', () => {
  const label = `${'a'.repeat(8_191)}!`;
  const evil = ['(a+)+$', '(a|a)*b', '(a|aa)+c', '(.*a){12}x', '(x+x+)+y', '([a-zA-Z]+)*\\d', '(?:(?:a{0,10}){0,10})b'];
  const started = performance.now();
  for (const value of evil) {
    expect(regexProblem(value)).toBeUndefined();
    expect(labelTest([{ name: 'a', value, isRegex: true, isEqual: true }])({ a: label })).toBe(false);
  }
  // Milliseconds on a quiet machine; a backtracking engine would need longer than the universe has.
  expect(performance.now() - started).toBeLessThan(5_000);
});
