import { describe, expect, test } from 'vitest';
import { personId, serviceId, slaPolicyId } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import type { Priority } from '../model/priority.ts';
import { incidentFilterSchema } from '../model/saved-view.ts';
import { PROCEDURES_SLA_POLICY as policy } from '../sla/default-policy.ts';
import { NO_CALENDARS } from '../sla/working-time.ts';
import { HOUR, instant, MINUTE } from '../time/clock.ts';
import { matchesFilter } from './filter.ts';
import { phaseOf, phasesOf } from './phase.ts';
import { nextDeadline, nextDeadlines, pressureOf, sortByTimeToBreach } from './time-to-breach.ts';
import { acknowledge, close, openingClocks, pause, resolve } from './transitions.ts';

const T = instant('2026-11-22T03:00:00Z');
const by = { kind: 'person', id: personId('ines') } as const;

function anIncident(priority: Priority, openedAt = T, more: Partial<Incident> = {}): Incident {
  return {
    title: 'Base de données saturée',
    priority,
    status: 'triggered',
    policy: slaPolicyId('default'),
    openedAt,
    openedBy: { kind: 'system' },
    links: [],
    alertsTotal: 0,
    alertsFiring: 0,
    clocks: openingClocks(policy, priority, openedAt),
    ...more,
  };
}

describe('the order of the board', () => {
  test('is by time to breach, then what promises nothing, then resolved, then closed', () => {
    const docs: Record<string, Incident> = {
      p0: anIncident('P0'),
      oldP2: anIncident('P2', T - 58 * MINUTE),
      breached: anIncident('P1', T - HOUR),
      ackedP1: acknowledge(anIncident('P1'), by, T),
      paused: pause(anIncident('P0'), policy, 'vendor', T),
      ackedP2: acknowledge(anIncident('P2'), by, T),
      resolvedP0: resolve(anIncident('P0'), policy, by, T),
      resolvedP1: resolve(anIncident('P1'), policy, by, T),
      closedOld: close(resolve(anIncident('P0'), policy, by, T), T),
      closedNew: close(resolve(anIncident('P4'), policy, by, T), T + HOUR),
    };
    const list = Object.entries(docs).map(([id, doc]) => ({ id, doc }));
    const order = [
      'breached',
      'oldP2',
      'p0',
      'ackedP1',
      'paused',
      'ackedP2',
      'resolvedP0',
      'resolvedP1',
      'closedNew',
      'closedOld',
    ];
    expect(sortByTimeToBreach([...list].reverse(), NO_CALENDARS).map((one) => one.id)).toEqual(order);
    expect(
      nextDeadlines(list, NO_CALENDARS)
        .slice(0, 3)
        .map((one) => [one.incident.id, one.clock]),
    ).toEqual([
      ['breached', 'response'],
      ['oldP2', 'response'],
      ['p0', 'response'],
    ]);
  });

  test('pressure begins at four fifths of the window and ends in a breach at the deadline', () => {
    const next = nextDeadline(anIncident('P0'), NO_CALENDARS);
    expect(pressureOf(next, T + 4 * MINUTE - 1)).toBe('ok');
    expect(pressureOf(next, T + 4 * MINUTE)).toBe('dueSoon');
    expect(pressureOf(next, T + 5 * MINUTE)).toBe('breached');
    expect(pressureOf(undefined, T)).toBe('ok');
  });
});

test('the phases follow the state of the incident', () => {
  const opened = anIncident('P0');
  const acked = acknowledge(opened, by, T + 6 * MINUTE);
  const done = resolve(acked, policy, by, T + 30 * MINUTE);
  expect(phaseOf(opened, NO_CALENDARS, T)).toMatchObject({ clock: 'response', since: T, state: { status: 'running' } });
  expect(phaseOf(acked, NO_CALENDARS, T + HOUR)).toMatchObject({ clock: 'resolution', state: { status: 'breached' } });
  expect(phasesOf(done, NO_CALENDARS, T + HOUR).map(({ clock, place, state }) => [clock, place, state.status])).toEqual(
    [
      ['response', 'past', 'missed'],
      ['resolution', 'past', 'met'],
      ['postIncident', 'current', 'running'],
    ],
  );
  expect(phaseOf(close(done, T + HOUR), NO_CALENDARS, T + HOUR)).toBeUndefined();
});

describe('a filter', () => {
  const doc = anIncident('P1', T, { number: 42, service: serviceId('api'), assignee: personId('ines') });
  const names = { service: () => 'API paiement', person: () => 'Inès Œuvrard' };
  test.each([
    [{}, true],
    [{ statuses: [], text: ' ' }, true],
    [{ statuses: ['triggered'], priorities: ['P1', 'P0'] }, true],
    [{ statuses: ['resolved'] }, false],
    [{ priorities: ['P2'] }, false],
    [{ services: ['api'] }, true],
    [{ teams: ['devops'] }, false],
    [{ assignee: 'me' }, true],
    [{ assignee: 'nobody' }, false],
    [{ assignee: 'omar' }, false],
    [{ text: 'SATUREE donnees' }, true],
    [{ text: 'paiement oeuvrard' }, true],
    [{ text: 'saturée absente' }, false],
    [{ text: '#42' }, true],
    [{ text: '#4' }, false],
    [{ text: '42' }, true],
  ])('%j matches: %s', (raw, expected) => {
    expect(matchesFilter(doc, incidentFilterSchema.parse(raw), { me: personId('ines'), names })).toBe(expected);
  });
});
