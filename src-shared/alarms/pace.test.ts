import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { incidentId } from '../model/ids.ts';
import { PRIORITIES, type Priority } from '../model/priority.ts';
import { instant, MINUTE, SECOND } from '../time/clock.ts';
import { createAgenda } from './agenda.ts';
import { toastsOf } from './due.ts';
import type { Alarm, PlannedAlarm } from './plan.ts';

const T = instant('2026-11-22T03:00:00Z');

const anAlarm = (name: string, priority: Priority, fireAt: number): PlannedAlarm => ({
  id: `${name}/response/0/opened`,
  incident: incidentId(name),
  title: name,
  priority,
  kind: 'opened',
  clock: 'response',
  fireAt,
  deadline: fireAt + 5 * MINUTE,
  loud: priority < 'P2',
});

interface Said {
  at: number;
  alarms: Alarm[];
}

/** Looks as main does: whenever the plan or the pace says that there is something. */
function run(alarms: PlannedAlarm[], until: number): Said[] {
  const fired = new Map<string, number>();
  const agenda = createAgenda(fired);
  agenda.setPlan({ madeAt: T, alarms: alarms.toSorted((a, b) => a.fireAt - b.fireAt) });
  const said: Said[] = [];
  for (let now = T; now <= until; now = agenda.next()) {
    const due = agenda.look(now, false, new Set());
    for (const id of due.settles) fired.set(id, now);
    for (const toast of toastsOf(due)) said.push({ at: now, alarms: toast.map(({ alarm }) => alarm) });
  }
  return said;
}

describe('a storm', () => {
  // 40 groups over a minute: 4 P0, 9 P1, the rest P2 to P4.
  const storm = Array.from({ length: 40 }, (_, n) =>
    anAlarm(`i${n}`, n % 10 === 3 ? 'P0' : n % 4 === 1 ? 'P1' : (PRIORITIES[2 + (n % 3)] ?? 'P2'), T + n * 1_500),
  );

  test('is at most nine toasts and a digest in its minute, each P0 by itself at its instant', () => {
    const said = run(storm, T + 10 * MINUTE);
    const inMinute = said.filter(({ at }) => at < T + MINUTE);
    expect(inMinute.length).toBeLessThanOrEqual(10);
    for (const one of storm.filter(({ priority }) => priority === 'P0')) {
      expect(said).toContainEqual({ at: one.fireAt, alarms: [one] });
    }
    expect(said.flatMap(({ alarms }) => alarms.map(({ id }) => id)).toSorted()).toEqual(
      storm.map(({ id }) => id).toSorted(),
    );
    expect(said.every(({ at, alarms }) => alarms.every((one) => at - one.fireAt <= MINUTE))).toBe(true);
  });

  test('of P0s alone is told within ten seconds, in lists of P0s', () => {
    const all = Array.from({ length: 60 }, (_, n) => anAlarm(`p${n}`, 'P0', T + n * SECOND));
    const said = run(all, T + 10 * MINUTE);
    expect(said.every(({ at, alarms }) => alarms.every((one) => at - one.fireAt <= 10 * SECOND))).toBe(true);
    expect(said.filter(({ at }) => at < T + MINUTE).length).toBeLessThanOrEqual(5 + 7);
  });
});

test('whatever comes: everything is said once, P0 within 10 s and first, others within a minute, in bounded toasts', () => {
  const one = fc.record({ priority: fc.constantFrom(...PRIORITIES), after: fc.integer({ min: 0, max: 10 * MINUTE }) });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 300, size: 'max' }), (list) => {
      const alarms = list.map(({ priority, after }, n) => anAlarm(`i${n}`, priority, T + after));
      const said = run(alarms, T + 30 * MINUTE);
      expect(said.flatMap((each) => each.alarms.map(({ id }) => id)).toSorted()).toEqual(
        alarms.map(({ id }) => id).toSorted(),
      );
      for (const { at, alarms: together } of said) {
        for (const alarm of together)
          expect(at - alarm.fireAt).toBeLessThanOrEqual(alarm.priority === 'P0' ? 10 * SECOND : MINUTE);
        expect(together.map(({ priority }) => priority)).toEqual(together.map(({ priority }) => priority).toSorted());
      }
      for (const { at } of said) {
        const minute = said.filter((each) => each.at > at - MINUTE && each.at <= at);
        expect(minute.length).toBeLessThanOrEqual(5 + 5 + 7 + 2);
      }
    }),
    { numRuns: 100 },
  );
});

describe('no P0 is held back behind lower ones', () => {
  const arrival = fc.record({
    priority: fc.constantFrom(...PRIORITIES, 'P0' as const),
    kind: fc.constantFrom('opened' as const, 'opened' as const, 'lapse' as const),
    /** Many fall at one instant. */
    after: fc.integer({ min: 0, max: 90 }).map((n) => n * 2 * SECOND),
  });
  const storms = fc
    .array(arrival, { maxLength: 120, size: 'max' })
    .map((list) => list.map(({ priority, kind, after }, n) => ({ ...anAlarm(`i${n}`, priority, T + after), kind })));
  const isP0 = ({ priority }: Alarm) => priority === 'P0';
  const toldAt = (said: readonly Said[]) =>
    new Map(said.flatMap(({ at, alarms }) => alarms.map(({ id }): [string, number] => [id, at])));

  test('nothing lower is told while one is due and waits', () => {
    fc.assert(
      fc.property(storms, (alarms) => {
        const said = run(alarms, T + 30 * MINUTE);
        const told = toldAt(said);
        for (const { at } of said.filter((toast) => toast.alarms.some((one) => !isP0(one)))) {
          const waiting = alarms.filter((one) => isP0(one) && one.fireAt <= at && (told.get(one.id) ?? at + 1) > at);
          expect(waiting).toEqual([]);
        }
      }),
    );
  });

  test('at each instant its toast comes first, and it leads the lists', () => {
    fc.assert(
      fc.property(storms, (alarms) => {
        for (const together of Map.groupBy(run(alarms, T + 30 * MINUTE), ({ at }) => at).values()) {
          const heads = together.map((toast) => (toast.alarms.some(isP0) ? 0 : 1));
          expect(heads).toEqual(heads.toSorted());
          for (const { alarms: list } of together) {
            expect(list.map(({ priority }) => priority)).toEqual(list.map(({ priority }) => priority).toSorted());
          }
        }
      }),
    );
  });

  test('however many lower ones come, it is told at once, or within ten seconds where P0s are what is many', () => {
    fc.assert(
      fc.property(storms, (alarms) => {
        const said = run(alarms, T + 30 * MINUTE);
        const told = toldAt(said);
        for (const { id, fireAt } of alarms.filter(isP0)) {
          const at = told.get(id) ?? Number.POSITIVE_INFINITY;
          expect(at - fireAt).toBeLessThanOrEqual(10 * SECOND);
          if (at === fireAt) continue;
          const before = said.filter((toast) => toast.at <= fireAt && toast.at > fireAt - 70 * SECOND);
          expect(before.filter((toast) => toast.alarms.some(isP0)).length).toBeGreaterThanOrEqual(5);
        }
      }),
    );
  });
});
