import type { Millis, Scheduler } from '../time/clock.ts';

/** What has happened, in order, for one reader that waits for the next thing or for time to pass. */
export interface Inbox<T> {
  put(event: T): void;
  /** The oldest event, or undefined when none came within `limit`; null waits without a limit. */
  next(limit: Millis | null): Promise<T | undefined>;
  /** The oldest event, if one is there and `fits`. */
  takeIf(fits: (event: T) => boolean): T | undefined;
  /** Forgets what is waiting and not `kept`. */
  clear(kept: (event: T) => boolean): void;
}

export function createInbox<T>(scheduler: Scheduler): Inbox<T> {
  let events: T[] = [];
  let wake: (() => void) | null = null;
  return {
    put(event) {
      events.push(event);
      wake?.();
    },
    next(limit) {
      const ready = events.shift();
      if (ready !== undefined || limit === 0) return Promise.resolve(ready);
      return new Promise((resolve) => {
        const finish = () => {
          wake = null;
          timer?.cancel();
          resolve(events.shift());
        };
        const timer = limit === null ? null : scheduler.after(limit, finish);
        wake = finish;
      });
    },
    takeIf(fits) {
      const [oldest] = events;
      return oldest !== undefined && fits(oldest) ? events.shift() : undefined;
    },
    clear(kept) {
      events = events.filter(kept);
    },
  };
}
