import { describe, expect, it } from 'vitest';
import { sparkPoints } from './spark-points.ts';

const box = { width: 85, height: 25 };

describe('the points of a sparkline', () => {
  it('run from left to right with the most on top', () => {
    expect(sparkPoints([0, 10, 5], box).points).toEqual([
      { x: 2.5, y: 22.5 },
      { x: 42.5, y: 2.5 },
      { x: 82.5, y: 12.5 },
    ]);
  });

  it('lie in the middle where all are the same', () => {
    expect(sparkPoints([7, 7], box).points.map(({ y }) => y)).toEqual([12.5, 12.5]);
  });

  it('leave room for the limit', () => {
    const { points, limitAt } = sparkPoints([1, 2], { ...box, limit: 4 });
    expect(limitAt).toBe(2.5);
    expect(points.every(({ y }) => y > 2.5)).toBe(true);
  });
});
