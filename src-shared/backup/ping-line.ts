import { CURL, crontabTime } from '../heartbeat/ping-lines.ts';
import type { HeartbeatSchedule } from '../model/heartbeat.ts';
import { parseRule } from '../recurrence/rule.ts';

/** At night, and a Sunday or the first of the month: the written procedures name no hour. */
const TIMES: Readonly<Record<string, string>> = {
  DAILY: '0 3 * * *',
  WEEKLY: '0 3 * * 0',
  MONTHLY: '0 3 1 * *',
  YEARLY: '0 3 1 1 *',
};

function timeOf(schedule: HeartbeatSchedule, cadence: string | undefined): string {
  const own = schedule.kind === 'cron' ? crontabTime(schedule) : undefined;
  if (own !== undefined) return own;
  const parsed = cadence === undefined ? undefined : parseRule(cadence);
  return (parsed?.ok && TIMES[parsed.rule.freq]) || '0 3 * * *';
}

/** What the line calls where nobody said it: both are to be replaced. */
export const BACKUP_COMMAND = '/usr/local/bin/my-backup';
export const BACKUP_FILE = '/var/backups/my-backup.gz';

/**
 * A line for the crontab of the machine that makes a backup, for the address of its job: it says start, how it ended
 * and how large the backup is. No percent sign: to cron it is the end of the line.
 */
export function backupLine(address: string, schedule: HeartbeatSchedule, cadence: string | undefined): string {
  return [
    `${timeOf(schedule, cadence)} ${CURL} ${address}/start`,
    BACKUP_COMMAND,
    'status=$?',
    `${CURL} --data-raw "size=$(wc -c < ${BACKUP_FILE})" ${address}/$status`,
  ].join('; ');
}
