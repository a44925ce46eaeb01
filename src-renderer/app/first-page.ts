import { type Millis, type Scheduler, SECOND } from '../../src-shared/time/clock.ts';
import type { ConsoleRouter } from './router.tsx';

/** A hidden window, or one whose first page broke, is never drawn: what waits for it begins all the same. */
const AT_MOST: Millis = SECOND;

/** Resolves when the first page has been drawn: what it does not need may begin. */
export function firstPageDrawn(
  router: Pick<ConsoleRouter, 'subscribe'>,
  window: Pick<Window, 'requestAnimationFrame'>,
  scheduler: Scheduler,
): Promise<void> {
  return new Promise((resolve) => {
    const limit = scheduler.after(AT_MOST, resolve);
    const stop = router.subscribe('onRendered', () => {
      stop();
      window.requestAnimationFrame(() => {
        limit.cancel();
        // A task of its own, which comes after the frame's.
        scheduler.after(0, resolve);
      });
    });
  });
}
