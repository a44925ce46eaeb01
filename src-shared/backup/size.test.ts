import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sizeOf } from './size.ts';

describe('the size that a job prints', () => {
  test.each([
    ['size=123', 123],
    ['bytes: 4096', 4096],
    ['{"size":82300000000}', 82_300_000_000],
    ['{"bytes":"12.5 MB","ok":true}', 12_500_000],
    ['taille = 4.2 Go', 4_200_000_000],
    ['dump done\nsize=10\nsize=25 MiB\n', 25 * 1_024 * 1_024],
    ['duration=12s size=7k rows=1', 7_000],
    ['{"note": 1}\nsize=9', 9],
    ['Sent 3 files, size: 77.', 77],
    ['size=12parsecs', undefined],
    ['resize=12', undefined],
    ['{"size":-4}', undefined],
    ['{"size":1e400}', undefined],
    ['size=', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('of %j is %j', (body, size) => {
    expect(sizeOf(body)).toBe(size);
  });

  test('is a whole number of bytes or none, whatever is printed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const size = sizeOf(text);
        expect(size === undefined || (Number.isSafeInteger(size) && size >= 0)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('is read again as it was printed', () => {
    fc.assert(
      fc.property(fc.nat(), fc.string({ maxLength: 40 }), (size, before) => {
        expect(sizeOf(`${before}\nsize=${size}\n`)).toBe(size);
      }),
      { numRuns: 200 },
    );
  });
});
