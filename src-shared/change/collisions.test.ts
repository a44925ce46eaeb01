import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Change, type Freeze, freezeId } from '../model/change.ts';
import { serviceId } from '../model/ids.ts';
import { instantOfText, wallText } from '../silence/wall-time.ts';
import { HOUR, instant, MINUTE } from '../time/clock.ts';
import { type Asked, collisionsOf, freezeInTheWay, overlapOf, type PlannedWork } from './collisions.ts';

const SYSTEM = { kind: 'system' } as const;
const API = serviceId('api');
const WEB = serviceId('web');
const T = instant('2026-11-24T21:00:00Z');
const span = (from: number, to: number) => ({ from: T + from * HOUR, to: T + to * HOUR, zone: 'Europe/Paris' });
const change = (window: Change['window'], services = [API], status: Change['status'] = 'proposed'): Change => ({
  title: 'Noyau',
  type: 'security',
  services,
  risk: 'low',
  window,
  status,
  gates: {},
  exceptions: [],
  incidents: [],
  acts: [],
  revision: 1,
  createdBy: SYSTEM,
  createdAt: T,
  updatedAt: T,
});
const freeze = (window: Freeze['window'], services: Freeze['services'] = []): Freeze => ({
  title: 'Soldes',
  window,
  services,
  reason: 'trafic',
  revision: 1,
  createdBy: SYSTEM,
  createdAt: T,
});
const meets = (
  asked: Asked,
  around: { changes?: Change[]; freezes?: Freeze[]; planned?: PlannedWork[] },
): [string, string][] =>
  collisionsOf(asked, {
    changes: (around.changes ?? []).map((doc, at) => ({ id: `c${at}`, doc })),
    freezes: (around.freezes ?? []).map((doc, at) => ({ id: `f${at}`, doc })),
    planned: around.planned ?? [],
  }).map(({ kind, id }) => [kind, id]);

describe('a change', () => {
  const asked = { services: [API], window: span(0, 2) };

  test('meets what shares a service and a moment with it, earliest first', () => {
    const planned = { id: 'p1', title: 'Sauvegarde', service: 'api', from: T - HOUR, to: T + HOUR };
    expect(
      meets(asked, { changes: [change(span(1, 3))], freezes: [freeze(span(0.5, 90))], planned: [planned] }),
    ).toEqual([
      ['maintenance', 'p1'],
      ['freeze', 'f0'],
      ['change', 'c0'],
    ]);
  });

  test('does not meet what begins as it ends, or ends as it begins', () => {
    const planned = { id: 'p1', title: 'Sauvegarde', service: 'api', from: T + 2 * HOUR, to: T + 3 * HOUR };
    const around = { changes: [change(span(2, 3)), change(span(-1, 0))], freezes: [freeze(span(2, 9))] };
    expect(meets(asked, { ...around, planned: [planned] })).toEqual([]);
  });

  test('does not meet other services, what is over, or itself', () => {
    const changes = [change(span(0, 2), [WEB]), change(span(0, 2), [API], 'done'), change(span(0, 2))];
    expect(meets({ ...asked, id: 'c2' }, { changes, freezes: [freeze(span(0, 2), [WEB])] })).toEqual([]);
    const elsewhere = [
      { id: 'p1', title: 'x', service: undefined, from: T, to: T + HOUR },
      { id: 'p2', title: 'x', service: 'web', from: T, to: T + HOUR },
    ];
    expect(meets(asked, { planned: elsewhere })).toEqual([]);
  });

  test('is held by the first freeze that meets what is left of its window, until a lead makes an exception', () => {
    const freezes = [
      { id: 'later', doc: freeze(span(1, 90)) },
      { id: 'first', doc: freeze(span(-9, 0.5), [API]) },
      { id: 'other', doc: freeze(span(-9, 90), [WEB]) },
    ];
    const doc = change(span(0, 2), [API], 'approved');
    expect(freezeInTheWay(doc, freezes, T)?.id).toBe('first');
    expect(freezeInTheWay(doc, freezes, T + 0.5 * HOUR)?.id).toBe('later');
    const exceptions = [{ freeze: freezeId('later'), reason: 'faille', by: SYSTEM, at: T }];
    expect(freezeInTheWay({ ...doc, exceptions }, freezes, T + 0.5 * HOUR)).toBeUndefined();
    // Late, its window is over: it goes ahead now all the same.
    expect(freezeInTheWay(doc, freezes, T + 3 * HOUR)?.id).toBe('later');
    expect(freezeInTheWay(doc, freezes, T + 90 * HOUR)).toBeUndefined();
  });
});

describe('windows', () => {
  const ZONES = [
    'Europe/Paris',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kolkata',
    'America/St_Johns',
    'Pacific/Chatham',
  ];
  /** Around the changes of the clocks of 2026 in these zones. */
  const EDGES = [
    '2026-03-08T07:00:00Z',
    '2026-03-29T01:00:00Z',
    '2026-04-04T15:00:00Z',
    '2026-10-03T15:30:00Z',
    '2026-10-25T01:00:00Z',
    '2026-11-01T06:00:00Z',
    '2026-06-15T12:00:00Z',
  ].map(instant);
  const window = fc
    .tuple(fc.constantFrom(...EDGES), fc.integer({ min: -36, max: 36 }), fc.integer({ min: 1, max: 48 }))
    .map(([edge, start, length]) => ({ from: edge + start * 10 * MINUTE, to: edge + (start + length) * 10 * MINUTE }));

  test('meet exactly where a moment lies in both, whichever is asked', () => {
    fc.assert(
      fc.property(window, window, (a, b) => {
        const lies = (at: number, { from, to }: { from: number; to: number }) => from <= at && at < to;
        let moments = 0;
        for (let at = Math.min(a.from, b.from); at < Math.max(a.to, b.to) && moments < 1; at += 10 * MINUTE) {
          if (at - Math.min(a.from, b.from) > 400 * HOUR) break;
          if (lies(at, a) && lies(at, b)) moments += 1;
        }
        expect(overlapOf(a, b) !== undefined).toBe(moments > 0);
        expect(overlapOf(a, b)).toEqual(overlapOf(b, a));
      }),
      { numRuns: 300 },
    );
  });

  test('read on the clocks of any zone and typed again are never shorter, and meet no less', () => {
    fc.assert(
      fc.property(window, window, fc.constantFrom(...ZONES), fc.constantFrom(...ZONES), (a, b, zoneA, zoneB) => {
        const typed = ({ from, to }: { from: number; to: number }, zone: string) => ({
          from: instantOfText(wallText(from, zone), zone, 'start') ?? Number.NaN,
          to: instantOfText(wallText(to, zone), zone, 'end') ?? Number.NaN,
          zone,
        });
        const [first, second] = [typed(a, zoneA), typed(b, zoneB)];
        expect(first.from).toBeLessThanOrEqual(a.from);
        expect(first.to).toBeGreaterThanOrEqual(a.to);
        const asked = { services: [API], window: first };
        const other = { services: [API], window: second };
        const there = meets(asked, { changes: [change(second)] }).length;
        expect(there).toBe(meets(other, { changes: [change(first)] }).length);
        if (overlapOf(a, b)) expect(there).toBe(1);
        expect(meets(asked, { freezes: [freeze(second)] })).toHaveLength(there);
      }),
      { numRuns: 300 },
    );
  });
});
