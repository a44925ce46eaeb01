import { expect, test } from 'vitest';
import { instant, MINUTE } from '../../src-shared/time/clock.ts';
import { fitBounds } from './bounds.ts';
import { createRestartPolicy } from './restarts.ts';

const laptop = { x: 0, y: 0, width: 1440, height: 900 };
const external = { x: 1440, y: 0, width: 2560, height: 1440 };
const remembered = { x: 1600, y: 100, width: 1800, height: 1200, maximized: false };

test('the window comes back where it was', () => {
  expect(fitBounds(remembered, [laptop, external])).toEqual({ x: 1600, y: 100, width: 1800, height: 1200 });
});

test('with its screen unplugged it keeps its size and lets the system place it', () => {
  expect(fitBounds(remembered, [laptop])).toEqual({ width: 1800, height: 1200 });
});

test('a page that dies once starts again at once, one that keeps dying waits longer, up to 30 s', () => {
  const policy = createRestartPolicy();
  const start = instant('2026-11-22T02:14:00Z');
  const delays = Array.from({ length: 10 }, (_, index) => policy.next(start + index * 1_000));
  expect(delays).toEqual([0, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  expect(policy.next(start + 20 * MINUTE)).toBe(0);
});
