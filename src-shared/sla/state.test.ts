import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import french from '../../resources/packs/procedures.fr.json' with { type: 'json' };
import {
  acknowledge,
  openingClocks,
  pause,
  reopen,
  resolve,
  resume,
  setPriority,
  unacknowledge,
} from '../incident/transitions.ts';
import { incidentId, personId, slaPolicyId } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import { PRIORITIES, type Priority } from '../model/priority.ts';
import { calendarSchema, type SlaPolicy, slaPolicySchema } from '../model/sla-policy.ts';
import { HOUR, instant, MINUTE } from '../time/clock.ts';
import { PROCEDURES_SLA_POLICY } from './default-policy.ts';
import { slaPoints, timersFor } from './points.ts';
import { consumed, deadline, elapsed, stateAt } from './state.ts';
import { createCalendars, NO_CALENDARS } from './working-time.ts';

const T = instant('2026-11-22T03:00:00Z');
const by = { kind: 'person', id: personId('ines') } as const;
const calendars = createCalendars([{ id: 'office', doc: calendarSchema.parse(french.calendars[0]?.doc) }]);
const office: SlaPolicy = slaPolicySchema.parse({
  ...PROCEDURES_SLA_POLICY,
  calendars: { P0: null, P1: null, P2: 'office', P3: 'office', P4: 'office' },
});

function anIncident(priority: Priority, at = T, policy = PROCEDURES_SLA_POLICY): Incident {
  return {
    title: 'x',
    priority,
    status: 'triggered',
    policy: slaPolicyId('default'),
    openedAt: at,
    openedBy: { kind: 'system' },
    links: [],
    alertsTotal: 0,
    alertsFiring: 0,
    clocks: openingClocks(policy, priority, at),
  };
}
const response = (incident: Incident, now: number) => stateAt(incident.clocks.response, NO_CALENDARS, now);
const minutes = (n: number) => T + n * MINUTE;
const P = PROCEDURES_SLA_POLICY;

