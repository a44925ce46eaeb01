import { expect, test } from 'vitest';
import { createFlight } from './one-flight.ts';

test('what is asked for again before it is done is done once, with one answer', async () => {
  const flight = createFlight();
  let made = 0;
  const make = async () => ++made;
  expect(await Promise.all([flight('a', make), flight('a', make), flight('b', make)])).toEqual([1, 1, 2]);
  expect(await flight('a', make)).toBe(3);
});

test('what failed may be tried again', async () => {
  const flight = createFlight();
  const fail = () => Promise.reject(new Error('no'));
  const both = [flight('a', fail), flight('a', fail)];
  for (const one of both) await expect(one).rejects.toThrow('no');
  expect(await flight('a', async () => 1)).toBe(1);
});
