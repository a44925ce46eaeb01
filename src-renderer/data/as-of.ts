import type { Instant } from '../../src-shared/time/clock.ts';
import { SECOND } from '../../src-shared/time/clock.ts';
import { minuteOf, useTimed } from '../platform/now.ts';
import { useSyncStatus } from './hooks.ts';

/** A copy this old is no longer what the server knows. */
const STALE = 30 * SECOND;

/**
 * The instant that states are told of. While the server is silent it is that of the copy: a laptop cannot know of pings
 * that it has not heard of, and must not call a job late for its own silence.
 */
export function useAsOf(): { read(now: Instant): Instant; staleSince: Instant | undefined } {
  const { phase, silentSince, dataAt } = useSyncStatus();
  const isLive = phase === 'live' && silentSince === null;
  const staleSince = useTimed((now) => (isLive || dataAt === null || now - dataAt < STALE ? undefined : dataAt));
  return { read: (now) => (staleSince === undefined ? now : Math.min(now, staleSince)), staleSince };
}

/** The minute that states of long lists are told of. */
export function useMinuteAsOf(): Instant {
  const { read } = useAsOf();
  return useTimed((now) => minuteOf(read(now)));
}
