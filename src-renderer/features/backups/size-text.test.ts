import { describe, expect, it } from 'vitest';
import { parseSize, typedSize } from './size-text.ts';

describe('a size that is typed', () => {
  it.each([
    ['82 Go', 82e9],
    ['12,5 MB', 12.5e6],
    ['4096', 4096],
    ['1 GiB', 1024 ** 3],
    ['large', undefined],
    ['12 parsecs', undefined],
    ['', undefined],
  ])('%j is %j bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each([0, 1, 999, 1_500, 4_096, 82_300_000_000, 1_234_567_891])('%d is read as it was written', (bytes) => {
    expect(parseSize(typedSize(bytes, 'fr'))).toBe(bytes);
    expect(parseSize(typedSize(bytes, 'en'))).toBe(bytes);
  });
});
