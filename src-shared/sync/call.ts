import { err, type Result } from '../contract/errors.ts';
import type { Millis, Scheduler } from '../time/clock.ts';
import type { Call } from './ports.ts';

/** The call's result, or `timeout` after `limit`; a call that breaks its promise to answer a Result counts as offline. */
export function answered<T>(call: Call<T>, scheduler: Scheduler, limit: Millis): Promise<Result<T>> {
  return new Promise((resolve) => {
    const timer = scheduler.after(limit, () => {
      call.cancel();
      resolve(err({ code: 'timeout' }));
    });
    const settle = (result: Result<T>) => {
      timer.cancel();
      resolve(result);
    };
    call.result.then(settle, () => settle(err({ code: 'offline' })));
  });
}
