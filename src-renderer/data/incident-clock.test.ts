import { expect, it } from 'vitest';
import { acknowledge, close, openingClocks, pause, resolve } from '../../src-shared/incident/transitions.ts';
import { type Incident, incidentSchema } from '../../src-shared/model/incident.ts';
import type { Priority } from '../../src-shared/model/priority.ts';
import { PROCEDURES_SLA_POLICY as POLICY } from '../../src-shared/sla/default-policy.ts';
import { NO_CALENDARS } from '../../src-shared/sla/working-time.ts';
import { instant, MINUTE } from '../../src-shared/time/clock.ts';
import { createClockReader } from './incident-clock.ts';

const NOON = instant('2026-11-24T12:00:00Z');
const reader = createClockReader(NO_CALENDARS);

const anIncident = (priority: Priority, openedAt = NOON): Incident =>
  incidentSchema.parse({
    title: `${priority} at ${openedAt}`,
    priority,
    status: 'triggered',
    policy: 'default',
    openedAt,
    openedBy: { kind: 'system' },
    links: [],
    alertsTotal: 0,
    alertsFiring: 0,
    clocks: openingClocks(POLICY, priority, openedAt),
  });

it('awaits the response until somebody acknowledges', () => {
  const incident = anIncident('P0');
  expect(reader.deadline(incident)).toBe(instant('2026-11-24T12:05:00Z'));
  expect(reader.at(incident, NOON + 4 * MINUTE)).toMatchObject({
    name: 'response',
    state: { status: 'running', remaining: MINUTE },
  });
});

it('awaits the resolution after the acknowledgement, then the review', () => {
  const acknowledged = acknowledge(anIncident('P0'), { kind: 'system' }, NOON + MINUTE);
  expect(reader.deadline(acknowledged)).toBe(instant('2026-11-24T13:00:00Z'));
  const resolved = resolve(acknowledged, POLICY, { kind: 'system' }, NOON + 10 * MINUTE);
  expect(reader.at(resolved, NOON + 11 * MINUTE)?.name).toBe('postIncident');
  expect(reader.deadline(close(resolved, NOON + 20 * MINUTE))).toBeUndefined();
});

it('sorts by what lapses first, and puts last what is over', () => {
  const late = anIncident('P1', NOON - 60 * MINUTE);
  const soon = anIncident('P0');
  const later = anIncident('P3');
  const paused = pause(anIncident('P0'), POLICY, 'supplier', NOON);
  const promisesNothing = acknowledge(anIncident('P4'), { kind: 'system' }, NOON);
  const resolved = resolve(anIncident('P2'), POLICY, { kind: 'system' }, NOON);
  const closed = close(resolved, NOON + MINUTE);
  const rows = [closed, resolved, promisesNothing, paused, later, soon, late];
  expect(rows.sort(reader.compare)).toEqual([late, soon, later, paused, promisesNothing, resolved, closed]);
});

it('puts the higher priority first between equal deadlines', () => {
  const p1 = anIncident('P1', NOON);
  const p0 = anIncident('P0', NOON + 10 * MINUTE);
  expect([p1, p0].sort(reader.compare)).toEqual([p0, p1]);
});

it('has begun although the page still shows the second before', () => {
  const incident = anIncident('P0', NOON + 700);
  expect(reader.at(incident, NOON)).toMatchObject({ name: 'response', state: { status: 'running' } });
  const acknowledged = acknowledge(incident, { kind: 'system' }, NOON + 900);
  expect(reader.at(acknowledged, NOON)).toMatchObject({ name: 'resolution', state: { status: 'running' } });
});
