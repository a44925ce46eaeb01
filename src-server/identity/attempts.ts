import { type Clock, MINUTE, type Millis, SECOND } from '../../src-shared/time/clock.ts';

const WINDOW: Millis = 5 * MINUTE;
const FAILURES = 5;
const REMEMBERED = 10_000;

/** Counts failed sign-ins per user, whatever address they come from. */
export interface Attempts {
  /** Seconds to wait before this user may be tried again; 0 when allowed. */
  wait(user: string): number;
  failed(user: string): void;
  succeeded(user: string): void;
}

export function createAttempts(deps: { clock: Clock }): Attempts {
  const failures = new Map<string, number[]>();
  const keyOf = (user: string) => user.trim().toLowerCase().slice(0, 120);
  const recent = (user: string) => {
    const now = deps.clock.now();
    // Those in the future are from before the clock was set back.
    return (failures.get(keyOf(user)) ?? []).filter((at) => at > now - WINDOW && at <= now);
  };
  return {
    wait(user) {
      const [oldest, ...rest] = recent(user).slice(-FAILURES);
      if (oldest === undefined || rest.length < FAILURES - 1) return 0;
      return Math.max(1, Math.ceil((oldest + WINDOW - deps.clock.now()) / SECOND));
    },
    failed(user) {
      if (failures.size >= REMEMBERED) failures.clear();
      failures.set(keyOf(user), [...recent(user), deps.clock.now()]);
    },
    succeeded(user) {
      failures.delete(keyOf(user));
    },
  };
}
