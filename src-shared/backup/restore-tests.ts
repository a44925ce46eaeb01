import type { MaintenanceItem } from '../maintenance/items.ts';
import type { ClockEvent, RestoreTest } from '../model/backup.ts';
import type { Entity } from '../model/collections.ts';
import type { OccurrenceId } from '../model/plan.ts';
import type { Instant, Millis } from '../time/clock.ts';

/** The written procedure that restores are tested by; its plan says how often. */
export const RESTORE_TESTS = 'technical.backups.restore-tests';

export type RestoreOutcome = 'running' | 'passed' | 'slow' | 'failed' | 'cancelled';

/** How a restore test ended. One that took longer than its objective restored the data, and too slowly. */
export function restoreOutcome({ verdict, took, objective, endedAt, cancelled }: RestoreTest): RestoreOutcome {
  if (endedAt === undefined || !verdict) return cancelled ? 'cancelled' : 'running';
  if (verdict.result === 'bad') return 'failed';
  return objective !== undefined && took !== undefined && took > objective ? 'slow' : 'passed';
}

/**
 * Since when a restore is timed, and how long it took: by what was said in the order in which it was said, whatever is
 * heard of first. Of two starts the earlier counts, of two stops too; a length that is typed takes the place of both.
 */
export function restoreTime(clock: readonly ClockEvent[]): Pick<RestoreTest, 'timedSince' | 'took'> {
  let time: Pick<RestoreTest, 'timedSince' | 'took'> = {};
  for (const event of clock.toSorted((a, b) => a.at - b.at)) {
    const { timedSince, took } = time;
    if (event.kind === 'clear') time = {};
    else if (event.kind === 'measured') time = { ...time, took: event.took };
    else if (took !== undefined) continue;
    else if (event.kind === 'start') time = { timedSince: timedSince ?? event.at };
    else if (timedSince !== undefined) time = { timedSince, took: event.at - timedSince };
  }
  return time;
}

/** How long the restore took so far, or took. */
export const restoringFor = ({ took, timedSince }: RestoreTest, now: Instant): Millis | undefined =>
  took ?? (timedSince === undefined ? undefined : Math.max(0, now - timedSince));

type Test = Pick<Entity<'restoreTest'>, 'id' | 'doc'>;
type Tests = readonly Test[];

/** Those with a verdict, the last first. */
const ended = (tests: Tests) =>
  tests
    .flatMap(({ id, doc }) => (doc.endedAt === undefined || !doc.verdict ? [] : [{ id, doc, endedAt: doc.endedAt }]))
    .sort((a, b) => b.endedAt - a.endedAt || (a.id < b.id ? 1 : -1));

/** Of times of plans that have begun, the latest of each plan, but those that were over before their plan was made. */
function latestOf(times: readonly MaintenanceItem[], of: (time: MaintenanceItem) => boolean): MaintenanceItem[] {
  const some = times.filter((time) => time.state.deadline > time.plan.doc.createdAt && of(time));
  const groups = Map.groupBy(some, ({ plan }) => plan.id);
  return [...groups.values()]
    .flatMap((own) => own.toSorted((a, b) => a.state.at - b.state.at).at(-1) ?? [])
    .sort((a, b) => a.state.deadline - b.state.deadline || (a.planned.id < b.planned.id ? -1 : 1));
}

/**
 * The time of a plan that a test begun now is for: one that waits, or one that somebody has begun without saying which
 * backup is restored. `times` are those of plans that test restores, which have begun.
 */
export function dueTest(times: readonly MaintenanceItem[], tests: Tests): MaintenanceItem | undefined {
  const taken = new Set<string>(tests.flatMap(({ id, doc }) => (doc.cancelled ? [] : [id])));
  return latestOf(times, () => true).find(
    ({ planned, state: { status } }) =>
      (status === 'due' || status === 'missed' || status === 'inProgress') && !taken.has(planned.id),
  );
}

/** A time of a plan whose grace is over, without a verdict in it or since. */
export interface OverdueTest {
  id: OccurrenceId;
  since: Instant;
  /** Somebody has begun it, or noted it done all the same. */
  standing: 'untouched' | 'begun' | 'done';
}

export interface RestoreAlarm {
  overdue?: OverdueTest;
  /** Of each backup, its last test where that failed or was too slow. */
  failed: (Test & { outcome: 'failed' | 'slow' })[];
}

/** The longest overdue one. What was left out on purpose is not. */
function overdueTest(times: readonly MaintenanceItem[], tests: Tests, now: Instant): OverdueTest | undefined {
  const done = ended(tests);
  const [first] = latestOf(times, ({ state }) => state.deadline <= now).filter(
    ({ planned: { id }, state: { status, at, movedFrom = at } }) =>
      status !== 'skipped' && !done.some((test) => test.id === id || test.endedAt >= Math.min(at, movedFrom)),
  );
  return (
    first && {
      id: first.planned.id,
      since: first.state.deadline,
      standing: first.state.completed ? 'done' : first.state.started ? 'begun' : 'untouched',
    }
  );
}

/** What is wrong with the restore tests of the backups in use. Only a verdict counts as tested. */
export function restoreAlarm(
  tests: Tests,
  times: readonly MaintenanceItem[],
  backups: ReadonlySet<string>,
  now: Instant,
): RestoreAlarm {
  const latest = new Map<string, Test>();
  for (const test of ended(tests)) if (!latest.has(test.doc.backup)) latest.set(test.doc.backup, test);
  const failed = [...latest.values()].flatMap(({ id, doc }) => {
    const outcome = restoreOutcome(doc);
    return backups.has(doc.backup) && (outcome === 'failed' || outcome === 'slow') ? [{ id, doc, outcome }] : [];
  });
  const overdue = overdueTest(times, tests, now);
  return { failed, ...(overdue ? { overdue } : {}) };
}
