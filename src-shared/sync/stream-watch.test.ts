import { expect, test } from 'vitest';
import { instant, SECOND } from '../time/clock.ts';
import { createStreamWatch } from './stream-watch.ts';

const START = instant('2026-11-22T03:00:00Z');
const at = (seconds: number) => START + seconds * SECOND;

/** Looks whenever it says that something is due, until `end` seconds; answers the seconds of the pulls and of the streams. */
function watched(end: number, speaksAt: readonly number[], endsAt: readonly number[] = []) {
  const watch = createStreamWatch(START);
  const pulls: number[] = [];
  const opens: number[] = [];
  const events = [
    ...speaksAt.map((when) => ({ when, act: () => watch.spoke(at(when)) })),
    ...endsAt.map((when) => ({ when, act: () => watch.closed(at(when), SECOND) })),
  ].sort((a, b) => a.when - b.when);
  let now = START;
  while (now <= at(end)) {
    if (watch.mayPull(now)) {
      pulls.push((now - START) / SECOND);
      watch.pulled(now);
    } else if (watch.mayOpen(now)) {
      opens.push((now - START) / SECOND);
      watch.opened(now);
    }
    const due = now + watch.wait(now);
    const next = events[0];
    if (next && at(next.when) <= due) {
      now = at(next.when);
      events.shift()?.act();
    } else now = due;
  }
  return { pulls, opens };
}

const beats = (from: number, to: number) => Array.from({ length: (to - from) / 10 + 1 }, (_, n) => from + n * 10);

test('a stream that speaks is believed, and asked about once a minute', () => {
  expect(watched(130, beats(0, 130))).toEqual({ pulls: [60, 120], opens: [0] });
});

test('a stream that never speaks is replaced by asking every 5 s, and tried again every 25 s', () => {
  expect(watched(60, [])).toEqual({ pulls: [5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60], opens: [0, 25, 50] });
});

test('a stream that falls silent is noticed when a beat is missing', () => {
  const { pulls, opens } = watched(59, [0, 10, 20]);
  expect(pulls.slice(0, 2)).toEqual([33, 38]);
  expect(opens).toEqual([0, 45]);
});

test('a stream that speaks again is believed again', () => {
  expect(watched(70, [...beats(20, 70)]).pulls).toEqual([5, 10, 15]);
});

test('a stream that ends is asked about, then opened again', () => {
  const { pulls, opens } = watched(20, [0, 12, 14], [11]);
  expect(pulls).toEqual([12]);
  expect(opens).toEqual([0, 12]);
});

test('a clock that is set back does not make it wait for hours', () => {
  const watch = createStreamWatch(START);
  watch.opened(START);
  watch.spoke(START);
  const before = START - 3_600 * SECOND;
  expect(watch.wait(before)).toBeLessThanOrEqual(13 * SECOND);
  expect(watch.mayOpen(before)).toBe(false);
});
