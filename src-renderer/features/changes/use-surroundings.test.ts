import { describe, expect, test } from 'vitest';
import { serviceId } from '../../../src-shared/model/ids.ts';
import { type Occurrence, type Plan, planId } from '../../../src-shared/model/plan.ts';
import { procedureId } from '../../../src-shared/model/procedure.ts';
import { HOUR, instant } from '../../../src-shared/time/clock.ts';
import { plannedWork } from './use-surroundings.ts';

const SYSTEM = { kind: 'system' } as const;
const AT = instant('2026-01-01T00:00:00Z');
const plan = (more: Partial<Plan> = {}): Plan => ({
  title: 'Base de données',
  procedure: procedureId('preventive.weekly.database'),
  service: serviceId('api'),
  window: true,
  terms: [
    {
      from: '2026-01-01',
      anchor: '2026-01-04',
      rrule: 'FREQ=WEEKLY;BYDAY=SU',
      time: '03:00',
      duration: HOUR,
      zone: 'Europe/Paris',
      grace: 0,
      holidays: 'keep',
    },
  ],
  revision: 1,
  createdAt: AT,
  createdBy: SYSTEM,
  updatedAt: AT,
  updatedBy: SYSTEM,
  ...more,
});
const range = { from: instant('2026-03-29T00:00:00Z'), to: instant('2026-03-30T00:00:00Z') };
const work = (doc: Plan, touched: { id: string; doc: Occurrence }[] = []) =>
  plannedWork({ plans: [{ id: 'db', doc }], touched, calendars: [] }, range).filter(({ to }) => to > range.from);
const occurrence = (at: string, events: Occurrence['events']): { id: string; doc: Occurrence } => ({
  id: 'db@2026-03-29',
  doc: {
    plan: planId('db'),
    date: '2026-03-29',
    at: instant(at),
    end: instant(at) + HOUR,
    deadline: instant(at) + HOUR,
    events,
  },
});

describe('planned work', () => {
  test('is when its plan says, on the Sunday that has an hour less as well', () => {
    expect(work(plan())).toEqual([
      {
        id: 'db@2026-03-29',
        title: 'Base de données',
        service: 'api',
        from: instant('2026-03-29T01:00:00Z'),
        to: instant('2026-03-29T02:00:00Z'),
      },
    ]);
  });

  test('opens no window where the plan does not ask for one, or has no service', () => {
    expect(work(plan({ window: false }))).toEqual([]);
    expect(work(plan({ service: undefined }))).toEqual([]);
  });

  test('is where somebody moved it, and is no more once it is done or skipped', () => {
    const said = { by: SYSTEM, at: AT };
    const [from, to] = [instant('2026-03-29T01:00:00Z'), instant('2026-03-29T10:00:00Z')];
    const moved = occurrence('2026-03-29T10:00:00Z', [{ kind: 'moved', from, to, ...said }]);
    expect(work(plan(), [moved]).map((one) => one.from)).toEqual([to]);
    const skipped = occurrence('2026-03-29T01:00:00Z', [{ kind: 'skipped', reason: 'gel', ...said }]);
    expect(work(plan(), [skipped])).toEqual([]);
  });
});
