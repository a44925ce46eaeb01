import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonExcess } from './json-body.ts';

describe('a JSON body', () => {
  it.each([
    ['', undefined],
    ['"[[[{{{\\"[[["', undefined],
    ['['.repeat(100), undefined],
    ['['.repeat(101), 'deep'],
    ['{"a":'.repeat(10_000), 'deep'],
    [`["${'['.repeat(200)}"]`, undefined],
    [`["${'\\'.repeat(9)}"${'['.repeat(200)}"]`, undefined],
    [`["${'\\'.repeat(8)}"${'['.repeat(200)}]`, 'deep'],
    [`[${'1,'.repeat(100_001)}`, 'many'],
    [`[${'[],'.repeat(50_001)}`, 'many'],
  ])('%#: too much is told from the text', (text, excess) => {
    expect(jsonExcess(text)).toBe(excess);
  });

  it('is never found too much when it is small, whatever its strings hold', () => {
    const nasty = fc.string({ unit: fc.constantFrom('"', '\\', '[', '{', ']', '}', ',', 'a') });
    fc.assert(
      fc.property(fc.dictionary(nasty, fc.array(nasty)), (value) => {
        expect(jsonExcess(JSON.stringify(value))).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it('is told without going over the text again and again', () => {
    const text = `"${'\\"'.repeat(2_000_000)}"`;
    const before = performance.now();
    expect(jsonExcess(text)).toBeUndefined();
    expect(performance.now() - before).toBeLessThan(5_000);
  });
});
