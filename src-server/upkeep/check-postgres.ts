import type { Instant } from '../../src-shared/time/clock.ts';
import type { StoreInspection } from '../store/inspect.ts';
import { inspectPostgres, type PostgresLook } from '../store/inspect-postgres.ts';
import { type DatabaseLook, judgeInspection } from './check-database.ts';
import { bytesText, type Finding, fail, fine, spanText, warn } from './finding.ts';

/** The oldest version that its makers still mend: https://www.postgresql.org/support/versioning/ */
const OLDEST_VERSION = 140_000;
const SLOW_ROUND_TRIP = 20;
const CLOCK_OFF = 1_000;

/** What an acknowledged change needs to survive a power cut. */
const DURABLE = [
  ['fsync', 'off', 'a power cut may destroy the database: set fsync = on'],
  ['full_page_writes', 'off', 'a power cut may destroy the database: set full_page_writes = on'],
] as const;

/** What PostgreSQL tells of itself, judged. */
export function judgePostgres(found: PostgresLook, now: Instant): Finding[] {
  const { version, versionNumber, settings, connections, bytes, encrypted, roundTrip, clockOffset } = found;
  const most = Number(settings.max_connections);
  const findings: Finding[] = [
    versionNumber < OLDEST_VERSION
      ? warn('postgresql', `version ${version}, which its makers mend no more`, 'upgrade PostgreSQL')
      : fine('postgresql', `version ${version}, ${bytesText(bytes)}${encrypted ? ', encrypted' : ''}`),
    ...DURABLE.filter(([name, bad]) => settings[name] === bad).map(([name, , advice]) =>
      fail('durability', `${name} is off`, advice),
    ),
    // The server turns it on for its own connections.
    settings.synchronous_commit === 'off'
      ? warn('durability', 'synchronous_commit is off; Vigie turns it on for itself', 'turn it on for this database')
      : fine('durability', `synchronous_commit ${settings.synchronous_commit}`),
    connections > most * 0.8
      ? warn(
          'connections',
          `${connections} of ${most} taken`,
          'raise max_connections: each Vigie process takes several',
        )
      : fine('connections', `${connections} of ${most} taken`),
    roundTrip > SLOW_ROUND_TRIP
      ? warn('round trip', spanText(roundTrip), 'bring server and database closer: each commit pays it several times')
      : fine('round trip', spanText(roundTrip)),
    Math.abs(clockOffset) > CLOCK_OFF
      ? warn('database clock', `${spanText(clockOffset)} ${clockOffset < 0 ? 'behind' : 'ahead'}`, 'synchronise it')
      : fine('database clock', 'in step with this machine'),
  ];
  if (!found.inspection) findings.push(warn('database', 'empty', 'start a server on it once: vigie serve'));
  return found.inspection ? [...findings, ...judgeInspection(found.inspection, now)] : findings;
}

/** The PostgreSQL database at `url`; its password is in no finding. */
export function checkPostgres(url: string, now: () => Instant): DatabaseLook {
  let inspection: StoreInspection | undefined;
  const { host, pathname } = new URL(url);
  return {
    inspection: () => inspection,
    check: {
      subject: 'postgresql',
      async run() {
        try {
          const found = await inspectPostgres(url, now);
          inspection = found.inspection;
          return judgePostgres(found, now());
        } catch (error) {
          const why = error instanceof Error ? error.message || error.name : String(error);
          const what = `${host || 'the local socket'}${pathname} cannot be reached: ${why}`;
          return [fail('postgresql', what, 'look at the database, its pg_hba.conf and --database')];
        }
      },
    },
  };
}
