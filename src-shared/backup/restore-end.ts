import type { RestoreEnd, RestoreTest } from '../model/backup.ts';
import type { Instant } from '../time/clock.ts';
import { restoreTime } from './restore-tests.ts';

/** Everything that ended a test and was not taken back, the earliest first: that one counts. */
export function endsOf({ verdict, endedAt, endedBy, startedBy, cancelled, later = [] }: RestoreTest): RestoreEnd[] {
  const own =
    endedAt === undefined ? cancelled : { at: endedAt, by: endedBy ?? startedBy, ...(verdict ? { verdict } : {}) };
  return own ? [own, ...later] : [];
}

/** What was done before its end, on a laptop that had not heard of that, stands. */
export function isOver(test: RestoreTest, at: Instant): boolean {
  const [end] = endsOf(test);
  return end !== undefined && end.at <= at;
}

/**
 * A test by all that was said of its time and of its end, whatever was heard of first: the earliest end counts, and of
 * the time what was said before it. The rest is kept for whoever takes that end back.
 */
export function restoreTestOf(
  test: RestoreTest,
  { clock = test.clock ?? [], ends = endsOf(test) }: Partial<{ clock: RestoreTest['clock']; ends: RestoreEnd[] }>,
): RestoreTest {
  const { clock: _clock, timedSince: _since, took: _took, ...timeless } = test;
  const { verdict: _verdict, endedAt: _at, endedBy: _by, cancelled: _off, later: _later, ...bare } = timeless;
  const [end, ...later] = ends.toSorted((a, b) => a.at - b.at);
  return {
    ...bare,
    ...(clock.length > 0 ? { clock } : {}),
    ...timeUntil(clock, end?.at),
    ...(end ? asEnd(end) : {}),
    ...(later.length > 0 ? { later } : {}),
  };
}

const asEnd = ({ at, by, verdict }: RestoreEnd) =>
  verdict ? { verdict, endedAt: at, endedBy: by } : { cancelled: { at, by } };

const timeUntil = (clock: NonNullable<RestoreTest['clock']>, until = Number.POSITIVE_INFINITY) =>
  restoreTime(clock.filter(({ at }) => at <= until));

/** Good data needs a measured time: that is what is tested. Also where that verdict gave way to an earlier end. */
export const lacksTime = ({ clock = [], ...test }: RestoreTest): boolean =>
  endsOf(test).some(({ at, verdict }) => verdict?.result === 'ok' && timeUntil(clock, at).took === undefined);
