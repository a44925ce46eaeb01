import { type Clock, HOUR, type Instant, type Millis, type Scheduler, SECOND } from '../../src-shared/time/clock.ts';
import type { Store, Timer } from '../store/store.ts';
import { type BugListener, runMutation, systemActor } from '../sync/run-mutation.ts';

export interface TimerLoop {
  start(): void;
  /** Waits for the round that is running. */
  stop(): Promise<void>;
  /** Fires all that is due now; tests and the simulator call it instead of waiting. */
  runDue(): Promise<number>;
  /** When it last looked, or null before the first time. */
  ranAt(): Instant | null;
}

export interface TimerLoopDeps {
  store: Store;
  clock: Clock;
  scheduler: Scheduler;
  onFired?: (timer: Timer, lag: Millis) => void;
  onError?: (error: unknown) => void;
  onBug?: BugListener;
}

/** Even idle it looks this often: a health check can tell a living loop, and a clock jump is noticed. */
const LOOK_EVERY: Millis = 5 * SECOND;
/** Commits often come in bursts: one look serves them all. */
const AFTER_COMMIT: Millis = 20;
const RETRY: Millis = SECOND;
const LEFT_TO_OTHERS: Millis = 100;
/** What a bug kept from running is tried again: its time must not pass unheard for ever. */
const AFTER_BUG: Millis = HOUR;
const TOGETHER = 200;

/**
 * Fires the store's timers: one alarm at a time for the earliest, re-read after each commit and at each start. A timer
 * is claimed by its key in the very transaction that runs its mutation, so it takes effect exactly once.
 */
export function createTimerLoop(deps: TimerLoopDeps): TimerLoop {
  const { store, clock, scheduler } = deps;
  let armed: { at: Instant; cancel(): void } | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = true;
  let ranAt: Instant | null = null;
  let unsubscribe: (() => void) | undefined;

  const fire = async (timer: Timer): Promise<boolean> => {
    const { value } = await store.write(async (tx) => {
      if (!(await tx.claimTimer(timer.key))) return false;
      const at = clock.now();
      let isBroken = false;
      await runMutation(
        tx,
        {
          name: timer.kind,
          args: timer.payload,
          actor: systemActor(),
          via: 'server',
          at,
          receivedAt: at,
          origin: { kind: 'server', id: `timer:${timer.key}` },
        },
        (error, mutation) => {
          isBroken = true;
          deps.onBug?.(error, mutation);
        },
      );
      if (isBroken) {
        const others = await tx.timersOf(timer.owner);
        tx.replaceTimers(timer.owner, [...others, { ...timer, fireAt: at + AFTER_BUG }]);
      }
      return true;
    });
    if (value) deps.onFired?.(timer, clock.now() - timer.fireAt);
    return value;
  };

  const runDue = async (): Promise<number> => {
    let fired = 0;
    for (;;) {
      ranAt = clock.now();
      const due = await store.takeTimers({ upTo: ranAt, limit: TOGETHER });
      if (due.length === 0) return fired;
      fired += (await Promise.all(due.map(fire))).filter(Boolean).length;
    }
  };

  const arm = (at: Instant) => {
    if (stopped || (armed && armed.at <= at)) return;
    armed?.cancel();
    const { cancel } = scheduler.after(Math.max(0, at - clock.now()), () => {
      armed = undefined;
      look();
    });
    armed = { at, cancel };
  };

  const round = async (): Promise<void> => {
    try {
      await runDue();
      const next = await store.read((tx) => tx.nextTimer());
      const now = clock.now();
      const soonest = next?.fireAt ?? Number.POSITIVE_INFINITY;
      // What was due when it looked was taken by another process, which may die over it. What fell due since is ours.
      const isTaken = ranAt !== null && soonest <= ranAt;
      arm(Math.min(isTaken ? now + LEFT_TO_OTHERS : soonest, now + LOOK_EVERY));
    } catch (error) {
      deps.onError?.(error);
      arm(clock.now() + RETRY);
    }
  };

  function look(): void {
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    running = round().finally(() => {
      running = undefined;
      if (again) {
        again = false;
        look();
      }
    });
  }

  return {
    start() {
      stopped = false;
      unsubscribe = store.onCommit(() => arm(clock.now() + AFTER_COMMIT));
      look();
    },
    async stop() {
      stopped = true;
      unsubscribe?.();
      armed?.cancel();
      armed = undefined;
      await running;
    },
    runDue,
    ranAt: () => ranAt,
  };
}
