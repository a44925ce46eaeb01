import { stateAt } from '../heartbeat/state.ts';
import type { Backup } from '../model/backup.ts';
import type { Heartbeat, Ping } from '../model/heartbeat.ts';
import type { Instant, Millis } from '../time/clock.ts';
import { lengthsOf } from './cadence.ts';
import { sizeOf } from './size.ts';

/** One backup that was made, or was not. */
export interface BackupRun {
  /** Of the ping, or of the entry by hand. */
  id: string;
  from: 'ping' | 'hand';
  outcome: 'ok' | 'failed';
  at: Instant;
  size?: number | undefined;
  took?: Millis | undefined;
  note?: string | undefined;
}

type Pings = readonly { id: string; doc: Ping }[];

/** What a job that failed said last. */
const lastLine = (body = ''): string | undefined =>
  body.trimEnd().split('\n').at(-1)?.trim().slice(0, 200) || undefined;

/** What is known of a backup's past, newest first. Starts and logs say nothing of how it ended. */
export function backupHistory({ entries }: Pick<Backup, 'entries'>, pings: Pings): BackupRun[] {
  const told = pings.flatMap(({ id, doc: { kind, at, body, took, ignored } }): BackupRun[] => {
    if (ignored) return [];
    if (kind === 'fail') return [{ id, from: 'ping', outcome: 'failed', at, took, note: lastLine(body) }];
    return kind === 'success' ? [{ id, from: 'ping', outcome: 'ok', at, took, size: sizeOf(body) }] : [];
  });
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

/** The last success: a job that says much may have pushed it out of the calls that are kept, not out of its facts. */
function lastSuccessOf(beat: Beat | undefined, history: readonly BackupRun[]): BackupRun | undefined {
  const told = history.find(({ outcome }) => outcome === 'ok');
  const heard = beat?.facts?.succeededAt;
  if (heard === undefined || (told && told.at >= heard)) return told;
  return { id: 'facts', from: 'ping', outcome: 'ok', at: heard };
}

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
  const lastSuccess = lastSuccessOf(beat, history);
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
