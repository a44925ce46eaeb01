import type { Millis } from '../time/clock.ts';

const FIRST: Millis = 500;
const LONGEST: Millis = 30_000;

/**
 * Wait before attempt `attempt` (0 is the first repeat): doubles from 0.5 s to 30 s, of which a random half is cut,
 * so that consoles that lost their server together do not come back together. `random` is in [0, 1).
 */
export function backoff(attempt: number, random: number): Millis {
  const longest = Math.min(LONGEST, FIRST * 2 ** Math.min(attempt, 16));
  return Math.round(longest / 2 + (longest / 2) * random);
}
