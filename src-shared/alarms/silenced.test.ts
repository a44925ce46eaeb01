import { describe, expect, test } from 'vitest';
import { openingClocks, setPriority } from '../incident/transitions.ts';
import type { Entity } from '../model/collections.ts';
import { personId, slaPolicyId } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import type { Priority } from '../model/priority.ts';
import type { SilencedSpan } from '../model/silence.ts';
import { PROCEDURES_SLA_POLICY as policy } from '../sla/default-policy.ts';
import { NO_CALENDARS } from '../sla/working-time.ts';
import { HOUR, instant, MINUTE } from '../time/clock.ts';
import { type AlarmFacts, createAlarmPlanner } from './derive.ts';
import { alarmPlanSchema } from './plan.ts';

const T = instant('2026-11-22T03:00:00Z');
const ines = personId('ines');

function anIncident(priority: Priority, silences?: SilencedSpan[]): Incident {
  return {
    title: 'API down',
    priority,
    status: 'triggered',
    policy: slaPolicyId('default'),
    openedAt: T,
    openedBy: { kind: 'sender', name: 'prod' },
    links: [],
    alertsTotal: 3,
    alertsFiring: 3,
    clocks: openingClocks(policy, priority, T),
    ...(silences ? { silences } : {}),
  };
}
function plan(doc: Incident, now: number, more: Partial<AlarmFacts> = {}) {
  const facts: AlarmFacts = {
    incidents: [{ id: 'i', doc }],
    policies: new Map(),
    calendars: NO_CALENDARS,
    people: [{ id: 'ines', doc: { name: 'Inès', role: 'responder', teams: [], onDutySince: T } }],
    services: new Map(),
    me: ines,
    now,
    ...more,
  };
  return alarmPlanSchema.parse(createAlarmPlanner()(facts)).alarms;
}
const response = (doc: Incident, now: number) =>
  plan(doc, now)
    .filter(({ id }) => id.startsWith('i/response/'))
    .map(({ id, fireAt, repeatEvery }) => [
      id.slice('i/response/0/'.length),
      (fireAt - T) / MINUTE,
      repeatEvery !== undefined,
    ]);

describe('an incident under silence', () => {
  test('says at its end what fell due during it, the last of each clock alone', () => {
    const doc = anIncident('P0', [{ by: ['s'], since: T + MINUTE, until: T + 10 * MINUTE }]);
    const end = T + 10 * MINUTE;
    expect(response(doc, T + 2 * MINUTE)).toEqual([
      ['opened', 0, false],
      [`0.5@${end}`, 10, false],
      [`0.8@${end}`, 10, false],
      [`lapse@${end}`, 10, true],
    ]);
    expect(response(doc, end)).toEqual([[`lapse@${end}`, 10, true]]);
  });

  test('repeats no lapse during it, and does after', () => {
    const until = T + HOUR;
    const doc = anIncident('P0', [{ by: ['s'], since: T + 20 * MINUTE, until }]);
    expect(response(doc, T + 30 * MINUTE)).toEqual([
      ['lapse', 5, false],
      [`lapse@${until}`, 60, true],
    ]);
  });

  test('keeps the names of what a first silence put off under a second one', () => {
    const first = { by: ['s'], since: T + MINUTE, until: T + 10 * MINUTE };
    const second = { by: ['s'], since: T + 20 * MINUTE, until: T + 30 * MINUTE };
    const ids = (doc: Incident) => response(doc, T + 25 * MINUTE).map(([id]) => id);
    expect(ids(anIncident('P0', [first, second]))).toEqual([`lapse@${first.until}`, `lapse@${second.until}`]);
  });
});

test('an incident that becomes a P0 is told as one that opens so', () => {
  const raised = setPriority(anIncident('P2'), policy, 'P0', T + 2 * MINUTE);
  const alarms = plan(raised, T + 2 * MINUTE).filter(({ kind }) => kind === 'opened');
  expect(alarms).toMatchObject([{ id: 'i/response/0/raised-P0', fireAt: T + 2 * MINUTE, loud: true, priority: 'P0' }]);
  const lowered = setPriority(anIncident('P0'), policy, 'P2', T + 2 * MINUTE);
  expect(plan(lowered, T + 2 * MINUTE).filter(({ id }) => id.includes('raised'))).toEqual([]);
});

describe('before a silence ends', () => {
  const silence = (more: object = {}): Entity<'silence'> => ({
    id: 's',
    doc: {
      matchers: [{ name: 'a', value: 'b', isRegex: false, isEqual: true }],
      startsAt: T,
      endsAt: T + HOUR,
      zone: 'Europe/Paris',
      reason: 'Migration',
      createdBy: { kind: 'person', id: ines },
      createdAt: T,
      revision: 1,
      ...more,
    },
  });
  const held = (priority: Priority): Entity<'alert'> => ({
    id: `a-${priority}`,
    doc: {
      dedupKey: priority,
      sender: 'prod',
      status: 'firing',
      priority,
      title: 'Disque',
      labels: {},
      annotations: {},
      startsAt: T,
      lastReceivedAt: T,
      firings: 1,
      silencedBy: ['s'],
    },
  });
  const ending = (more: Partial<AlarmFacts>, now = T + MINUTE) =>
    plan(anIncident('P2'), now, more).filter(({ kind }) => kind === 'silenceEnds');

  test('its maker is told 15 minutes ahead of what will be heard', () => {
    expect(ending({ silences: [silence()], held: [held('P2'), held('P1')] })).toEqual([
      {
        id: `silence:s/ending/${T + HOUR}`,
        kind: 'silenceEnds',
        silence: 's',
        title: 'Migration',
        priority: 'P1',
        alerts: 2,
        fireAt: T + 45 * MINUTE,
        deadline: T + HOUR,
        loud: false,
      },
    ]);
  });

  test('alerts of an open incident under it count too', () => {
    const doc = anIncident('P0', [{ by: ['s'], since: T, until: T + HOUR }]);
    expect(ending({ silences: [silence()], incidents: [{ id: 'i', doc }] })).toMatchObject([
      { alerts: 3, priority: 'P0' },
    ]);
  });

  test('nobody is told where nothing fires, it is short, over, or somebody else’s while others are on duty', () => {
    expect(ending({ silences: [silence()], held: [] })).toEqual([]);
    expect(ending({ silences: [silence({ endsAt: T + 15 * MINUTE })], held: [held('P2')] })).toEqual([]);
    expect(ending({ silences: [silence()], held: [held('P2')] }, T + HOUR)).toEqual([]);
    const omar = { id: 'omar', doc: { name: 'Omar', role: 'responder' as const, teams: [], onDutySince: T } };
    const off = { id: 'ines', doc: { name: 'Inès', role: 'responder' as const, teams: [] } };
    const others = silence({ createdBy: { kind: 'person', id: 'omar' } });
    expect(ending({ silences: [others], held: [held('P2')], people: [omar, off] })).toEqual([]);
    expect(ending({ silences: [silence()], held: [held('P2')], people: [omar, off] })).toHaveLength(1);
  });
});
