import { expect, it } from 'vitest';
import { markdownCode, markdownQuote, markdownTable, markdownText } from './markdown-text.ts';

it('leaves plain words alone', () => {
  expect(markdownText('Latence à 800 ms, P1')).toBe('Latence à 800 ms, P1');
});

it('takes nothing in a text as markup', () => {
  expect(markdownText('<img src=x> [a](b) **x** `y` | z')).toBe(
    '\\<img src=x\\> \\[a\\](b) \\*\\*x\\*\\* \\`y\\` \\| z',
  );
});

it('keeps a cell on one line', () => {
  expect(markdownText('one\n\n# two')).toBe('one \\# two');
});

it('does not start a list', () => {
  expect(markdownText('- a')).toBe('\\- a');
});

it.each([
  ['voir https://evil.example/?a=b|c', 'voir `https://evil.example/?a=b`\\|c'],
  ['www.evil.example', '`www.evil.example`'],
  ['à me@evil.example.', 'à `me@evil.example.`'],
  ['===', '\\==='],
  ['---', '\\---'],
  ['1. un', '1\\. un'],
  ['&lt;b', '\\&lt;b'],
])('leads nowhere and starts nothing: %s', (text, markdown) => {
  expect(markdownText(text)).toBe(markdown);
});

it('quotes line by line', () => {
  expect(markdownQuote('a\nb', '  ')).toBe('  > a\n  > b');
});

it('fences code with more backticks than it holds', () => {
  expect(markdownCode('a ``` b')).toBe('````\na ``` b\n````');
});

it('writes a table', () => {
  expect(markdownTable(['a', 'b'], [['1', '2']])).toBe('| a | b |\n| --- | --- |\n| 1 | 2 |');
});
