import type { Scheduler } from '../../src-shared/time/clock.ts';

/** Timers of this process. */
export const systemScheduler: Scheduler = {
  after(delay, run) {
    const timer = setTimeout(run, Math.max(0, delay));
    return { cancel: () => clearTimeout(timer) };
  },
};
