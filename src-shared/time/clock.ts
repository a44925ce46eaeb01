/** Milliseconds since 1970-01-01T00:00:00Z. Local time exists only beside an explicit IANA zone. */
export type Instant = number;

/** A length of time in milliseconds. */
export type Millis = number;

export interface Clock {
  now(): Instant;
}

/** One timer at a time is asked of it; `cancel` is idempotent. Injected so that tests and the simulator own time. */
export interface Scheduler {
  after(delay: Millis, run: () => void): { cancel(): void };
}

/** What a process or a page brings for timers: its global object. */
interface TimerHost<Timer> {
  setTimeout(run: () => void, delay: Millis): Timer;
  clearTimeout(timer: Timer): void;
}

/** A longer timer fires at once, in browsers and in Node. */
const LONGEST_TIMER: Millis = 2 ** 31 - 1;

/** Real timers. Delays longer than a timer can hold (24 days) come early: who asked looks again. */
export function schedulerOn<Timer>(host: TimerHost<Timer>): Scheduler {
  return {
    after(delay, run) {
      const timer = host.setTimeout(run, Math.min(delay, LONGEST_TIMER));
      return { cancel: () => host.clearTimeout(timer) };
    },
  };
}

/** The only reader of the machine's wall clock. Composition roots hand it on. */
export const systemClock: Clock = { now: () => Date.now() };

export const SECOND: Millis = 1_000;
export const MINUTE: Millis = 60_000;
export const HOUR: Millis = 3_600_000;
export const DAY: Millis = 86_400_000;

/** `2026-03-29T01:00:00Z` → instant. Throws on text that is not an RFC 3339 instant with an offset. */
export function instant(text: string): Instant {
  if (!/(?:Z|[+-]\d\d:\d\d)$/.test(text)) throw new RangeError(`not an instant with an offset: ${text}`);
  const value = Date.parse(text);
  if (Number.isNaN(value)) throw new RangeError(`not an instant: ${text}`);
  return value;
}

/** Instant → `2026-03-29T01:00:00.000Z` (RFC 3339, UTC). */
export function isoInstant(at: Instant): string {
  return new Date(at).toISOString();
}

/** For libraries that take nothing else. */
export const dateOf = (at: Instant): Date => new Date(at);
