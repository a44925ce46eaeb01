import { RESTORE_TESTS } from '../../../src-shared/backup/restore-tests.ts';
import { type OccurrenceState, occurrenceState } from '../../../src-shared/maintenance/occurrence-state.ts';
import { createTimings, type Planned } from '../../../src-shared/recurrence/timing.ts';
import { DAY, type Instant } from '../../../src-shared/time/clock.ts';
import type { VigieDatabase } from '../../data/database.ts';

/** Further back nobody takes a time of the plan up again. */
const SIGHT = 400 * DAY;

type Time = Planned & Pick<OccurrenceState, 'status'>;

/** The times of the restore tests' plan that have begun, since the plan is known here, ascending. */
async function pastTimes(db: VigieDatabase, now: Instant): Promise<Time[]> {
  const plan = await db.plan.filter(({ doc }) => doc.procedure === RESTORE_TESTS).first();
  if (!plan) return [];
  const calendars = await db.calendar.toArray();
  const times = createTimings(calendars)
    .occurrencesOf(plan, { from: now - SIGHT, to: now + 1 })
    .filter(({ deadline }) => deadline >= plan.doc.createdAt);
  const docs = await db.occurrence.bulkGet(times.map(({ id }) => id));
  return times.map((time, at) => ({ ...time, status: occurrenceState(time, docs[at]?.doc, now).status }));
}

/** The latest time whose grace is over, where it was neither done nor left out. */
export async function missedTest(db: VigieDatabase, now: Instant): Promise<Time | undefined> {
  const last = (await pastTimes(db, now)).findLast(({ deadline }) => deadline <= now);
  return last && last.status !== 'done' && last.status !== 'doneLate' && last.status !== 'skipped' ? last : undefined;
}

/** The time of the plan that a test begun now is for, while nobody has begun it. */
export async function dueTest(db: VigieDatabase, now: Instant): Promise<Time | undefined> {
  const last = (await pastTimes(db, now)).at(-1);
  return last && (last.status === 'due' || last.status === 'missed') ? last : undefined;
}
