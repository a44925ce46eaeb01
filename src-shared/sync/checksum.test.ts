import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSum, checksumOf, EMPTY_SUM, formatSum, subtractSum } from './checksum.ts';

const records = fc.array(fc.tuple(fc.string(), fc.string(), fc.nat()), { maxLength: 30 });
const sumOf = (list: [string, string, number][]) =>
  list.reduce((sum, one) => addSum(sum, checksumOf(...one)), EMPTY_SUM);

describe('checksum', () => {
  it('does not depend on the order', () => {
    fc.assert(
      fc.property(records, (list) => {
        expect(sumOf(list.toReversed())).toEqual(sumOf(list));
      }),
    );
  });

  it('gives a record back when it is taken out', () => {
    fc.assert(
      fc.property(records, fc.string(), fc.string(), fc.nat(), (list, collection, id, version) => {
        const one = checksumOf(collection, id, version);
        expect(subtractSum(addSum(sumOf(list), one), one)).toEqual(sumOf(list));
      }),
    );
  });

  it('is different for another collection, id or version', () => {
    const all = new Set<string>();
    for (const collection of ['incident', 'alert'])
      for (let id = 0; id < 100; id += 1)
        for (let version = 0; version < 100; version += 1)
          all.add(formatSum(checksumOf(collection, `id-${id}`, version)));
    expect(all.size).toBe(20_000);
  });

  it('is the same on both sides for ever', () => {
    expect(formatSum(checksumOf('incident', '42', 7))).toMatchInlineSnapshot(`"51db424a76544598"`);
    expect(formatSum(EMPTY_SUM)).toBe('0000000000000000');
  });
});
