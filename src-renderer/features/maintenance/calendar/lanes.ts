import type { Instant } from '../../../../src-shared/time/clock.ts';

interface Timed {
  at: Instant;
  end: Instant;
}

/** Where something stands beside what it overlaps: `lane` of `lanes`, from 0. */
export interface Placed<T> {
  item: T;
  lane: number;
  lanes: number;
}

/** Lays side by side what overlaps, the earlier to the left; what lasts no time takes `least` of it. */
export function inLanes<T>(items: readonly T[], spanOf: (item: T) => Timed, least: number): Placed<T>[] {
  const sorted = items
    .map((item) => {
      const { at, end } = spanOf(item);
      return { item, at, end: Math.max(end, at + least) };
    })
    .sort((a, b) => a.at - b.at || b.end - a.end);
  const placed: Placed<T>[] = [];
  let group: { item: T; lane: number }[] = [];
  /** When each lane of the group is free again. */
  let ends: Instant[] = [];
  const close = () => {
    for (const one of group) placed.push({ ...one, lanes: ends.length });
    group = [];
    ends = [];
  };
  for (const { item, at, end } of sorted) {
    if (ends.every((free) => free <= at)) close();
    const free = ends.findIndex((until) => until <= at);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = end;
    group.push({ item, lane });
  }
  close();
  return placed;
}