describe('a clock', () => {
  test('runs, is breached from its deadline on, and is met or missed by when it stopped', () => {
    const p1 = anIncident('P1');
    expect(response(p1, minutes(5))).toEqual({
      status: 'running',
      deadline: minutes(15),
      target: 15 * MINUTE,
      elapsed: 5 * MINUTE,
      fraction: 1 / 3,
      remaining: 10 * MINUTE,
      late: 0,
    });
    expect(response(p1, minutes(15) - 1)).toMatchObject({ status: 'running', remaining: 1 });
    expect(response(p1, minutes(15))).toMatchObject({ status: 'breached', remaining: 0, late: 0 });
    expect(response(p1, minutes(20))).toMatchObject({ status: 'breached', late: 5 * MINUTE });
    expect(response(acknowledge(p1, by, minutes(14)), minutes(99))).toMatchObject({
      status: 'met',
      elapsed: 14 * MINUTE,
      deadline: minutes(15),
    });
    expect(response(acknowledge(p1, by, minutes(17)), minutes(99))).toMatchObject({
      status: 'missed',
      late: 2 * MINUTE,
    });
    expect(stateAt(undefined, NO_CALENDARS, T)).toMatchObject({ status: 'idle', target: null });
    expect(stateAt(anIncident('P2').clocks.resolution, NO_CALENDARS, minutes(500))).toMatchObject({ status: 'idle' });
  });

  test('consumes nothing while paused', () => {
    const paused = pause(anIncident('P1'), P, 'customer', minutes(5));
    expect(response(paused, minutes(90))).toMatchObject({
      status: 'paused',
      elapsed: 5 * MINUTE,
      remaining: 10 * MINUTE,
    });
    expect(response(paused, minutes(90))).not.toHaveProperty('deadline');
    const resumed = resume(paused, P, minutes(65));
    expect(deadline(resumed.clocks.response, NO_CALENDARS)).toBe(minutes(75));
    expect(response(pause(anIncident('P1'), P, 'late', minutes(16)), minutes(20))).toMatchObject({
      status: 'breached',
    });
  });

  test('keeps the weight of what was consumed under another priority: no breach in hindsight, no free reset', () => {
    // Half of a P2 hour, then P0: half of five minutes is left.
    const raised = setPriority(anIncident('P2'), P, 'P0', minutes(30));
    expect(response(raised, minutes(31))).toMatchObject({ status: 'running', deadline: minutes(32.5) });
    // Four of the five P0 minutes, then P1: a fifth of fifteen minutes is left.
    const lowered = setPriority(anIncident('P0'), P, 'P1', minutes(4));
    expect(deadline(lowered.clocks.response, NO_CALENDARS)).toBe(minutes(7));
    // What has lapsed stays lapsed.
    const late = setPriority(anIncident('P0'), P, 'P4', minutes(6));
    expect(response(late, minutes(7))).toMatchObject({ status: 'breached', deadline: minutes(5) });
  });

  test('starts a new window when an acknowledgement is taken back, and goes on in the same after a reopening', () => {
    const again = unacknowledge(acknowledge(anIncident('P1'), by, minutes(10)), P, minutes(20));
    expect(response(again, minutes(21))).toMatchObject({ deadline: minutes(35), elapsed: MINUTE });
    expect(response(again, minutes(12))).toMatchObject({ status: 'met', elapsed: 10 * MINUTE });
    const resolved = resolve(acknowledge(anIncident('P1'), by, minutes(10)), P, by, minutes(60));
    const reopened = reopen(resolved, P, minutes(100));
    expect(response(reopened, minutes(101))).toMatchObject({ status: 'running', deadline: minutes(115) });
    const resolution = (now: number) => stateAt(reopened.clocks.resolution, NO_CALENDARS, now);
    expect(resolution(minutes(110))).toMatchObject({ status: 'running', elapsed: 70 * MINUTE, deadline: minutes(280) });
    expect(resolution(minutes(80))).toMatchObject({ status: 'met', elapsed: 60 * MINUTE });
  });

  test('never runs backwards when a resolution made offline precedes a raised priority and is taken back', () => {
    const raised = setPriority(anIncident('P1'), P, 'P0', minutes(20));
    const reopened = reopen(resolve(raised, P, by, minutes(19)), P, minutes(19));
    const segments = reopened.clocks.resolution?.segments ?? [];
    const starts = segments.map((one) => one.from);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(segments.at(-1)?.to).toBeUndefined();
  });

  test('changes calendar with its priority', () => {
    // Friday 17:30 in Paris, an hour of business hours: Monday 09:30.
    const friday = instant('2026-11-20T16:30:00Z');
    const p2 = anIncident('P2', friday, office);
    expect(deadline(p2.clocks.response, calendars)).toBe(instant('2026-11-23T08:30:00Z'));
    // On Saturday it turns out to be P1: half was consumed, half of fifteen minutes is left, day and night.
    const saturday = instant('2026-11-21T10:00:00Z');
    const p1 = setPriority(p2, office, 'P1', saturday);
    expect(deadline(p1.clocks.response, calendars)).toBe(saturday + 7.5 * MINUTE);
  });
});

describe('the points of an incident', () => {
  const id = incidentId('i');
  test('have keys of their own, and go with the clocks that run', () => {
    const p0 = anIncident('P0');
    expect(slaPoints(id, p0, P, NO_CALENDARS).map(({ key, at }) => [key, at - T])).toEqual([
      ['i/response/0/0.5', 2.5 * MINUTE],
      ['i/response/0/0.8', 4 * MINUTE],
      ['i/response/0/lapse', 5 * MINUTE],
      ['i/resolution/0/0.5', 30 * MINUTE],
      ['i/resolution/0/0.8', 48 * MINUTE],
      ['i/resolution/0/lapse', 60 * MINUTE],
    ]);
    const again = unacknowledge(acknowledge(p0, by, minutes(1)), P, minutes(2));
    expect(slaPoints(id, again, P, NO_CALENDARS)[0]).toMatchObject({ key: 'i/response/1/0.5', at: minutes(4.5) });
  });

  test('end in closing by itself where no review is promised', () => {
    const p1 = resolve(anIncident('P1'), P, by, minutes(1));
    expect(timersFor(id, p1, P, NO_CALENDARS)).toEqual([
      {
        key: `i/autoClose/${minutes(1)}`,
        at: minutes(1) + 72 * HOUR,
        name: 'incident.autoClose',
        args: { id, resolvedAt: minutes(1) },
      },
    ]);
    const p0 = resolve(anIncident('P0'), P, by, minutes(1));
    expect(timersFor(id, p0, P, NO_CALENDARS).map((one) => one.key)).toEqual([
      'i/postIncident/0/0.5',
      'i/postIncident/0/0.8',
      'i/postIncident/0/lapse',
    ]);
  });
});

