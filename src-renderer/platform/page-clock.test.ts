import { expect, test } from 'vitest';
import { DAY, HOUR, instant, SECOND } from '../../src-shared/time/clock.ts';
import { createFakeBridge } from './fake-bridge.ts';
import { createPageClock } from './page-clock.ts';

const START = instant('2026-11-22T03:00:00Z');

async function aPage() {
  const machine = { wall: START + DAY, awake: 0, steady: START };
  const bridge = createFakeBridge({ 'clock.now': () => machine.steady });
  const clock = await createPageClock({ bridge, wall: { now: () => machine.wall }, awake: () => machine.awake });
  return { machine, bridge, clock, asked: () => bridge.calls.length };
}

test('it follows main’s clock, whatever the machine’s says, without asking', async () => {
  const { machine, clock, asked } = await aPage();
  machine.awake += 5 * SECOND;
  machine.wall += 5 * SECOND;
  expect(clock.now()).toBe(START + 5 * SECOND);
  expect(asked()).toBe(1);
});

test('a clock that is set is asked about once and changes nothing', async () => {
  const { machine, clock, asked } = await aPage();
  machine.wall -= 3 * DAY;
  expect(clock.now()).toBe(START);
  await Promise.resolve();
  expect(clock.now()).toBe(START);
  expect(asked()).toBe(2);
});

test('a sleep is asked about and counts', async () => {
  const { machine, clock } = await aPage();
  machine.wall += HOUR;
  machine.steady += HOUR;
  clock.now();
  await new Promise((resolve) => setImmediate(resolve));
  expect(clock.now()).toBe(START + HOUR);
});
