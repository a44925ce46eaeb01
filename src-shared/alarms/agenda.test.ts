import fc from 'fast-check';
import { expect, test } from 'vitest';
import { incidentId } from '../model/ids.ts';
import { PRIORITIES } from '../model/priority.ts';
import { HOUR, instant, MINUTE, SECOND } from '../time/clock.ts';
import { createAgenda } from './agenda.ts';
import { dueAlarms, nextOf } from './due.ts';
import { UNPACED } from './pace.ts';
import type { PlannedAlarm } from './plan.ts';
import { passesQuiet } from './quiet.ts';

const T = instant('2026-11-22T03:00:00Z');

const aWindow = fc.record({
  priority: fc.constantFrom(...PRIORITIES),
  opens: fc.integer({ min: 0, max: 40 * MINUTE }),
  /** Openings, which are paced, or deadlines, which are not. */
  kind: fc.constantFrom('opened' as const, 'lapse' as const),
  step: fc.integer({ min: 1, max: 10 * MINUTE }),
  repeatEvery: fc.option(fc.constantFrom(10 * SECOND, 2 * MINUTE), { nil: undefined }),
});
const plansOf = fc.array(aWindow, { maxLength: 60 }).map((windows) =>
  windows
    .flatMap(({ priority, opens, kind, step, repeatEvery }, n) =>
      ['0.5', 'lapse'].map((point, index): PlannedAlarm => {
        const fireAt = T + opens + index * step;
        return {
          id: `i${n}/response/0/${point}`,
          incident: incidentId(`i${n}`),
          title: `i${n}`,
          priority,
          kind,
          clock: 'response',
          fireAt,
          deadline: fireAt,
          loud: false,
          ...(point === 'lapse' && repeatEvery !== undefined ? { repeatEvery } : {}),
        };
      }),
    )
    .sort((a, b) => a.fireAt - b.fireAt),
);
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('pass' as const), by: fc.integer({ min: 0, max: 5 * MINUTE }) }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('wait' as const), by: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('back' as const), by: fc.integer({ min: 0, max: HOUR }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('quiet' as const), by: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('replan' as const), by: fc.integer({ min: 0, max: 200 }) }) },
);

test('it says what a look at the whole plan says, at every instant, and wakes in time for it', () => {
  fc.assert(
    fc.property(plansOf, fc.array(step, { maxLength: 60 }), (whole, steps) => {
      const fired = new Map<string, number>();
      const held = new Set<string>();
      const agenda = createAgenda(fired);
      let alarms = whole;
      let pace = UNPACED;
      let quiet = false;
      let now = T;
      agenda.setPlan({ madeAt: now, alarms });
      for (const { do: what, by } of steps) {
        if (what === 'pass') now += by;
        else if (what === 'wait') now = Math.max(now, Math.min(agenda.next(), now + 10 * MINUTE));
        else if (what === 'back') now -= by;
        else if (what === 'quiet') quiet = !quiet;
        else {
          alarms = whole.toSpliced(by % Math.max(1, whole.length), 3);
          agenda.setPlan({ madeAt: now, alarms });
          for (const id of held) if (!agenda.alarmOf(id)) held.delete(id);
        }

        const known = new Map([...fired].filter(([id]) => quiet || !held.has(id)));
        const due = dueAlarms(quiet ? alarms.filter(passesQuiet) : alarms, known, now, pace);
        const silent = quiet
          ? dueAlarms(
              alarms.filter((one) => !passesQuiet(one)),
              known,
              now,
            ).settles
          : [];
        const { settles, deferred, silent: kept, ...rest } = agenda.look(now, quiet, held);
        const { settles: _, deferred: __, ...expected } = due;
        expect(rest).toEqual(expected);
        expect(settles.toSorted()).toEqual(due.settles.toSorted());
        expect(deferred.toSorted()).toEqual(due.deferred.toSorted());
        expect(kept.toSorted()).toEqual(silent.toSorted());

        pace = due.pace;
        for (const id of [...settles, ...kept]) fired.set(id, now);
        for (const id of settles) held.delete(id);
        for (const id of kept) held.add(id);
        const view = { get: (id: string) => (deferred.includes(id) ? now : fired.get(id)) };
        const wakes = alarms.flatMap((alarm) => nextOf(alarm, view, now) ?? []);
        // Early after a clock that went back, when the entry in question proves something again; late never.
        expect(agenda.next()).toBeLessThanOrEqual(Math.min(due.waitsUntil ?? Number.POSITIVE_INFINITY, ...wakes));
        expect(agenda.next()).toBeGreaterThan(now);
      }
    }),
    { numRuns: 300 },
  );
});

test('of ten thousand alarms a look reads those that are due', () => {
  let read = 0;
  const fired = new Map<string, number>();
  const agenda = createAgenda({
    get(id) {
      read += 1;
      return fired.get(id);
    },
  });
  const alarms = Array.from({ length: 10_000 }, (_, n): PlannedAlarm => {
    const fireAt = T + n * SECOND;
    const rest = { title: '', priority: 'P2', kind: 'lapse', clock: 'response', loud: false } as const;
    return { id: `i${n}/response/0/lapse`, incident: incidentId(`i${n}`), ...rest, fireAt, deadline: fireAt };
  });
  agenda.setPlan({ madeAt: T, alarms });
  for (const id of agenda.look(T, false, new Set()).settles) fired.set(id, T);
  read = 0;
  for (let n = 1; n <= 100; n += 1) {
    expect(agenda.next()).toBe(T + n * SECOND);
    for (const id of agenda.look(agenda.next(), false, new Set()).settles) fired.set(id, T + n * SECOND);
  }
  expect(fired.size).toBe(101);
  expect(read).toBeLessThan(1_000);
});
