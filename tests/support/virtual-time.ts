import type { Clock, Instant, Millis, Scheduler } from '../../src-shared/time/clock.ts';

/** A machine's clock and timers in a test's hands. */
export interface VirtualTime {
  clock: Clock;
  scheduler: Scheduler;
  /** Time passes: timers run in order, each at its instant. */
  advance(by: Millis): Promise<void>;
  /** The machine sleeps: the clock goes on, timers do not count the time. */
  sleep(by: Millis): void;
  /** Somebody sets the clock: forward or, negative, back; timers do not notice. */
  setClock(by: Millis): void;
  /** Timers that are armed. */
  armed(): number;
}

export function createVirtualTime(start: Instant): VirtualTime {
  let wall = start;
  let steady = 0;
  let order = 0;
  const timers = new Map<number, { at: Millis; run: () => void }>();
  const settle = async () => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  return {
    clock: { now: () => wall },
    scheduler: {
      after(delay, run) {
        order += 1;
        const id = order;
        timers.set(id, { at: steady + Math.max(0, delay), run });
        return { cancel: () => timers.delete(id) };
      },
    },
    async advance(by) {
      const end = steady + by;
      await settle();
      for (;;) {
        let next: { id: number; at: Millis; run: () => void } | undefined;
        for (const [id, timer] of timers) if (timer.at <= end && (!next || timer.at < next.at)) next = { id, ...timer };
        if (!next) break;
        timers.delete(next.id);
        wall += next.at - steady;
        steady = next.at;
        next.run();
        await settle();
      }
      wall += end - steady;
      steady = end;
    },
    sleep(by) {
      wall += by;
    },
    setClock(by) {
      wall += by;
    },
    armed: () => timers.size,
  };
}
