import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { incidentId } from '../model/ids.ts';
import { instant, MINUTE, SECOND } from '../time/clock.ts';
import { dueAlarms, type Fired, nextOf } from './due.ts';
import type { AlarmPlan, PlannedAlarm } from './plan.ts';
import { isQuiet } from './quiet.ts';

const T = instant('2026-11-22T03:00:00Z');

function anAlarm(id: string, fireAt: number, more: Partial<PlannedAlarm> = {}): PlannedAlarm {
  return {
    id,
    incident: incidentId(id.split('/')[0] ?? id),
    title: id,
    priority: 'P0',
    kind: id.endsWith('lapse') ? 'lapse' : 'warning',
    clock: 'response',
    fireAt,
    deadline: fireAt,
    loud: true,
    ...more,
  };
}
const plan = (...alarms: PlannedAlarm[]) => ({ madeAt: T, alarms: alarms.sort((a, b) => a.fireAt - b.fireAt) });

const nextWake = ({ alarms }: AlarmPlan, fired: Fired, now: number) =>
  alarms
    .flatMap((alarm) => nextOf(alarm, fired, now) ?? [])
    .toSorted((a, b) => a - b)
    .at(0);

const NOTHING = { show: [], digest: [], settles: [], deferred: [] };

describe('what is due', () => {
  test('is nothing before its instant, and it alone at its instant', () => {
    const p = plan(anAlarm('a/response/0/0.5', T), anAlarm('a/response/0/lapse', T + MINUTE));
    expect(dueAlarms(p.alarms, new Map(), T - 1)).toMatchObject(NOTHING);
    expect(nextWake(p, new Map(), T - 1)).toBe(T);
    const due = dueAlarms(p.alarms, new Map(), T);
    expect(due.show.map((one) => one.id)).toEqual(['a/response/0/0.5']);
    const fired = new Map([['a/response/0/0.5', T]]);
    expect(dueAlarms(p.alarms, fired, T)).toMatchObject(NOTHING);
    expect(nextWake(p, fired, T)).toBe(T + MINUTE);
  });

  test('repeats after the lapse under ids of their own', () => {
    const p = plan(anAlarm('a/response/0/lapse', T, { repeatEvery: 2 * MINUTE }));
    const fired = new Map([['a/response/0/lapse', T]]);
    expect(nextWake(p, fired, T)).toBe(T + 2 * MINUTE);
    expect(dueAlarms(p.alarms, fired, T + 2 * MINUTE).show).toMatchObject([{ id: 'a/response/0/lapse#1', repeat: 1 }]);
    fired.set('a/response/0/lapse#1', T + 2 * MINUTE);
    expect(nextWake(p, fired, T + 3 * MINUTE)).toBe(T + 4 * MINUTE);
  });

  test('after a sleep is one digest, in which a lapse stands for its own warnings and repeats', () => {
    const p = plan(
      anAlarm('a/response/0/0.5', T),
      anAlarm('a/response/0/0.8', T + MINUTE),
      anAlarm('a/response/0/lapse', T + 2 * MINUTE, { repeatEvery: 2 * MINUTE }),
      anAlarm('b/resolution/0/0.5', T + 3 * MINUTE, { priority: 'P1' }),
      anAlarm('c/response/0/0.5', T + 60 * MINUTE - SECOND, { priority: 'P3' }),
    );
    const due = dueAlarms(p.alarms, new Map(), T + 60 * MINUTE);
    expect(due.digest.map((one) => one.id)).toEqual(['a/response/0/lapse', 'b/resolution/0/0.5']);
    expect(due.show.map((one) => one.id)).toEqual(['c/response/0/0.5']);
    const fired = new Map(due.settles.map((id) => [id, T + 60 * MINUTE]));
    expect(dueAlarms(p.alarms, fired, T + 60 * MINUTE)).toMatchObject(NOTHING);
    expect(nextWake(p, fired, T + 60 * MINUTE)).toBe(T + 62 * MINUTE);
  });

  test('in a flood shows the most pressing and gathers the rest', () => {
    const alarms = Array.from({ length: 40 }, (_, n) =>
      anAlarm(`i${n}/response/0/0.5`, T, { priority: n === 30 ? 'P0' : 'P2' }),
    );
    const due = dueAlarms(alarms, new Map(), T);
    expect(due.show).toHaveLength(4);
    expect(due.show[0]?.id).toBe('i30/response/0/0.5');
    expect(due.digest).toHaveLength(36);
    expect(due.settles).toHaveLength(40);
  });

  test('comes again when it went out under a clock that was far ahead', () => {
    const p = plan(anAlarm('a/response/0/lapse', T));
    const fired = new Map([['a/response/0/lapse', T + 120 * MINUTE]]);
    expect(nextWake(p, fired, T - MINUTE)).toBe(T);
    expect(dueAlarms(p.alarms, fired, T).show).toHaveLength(1);
    expect(dueAlarms(p.alarms, new Map([['a/response/0/lapse', T + SECOND]]), T).show).toHaveLength(0);
  });
});

