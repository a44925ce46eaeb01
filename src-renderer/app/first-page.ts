import { type Millis, type Scheduler, SECOND } from '../../src-shared/time/clock.ts';
import type { ConsoleRouter } from './router.tsx';

/** A hidden window, or one whose first page broke, is never drawn: what waits for it begins all the same. */
const AT_MOST: Millis = SECOND;
const IDLE_AT_MOST: Millis = 500;

/** Resolves when the first page has been drawn: what it does not need may begin. */
export function firstPageDrawn(
  router: Pick<ConsoleRouter, 'subscribe'>,
  window: Pick<Window, 'requestAnimationFrame' | 'requestIdleCallback'>,
  scheduler: Scheduler,
): Promise<void> {
  return new Promise((resolve) => {
    const limit = scheduler.after(AT_MOST, resolve);
    const stop = router.subscribe('onRendered', () => {
      stop();
      // After the frame, and after the keys that a person may have pressed meanwhile.
      window.requestAnimationFrame(() => {
        window.requestIdleCallback(
          () => {
            limit.cancel();
            resolve();
          },
          { timeout: IDLE_AT_MOST },
        );
      });
    });
  });
}
