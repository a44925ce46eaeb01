import type { Instant, Millis } from '../../../src-shared/time/clock.ts';

/** What was meant for something else, a press or a key, is over by then. */
const AT_FIRST: Millis = 500;
/** Somebody who was writing goes on for a while before they look up: as long without a key. */
const AFTER_TYPING: Millis = 1_000;

export interface Deafness {
  /** Whether a press counts. */
  hears(now: Instant): boolean;
  /** Whether a key counts; one that does not makes it deaf for longer where somebody was writing. */
  hearsKey(now: Instant): boolean;
}

/** An alarm that comes up takes the keyboard: what is still being typed must not acknowledge or open it. */
export function createDeafness(shownAt: Instant, wasWriting: boolean): Deafness {
  let until = shownAt + (wasWriting ? AFTER_TYPING : AT_FIRST);
  const hears = (now: Instant) => now >= until;
  return {
    hears,
    hearsKey(now) {
      if (hears(now)) return true;
      if (wasWriting) until = now + AFTER_TYPING;
      return false;
    },
  };
}
