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

/** What is known of a backup's past, newest first. Starts and logs say nothing of how it ended. */
export function backupHistory(
  { entries }: Pick<Backup, 'entries'>,
  pings: readonly { id: string; doc: Ping }[],
): BackupRun[] {
  const told = pings.flatMap(({ id, doc: { kind, at, body, took, ignored } }): BackupRun[] =>
    (kind === 'success' || kind === 'fail') && !ignored
      ? [{ id, from: 'ping', outcome: kind === 'success' ? 'ok' : 'failed', at, took, size: sizeOf(body) }]
      : [],
  );
  const written = entries.map(
    ({ id, outcome, at, size, note }): BackupRun => ({ id, from: 'hand', outcome, at, size, note }),
  );
  return [...told, ...written].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
}

export const BACKUP_STATES = ['failed', 'late', 'never', 'ok'] as const;
export type BackupState = (typeof BACKUP_STATES)[number];

export interface BackupStanding {
  state: BackupState;
  /** Since when it failed or has been late. */
  since?: Instant;
  /** It was made, and is smaller than it should be. */
  tooSmall?: boolean;
  lastSuccess?: BackupRun;
}

/**
 * Whether there is a backup to rely on, from what was told of it. Its heartbeat, where it has one that is not paused,
 * says when it is late; without one its cadence does. An entry by hand that is newer than a failure ends it.
 */
export function backupStanding(
  backup: Pick<Backup, 'cadence' | 'sizeAtLeast' | 'createdAt'>,
  heartbeat: Pick<Heartbeat, 'facts' | 'pausedAt'> | undefined,
  history: readonly BackupRun[],
  now: Instant,
): BackupStanding {
  const [last] = history;
  const lastSuccess = history.find(({ outcome }) => outcome === 'ok');
  const known = lastSuccess ? { lastSuccess } : {};
  const after = lastSuccess?.at ?? 0;
  const down = heartbeat?.pausedAt === undefined ? heartbeat?.facts?.down : undefined;
  if (last?.outcome === 'failed') return { state: 'failed', since: last.at, ...known };
  if (down && down.at > after) return { state: down.why === 'failed' ? 'failed' : 'late', since: down.at, ...known };
  if (!lastSuccess) return { state: 'never' };
  const { sizeAtLeast, cadence } = backup;
  if (sizeAtLeast !== undefined && lastSuccess.size !== undefined && lastSuccess.size < sizeAtLeast) {
    return { state: 'failed', since: lastSuccess.at, tooSmall: true, ...known };
  }
  const lengths = cadence === undefined ? undefined : lengthsOf(cadence);
  if (lengths) {
    const lateAt = lastSuccess.at + lengths.period + lengths.grace;
    if (now > lateAt) return { state: 'late', since: lateAt, ...known };
  }
  return { state: 'ok', ...known };
}
