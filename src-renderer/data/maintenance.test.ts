import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, it } from 'vitest';
import { calendarId, personId } from '../../src-shared/model/ids.ts';
import { type Occurrence, occurrenceId, type Plan, planId } from '../../src-shared/model/plan.ts';
import { procedureId } from '../../src-shared/model/procedure.ts';
import type { Row } from '../../src-shared/sync/local-store.ts';
import { DAY, HOUR, instant } from '../../src-shared/time/clock.ts';
import { createDatabase } from './database.ts';
import { createMaintenanceIndex } from './maintenance.ts';
import { until } from './observable.ts';

const T = instant('2026-11-23T08:00:00Z');
const by = { kind: 'person', id: personId('lea') } as const;
const plan: Plan = {
  title: 'Santé',
  procedure: procedureId('p'),
  terms: [
    {
      from: '2026-11-01',
      anchor: '2024-01-01',
      rrule: 'FREQ=DAILY',
      time: '09:00',
      zone: 'Europe/Paris',
      grace: HOUR,
      holidays: 'skip',
      calendar: calendarId('hours'),
    },
  ],
  revision: 1,
  createdAt: T,
  createdBy: by,
  updatedAt: T,
  updatedBy: by,
};
const row = <C extends 'plan' | 'occurrence' | 'calendar'>(collection: C, id: string, doc: Row<C>['doc']) => ({
  collection,
  id,
  version: 1,
  gen: 1,
  scope: 'all',
  doc,
});
const week = { from: T - HOUR, to: T - HOUR + 7 * DAY };

it('reads nothing before somebody asks, and follows plans, what is written of them, and calendars', async () => {
  const db = createDatabase({ indexedDB: new IDBFactory(), IDBKeyRange });
  const put = async <C extends 'plan' | 'occurrence' | 'calendar'>(one: ReturnType<typeof row<C>>) => {
    await db.table(one.collection).put(one);
  };
  await put(row('plan', 'a', plan));
  const index = createMaintenanceIndex(db, () => T);
  expect(index.getSnapshot()).toMatchObject({ loaded: false });
  const all = await index.ready();
  const days = (snapshot: typeof all) =>
    snapshot.occurrencesIn(week, T).map(({ planned, state }) => `${planned.date.slice(8)} ${state.status}`);
  expect(days(all)).toEqual(['23 due', '24 upcoming', '25 upcoming', '26 upcoming', '27 upcoming']);
  expect(index.getSnapshot()).toBe(all);

  const watching = index.subscribe(() => {});
  const [at, end] = [T, T];
  const doc: Occurrence = {
    plan: planId('a'),
    date: '2026-11-23',
    at,
    end,
    deadline: T + HOUR,
    allDay: false,
    zone: 'Europe/Paris',
    events: [{ kind: 'completed', by, at: T }],
  };
  await put(row('occurrence', occurrenceId(planId('a'), '2026-11-23'), doc));
  await until(index, ({ occurrences }) => occurrences.size === 1);
  expect(days(index.getSnapshot())[0]).toBe('23 done');

  const holidays = [{ date: '2026-11-25', name: 'Congé' }];
  const hours = [1, 2, 3, 4, 5, 6].map((day) => ({ day, from: '09:00', to: '18:00' }));
  await put(row('calendar', 'hours', { name: 'Heures', zone: 'Europe/Paris', hours, holidays }));
  await until(index, (snapshot) => days(snapshot).includes('28 upcoming'));
  expect(days(index.getSnapshot())).toEqual(['23 done', '24 upcoming', '26 upcoming', '27 upcoming', '28 upcoming']);
  watching();
  index.stop();
  db.close();
});

it('reads a year back at first, and further for who looks there', async () => {
  const db = createDatabase({ indexedDB: new IDBFactory(), IDBKeyRange });
  const [terms] = plan.terms;
  if (!terms) throw new Error('a plan has terms');
  await db.plan.put(row('plan', 'a', { ...plan, terms: [{ ...terms, from: '2023-01-01', holidays: 'keep' }] }));
  const done = (date: string, at: number) => {
    const events: Occurrence['events'] = [{ kind: 'completed', by, at }];
    const place = { at, end: at, deadline: at + HOUR, allDay: false, zone: 'Europe/Paris' };
    return row('occurrence', occurrenceId(planId('a'), date), { plan: planId('a'), date, ...place, events });
  };
  const early = instant('2024-03-01T08:00:00Z');
  // One that was done long before the day that it is of.
  await db.occurrence.bulkPut([done('2024-03-01', early), done('2026-11-24', early), done('2026-11-23', T)]);
  const index = createMaintenanceIndex(db, () => T);
  const watching = index.subscribe(() => {});
  await until(index, ({ loaded }) => loaded);
  expect([...index.getSnapshot().occurrences.keys()].sort()).toEqual(['a@2026-11-23', 'a@2026-11-24']);
  expect(index.getSnapshot().since).toBe(T - 430 * DAY);
  const tomorrow = { from: T + DAY - HOUR, to: T + DAY + HOUR };
  expect(index.getSnapshot().occurrencesIn(tomorrow, T)).toEqual([]);
  index.reach(early);
  await until(index, ({ since }) => since <= early);
  const [item] = index.getSnapshot().occurrencesIn({ from: early, to: early + 1 }, T);
  expect(item).toMatchObject({ planned: { id: 'a@2024-03-01' }, state: { status: 'done' } });
  watching();
  index.stop();
  db.close();
});
