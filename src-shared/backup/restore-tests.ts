import type { RestoreTest } from '../model/backup.ts';
import type { Instant, Millis } from '../time/clock.ts';

/** The written procedure that restores are tested by; its plan says how often. */
export const RESTORE_TESTS = 'technical.backups.restore-tests';

export type RestoreOutcome = 'running' | 'passed' | 'slow' | 'failed';

/** How a restore test ended. One that took longer than its objective restored the data, and too slowly. */
export function restoreOutcome({ verdict, took, objective, endedAt }: RestoreTest): RestoreOutcome {
  if (endedAt === undefined || !verdict) return 'running';
  if (verdict.result === 'bad') return 'failed';
  return objective !== undefined && took !== undefined && took > objective ? 'slow' : 'passed';
}

/** How long the restore took so far, or took. */
export const restoringFor = ({ took, timedSince }: RestoreTest, now: Instant): Millis | undefined =>
  took ?? (timedSince === undefined ? undefined : Math.max(0, now - timedSince));

type Tests = readonly { id: string; doc: RestoreTest }[];

const ended = (tests: Tests) =>
  tests
    .flatMap(({ id, doc }) => (doc.endedAt === undefined || !doc.verdict ? [] : [{ id, doc, endedAt: doc.endedAt }]))
    .sort((a, b) => b.endedAt - a.endedAt || (a.id < b.id ? 1 : -1));

/** A time of the plan whose grace is over. */
export interface DueTest {
  at: Instant;
  deadline: Instant;
}

export interface RestoreAlarm {
  /** The last time of the plan that went by without a test that was ended in it or since. */
  overdueSince?: Instant;
  /** Of each backup, its last test where that failed or was too slow. */
  failed: { id: string; doc: RestoreTest; outcome: 'failed' | 'slow' }[];
}

/** What is wrong with the restore tests: `lastDue` is the latest time of their plan whose deadline has passed. */
export function restoreAlarm(tests: Tests, lastDue: DueTest | undefined, backups: ReadonlySet<string>): RestoreAlarm {
  const done = ended(tests);
  const latest = new Map<string, (typeof done)[number]>();
  for (const test of done) if (!latest.has(test.doc.backup)) latest.set(test.doc.backup, test);
  const failed = [...latest.values()].flatMap(({ id, doc }) => {
    const outcome = restoreOutcome(doc);
    return backups.has(doc.backup) && (outcome === 'failed' || outcome === 'slow') ? [{ id, doc, outcome }] : [];
  });
  const isOverdue = lastDue !== undefined && !done.some(({ endedAt }) => endedAt >= lastDue.at);
  return { failed, ...(isOverdue ? { overdueSince: lastDue.deadline } : {}) };
}
