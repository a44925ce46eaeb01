import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { incidentId } from '../model/ids.ts';
import { PRIORITIES, type Priority } from '../model/priority.ts';
import { instant, MINUTE, SECOND } from '../time/clock.ts';
import { createAgenda } from './agenda.ts';
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
    const toasts = [...due.show.map((one) => [one]), ...(due.digest.length > 0 ? [due.digest] : [])];
    for (const toast of toasts) said.push({ at: now, alarms: toast.map(({ alarm }) => alarm) });
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
    fc.property(fc.array(one, { maxLength: 300 }), (list) => {
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
