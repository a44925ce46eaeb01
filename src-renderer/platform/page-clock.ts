import type { Bridge } from '../../src-shared/contract/ipc.ts';
import type { Clock, Millis } from '../../src-shared/time/clock.ts';

/** More than timers and rounding explain: the machine slept, or its clock was set. */
const JUMP: Millis = 2_000;

export interface PageClockDeps {
  bridge: Bridge;
  /** The machine's clock, which anybody may set. */
  wall: Clock;
  /** `performance.now()`: never set, but in many systems it stands still while the machine sleeps. */
  awake(): Millis;
}

/**
 * Main's steady clock, followed in the page without asking each time. Where the page's own counter and the machine's
 * clock come apart, main is asked which of the two it was: a sleep counts, a clock that was set does not.
 */
export async function createPageClock({ bridge, wall, awake }: PageClockDeps): Promise<Clock & { refresh(): void }> {
  let base = (await bridge.call('clock.now')) - awake();
  let gap = wall.now() - awake();
  const refresh = () => {
    bridge
      .call('clock.now')
      .then((now) => {
        base = now - awake();
      })
      .catch(() => undefined);
  };
  return {
    now() {
      const running = awake();
      const apart = wall.now() - running - gap;
      if (Math.abs(apart) > JUMP) {
        gap += apart;
        refresh();
      }
      return Math.round(base + running);
    },
    refresh,
  };
}
