import { expect, test } from 'vitest';
import { HOUR, instant, MINUTE } from '../../src-shared/time/clock.ts';
import { createVirtualTime } from '../../tests/support/virtual-time.ts';
import { createQuiet } from './quiet.ts';

const START = instant('2026-11-22T20:30:00Z');

function aQuiet(stored: number | null = null) {
  const time = createVirtualTime(START);
  const changes: (number | null)[] = [];
  let kept = stored;
  const quiet = createQuiet({
    hours: () => ({ from: '22:00', to: '07:00' }),
    zone: () => 'Europe/Paris',
    file: { quietUntil: () => kept, setQuietUntil: (until) => (kept = until) },
    clock: time.clock,
    scheduler: time.scheduler,
    changed: (until) => changes.push(until),
  });
  return { quiet, time, changes, kept: () => kept };
}

test('quiet for an hour is kept, told, and ends by itself', async () => {
  const { quiet, time, changes, kept } = aQuiet();
  expect(quiet.isQuiet(START)).toBe(false);
  expect(quiet.quietFor(60)).toBe(START + HOUR);
  expect([quiet.isQuiet(START), quiet.until(), kept()]).toEqual([true, START + HOUR, START + HOUR]);
  await time.advance(HOUR);
  expect([quiet.until(), kept(), changes]).toEqual([null, null, [START + HOUR, null]]);
  expect(time.armed()).toBe(0);
});

test('quiet hours are those of the local clock', () => {
  const { quiet } = aQuiet();
  expect(quiet.isQuiet(instant('2026-11-22T20:59:59Z'))).toBe(false);
  expect(quiet.isQuiet(instant('2026-11-22T21:00:00Z'))).toBe(true);
  expect(quiet.isQuiet(instant('2026-11-23T06:00:00Z'))).toBe(false);
});

test('what ran out while the machine slept is over at the first look', () => {
  const { quiet, time, changes } = aQuiet(START + 10 * MINUTE);
  quiet.look();
  expect(quiet.until()).toBe(START + 10 * MINUTE);
  time.sleep(HOUR);
  quiet.look();
  expect(changes).toEqual([null]);
});
