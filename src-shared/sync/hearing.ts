import type { Clock, Instant, Millis, Scheduler } from '../time/clock.ts';
import type { LocalStore, Meta } from './local-store.ts';
import { metaOf } from './meta.ts';
import type { SyncStatus } from './status.ts';
import { SILENCE } from './stream-watch.ts';

/** A smaller correction of the clock is not worth a write. */
const OFFSET_STEP: Millis = 250;

/** An answer of the server with its time, and when it was asked by this laptop's clock. */
export interface Measure {
  serverTime: Instant;
  askedAt: Instant;
}

export interface Hearing {
  /** Goes on from what was stored: when the copy was last in step, and how the clocks differed. */
  goOnFrom(meta: Meta): void;
  /** The server was heard now; a measure corrects the clock. */
  heard(measure?: Measure): void;
  /** The server's time as far as it is known here. */
  now(): Instant;
  stop(): void;
}

interface HearingDeps {
  local: LocalStore;
  clock: Clock;
  scheduler: Scheduler;
  isLive(): boolean;
  patch(change: Partial<SyncStatus>): void;
}

/** When the server was last heard, and how its clock differs from this laptop's. */
export function createHearing({ local, clock, scheduler, isLive, patch }: HearingDeps): Hearing {
  let heardAt: Instant | null = null;
  let silence: { cancel(): void } | null = null;
  let offset: Millis = 0;

  /** The status turns silent by itself when nothing is heard for long enough. */
  function listen(): void {
    silence?.cancel();
    const left = heardAt === null ? SILENCE : Math.min(SILENCE, Math.max(0, heardAt + SILENCE - clock.now()));
    silence = scheduler.after(left, () => patch({ silentSince: heardAt }));
  }

  return {
    goOnFrom(meta) {
      offset = meta.clockOffset;
      patch({ dataAt: meta.inStepAt, clockOffset: offset });
      heardAt = meta.inStepAt;
      listen();
    },
    heard(measure) {
      heardAt = clock.now();
      listen();
      patch(isLive() ? { silentSince: null, dataAt: heardAt } : { silentSince: null });
      if (!measure || heardAt < measure.askedAt) return;
      const measured = Math.round(measure.serverTime - (measure.askedAt + heardAt) / 2);
      // A slow answer says little: it corrects only what it contradicts.
      const doubt = (heardAt - measure.askedAt) / 2;
      if (Math.abs(measured - offset) <= Math.max(OFFSET_STEP, doubt)) return;
      offset = measured;
      patch({ clockOffset: offset });
      local.write(async (tx) => tx.putMeta({ ...(await metaOf(tx)), clockOffset: measured })).catch(() => undefined);
    },
    now: () => Math.max(0, Math.round(clock.now() + offset)),
    stop: () => silence?.cancel(),
  };
}
