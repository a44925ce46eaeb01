import { expect, test } from 'vitest';
import { createMaintenance, createPlannedReader } from '../../../../src-shared/maintenance/items.ts';
import { planSchema } from '../../../../src-shared/model/plan.ts';
import { createTimings } from '../../../../src-shared/recurrence/timing.ts';
import { HOUR, instant, MINUTE } from '../../../../src-shared/time/clock.ts';
import { weekAt } from '../day-model.ts';
import { rowKind, wallAt, wallWords, weekOf } from './week-model.ts';

const BY = { kind: 'person', id: 'ines' };
const NOW = instant('2026-03-25T08:00:00Z');

function planned(id: string, when: object) {
  const terms = { from: '2026-03-01', anchor: '2026-03-01', rrule: 'FREQ=DAILY', zone: 'Europe/Paris', grace: 0 };
  const doc = planSchema.parse({
    title: id,
    procedure: 'check',
    terms: [{ ...terms, holidays: 'keep', ...when }],
    revision: 1,
    createdAt: 0,
    createdBy: BY,
    updatedAt: 0,
    updatedBy: BY,
  });
  return [id, { id, doc }] as const;
}

test('a week has whole days apart and the rest by the hour on the wall, also when the clocks change', () => {
  const timings = createTimings([]);
  const plans = new Map([
    planned('whole', {}),
    planned('night', { time: '02:30' }),
    planned('nine', { time: '09:00' }),
  ]);
  const all = createMaintenance(plans, new Map(), { read: createPlannedReader(timings), timings });
  const days = weekAt(NOW, 'Europe/Paris');
  const range = { from: instant('2026-03-20T00:00:00Z'), to: instant('2026-04-02T00:00:00Z') };
  const week = weekOf(all.occurrencesIn(range, NOW), days, 'Europe/Paris');
  const seen = week.map(({ whole, hours }) => [whole.length, [...hours.keys()].join()]);
  expect(seen).toEqual([...Array.from({ length: 6 }, () => [1, '2,9']), [1, '3,9']]);
  expect([1, 2, 9, 12].map((hour) => rowKind(hour, week))).toEqual(['night', 'work', 'work', 'free']);
});

test('what is dragged goes to the quarter under the pointer, and keeps its minutes within its own hour', () => {
  const begins = 9 * HOUR + 20 * MINUTE;
  expect(wallWords(wallAt({ hour: 11, share: 0.1 }, begins))).toBe('11:00');
  expect(wallWords(wallAt({ hour: 11, share: 0.6 }, begins))).toBe('11:30');
  expect(wallWords(wallAt({ hour: 23, share: 1.4 }, begins))).toBe('23:45');
  expect(wallWords(wallAt({ hour: 9, share: 0.9 }, begins))).toBe('09:20');
});
