import { type Instant, MINUTE, type Millis } from '../../src-shared/time/clock.ts';
import type { Store } from '../store/store.ts';
import { deriveHeartbeatTimer } from '../timers/derive.ts';

/** Pings that were refused while the server was away come again within so long: `curl --retry 5` waits 31 s in all. */
export const HELD_AFTER_START: Millis = MINUTE;

const TOGETHER = 50;

/**
 * Sets every heartbeat's timer anew as the server starts: by the rules and the zones' clocks of this version, and none
 * before those had their chance that could not ping. Nothing is held a second time, be its hold over or not: a server
 * which starts again and again would put it off for ever.
 */
export async function rearmHeartbeats(store: Store, now: Instant): Promise<void> {
  const ids = (await store.read((tx) => tx.all('heartbeat'))).map(({ id }) => id);
  const free = now + HELD_AFTER_START;
  for (let from = 0; from < ids.length; from += TOGETHER) {
    await store.write(async (tx) => {
      for (const id of ids.slice(from, from + TOGETHER)) {
        await deriveHeartbeatTimer(tx, id, (at, armed) => {
          const isHeld = armed !== undefined && armed.fireAt > at && armed.fireAt <= free;
          return isHeld ? armed.fireAt : Math.max(at, free);
        });
      }
    });
  }
}
