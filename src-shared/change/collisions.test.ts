import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeRecord } from '../../tests/support/change-record.ts';
import type { MaintenanceItem } from '../maintenance/items.ts';
import { type Change, type Freeze, freezeId } from '../model/change.ts';
import { personId, serviceId } from '../model/ids.ts';
import { occurrenceId, type Plan, planId } from '../model/plan.ts';
import { procedureId } from '../model/procedure.ts';
import { runId } from '../model/run.ts';
import { instantOfText, wallText } from '../silence/wall-time.ts';
import { HOUR, instant, MINUTE } from '../time/clock.ts';
import { type Asked, collisionsOf, freezeInTheWay } from './collisions.ts';
import { overlapOf } from './work-span.ts';

const SYSTEM = { kind: 'system' } as const;
const API = serviceId('api');
const WEB = serviceId('web');
const T = instant('2026-11-24T21:00:00Z');
const span = (from: number, to: number) => ({ from: T + from * HOUR, to: T + to * HOUR, zone: 'Europe/Paris' });
const change = (
  window: Change['window'],
  services = [API],
  status: Change['status'] = 'proposed',
  more: Partial<Change> = {},
): Change => changeRecord(T, { services, window, status, ...more });
/** An occurrence of a plan, as the index of maintenance has it. */
const item = (
  id: string,
  from: number,
  to: number,
  { plan = {}, state = {} }: { plan?: Partial<Plan>; state?: Partial<MaintenanceItem['state']> } = {},
): MaintenanceItem => {
  const [at, end] = [T + from * HOUR, T + to * HOUR];
  const placed = { at, end, deadline: end };
  const doc: Plan = {
    title: 'Sauvegarde',
    procedure: procedureId('preventive.weekly.database'),
    service: API,
    window: true,
    terms: [],
    revision: 1,
    createdAt: T,
    createdBy: SYSTEM,
    updatedAt: T,
    updatedBy: SYSTEM,
    ...plan,
  };
  const of = occurrenceId(planId(id), '2026-11-24');
  return {
    planned: { id: of, plan: planId(id), date: '2026-11-24', allDay: false, zone: 'UTC', ...placed },
    state: { status: 'upcoming', late: false, ...placed, ...state },
    plan: { id, doc },
  };
};
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
  around: { changes?: Change[]; freezes?: Freeze[]; items?: MaintenanceItem[] },
  now = T - 9 * HOUR,
): [string, string][] =>
  collisionsOf(
    asked,
    {
      changes: (around.changes ?? []).map((doc, at) => ({ id: `c${at}`, doc })),
      freezes: (around.freezes ?? []).map((doc, at) => ({ id: `f${at}`, doc })),
      items: around.items ?? [],
    },
    now,
  ).map(({ kind, id }) => [kind, id]);

describe('a change', () => {
  const asked = { services: [API], window: span(0, 2) };

  test('meets what shares a service and a moment with it, earliest first', () => {
    const around = { changes: [change(span(1, 3))], freezes: [freeze(span(0.5, 90))], items: [item('p1', -1, 1)] };
    expect(meets(asked, around)).toEqual([
      ['maintenance', 'p1@2026-11-24'],
      ['freeze', 'f0'],
      ['change', 'c0'],
    ]);
  });

  test('is told how long a freeze lasts, not only while it lies in the window', () => {
    const freezes = [{ id: 'f0', doc: freeze(span(-9, 90)) }];
    const [met] = collisionsOf(asked, { changes: [], freezes, items: [] }, T);
    expect(met).toMatchObject({ from: T, to: T + 2 * HOUR, window: { from: T - 9 * HOUR, to: T + 90 * HOUR } });
  });

  test('does not meet what begins as it ends, or ends as it begins', () => {
    const around = { changes: [change(span(2, 3)), change(span(-1, 0))], freezes: [freeze(span(2, 9))] };
    expect(meets(asked, { ...around, items: [item('p1', 2, 3)] })).toEqual([]);
  });

  test('does not meet other services, what is over, or itself', () => {
    const changes = [change(span(0, 2), [WEB]), change(span(0, 2), [API], 'done'), change(span(0, 2))];
    expect(meets({ ...asked, id: 'c2' }, { changes, freezes: [freeze(span(0, 2), [WEB])] })).toEqual([]);
    const items = [
      item('p1', 0, 1, { plan: { service: undefined } }),
      item('p2', 0, 1, { plan: { service: WEB } }),
      item('p3', 0, 1, { plan: { window: false } }),
      item('p4', 0, 1, { state: { status: 'skipped' } }),
      item('p5', 0, 1, { state: { status: 'doneLate' } }),
    ];
    expect(meets(asked, { items })).toEqual([]);
  });

  test('meets what was begun before its time, and what runs over', () => {
    const late = T + 5 * HOUR;
    const begun = (window: Change['window'], startedAt: number, more: Partial<Change> = {}) =>
      change(window, [API], 'inProgress', { startedAt, ...more });
    expect(meets(asked, { changes: [begun(span(8, 9), T - HOUR)] })).toEqual([['change', 'c0']]);
    const next = { services: [API], window: span(4, 6) };
    expect(meets(next, { changes: [begun(span(0, 2), T)] }, T)).toEqual([]);
    expect(meets(next, { changes: [begun(span(0, 2), T)] }, late)).toEqual([['change', 'c0']]);
    expect(meets(next, { changes: [begun(span(0, 2), T, { until: late })] }, T)).toEqual([['change', 'c0']]);
    // The one that is asked for may be the one that runs over.
    expect(meets({ ...asked, startedAt: T }, { freezes: [freeze(span(4, 9))] }, late)).toEqual([['freeze', 'f0']]);
    const started = { by: SYSTEM, at: T, run: runId('r') };
    const running = item('p1', 0, 1, { state: { status: 'inProgress', started } });
    expect(meets(next, { items: [running] }, T)).toEqual([]);
    expect(meets(next, { items: [running] }, late)).toEqual([['maintenance', 'p1@2026-11-24']]);
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
    const by = { kind: 'person', id: personId('max') } as const;
    const said = { contentId: 'first', reason: 'faille', by, at: T };
    const exceptions = [{ freeze: freezeId('later'), freezeRevision: 1, ...said }];
    expect(freezeInTheWay({ ...doc, exceptions }, freezes, T + 0.5 * HOUR)).toBeUndefined();
    // Whoever made it has written on the change since.
    const own = { ...doc, exceptions, authors: [...doc.authors, by] };
    expect(freezeInTheWay(own, freezes, T + 0.5 * HOUR)?.id).toBe('later');
    // The freeze is another one since.
    const edited = freezes.map(({ id, doc: one }) => ({ id, doc: { ...one, revision: 2 } }));
    expect(freezeInTheWay({ ...doc, exceptions }, edited, T + 0.5 * HOUR)?.id).toBe('later');
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
