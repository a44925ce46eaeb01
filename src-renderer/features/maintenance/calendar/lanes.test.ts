import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inLanes } from './lanes.ts';

const lanesOf = (...spans: [number, number][]) =>
  inLanes(spans, ([at, end]) => ({ at, end }), 1).map(({ item, lane, lanes }) => [...item, lane, lanes]);

test('what overlaps stands side by side, and what follows it takes the whole width again', () => {
  expect(lanesOf([9, 10], [9, 11], [10, 12], [13, 14])).toEqual([
    [9, 11, 0, 2],
    [9, 10, 1, 2],
    [10, 12, 1, 2],
    [13, 14, 0, 1],
  ]);
  expect(lanesOf([9, 9], [9, 9])).toEqual([
    [9, 9, 0, 2],
    [9, 9, 1, 2],
  ]);
});

test('nothing covers anything else, whatever there is', () => {
  const span = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 10 }));
  fc.assert(
    fc.property(fc.array(span, { maxLength: 30 }), (spans) => {
      const placed = inLanes(spans, ([at, length]) => ({ at, end: at + length }), 1);
      expect(placed).toHaveLength(spans.length);
      for (const [index, one] of placed.entries()) {
        expect(one.lane).toBeLessThan(one.lanes);
        for (const other of placed.slice(index + 1)) {
          const [a, b] = [one.item, other.item];
          const overlap = a[0] < b[0] + Math.max(1, b[1]) && b[0] < a[0] + Math.max(1, a[1]);
          if (overlap) expect([one.lanes, one.lane === other.lane]).toEqual([other.lanes, false]);
        }
      }
    }),
  );
});
