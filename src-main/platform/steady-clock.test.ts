import { expect, test } from 'vitest';
import { DAY, HOUR, instant, SECOND } from '../../src-shared/time/clock.ts';
import { createSteadyClock } from './steady-clock.ts';

const START = instant('2026-11-22T03:00:00Z');

function aMachine() {
  const machine = { wall: START, awake: 5 * SECOND, uptime: 90 * SECOND };
  const clock = createSteadyClock({
    wall: { now: () => machine.wall },
    awake: () => machine.awake,
    uptime: () => machine.uptime,
  });
  const passes = (length: number, isAsleep = false) => {
    machine.wall += length;
    machine.uptime += length;
    if (!isAsleep) machine.awake += length;
  };
  return { machine, clock, passes };
}

test('time passes, awake and asleep', () => {
  const { clock, passes } = aMachine();
  passes(10 * SECOND);
  expect(clock.now()).toBe(START + 10 * SECOND);
  passes(8 * HOUR, true);
  passes(SECOND);
  expect(clock.now()).toBe(START + 8 * HOUR + 11 * SECOND);
  passes(HOUR, true);
  expect(clock.now()).toBe(START + 9 * HOUR + 11 * SECOND);
});

test.each([DAY, -DAY, 10 * 60 * SECOND])('a machine’s clock that is set by %i ms changes nothing', (step) => {
  const { machine, clock, passes } = aMachine();
  passes(10 * SECOND);
  machine.wall += step;
  expect(clock.now()).toBe(START + 10 * SECOND);
  passes(HOUR, true);
  expect(clock.now()).toBe(START + HOUR + 10 * SECOND);
});

test('rounding of the machine’s counters is not sleep', () => {
  const { machine, clock } = aMachine();
  for (const off of [9, -9, 500, 0]) {
    machine.uptime = 90 * SECOND + off;
    expect(clock.now()).toBe(START);
  }
});
