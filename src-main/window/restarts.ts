import type { Instant, Millis } from '../../src-shared/time/clock.ts';

/** How long to wait before the page is started again: at once, then longer while it keeps dying within ten minutes. */
export function createRestartPolicy(): { next(now: Instant): Millis } {
  let recent: Instant[] = [];
  return {
    next(now) {
      recent = recent.filter((at) => at <= now && now - at < 600_000);
      recent.push(now);
      return recent.length <= 1 ? 0 : Math.min(30_000, 500 * 2 ** (recent.length - 2));
    },
  };
}
