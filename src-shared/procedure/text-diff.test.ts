import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { diffRows } from './text-diff.ts';

const said = (before: string, after: string, context?: number) =>
  diffRows(before, after, context).map((row) =>
    row.kind === 'skipped'
      ? `… ${row.count}`
      : row.kind === 'same'
        ? `  ${row.text}`
        : `${row.kind === 'added' ? '+' : '-'} ${row.pieces.map((one) => (one.changed ? `[${one.text}]` : one.text)).join('')}`,
  );

describe('two texts', () => {
  test('that differ in a word show the line twice, with the word', () => {
    expect(said('a\nRegarder le disque\nb', 'a\nRegarder le cache\nb')).toEqual([
      '  a',
      '- Regarder le [disque]',
      '+ Regarder le [cache]',
      '  b',
    ]);
  });

  test('show whole lines where one side has more of them, or nothing in common', () => {
    expect(said('un\ndeux', 'trois\ndeux')).toEqual(['- [un]', '+ [trois]', '  deux']);
    expect(said('un', 'un\ndeux')).toEqual(['  un', '+ [deux]']);
  });

  test('leave out what is the same, but for the lines around', () => {
    const long = Array.from({ length: 20 }, (_, at) => `ligne ${at}`);
    const edited = long.with(10, 'autre chose');
    expect(said(long.join('\n'), edited.join('\n'), 1)).toEqual([
      '… 9',
      '  ligne 9',
      '- [ligne 10]',
      '+ [autre chose]',
      '  ligne 11',
      '… 8',
    ]);
  });
});

test('texts too repetitive to compare are told as wholly changed, at once', () => {
  const blank = '\n'.repeat(5_000);
  expect(diffRows(`a${blank}`, `b${blank}`)).toHaveLength(2 * 5_001);
});

const line = fc.constantFrom('', 'un', 'un deux', 'deux trois', 'é', '- [ ] pas');
const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'));

it('holds both texts, line by line', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const rows = diffRows(before, after, Infinity);
      const side = (wanted: 'removed' | 'added') =>
        rows
          .flatMap((row) =>
            row.kind === 'same' ? row.text : row.kind === wanted ? row.pieces.map((piece) => piece.text).join('') : [],
          )
          .join('\n');
      expect(side('removed')).toBe(before);
      expect(side('added')).toBe(after);
    }),
  );
});
