import type { Instant } from './clock.ts';

/** Keys, each at an instant. What has come due and when the next will is known without a look at the others. */
export interface Timetable<K> {
  /** Adds or moves; what is at `Infinity` is kept and never due. O(log n). */
  set(key: K, at: Instant): void;
  get(key: K): Instant | undefined;
  delete(key: K): void;
  /** The earliest instant, `Infinity` when there is none. */
  next(): Instant;
  /** Takes out what is due at `now`, the earliest first. O(due · log n). */
  take(now: Instant): K[];
  entries(): [K, Instant][];
}

export function createTimetable<K>(): Timetable<K> {
  const times = new Map<K, Instant>();
  /** A binary heap, the earliest on top. What was moved or deleted stays in it until it comes up. */
  const heap: { key: K; at: Instant }[] = [];
  const instantAt = (index: number) => heap[index]?.at ?? Number.POSITIVE_INFINITY;

  const push = (key: K, at: Instant) => {
    const entry = { key, at };
    let hole = heap.push(entry) - 1;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = heap[parent];
      if (!above || above.at <= at) break;
      heap[hole] = above;
      hole = parent;
    }
    heap[hole] = entry;
  };

  const pop = () => {
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let hole = 0;
    for (;;) {
      const left = 2 * hole + 1;
      const child = instantAt(left + 1) < instantAt(left) ? left + 1 : left;
      const below = heap[child];
      if (!below || below.at >= last.at) break;
      heap[hole] = below;
      hole = child;
    }
    heap[hole] = last;
  };

  const top = () => {
    while (heap[0] && times.get(heap[0].key) !== heap[0].at) pop();
    return heap[0];
  };

  return {
    set(key, at) {
      if (times.get(key) === at) return;
      times.set(key, at);
      if (at < Number.POSITIVE_INFINITY) push(key, at);
    },
    get: (key) => times.get(key),
    delete: (key) => void times.delete(key),
    next: () => top()?.at ?? Number.POSITIVE_INFINITY,
    take(now) {
      const due: K[] = [];
      for (let first = top(); first && first.at <= now; first = top()) {
        due.push(first.key);
        times.delete(first.key);
      }
      return due;
    },
    entries: () => [...times],
  };
}