test('through waits, sleeps, restarts and small clock corrections none is missed and none goes out twice', () => {
  const shares = ['opened', '0.5', '0.8', 'lapse'];
  const window = fc.record({
    starts: fc.integer({ min: 0, max: 120 }),
    step: fc.integer({ min: 1, max: 30 }),
    repeat: fc.option(fc.constantFrom(30 * SECOND, 2 * MINUTE, 10 * MINUTE), { nil: undefined }),
  });
  const event = fc.oneof(
    fc.record({ kind: fc.constant('awake' as const), minutes: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ kind: fc.constant('asleep' as const), minutes: fc.integer({ min: 1, max: 300 }) }),
    fc.record({ kind: fc.constant('corrected' as const), minutes: fc.double({ min: -0.9, max: 0.9, noNaN: true }) }),
  );
  fc.assert(
    fc.property(
      fc.array(window, { minLength: 1, maxLength: 8 }),
      fc.array(event, { maxLength: 25 }),
      (windows, events) => {
        const alarms = windows.flatMap(({ starts, step, repeat }, n) =>
          shares.map((share, k) =>
            anAlarm(
              `i${n}/response/0/${share}`,
              T + (starts + k * step) * MINUTE,
              share === 'lapse' ? { repeatEvery: repeat } : {},
            ),
          ),
        );
        const p = plan(...alarms);
        // What is persisted; a restart keeps nothing else, so each step is one.
        const fired = new Map<string, number>();
        const shown: { id: string; at: number; dueAt: number; awake: boolean }[] = [];
        let now = T - MINUTE;
        const look = (awake: boolean) => {
          const due = dueAlarms(p.alarms, fired, now);
          for (const id of due.settles) {
            expect(fired.has(id)).toBe(false);
            fired.set(id, now);
          }
          for (const one of [...due.show, ...due.digest]) shown.push({ id: one.id, at: now, dueAt: one.dueAt, awake });
          expect(due.digest.length).not.toBe(1);
        };
        let corrected = 0;
        for (const { kind, minutes } of events) {
          if (kind === 'corrected') {
            // Never back by more than the slack in all, or an early firing is rightly repeated.
            if (corrected + minutes < -0.9) continue;
            corrected = Math.min(0, corrected + minutes);
            now = Math.round(now + minutes * MINUTE);
          } else {
            const until = now + minutes * MINUTE;
            for (
              let wake = nextWake(p, fired, now);
              kind === 'awake' && wake !== undefined && wake <= until;
              wake = nextWake(p, fired, now)
            ) {
              now = wake;
              look(true);
            }
            now = until;
          }
          look(false);
        }
        expect(new Set(shown.map((one) => one.id)).size).toBe(shown.length);
        for (const one of shown) {
          expect(one.at).toBeGreaterThanOrEqual(one.dueAt);
        }
        for (const alarm of p.alarms.filter((one) => one.fireAt <= now)) {
          expect(fired.has(alarm.id)).toBe(true);
          // It was shown itself, or a later one of its window was shown in its place.
          const group = alarm.id.slice(0, alarm.id.lastIndexOf('/'));
          const later = p.alarms.filter((other) => other.id.startsWith(`${group}/`) && other.fireAt >= alarm.fireAt);
          expect(shown.some((one) => later.some((other) => one.id.startsWith(other.id)))).toBe(true);
        }
      },
    ),
    { numRuns: 300 },
  );
});

describe('do-not-disturb hours', () => {
  test.each([
    ['2026-11-22T21:59:59Z', true],
    ['2026-11-22T05:59:59Z', true],
    ['2026-11-22T06:00:00Z', false],
    ['2026-11-22T20:59:59Z', false],
    ['2026-11-22T21:00:00Z', true],
  ])('from 22:00 to 07:00 in Paris hold at %s: %s', (at, quiet) => {
    expect(isQuiet({ from: '22:00', to: '07:00' }, 'Europe/Paris', instant(at))).toBe(quiet);
  });

  test('by day, never, and not set', () => {
    expect(isQuiet({ from: '12:00', to: '14:00' }, 'UTC', instant('2026-11-22T13:59:00Z'))).toBe(true);
    expect(isQuiet({ from: '12:00', to: '12:00' }, 'UTC', instant('2026-11-22T12:00:00Z'))).toBe(false);
    expect(isQuiet(null, 'UTC', T)).toBe(false);
  });
});
