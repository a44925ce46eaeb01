import { expect, test } from 'vitest';
import { createMaintenance, createPlannedReader } from '../../../../src-shared/maintenance/items.ts';
import { occurrenceSchema, planSchema } from '../../../../src-shared/model/plan.ts';
import { createTimings } from '../../../../src-shared/recurrence/timing.ts';
import { DAY, HOUR, instant } from '../../../../src-shared/time/clock.ts';
import { nextByPlan } from './plan-state.ts';

const T = instant('2026-11-23T08:00:00Z');
const by = { kind: 'person', id: 'ines' };
const zone = 'UTC';
const from = '2026-11-01';
const terms = [{ from, anchor: from, rrule: 'FREQ=DAILY', time: '09:00', zone, grace: HOUR, holidays: 'keep' }];
const made = { createdAt: T, createdBy: by, updatedAt: T, updatedBy: by };
const doc = planSchema.parse({ title: 'Ronde', procedure: 'rounds', terms, revision: 1, ...made });
const stored = { version: 1, gen: 1, scope: 'all' };
const row = { id: 'rounds', collection: 'plan' as const, doc, ...stored };

/** What is next of a round at nine each day, once this happened to today's, and it was moved to `at`. */
function next(at = instant('2026-11-23T09:00:00Z'), event?: object) {
  const times = { at, end: at, deadline: at + HOUR, allDay: false, zone };
  const events = [{ ...event, by, at: T }];
  const touched = event && occurrenceSchema.parse({ plan: 'rounds', date: '2026-11-23', ...times, events });
  const id = 'rounds@2026-11-23';
  const occurrences = new Map(
    touched ? [[id, { id, collection: 'occurrence' as const, doc: touched, ...stored }]] : [],
  );
  const timings = createTimings([]);
  const using = { read: createPlannedReader(timings), timings };
  const { item } = createMaintenance(new Map([['rounds', row]]), occurrences, using);
  return nextByPlan({ timings, item, occurrences }, [row], T).get('rounds')?.state.at;
}

test('the next time of a plan is where people have moved it to, and none that is over with', () => {
  const today = instant('2026-11-23T09:00:00Z');
  expect(next()).toBe(today);
  expect(next(today, { kind: 'completed' })).toBe(today + DAY);
  const noon = today + 3 * HOUR;
  expect(next(noon, { kind: 'moved', from: today, to: noon })).toBe(noon);
  const later = today + 2 * DAY + HOUR;
  expect(next(later, { kind: 'moved', from: today, to: later })).toBe(today + DAY);
});
