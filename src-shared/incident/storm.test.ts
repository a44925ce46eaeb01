import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { serviceId, slaPolicyId } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import { PRIORITIES } from '../model/priority.ts';
import { PROCEDURES_SLA_POLICY as policy } from '../sla/default-policy.ts';
import { HOUR, instant, MINUTE, SECOND } from '../time/clock.ts';
import { findStorm, STORM_RULES } from './storm.ts';
import { openingClocks } from './transitions.ts';

const T = instant('2026-11-22T03:12:00Z');

const anIncident = (id: string, at: number, more: Partial<Incident> = {}) => ({
  id,
  doc: {
    title: id,
    priority: 'P2' as const,
    status: 'triggered' as const,
    service: serviceId(`service-${id}`),
    policy: slaPolicyId('default'),
    openedAt: at,
    openedBy: { kind: 'sender' as const, name: 'prod' },
    links: [],
    alertsTotal: 70,
    alertsFiring: 70,
    clocks: openingClocks(policy, 'P2', at),
    ...more,
  },
});
const many = (count: number, gap: number, more: (n: number) => Partial<Incident> = () => ({})) =>
  Array.from({ length: count }, (_, n) => anIncident(`i${String(n).padStart(3, '0')}`, T + n * gap, more(n)));

describe('a storm', () => {
  test('is many incidents within minutes, told as one with the gravest first', () => {
    const incidents = many(40, 1_500, (n) => ({
      priority: n % 10 === 9 ? 'P0' : n % 4 === 1 ? 'P1' : 'P2',
      service: serviceId(`service-${n % 20}`),
      status: n % 4 === 1 ? 'acknowledged' : 'triggered',
    }));
    const storm = findStorm(incidents, T + 2 * MINUTE);
    expect(storm).toMatchObject({
      since: T,
      lastAt: T + 58_500,
      isGoingOn: true,
      incidents: 40,
      alerts: 2_800,
      services: 20,
      byPriority: { P0: 4, P1: 8, P2: 28, P3: 0, P4: 0 },
    });
    expect(storm?.groups).toHaveLength(20);
    expect(storm?.groups.map(({ top }) => top)).toEqual(storm?.groups.map(({ top }) => top).toSorted());
    expect(storm?.groups[0]).toMatchObject({ top: 'P0', alerts: 140 });
    expect(findStorm(incidents, T + 2 * HOUR)?.isGoingOn).toBe(false);
  });

  test('is not a few, nor many over hours, nor many by hand', () => {
    expect(findStorm(many(STORM_RULES.incidents - 1, SECOND), T + MINUTE)).toBeUndefined();
    expect(findStorm(many(100, 3 * MINUTE), T + 5 * HOUR)).toBeUndefined();
    const byHand = many(40, SECOND, () => ({ openedBy: { kind: 'system' } }));
    expect(findStorm(byHand, T + MINUTE)).toBeUndefined();
  });

  test('has passed once hardly any of its incidents is open', () => {
    const left = (open: number) =>
      findStorm(
        many(40, SECOND, (n) => ({ status: n < open ? 'triggered' : 'resolved' })),
        T + HOUR,
      );
    expect(left(3)?.open).toHaveLength(3);
    expect(left(3)?.incidents).toBe(40);
    expect(left(2)).toBeUndefined();
  });

  test('is the latest of several', () => {
    const second = many(20, SECOND).map((one) => ({
      ...one,
      id: `later-${one.id}`,
      doc: { ...one.doc, openedAt: one.doc.openedAt + HOUR },
    }));
    expect(findStorm([...many(20, SECOND), ...second], T + 2 * HOUR)?.since).toBe(T + HOUR);
  });
});

test('all consoles see the same storm, whatever order the records came in', () => {
  const one = fc.record({
    after: fc.integer({ min: 0, max: 20 * MINUTE }),
    priority: fc.constantFrom(...PRIORITIES),
    status: fc.constantFrom('triggered' as const, 'acknowledged' as const, 'resolved' as const),
    service: fc.integer({ min: 0, max: 5 }),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 60 }), fc.integer(), (list, seed) => {
      const incidents = list.map(({ after, priority, status, service }, n) =>
        anIncident(`i${n}`, T + after, { priority, status, service: serviceId(`s${service}`) }),
      );
      const shuffled = incidents.toSorted(
        (a, b) => Math.imul(a.doc.openedAt, seed | 1) - Math.imul(b.doc.openedAt, seed | 1),
      );
      expect(findStorm(shuffled, T + HOUR)).toEqual(findStorm(incidents, T + HOUR));
    }),
  );
});
