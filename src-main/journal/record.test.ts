import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeRecords, encodeRecord } from './record.ts';

const values = fc.array(
  fc.record({ seq: fc.nat(), text: fc.string({ unit: 'binary', maxLength: 200 }), more: fc.jsonValue() }),
  { minLength: 1, maxLength: 30 },
);
const normal = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('what was written is read back in order', () => {
  fc.assert(
    fc.property(values, (written) => {
      const read = decodeRecords(Buffer.concat(written.map(encodeRecord)));
      expect(read).toEqual({ values: written.map(normal), damaged: 0, clean: true });
    }),
  );
});

test('a file cut at any byte keeps every record before the cut', () => {
  fc.assert(
    fc.property(values, fc.nat(), (written, at) => {
      const records = written.map(encodeRecord);
      const bytes = Buffer.concat(records);
      const cut = at % (bytes.length + 1);
      let whole = 0;
      let end = 0;
      // A record without its line feed is whole all the same.
      for (const record of records) {
        end += record.length;
        if (end - 1 <= cut) whole += 1;
      }
      const read = decodeRecords(bytes.subarray(0, cut));
      expect(read.values).toEqual(written.slice(0, whole).map(normal));
      expect(read.damaged).toBeLessThanOrEqual(1);
    }),
  );
});

test('flipped bits cost the records they hit and no other, and are counted', () => {
  fc.assert(
    fc.property(values, fc.array(fc.nat(), { minLength: 1, maxLength: 8 }), (written, flips) => {
      const records = written.map(encodeRecord);
      const bytes = Buffer.concat(records);
      const hit = new Set<number>();
      for (const flip of flips) {
        const at = Math.floor(flip / 8) % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ (1 << (flip % 8));
        let start = 0;
        records.forEach((record, index) => {
          if (at >= start && at < start + record.length - 1) hit.add(index);
          start += record.length;
        });
      }
      const read = decodeRecords(bytes);
      const texts = read.values.map((value) => JSON.stringify(value));
      const intact = written.filter((_value, index) => !hit.has(index)).map((value) => JSON.stringify(normal(value)));
      let from = 0;
      for (const text of intact) {
        const found = texts.indexOf(text, from);
        expect(found).toBeGreaterThanOrEqual(0);
        from = found + 1;
      }
      // Two flips of one bit undo each other, and a flip may hit the line feed between records.
      if (texts.length < written.length) expect(read.damaged).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});

test('rubbish between records is one stretch of damage', () => {
  const bytes = Buffer.concat([encodeRecord({ a: 1 }), Buffer.from('0000zz rubbish\n\0\0\0'), encodeRecord({ a: 2 })]);
  expect(decodeRecords(bytes)).toEqual({ values: [{ a: 1 }, { a: 2 }], damaged: 1, clean: true });
});

test('a record inside a text is no record', () => {
  const inner = encodeRecord({ a: 'inner' }).toString();
  const outer = encodeRecord({ text: inner });
  outer[30] = (outer[30] ?? 0) ^ 1;
  expect(decodeRecords(outer).values).toEqual([]);
});
