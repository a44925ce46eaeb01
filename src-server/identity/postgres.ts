import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import type { Clock } from '../../src-shared/time/clock.ts';
import type { PostgresBus } from '../store/postgres-bus.ts';
import { asFailure, connectionConfig, createPool } from '../store/postgres-connection.ts';
import { createIdentityOver, type Identity } from './identity.ts';

/** Any number, the same for all processes: whoever makes the accounts' tables first keeps the others waiting. */
const MIGRATION_LOCK = 7_447_001;

/** Connections whose failures the rest of the server knows. */
function poolOver(url: string): PostgresPool {
  const pool = createPool({ ...connectionConfig(url), application_name: 'vigie-identity', max: 3 });
  const failed = (error: unknown): never => {
    throw asFailure(error);
  };
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect().catch(failed);
      const query = async (sql: string, parameters: unknown[]) => client.query(sql, parameters).catch(failed);
      return Object.assign(Object.create(client), { query, release: () => client.release() });
    },
  };
}

/** Runs `work` in one process at a time. */
async function alone<T>(url: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'vigie-identity' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await work();
  } finally {
    // The lock goes with the connection.
    await client.end();
  }
}

/**
 * Opens (and migrates) the accounts in the team's PostgreSQL. A token that any process revokes is refused by all at
 * once: they tell each other, and one that cannot hear asks the database each time.
 */
export async function createPostgresIdentity(deps: { url: string; bus: PostgresBus; clock: Clock }): Promise<Identity> {
  const { url, bus, clock } = deps;
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: poolOver(url) }) });
  try {
    return await createIdentityOver({
      db,
      type: 'postgres',
      clock,
      prepare: (run) => alone(url, run),
      close: () => db.destroy(),
      others: {
        hears: () => bus.hears(),
        tell: (tokenId) => bus.tell('revoked', tokenId),
        listen: (revoked, missed) => bus.listen('revoked', revoked, missed),
      },
    });
  } catch (error) {
    await db.destroy();
    throw asFailure(error);
  }
}
