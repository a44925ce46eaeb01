import { expect, it } from 'vitest';
import { openingClocks } from '../../../src-shared/incident/transitions.ts';
import { personId, serviceId, teamId } from '../../../src-shared/model/ids.ts';
import { type Incident, incidentSchema } from '../../../src-shared/model/incident.ts';
import { incidentFilterSchema } from '../../../src-shared/model/saved-view.ts';
import { PROCEDURES_SLA_POLICY } from '../../../src-shared/sla/default-policy.ts';
import { NO_CALENDARS } from '../../../src-shared/sla/working-time.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { instant, MINUTE } from '../../../src-shared/time/clock.ts';
import { createClockReader } from '../../data/incident-clock.ts';
import { createListModel, isEmptyFilter, sameFilter, VIEWS, wantsClosed } from './list-model.ts';

const NOON = instant('2026-11-24T12:00:00Z');
const model = createListModel({
  clocks: createClockReader(NO_CALENDARS),
  standing: (row) => row.doc,
  me: 'ines',
  serviceName: (id) => (id === 'pay' ? 'api-paiement' : undefined),
  personName: () => undefined,
});

function aRow(id: string, over: Partial<Incident> = {}): Row<'incident'> {
  const priority = over.priority ?? 'P1';
  const openedAt = over.openedAt ?? NOON;
  const doc = incidentSchema.parse({
    title: id,
    priority,
    status: 'triggered',
    policy: 'default',
    openedAt,
    openedBy: { kind: 'system' },
    links: [],
    alertsTotal: 0,
    alertsFiring: 0,
    clocks: openingClocks(PROCEDURES_SLA_POLICY, priority, openedAt),
    ...over,
  });
  return { collection: 'incident', id, version: 1, gen: 0, scope: 'all', doc };
}

const rows = [
  aRow('disque', { priority: 'P2', number: 40, openedAt: NOON - 30 * MINUTE, team: teamId('devops') }),
  aRow('Échec du paiement', { priority: 'P0', number: 42, service: serviceId('pay') }),
  aRow('recherche', { number: 41, openedAt: NOON - 5 * MINUTE }),
];
const ids = (filter: unknown, sort: 'breach' | 'opened' | 'priority' = 'breach') =>
  model.filter(model.sort(rows, sort), incidentFilterSchema.parse(filter)).map((row) => row.doc.number);

it('lets everything through without a filter, what lapses first on top', () => {
  expect(ids({})).toEqual([42, 41, 40]);
});

it('sorts by opening, newest first, and by priority', () => {
  expect(ids({}, 'opened')).toEqual([42, 41, 40]);
  expect(ids({}, 'priority')).toEqual([42, 41, 40]);
});

it.each([
  [{ text: 'echec PAIEMENT' }, [42]],
  [{ text: '#41' }, [41]],
  [{ text: 'api-pai' }, [42]],
  [{ text: 'rien' }, []],
  [{ priorities: ['P2', 'P1'] }, [41, 40]],
  [{ services: ['pay'] }, [42]],
  [{ teams: ['devops'] }, [40]],
  [{ assignee: 'nobody' }, [42, 41, 40]],
  [{ assignee: 'me' }, []],
  [{ statuses: ['resolved'] }, []],
])('lets through what fits %j', (filter, expected) => {
  expect(ids(filter)).toEqual(expected);
});

it('knows who « me » is', () => {
  const mine = aRow('mine', { assignee: personId('ines') });
  expect(model.filter([mine, ...rows], { assignee: 'me' })).toEqual([mine]);
});

it('needs closed incidents only when the filter lets them through', () => {
  expect(wantsClosed(VIEWS.open)).toBe(false);
  expect(wantsClosed(VIEWS.all)).toBe(true);
});

it('compares filters by what they let through', () => {
  expect(sameFilter({ priorities: ['P1', 'P0'], text: ' ' }, { priorities: ['P0', 'P1'] })).toBe(true);
  expect(sameFilter(VIEWS.open, VIEWS.untaken)).toBe(false);
  expect(isEmptyFilter({ text: '', statuses: [] })).toBe(true);
});
