import { expect, test } from 'vitest';
import { createMaintenance, createPlannedReader } from '../maintenance/items.ts';
import type { Occurrence, OccurrenceEvent, Plan } from '../model/plan.ts';
import { occurrenceId, planId } from '../model/plan.ts';
import { procedureId } from '../model/procedure.ts';
import { createTimings } from '../recurrence/timing.ts';
import { DAY, instant } from '../time/clock.ts';
import { dueSince, dueUpdates } from './due.ts';

const SYSTEM = { kind: 'system' } as const;
const NOW = instant('2026-11-25T09:00:00Z');
const plan = (rrule: string, grace: number, change?: Plan['change']): Plan => ({
  title: rrule,
  procedure: procedureId('steps'),
  terms: [{ from: '2026-10-01', anchor: '2024-01-01', rrule, zone: 'Europe/Paris', grace, holidays: 'keep' }],
  ...(change ? { change } : {}),
  revision: 1,
  createdAt: 0,
  createdBy: SYSTEM,
  updatedAt: 0,
  updatedBy: SYSTEM,
});
const plans = new Map(
  Object.entries({
    weekly: plan('FREQ=WEEKLY', 6 * DAY, 'dependency'),
    monthly: plan('FREQ=MONTHLY', 27 * DAY, 'minor'),
    checks: plan('FREQ=DAILY', 0),
  }).map(([id, doc]) => [id, { id, doc }] as const),
);

function due(
  events: Readonly<Record<string, OccurrenceEvent['kind']>>,
  changes: Readonly<Record<string, 'draft' | 'cancelled'>> = {},
  { run, asking = plans, now = NOW }: { run?: string; asking?: typeof plans; now?: number } = {},
) {
  const timings = createTimings([]);
  const untouched = createMaintenance(asking, new Map(), { read: createPlannedReader(timings), timings });
  const written = new Map(
    Object.entries(events).map(([id, kind]) => {
      const [of = '', date = ''] = id.split('@');
      const planned = untouched.item(occurrenceId(planId(of), date), now)?.planned;
      if (!planned) throw new Error(`no ${id}`);
      const event = { kind, by: SYSTEM, at: planned.at, reason: 'x', run: run ?? id } as OccurrenceEvent;
      const { id: _, ...place } = planned;
      return [id, { id, doc: { ...place, events: [event] } satisfies Occurrence }] as const;
    }),
  );
  const known = createMaintenance(asking, written, { read: createPlannedReader(timings), timings });
  const items = known.occurrencesIn({ from: dueSince(known, asking.values(), now), to: now + 30 * DAY }, now);
  const changeOf = (id: string) => (changes[id] ? { status: changes[id] } : undefined);
  return dueUpdates(items, changeOf, now).map(({ item, missed, isOver }) => [item.planned.id, missed, isOver]);
}

test('each plan of updates asks for its latest time, and says how many were missed before it', () => {
  expect(due({ 'weekly@2026-11-02': 'completed' })).toEqual([
    ['monthly@2026-11-01', 1, false],
    ['weekly@2026-11-23', 2, false],
  ]);
});

test('what is done, skipped, or under way as a change is asked for no more', () => {
  expect(due({ 'weekly@2026-11-23': 'skipped', 'monthly@2026-11-01': 'completed' })).toEqual([]);
  expect(
    due({ 'weekly@2026-11-23': 'started', 'monthly@2026-11-01': 'completed' }, { 'weekly@2026-11-23': 'draft' }),
  ).toEqual([]);
});

test('one whose change came to nothing is asked for again', () => {
  expect(
    due({ 'weekly@2026-11-23': 'started', 'monthly@2026-11-01': 'completed' }, { 'weekly@2026-11-23': 'cancelled' }),
  ).toEqual([['weekly@2026-11-23', 7, true]]);
});

test('what is under way as a change that was linked to it is asked for no more, until that came to nothing', () => {
  const linked = (status: 'draft' | 'cancelled') =>
    due({ 'weekly@2026-11-23': 'started', 'monthly@2026-11-01': 'completed' }, { c1: status }, { run: 'change/c1' });
  expect(linked('draft')).toEqual([]);
  expect(linked('cancelled')).toEqual([['weekly@2026-11-23', 7, true]]);
});

test('what is seldom asked for is so until its next time, unless its plan has ended', () => {
  const rare = (rrule: string, more: Partial<Plan> = {}) => {
    const doc = plan(rrule, 20 * DAY, 'security');
    const terms = doc.terms.map((one) => ({ ...one, from: '2024-01-01' }));
    return new Map([['rare', { id: 'rare', doc: { ...doc, terms, ...more } }]]);
  };
  const asked = (asking: typeof plans, now: string) => due({}, {}, { asking, now: instant(`${now}T12:00:00Z`) });
  const halfYearly = rare('FREQ=MONTHLY;INTERVAL=6');
  expect(asked(halfYearly, '2024-07-10')).toEqual([['rare@2024-07-01', 1, false]]);
  expect(asked(halfYearly, '2024-12-20')).toEqual([['rare@2024-07-01', 1, false]]);
  expect(asked(rare('FREQ=YEARLY;INTERVAL=3'), '2026-12-20')).toEqual([['rare@2024-01-01', 0, false]]);
  const ended = rare('FREQ=MONTHLY;INTERVAL=6', { endsOn: '2024-07-04' });
  expect(asked(ended, '2024-07-10')).toEqual([['rare@2024-07-01', 1, false]]);
  expect(asked(ended, '2024-12-20')).toEqual([]);
});
