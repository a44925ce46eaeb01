import type { Instant } from '../../src-shared/time/clock.ts';

export interface TimePoint {
  id: string;
  at: Instant;
  /** Without one it stands at the foot of the chart, and the line passes it by. */
  value?: number | undefined;
  /** What needs somebody. */
  tone?: 'due' | 'failed' | undefined;
  /** What it is, in words. */
  title: string;
}

/** Room above the most and below the least, in percent of the height. */
const EDGE = 8;
const hundredth = (value: number) => Math.round(value * 100) / 100;

/** Where points lie in a chart, in percent of its width and height, y growing down; `points` are oldest first. */
export function timeChartPoints(points: readonly TimePoint[], limit?: number) {
  const values = points.flatMap(({ value }) => value ?? []);
  const all = limit === undefined ? values : [...values, limit];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const [from, to] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0];
  const x = (at: Instant) => (from === to ? 50 : hundredth(((at - from) / (to - from)) * 100));
  const y = (value: number) =>
    most === least ? 50 : hundredth(100 - EDGE - ((value - least) / (most - least)) * (100 - 2 * EDGE));
  return {
    spots: points.map(({ value, at, ...rest }) => ({ ...rest, x: x(at), y: value === undefined ? 100 : y(value) })),
    line: points.flatMap(({ value, at }) => (value === undefined ? [] : [{ x: x(at), y: y(value) }])),
    values: [...new Set([Math.max(...values), Math.min(...values)])].map((value) => ({ value, y: y(value) })),
    limitAt: limit === undefined ? undefined : y(limit),
  };
}
