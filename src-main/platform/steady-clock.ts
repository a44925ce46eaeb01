import type { Clock, Millis } from '../../src-shared/time/clock.ts';

/** A shorter difference between the two counters is their rounding. */
const SLEEP: Millis = 1_000;

export interface SteadyClockDeps {
  /** Asked once, at the start: from then on nobody can set this clock. */
  wall: Clock;
  /** Milliseconds that the process has been awake (CLOCK_MONOTONIC). */
  awake(): Millis;
  /** Milliseconds since the machine was started, sleep included (CLOCK_BOOTTIME and its like). */
  uptime(): Millis;
}

/**
 * The time of the machine as it was at the start, plus what has passed since, asleep or awake. A clock that is set by a
 * day, by hand or by the network, thus moves no deadline: what a promise measures is time that passes.
 */
export function createSteadyClock({ wall, awake, uptime }: SteadyClockDeps): Clock {
  const start = wall.now() - awake();
  let ahead = uptime() - awake();
  let slept: Millis = 0;
  return {
    now() {
      const running = awake();
      const gap = uptime() - running - ahead;
      if (gap > SLEEP) {
        slept += gap;
        ahead += gap;
      }
      return Math.round(start + running + slept);
    },
  };
}
