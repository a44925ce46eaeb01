/** Room for the line's own width and the dot at its end. */
const EDGE = 2.5;
const tenth = (value: number) => Math.round(value * 10) / 10;

/** Where the values lie in a box, from its left to its right; all equal, they run through its middle. Y grows down. */
export function sparkPoints(
  values: readonly number[],
  { width, height, limit }: { width: number; height: number; limit?: number | undefined },
): { points: { x: number; y: number }[]; limitAt: number | undefined } {
  const all = limit === undefined ? values : [...values, limit];
  const least = Math.min(...all);
  const most = Math.max(...all);
  const y = (value: number) =>
    most === least
      ? tenth(height / 2)
      : tenth(height - EDGE - ((value - least) / (most - least)) * (height - 2 * EDGE));
  const step = (width - 2 * EDGE) / Math.max(1, values.length - 1);
  return {
    points: values.map((value, at) => ({ x: tenth(EDGE + at * step), y: y(value) })),
    limitAt: limit === undefined ? undefined : y(limit),
  };
}
