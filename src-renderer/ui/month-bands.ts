import type { DayNumber } from '../../src-shared/time/day.ts';

/** Something that lasts for days: drawn as one band over them. */
export interface MonthBand {
  id: string;
  title: string;
  /** Both days included. */
  from: DayNumber;
  to: DayNumber;
}

/**
 * The bands over a week from `monday` on, each at its place above one another: the same in all its days, so that a band
 * goes straight through. The earlier one lies above, and a place is taken again where it is free.
 */
export function bandsOf<B extends MonthBand>(bands: readonly B[], monday: DayNumber): (B | undefined)[][] {
  const sunday = monday + 6;
  const days: (B | undefined)[][] = Array.from({ length: 7 }, () => []);
  const met = bands
    .filter(({ from, to }) => from <= sunday && to >= monday)
    .sort((a, b) => a.from - b.from || b.to - a.to || (a.id < b.id ? -1 : 1));
  for (const band of met) {
    const over = days.slice(Math.max(band.from - monday, 0), Math.min(band.to - monday, 6) + 1);
    let lane = 0;
    while (over.some((day) => day[lane])) lane += 1;
    for (const day of over) day[lane] = band;
  }
  return days.map((day) => Array.from(day));
}
