import { describe, expect, test } from 'vitest';
import { acknowledge, openingClocks, pause, resolve } from '../incident/transitions.ts';
import type { Entity } from '../model/collections.ts';
import { personId, serviceId, slaPolicyId } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import { PRIORITIES, type Priority } from '../model/priority.ts';
import { PROCEDURES_SLA_POLICY as policy } from '../sla/default-policy.ts';
import { NO_CALENDARS } from '../sla/working-time.ts';
import { HOUR, instant, MINUTE } from '../time/clock.ts';
import { type AlarmFacts, createAlarmPlanner } from './derive.ts';
import { alarmPlanSchema } from './plan.ts';

const T = instant('2026-11-22T03:00:00Z');
const ines = personId('ines');

function anIncident(priority: Priority, more: Partial<Incident> = {}): Incident {
  return {
    number: 42,
    title: 'API down',
    priority,
    status: 'triggered',
    service: serviceId('api'),
    policy: slaPolicyId('default'),
    openedAt: T,
    openedBy: { kind: 'sender', name: 'prod' },
    links: [],
    alertsTotal: 1,
    alertsFiring: 1,
    clocks: openingClocks(policy, priority, T),
    ...more,
  };
}
const person = (id: string, onDuty: boolean, role: 'viewer' | 'responder' = 'responder'): Entity<'person'> => ({
  id,
  doc: { name: id, role, teams: [], ...(onDuty ? { onDutySince: T } : {}) },
});
function planFor(incident: Incident, people: Entity<'person'>[] = [person('ines', true)], me = ines) {
  const facts: AlarmFacts = {
    incidents: [{ id: 'i', doc: incident }],
    policies: new Map(),
    calendars: NO_CALENDARS,
    people,
    services: new Map([['api', { name: 'API' }]]),
    me,
    now: T,
  };
  return alarmPlanSchema.parse(createAlarmPlanner()(facts)).alarms;
}
const ids = (...args: Parameters<typeof planFor>) => planFor(...args).map((one) => one.id);

describe('the plan of a P0', () => {
  test('has its opening, both clocks’ warnings and lapses; the 80 % of five minutes comes 60 s before', () => {
    expect(
      planFor(anIncident('P0')).map(({ id, fireAt, kind, loud }) => [id, (fireAt - T) / MINUTE, kind, loud]),
    ).toEqual([
      ['i/response/0/opened', 0, 'opened', true],
      ['i/response/0/0.5', 2.5, 'warning', true],
      ['i/response/0/0.8', 4, 'warning', true],
      ['i/response/0/lapse', 5, 'lapse', true],
      ['i/resolution/0/0.5', 30, 'warning', true],
      ['i/resolution/0/0.8', 48, 'warning', true],
      ['i/resolution/0/lapse', 60, 'lapse', true],
    ]);
    expect(planFor(anIncident('P0')).at(-1)).toMatchObject({
      number: 42,
      service: 'API',
      repeatEvery: 2 * MINUTE,
      deadline: T + HOUR,
    });
  });

  test('loses the response once it is acknowledged, everything while paused, all but the review once resolved', () => {
    const by = { kind: 'person', id: ines } as const;
    const taken = acknowledge(anIncident('P0'), by, T + MINUTE);
    expect(ids(taken)).toEqual(['i/resolution/0/0.5', 'i/resolution/0/0.8', 'i/resolution/0/lapse']);
    expect(ids(pause(anIncident('P0'), policy, 'vendor', T + MINUTE))).toEqual([]);
    const review = planFor(resolve(taken, policy, by, T + 2 * MINUTE));
    expect(review.map(({ id, loud, repeatEvery }) => [id, loud, repeatEvery])).toEqual([
      ['i/postIncident/0/0.5', false, undefined],
      ['i/postIncident/0/0.8', false, undefined],
      ['i/postIncident/0/lapse', false, undefined],
    ]);
  });
});

describe('whom an incident concerns', () => {
  const nobodys = anIncident('P2');
  const mine = anIncident('P2', { assignee: ines });
  const others = acknowledge(anIncident('P2'), { kind: 'person', id: personId('omar') }, T);

  test('its assignee, on duty or not', () => {
    expect(ids(mine, [person('ines', false), person('omar', true)])).toHaveLength(4);
  });
  test('who is on duty, as long as nobody has it in hand', () => {
    expect(ids(nobodys)).toHaveLength(4);
    expect(ids(others)).toHaveLength(0);
    expect(ids(nobodys, [person('ines', false), person('omar', true)])).toHaveLength(0);
  });
  test('every responder when nobody is on duty', () => {
    expect(ids(nobodys, [person('ines', false), person('omar', false)])).toHaveLength(4);
    expect(ids(nobodys, [person('ines', false, 'viewer')])).toHaveLength(0);
  });
  test('nobody once it is closed', () => {
    expect(ids({ ...mine, status: 'closed' })).toHaveLength(0);
  });
});

describe('a planner', () => {
  test('leaves out what a later alarm of the same window has overtaken', () => {
    const facts = (now: number): AlarmFacts => ({
      incidents: [{ id: 'i', doc: anIncident('P0') }],
      policies: new Map(),
      calendars: NO_CALENDARS,
      people: [person('ines', true)],
      services: new Map(),
      me: ines,
      now,
    });
    const left = (minutes: number) =>
      createAlarmPlanner()(facts(T + minutes * MINUTE)).alarms.map((one) => one.id.slice(2));
    expect(left(3)).toEqual([
      'response/0/0.5',
      'response/0/0.8',
      'response/0/lapse',
      'resolution/0/0.5',
      'resolution/0/0.8',
      'resolution/0/lapse',
    ]);
    expect(left(50)).toEqual(['response/0/lapse', 'resolution/0/0.8', 'resolution/0/lapse']);
  });

  test('gives the same plan from what it remembers, and another after a policy changed', () => {
    const planner = createAlarmPlanner();
    const incidents = PRIORITIES.map((priority) => ({ id: priority, doc: anIncident(priority) }));
    const facts: AlarmFacts = {
      incidents,
      policies: new Map(),
      calendars: NO_CALENDARS,
      people: [person('ines', true)],
      services: new Map(),
      me: ines,
      now: T,
    };
    expect(planner(facts)).toEqual(createAlarmPlanner()(facts));
    expect(planner({ ...facts, now: T + HOUR })).toEqual(createAlarmPlanner()({ ...facts, now: T + HOUR }));
    const quieter = { ...facts, policies: new Map([['default', { ...policy, warnAt: [] }]]) };
    expect(planner(quieter)).toEqual(createAlarmPlanner()(quieter));
    expect(planner(quieter).alarms.every((one) => one.kind !== 'warning')).toBe(true);
  });
});
