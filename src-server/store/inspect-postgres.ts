import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { type Inspected, inspectWith, type StoreInspection } from './inspect.ts';
import { connectionConfig } from './postgres-connection.ts';

/** What PostgreSQL tells of itself. */
export interface PostgresLook {
  /** Undefined where no server of Vigie has made its tables yet. */
  inspection: StoreInspection | undefined;
  /** `15.13 (Debian …)` and its number, 150013. */
  version: string;
  versionNumber: number;
  settings: Readonly<Record<'fsync' | 'full_page_writes' | 'synchronous_commit' | 'max_connections', string>>;
  connections: number;
  /** Size of the database in bytes. */
  bytes: number;
  encrypted: boolean;
  /** Time of an empty question and its answer, and the database's clock minus ours, in milliseconds. */
  roundTrip: number;
  clockOffset: number;
}

interface AboutRow {
  version: string;
  version_number: number;
  fsync: string;
  full_page_writes: string;
  synchronous_commit: string;
  max_connections: string;
  connections: number;
  bytes: number;
  encrypted: boolean;
  migrated: boolean;
}

const about = sql<AboutRow>`select
  current_setting('server_version') as version,
  current_setting('server_version_num')::int as version_number,
  current_setting('fsync') as fsync,
  current_setting('full_page_writes') as full_page_writes,
  current_setting('synchronous_commit') as synchronous_commit,
  current_setting('max_connections') as max_connections,
  (select count(*) from pg_stat_activity where backend_type = 'client backend') as connections,
  pg_database_size(current_database()) as bytes,
  coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as encrypted,
  to_regclass('kysely_migration') is not null as migrated`;

/** Size of the database in bytes, for metrics. */
export async function postgresBytes(url: string): Promise<number> {
  const client = new pg.Client({ ...connectionConfig(url), pipeline: false });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const k = 'select pg_database_size(current_database()) as bytes';
    return Number((await client.query<{ bytes: number }>(k)).rows[0]?.bytes ?? 0);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Looks without changing anything. Throws when nobody answers or lets us in. */
export async function inspectPostgres(url: string, now: () => number): Promise<PostgresLook> {
  const pool = new pg.Pool({ ...connectionConfig(url), pipeline: false, max: 1 });
  pool.on('error', () => undefined);
  const k = new Kysely<Inspected>({ dialect: new PostgresDialect({ pool }) });
  try {
    const row = (await about.execute(k)).rows[0];
    if (!row) throw new Error('PostgreSQL tells nothing of itself');
    const asked = now();
    const { rows } = await sql<{
      at: number;
    }>`select (extract(epoch from clock_timestamp()) * 1000)::int8 as at`.execute(k);
    const answered = now();
    const { version, fsync, full_page_writes, synchronous_commit, max_connections } = row;
    return {
      inspection: row.migrated ? await inspectWith(k, 'postgres', `PostgreSQL ${version}`, 'ok') : undefined,
      version,
      versionNumber: row.version_number,
      settings: { fsync, full_page_writes, synchronous_commit, max_connections },
      connections: Number(row.connections),
      bytes: Number(row.bytes),
      encrypted: row.encrypted,
      roundTrip: answered - asked,
      clockOffset: (rows[0]?.at ?? answered) - (asked + answered) / 2,
    };
  } finally {
    await k.destroy();
  }
}
