import type { SlaClock } from '../model/incident.ts';
import { type Instant, type Millis, SECOND } from '../time/clock.ts';
import { type ClockState, stateAt } from './state.ts';
import type { Calendars } from './working-time.ts';

export const toTheSecond = (at: Instant): Instant => Math.floor(at / SECOND) * SECOND;

/** Times are shown to the second; what lies between two of them is said as those who read them count it. */
export const between = (from: Instant, to: Instant): Millis => Math.max(0, toTheSecond(to) - toTheSecond(from));

/**
 * How long a promise took and by how much it was missed, in whole seconds that agree with the times shown: elsewhere
 * 0.9 s and 74.1 s are 1:13 apart, here 1:14. Whether it was kept is told by `stateAt` alone.
 */
export function shownLengths(
  clock: SlaClock | undefined,
  calendars: Calendars,
  now: Instant,
): Pick<ClockState, 'elapsed' | 'late'> {
  const whole = clock && {
    segments: clock.segments.map((one) => ({
      ...one,
      from: toTheSecond(one.from),
      ...(one.to === undefined ? {} : { to: toTheSecond(one.to) }),
    })),
    ...(clock.stoppedAt === undefined ? {} : { stoppedAt: toTheSecond(clock.stoppedAt) }),
  };
  const { elapsed, late } = stateAt(whole, calendars, toTheSecond(now));
  return { elapsed, late };
}
