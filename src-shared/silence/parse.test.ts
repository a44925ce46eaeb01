import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Matcher } from '../model/silence.ts';
import { formatMatchers, parseMatchers } from './parse.ts';

const matcher = (name: string, operator: '=' | '!=' | '=~' | '!~', value: string): Matcher => ({
  name,
  value,
  isRegex: operator.endsWith('~'),
  isEqual: !operator.startsWith('!'),
});

describe('what Alertmanager and amtool accept is read alike', () => {
  test.each<[string, Matcher[]]>([
    ['alertname="X"', [matcher('alertname', '=', 'X')]],
    ['{foo="bar"}', [matcher('foo', '=', 'bar')]],
    ['{foo!="bar",}', [matcher('foo', '!=', 'bar')]],
    ['severity=~"a|b"', [matcher('severity', '=~', 'a|b')]],
    ['foo!~[a-z]+', [matcher('foo', '!~', '[a-z]+')]],
    ['foo=bar,dings!=bums', [matcher('foo', '=', 'bar'), matcher('dings', '!=', 'bums')]],
    ['{foo = "bar", dings != "bums", }', [matcher('foo', '=', 'bar'), matcher('dings', '!=', 'bums')]],
    ['{foo=bar🙂}', [matcher('foo', '=', 'bar🙂')]],
    ['{"foo 🙂"="bar"}', [matcher('foo 🙂', '=', 'bar')]],
    ['{foo🙂=bar}', [matcher('foo🙂', '=', 'bar')]],
    ['{"foo\\"bar"="b\\u00e9\\n"}', [matcher('foo"bar', '=', 'bé\n')]],
    ['foo="\\xf0\\x9f\\x99\\x82"', [matcher('foo', '=', '🙂')]],
    ['foo=""', [matcher('foo', '=', '')]],
    // Only the classic grammar reads these.
    ['statuscode=~5..', [matcher('statuscode', '=~', '5..')]],
    ['foo=bar baz', [matcher('foo', '=', 'bar baz')]],
    ['foo=~\\d+', [matcher('foo', '=~', '\\d+')]],
    ['foo=~"\\d+"', [matcher('foo', '=~', '\\d+')]],
    ['foo={bar}baz', [matcher('foo', '=', '{bar}baz')]],
    ["foo='bar'", [matcher('foo', '=', "'bar'")]],
    ['foo=', [matcher('foo', '=', '')]],
    ['quote="She said: \\"Hi, ladies!\\""', [matcher('quote', '=', 'She said: "Hi, ladies!"')]],
    // amtool alone: a name without an operator.
    ['HighLatency', [matcher('alertname', '=', 'HighLatency')]],
  ])('%s', (text, wanted) => {
    expect(parseMatchers(text)).toEqual({ ok: true, value: wanted });
  });

  test.each([
    ['', 'empty', 0],
    ['{}', 'empty', 0],
    ['{', 'unclosed', 1],
    ['foo="bar"}}', 'unopened', 9],
    ['=bar', 'name', 0],
    ['foo bar', 'operator', 4],
    ['foo=!bar"', 'operator', 4],
    ['foo=="bar"', 'value', 4],
    ['foo="bar', 'unterminated', 4],
    ['"foo=bar', 'unterminated', 0],
    ['foo="bar" "baz"="x"', 'separator', 10],
    ['""="x"', 'name', 0],
    ['foo=~"("', 'regex', 0],
    ['foo=~"a(?=b)"', 'regex', 0],
    ['foo=~"a)|(b"', 'regex', 0],
    ['foo=~"(a{500}){10}"', 'regex', 0],
  ])('%s is refused: %s at %i', (text, code, at) => {
    expect(parseMatchers(text)).toMatchObject({ ok: false, error: { code, at } });
  });
});

test('a value longer than a silence keeps is refused', () => {
  expect(parseMatchers(`foo="${'x'.repeat(1_001)}"`)).toMatchObject({ ok: false, error: { code: 'tooLong' } });
});

test('what is written out reads back the same, whatever is in names and values', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 20 });
  const one = fc.record({
    name: text.filter((name) => name !== ''),
    value: text,
    isRegex: fc.constant(false),
    isEqual: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 5 }), (matchers) => {
      expect(parseMatchers(formatMatchers(matchers))).toEqual({ ok: true, value: matchers });
      expect(parseMatchers(`{${formatMatchers(matchers)}}`)).toEqual({ ok: true, value: matchers });
    }),
  );
});
