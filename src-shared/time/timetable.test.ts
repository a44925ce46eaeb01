import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTimetable } from './timetable.ts';

test('what is due comes once, the earliest first, and what lies at infinity never', () => {
  const table = createTimetable<string>();
  expect(table.next()).toBe(Number.POSITIVE_INFINITY);
  table.set('c', 3);
  table.set('a', 1);
  table.set('never', Number.POSITIVE_INFINITY);
  table.set('b', 2);
  expect(table.next()).toBe(1);
  expect(table.take(2)).toEqual(['a', 'b']);
  expect(table.take(2)).toEqual([]);
  expect(table.entries()).toEqual([
    ['c', 3],
    ['never', Number.POSITIVE_INFINITY],
  ]);
});

test('moved, deleted and set again as one likes, it says what a look at every key says', () => {
  const key = fc.integer({ min: 0, max: 30 });
  const at = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constant(Number.POSITIVE_INFINITY));
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('set' as const), key, at }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), key, at }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('take' as const), key, at: fc.integer({ min: 0, max: 100 }) }),
    },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const table = createTimetable<number>();
      const plain = new Map<number, number>();
      for (const one of steps) {
        if (one.do === 'set') {
          table.set(one.key, one.at);
          plain.set(one.key, one.at);
        } else if (one.do === 'delete') {
          table.delete(one.key);
          plain.delete(one.key);
        } else {
          const due = [...plain].filter(([, when]) => when <= one.at);
          const taken = table.take(one.at).map((each): [number, number] => [each, plain.get(each) ?? -1]);
          expect(taken.map(([, when]) => when)).toEqual(due.map(([, when]) => when).toSorted((a, b) => a - b));
          expect(new Map(taken)).toEqual(new Map(due));
          for (const [each] of due) plain.delete(each);
        }
        expect(table.next()).toBe(Math.min(Number.POSITIVE_INFINITY, ...plain.values()));
        expect(table.get(one.key)).toBe(plain.get(one.key));
      }
      expect(new Map(table.entries())).toEqual(plain);
    }),
  );
});