type Step = { kind: 'priority' | 'pause' | 'ack' | 'resolve'; priority: Priority; after: number };
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('priority', 'pause', 'ack', 'resolve'),
  priority: fc.constantFrom(...PRIORITIES),
  after: fc.integer({ min: 1, max: 40 * HOUR }),
});

/** Every version of an incident through random steps, each with when it came about. */
function histories(first: Priority, steps: Step[], policy: SlaPolicy) {
  let now = T;
  let incident = anIncident(first, T, policy);
  const versions = [{ at: now, incident }];
  for (const { kind, priority, after } of steps) {
    now += after;
    const open = incident.status === 'triggered' || incident.status === 'acknowledged';
    const paused = incident.clocks.resolution?.segments.at(-1)?.reason === 'paused';
    if (kind === 'priority') incident = setPriority(incident, policy, priority, now);
    else if (kind === 'pause' && open)
      incident = paused ? resume(incident, policy, now) : pause(incident, policy, 'x', now);
    else if (kind === 'ack' && incident.status === 'triggered') incident = acknowledge(incident, by, now);
    else if (kind === 'ack' && incident.status === 'acknowledged') incident = unacknowledge(incident, policy, now);
    else if (kind === 'resolve') incident = open ? resolve(incident, policy, by, now) : reopen(incident, policy, now);
    versions.push({ at: now, incident });
  }
  return versions;
}
const names = ['response', 'resolution'] as const;

test('no later change alters what was known at an earlier instant', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...PRIORITIES),
      fc.array(step, { maxLength: 8 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (first, steps, part) => {
        const versions = histories(first, steps, office);
        const last = versions.at(-1)?.incident;
        for (const [index, { at, incident }] of versions.entries()) {
          const until = versions[index + 1]?.at ?? at + HOUR;
          const now = Math.floor(at + part * (until - at));
          for (const name of names) {
            const [then, later] = [
              stateAt(incident.clocks[name], calendars, now),
              stateAt(last?.clocks[name], calendars, now),
            ];
            expect(later).toEqual(then);
          }
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('consumption never falls inside a window, and reaches one exactly at the deadline', () => {
  fc.assert(
    fc.property(fc.constantFrom(...PRIORITIES), fc.array(step, { maxLength: 6 }), (first, steps) => {
      const incident = histories(
        first,
        steps.filter((one) => one.kind === 'priority' || one.kind === 'pause'),
        office,
      ).at(-1)?.incident;
      for (const name of names) {
        const clock = incident?.clocks[name];
        if (!clock) continue;
        let before = 0;
        for (let now = T; now < T + 400 * HOUR; now += 7 * HOUR) {
          const share = consumed(clock, calendars, now);
          expect(share).toBeGreaterThanOrEqual(before);
          before = share;
        }
        const end = deadline(clock, calendars);
        if (end === undefined) continue;
        // To the millisecond of the shortest target.
        expect(consumed(clock, calendars, end)).toBeCloseTo(1, 4);
        expect(elapsed(clock, calendars, end)).toBeLessThanOrEqual(end - T);
        expect(stateAt(clock, calendars, end).late).toBe(0);
        expect(stateAt(clock, calendars, end).status).toBe('breached');
      }
    }),
    { numRuns: 200 },
  );
});
