import { describe, expect, it } from 'vitest';
import { instant } from '../../src-shared/time/clock.ts';
import { timeChartPoints } from './time-chart-points.ts';

const day = (of: number, value?: number) => ({
  id: `${of}`,
  at: instant(`2026-11-${String(of).padStart(2, '0')}T03:00:00Z`),
  title: '',
  ...(value === undefined ? {} : { value }),
});

describe('the points of a chart over time', () => {
  it('stand as far apart as their times, with the most on top', () => {
    const { line, values } = timeChartPoints([day(1, 0), day(2, 10), day(5, 5)]);
    expect(line).toEqual([
      { x: 0, y: 92 },
      { x: 25, y: 8 },
      { x: 100, y: 50 },
    ]);
    expect(values).toEqual([
      { value: 10, y: 8 },
      { value: 0, y: 92 },
    ]);
  });

  it('are at its foot where nothing was measured, and the line passes them by', () => {
    const { line, spots } = timeChartPoints([day(1, 4), day(2), day(3, 6)]);
    expect(line.map(({ x }) => x)).toEqual([0, 100]);
    expect(spots.map(({ y }) => y)).toEqual([92, 100, 8]);
  });

  it('leave room for the limit', () => {
    const { line, limitAt } = timeChartPoints([day(1, 1), day(2, 2)], 4);
    expect(limitAt).toBe(8);
    expect(line.every(({ y }) => y > 8)).toBe(true);
  });

  it('lie in the middle where all are the same, at one time', () => {
    expect(timeChartPoints([day(1, 7), { ...day(1, 7), id: 'again' }])).toMatchObject({
      line: [
        { x: 50, y: 50 },
        { x: 50, y: 50 },
      ],
      values: [{ value: 7, y: 50 }],
    });
  });
});
