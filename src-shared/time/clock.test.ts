import { expect, it } from 'vitest';
import { DAY, HOUR, schedulerOn } from './clock.ts';

it('hands the delay on, and one longer than a timer can hold comes early instead of at once', () => {
  const asked: number[] = [];
  const cancelled: number[] = [];
  const scheduler = schedulerOn({
    setTimeout: (_run, delay) => asked.push(delay),
    clearTimeout: (timer: number) => cancelled.push(timer),
  });
  scheduler.after(HOUR, () => {});
  scheduler.after(60 * DAY, () => {}).cancel();
  expect(asked).toEqual([HOUR, 2 ** 31 - 1]);
  expect(cancelled).toEqual([2]);
});
