import { expect, it } from 'vitest';
import { toCsv } from './csv.ts';

it('separates with commas and ends each line with CRLF', () => {
  expect(
    toCsv(
      ['a', 'b'],
      [
        ['x', 1],
        [undefined, 'é'],
      ],
    ),
  ).toBe('a,b\r\nx,1\r\n,é\r\n');
});

it('quotes commas, quotation marks and line ends', () => {
  expect(toCsv(['a'], [['1,2'], ['say "no"'], ['two\nlines']])).toBe('a\r\n"1,2"\r\n"say ""no"""\r\n"two\nlines"\r\n');
});

it.each(['=1+1', '+33', '-2', '@SUM(A1)', '\tx'])('defuses the formula %j', (text) => {
  expect(toCsv(['a'], [[text]])).toBe(`a\r\n'${text}\r\n`);
});

it('leaves negative numbers alone', () => {
  expect(toCsv(['a'], [[-2]])).toBe('a\r\n-2\r\n');
});
