import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sizeOf } from './size.ts';

const RSYNC_STATS = `
Number of files: 3 (reg: 2, dir: 1)
Total file size: 1,238,099 bytes
Total transferred file size: 1,024 bytes
Literal data: 0 bytes
File list size: 0
File list generation time: 0.001 seconds
Total bytes sent: 113
Total bytes received: 35
`;

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
    ['taille = 4,2 Go', 4_200_000_000],
    ['taille : 4,2\u00a0Go', 4_200_000_000],
    ['{"size":"4,2 Go"}', 4_200_000_000],
    ['size=0,125 MB', 125_000],
    ['size: 1,234,567 bytes', 1_234_567],
    ['size: 1.234.567', 1_234_567],
    ['size: 1,234,567.5 kB', 1_234_567_500],
    ['taille: 1.234,5 Ko', 1_234_500],
    ['size=12 345 678', 12_345_678],
    ['taille: 12\u202f345,5 Mo', 12_345_500_000],
    ['size: 1,234 bytes', 1_234],
    ['size: 1.234 GB', 1_234_000_000],
    ['size: 1,234 GB', undefined],
    ['size=1.2.3', undefined],
    ['size=10 rows=4', 10],
    ['size=123456 200 OK', 123_456],
    [RSYNC_STATS, 1_238_099],
    ['sent 113 bytes  received 35 bytes  296.00 bytes/sec\ntotal size is 1,238,099  speedup is 8,365.53', 1_238_099],
    ['total size is 1.24M  speedup is 8,365.53', 1_240_000],
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
