import type { Clock, Instant, Millis, Scheduler } from '../../src-shared/time/clock.ts';
import type { Check, Fault, Tally } from './coverage.ts';

/** Deterministic numbers from a seed (mulberry32). */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** Whole number in [min, max]. */
  int(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(of: readonly T[]): T;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (of) => of[int(0, of.length - 1)]!,
  };
}

/** The one virtual time of a simulation, and all that is to happen in it. */
export interface World {
  random: Random;
  /** True time: what a perfect clock would show. */
  now(): Instant;
  at(delay: Millis, run: () => void): { cancel(): void };
  sleep(delay: Millis): Promise<void>;
  /** A process's timers: they stop with it. */
  scheduler(alive: () => boolean): Scheduler;
  clock(skew: () => Millis): Clock;
  /** Lets everything happen up to `until`; `each` is called after every event. */
  run(until: Instant, each?: () => void): Promise<void>;
  /** 1, 2, 3… */
  count(): number;
  /** A fault fired, or a check looked at something. */
  met(what: Fault | Check, times?: number): void;
  tally: Tally;
  log(line: string): void;
  trace(): string[];
}

const START: Instant = Date.parse('2026-11-22T03:00:00Z');

/** `settled` resolves when no real answer is awaited any more, where some take real time. */
export function createWorld(seed: number, settled?: () => Promise<void>): World {
  const random = createRandom(seed);
  let now = START;
  let made = 0;
  let counted = 0;
  // A binary heap ordered by time, then by the order in which events were made.
  const heap: { at: Instant; order: number; run: () => void }[] = [];
  const lines: string[] = [];
  const tally: Tally = new Map();
  const before = (a: number, b: number) => {
    const x = heap[a]!;
    const y = heap[b]!;
    return x.at < y.at || (x.at === y.at && x.order < y.order);
  };
  const swap = (a: number, b: number) => {
    [heap[a], heap[b]] = [heap[b]!, heap[a]!];
  };
  const push = (at: Instant, run: () => void) => {
    made += 1;
    heap.push({ at, order: made, run });
    for (let i = heap.length - 1; i > 0; ) {
      const parent = (i - 1) >> 1;
      if (!before(i, parent)) break;
      swap(i, parent);
      i = parent;
    }
  };
  const pop = () => {
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length > 0) {
      heap[0] = last;
      for (let i = 0; ; ) {
        const left = 2 * i + 1;
        if (left >= heap.length) break;
        const child = left + 1 < heap.length && before(left + 1, left) ? left + 1 : left;
        if (!before(child, i)) break;
        swap(i, child);
        i = child;
      }
    }
    return first;
  };
  const at = (delay: Millis, run: () => void) => {
    let cancelled = false;
    push(now + Math.max(0, Math.round(delay)), () => {
      if (!cancelled) run();
    });
    return {
      cancel() {
        cancelled = true;
      },
    };
  };
  return {
    random,
    now: () => now,
    at,
    sleep: (delay) => new Promise((resolve) => at(delay, resolve)),
    scheduler: (alive) => ({ after: (delay, run) => at(delay, () => alive() && run()) }),
    clock: (skew) => ({ now: () => Math.max(0, now + skew()) }),
    async run(until, each) {
      while (heap.length > 0 && heap[0]!.at <= until) {
        const event = pop();
        now = Math.max(now, event.at);
        event.run();
        // All promises that can go on do so before the next event.
        await new Promise((resolve) => setImmediate(resolve));
        if (settled) await settled();
        each?.();
      }
      now = Math.max(now, until);
    },
    count() {
      counted += 1;
      return counted;
    },
    met(what, times = 1) {
      tally.set(what, (tally.get(what) ?? 0) + times);
    },
    tally,
    log(line) {
      lines.push(`${String(now - START).padStart(7)} ${line}`);
    },
    trace: () => lines,
  };
}
