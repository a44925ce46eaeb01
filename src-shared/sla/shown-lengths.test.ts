import { expect, test } from 'vitest';
import type { SlaClock } from '../model/incident.ts';
import { instant, MINUTE } from '../time/clock.ts';
import { between, shownLengths } from './shown-lengths.ts';
import { stateAt } from './state.ts';
import { NO_CALENDARS } from './working-time.ts';

const from = instant('2026-11-22T03:00:00.900Z');
const stopped = (at: string, target: number): SlaClock => ({
  segments: [{ from, to: instant(at), target, priority: 'P0', calendar: null, reason: 'opened', fresh: true }],
  stoppedAt: instant(at),
});
const NOW = instant('2026-11-22T04:00:00Z');

test('a promise took as long as the times beside it say', () => {
  const clock = stopped('2026-11-22T03:01:14.100Z', 5 * MINUTE);
  expect(stateAt(clock, NO_CALENDARS, NOW).elapsed).toBe(73_200);
  expect(shownLengths(clock, NO_CALENDARS, NOW)).toEqual({ elapsed: 74_000, late: 0 });
  expect(between(from, instant('2026-11-22T03:01:14.100Z'))).toBe(74_000);
});

test('one that was missed was late by what lies between the shown times', () => {
  const clock = stopped('2026-11-22T03:01:14.100Z', MINUTE);
  expect(stateAt(clock, NO_CALENDARS, NOW)).toMatchObject({ status: 'missed', late: 13_200 });
  expect(shownLengths(clock, NO_CALENDARS, NOW)).toEqual({ elapsed: 74_000, late: 14_000 });
});
