import { expect, test } from 'vitest';
import { changeRecord } from '../../tests/support/change-record.ts';
import { openingClocks } from '../incident/transitions.ts';
import type { Change } from '../model/change.ts';
import { incidentId, serviceId, slaPolicyId } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import { PROCEDURES_SLA_POLICY as policy } from '../sla/default-policy.ts';
import { HOUR, instant } from '../time/clock.ts';
import { changesAround } from './around.ts';

const T = instant('2026-11-22T03:00:00Z');
const SYSTEM = { kind: 'system' } as const;
const incident: Incident = {
  title: 'API down',
  priority: 'P1',
  status: 'triggered',
  service: serviceId('api'),
  policy: slaPolicyId('default'),
  openedAt: T,
  openedBy: SYSTEM,
  links: [],
  alertsTotal: 1,
  alertsFiring: 1,
  clocks: openingClocks(policy, 'P1', T),
};
const change = (more: Partial<Change>): Change =>
  changeRecord(T, {
    services: [serviceId('api')],
    window: { from: T - HOUR, to: T + HOUR, zone: 'UTC' },
    status: 'inProgress',
    ...more,
  });

test('an incident names what its service was changed by while it lasted and a day before, and what is linked to it', () => {
  const at = (hours: number) => T + hours * HOUR;
  const changes = Object.entries({
    running: change({ startedAt: at(-1) }),
    over: change({ startedAt: at(-9), endedAt: at(-8), status: 'rolledBack' }),
    old: change({ startedAt: at(-30), endedAt: at(-24), status: 'done' }),
    planned: change({ status: 'approved' }),
    other: change({ startedAt: at(-1), services: [serviceId('web')] }),
    during: change({ startedAt: at(1), endedAt: at(2), status: 'done' }),
    after: change({ startedAt: at(4) }),
    linked: change({ services: [], incidents: [incidentId('i1')], startedAt: at(-90), endedAt: at(-89) }),
  }).map(([id, doc]) => ({ id, doc }));
  const found = (doc: Incident, now = at(3.9)) => changesAround({ id: 'i1', doc }, changes, now).map(({ id }) => id);
  expect(found(incident)).toEqual(['after', 'during', 'running', 'over', 'linked']);
  expect(found({ ...incident, resolvedAt: at(3) })).toEqual(['during', 'running', 'over', 'linked']);
});
