import { stateAt } from '../heartbeat/state.ts';
import type { Backup } from '../model/backup.ts';
import type { Heartbeat, HeartbeatFacts, Ping } from '../model/heartbeat.ts';
import type { Instant, Millis } from '../time/clock.ts';
import { lengthsOf } from './cadence.ts';

/** One backup that was made, or was not. */
export interface BackupRun {
  id: string;
  from: 'ping' | 'hand';
  outcome: 'ok' | 'failed';
  at: Instant;
  size?: number | undefined;
  took?: Millis | undefined;
  note?: string | undefined;
}

/** What a job that failed said last. */
const lastLine = (body = ''): string | undefined =>
  body.trimEnd().split('\n').at(-1)?.trim().slice(0, 200) || undefined;

/**
 * What is known of a backup's past, newest first: by hand, and of what its job told the last success, the last failure
 * and the sizes. `failure` is the ping of that failure.
 */
export function backupHistory(
  { entries }: Pick<Backup, 'entries'>,
  { lastOk, lastFail, sizes = [] }: Pick<HeartbeatFacts, 'lastOk' | 'lastFail' | 'sizes'> = {},
  failure?: Pick<Ping, 'n' | 'body'>,
): BackupRun[] {
  const ok = (at: Instant, size?: number): BackupRun => ({
    id: `ok/${at}`,
    from: 'ping',
    outcome: 'ok',
    at,
    size,
    took: at === lastOk?.at ? lastOk.took : undefined,
  });
  const told = sizes.map(({ at, size }) => ok(at, size));
  if (lastOk && sizes.at(-1)?.at !== lastOk.at) told.push(ok(lastOk.at));
  if (lastFail) {
    const note = failure?.n === lastFail.n ? lastLine(failure.body) : undefined;
    told.push({ id: 'failed', from: 'ping', outcome: 'failed', at: lastFail.at, note });
  }
  const written = entries.map(
    ({ id, outcome, at, size, note }): BackupRun => ({ id, from: 'hand', outcome, at, size, note }),
  );
  return [...told, ...written].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
}

/** The worst first. `untimed`: it was made, and nothing says when the next one is due. */
export const BACKUP_STATES = ['failed', 'late', 'never', 'untimed', 'ok'] as const;
export type BackupState = (typeof BACKUP_STATES)[number];

export interface BackupStanding {
  state: BackupState;
  /** Since when it failed or has been late. */
  since?: Instant;
  /** It was made, and is smaller than it should be. */
  tooSmall?: boolean;
  lastSuccess?: BackupRun;
}

type Beat = Pick<Heartbeat, 'schedule' | 'facts' | 'pausedAt'>;

/**
 * Whether there is a backup to rely on, from what was told of it. Its heartbeat, where it has one that something is
 * expected of, says when it is late; else its cadence does. An entry by hand that is newer than a failure ends it.
 */
export function backupStanding(
  backup: Pick<Backup, 'cadence' | 'sizeAtLeast'>,
  beat: Beat | undefined,
  history: readonly BackupRun[],
  now: Instant,
): BackupStanding {
  const [last] = history;
  const lastSuccess = history.find(({ outcome }) => outcome === 'ok');
  const known = lastSuccess ? { lastSuccess } : {};
  const after = lastSuccess?.at ?? 0;
  if (last?.outcome === 'failed' && last.at >= after) return { state: 'failed', since: last.at, ...known };
  const { sizeAtLeast, cadence } = backup;
  if (sizeAtLeast !== undefined && lastSuccess?.size !== undefined && lastSuccess.size < sizeAtLeast) {
    return { state: 'failed', since: lastSuccess.at, tooSmall: true, ...known };
  }
  const view = beat && beat.pausedAt === undefined ? stateAt(beat, now) : undefined;
  if (view?.state === 'down' && view.downAt !== undefined && view.downAt > after) {
    return { state: view.why === 'failed' ? 'failed' : 'late', since: view.downAt, ...known };
  }
  if (!lastSuccess) return { state: 'never' };
  // What is down although it was made by hand since expects nothing that could be waited for.
  if (view?.expectedAt !== undefined && view.state !== 'down') return { state: 'ok', ...known };
  const lengths = cadence === undefined ? undefined : lengthsOf(cadence);
  if (!lengths) return { state: 'untimed', ...known };
  const lateAt = lastSuccess.at + lengths.period + lengths.grace;
  return now > lateAt ? { state: 'late', since: lateAt, ...known } : { state: 'ok', ...known };
}

/**
 * When the next one is expected: by its job where that expects something, else by its cadence, without the grace.
 * Undefined where neither says, and where it is overdue.
 */
export function expectedNext(
  { cadence }: Pick<Backup, 'cadence'>,
  beat: Beat | undefined,
  lastSuccess: BackupRun | undefined,
  now: Instant,
): Instant | undefined {
  const view = beat && beat.pausedAt === undefined ? stateAt(beat, now) : undefined;
  const period = cadence === undefined ? undefined : lengthsOf(cadence)?.period;
  const byCadence = lastSuccess && period !== undefined ? lastSuccess.at + period : undefined;
  const next = view?.state === 'down' ? byCadence : (view?.expectedAt ?? byCadence);
  return next !== undefined && next > now ? next : undefined;
}
