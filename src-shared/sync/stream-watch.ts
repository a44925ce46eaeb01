import { type Instant, MINUTE, type Millis, SECOND } from '../time/clock.ts';

/** The server speaks as soon as a stream is open. */
const FIRST_WORD: Millis = 3 * SECOND;
/** Beats come every 10 s: this late, one is missing. */
const NEXT_WORD: Millis = 13 * SECOND;
/** After this a stream is dead, whatever the socket says. */
export const SILENCE: Millis = 25 * SECOND;
/** How often to ask whatever the stream says, and how often when it says nothing. */
const PULL_EVERY: Millis = MINUTE;
const ASK_EVERY: Millis = 5 * SECOND;

/**
 * Judges a live stream by what comes out of it. Where nothing does (a proxy that collects it, a socket that died without
 * a word) the console asks instead, and goes on trying the stream.
 */
export interface StreamWatch {
  opened(now: Instant): void;
  spoke(now: Instant): void;
  /** It ended; another one is tried after `wait`, and what was missed is asked for then. */
  closed(now: Instant, wait: Millis): void;
  pulled(now: Instant): void;
  /** Time for another stream: the last has ended, or is as good as that. */
  mayOpen(now: Instant): boolean;
  mayPull(now: Instant): boolean;
  /** How long nothing has to be done unless something comes. */
  wait(now: Instant): Millis;
}

export function createStreamWatch(start: Instant): StreamWatch {
  let isOpen = false;
  let openedAt = start;
  let spokeAt: Instant | null = null;
  let reopenAt = start;
  let pulledAt = start;
  let pullAt: Instant | null = null;
  /** Nothing comes: kept until something does, over new streams too. */
  let isMute = false;

  const wordDue = () => (spokeAt === null ? openedAt + FIRST_WORD : spokeAt + NEXT_WORD);
  const openDue = () => (isOpen ? (spokeAt ?? openedAt) + SILENCE : reopenAt);
  const pullDue = () => pullAt ?? pulledAt + (isMute ? ASK_EVERY : PULL_EVERY);
  const look = (now: Instant) => {
    if (isOpen && now >= wordDue()) isMute = true;
    // A clock that was set back would make every wait endless.
    if (now < openedAt || now < pulledAt || now < (spokeAt ?? now)) {
      openedAt = pulledAt = now;
      if (spokeAt !== null) spokeAt = now;
      if (!isOpen) reopenAt = now;
      if (pullAt !== null) pullAt = now;
    }
  };
  return {
    opened(now) {
      isOpen = true;
      openedAt = now;
      spokeAt = null;
    },
    spoke(now) {
      spokeAt = now;
      isMute = false;
    },
    closed(now, wait) {
      isOpen = false;
      isMute = true;
      reopenAt = now + wait;
      pullAt = now + Math.min(wait, ASK_EVERY);
    },
    pulled(now) {
      pulledAt = now;
      pullAt = null;
    },
    mayOpen(now) {
      look(now);
      return now >= openDue();
    },
    mayPull(now) {
      look(now);
      return now >= pullDue();
    },
    wait(now) {
      look(now);
      const next = Math.min(openDue(), pullDue(), isOpen && !isMute ? wordDue() : Number.POSITIVE_INFINITY);
      return Math.max(0, next - now);
    },
  };
}
