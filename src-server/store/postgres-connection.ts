import pg from 'pg';
import { ConnectionLost } from './failure.ts';
import type { Executor, Query, Values } from './query.ts';

/** A process that stops in the middle of its turn is put out of it after this, so that the others go on. */
const IDLE_IN_TURN = 5_000;
const WAIT_FOR_TURN = 10_000;
const LONGEST_STATEMENT = 15_000;
/** After this the connection counts as dead, whatever the network says. */
const LONGEST_ANSWER = 20_000;
const CONNECT_WITHIN = 5_000;
/** Between attempts to connect again, doubled each time. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 2_000;

const INT8 = 20;
/** Versions, instants and counts stay far below 2^53; a 64-bit integer comes as text by default. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => (oid === INT8 ? Number : pg.types.getTypeParser(oid, format)),
};

/** How every connection of the store is made. Statements are sent without waiting for the answers before them. */
export function connectionConfig(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: 'vigie',
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_WITHIN,
    statement_timeout: LONGEST_STATEMENT,
    lock_timeout: WAIT_FOR_TURN,
    idle_in_transaction_session_timeout: IDLE_IN_TURN,
    query_timeout: LONGEST_ANSWER,
    pipeline: true,
    types,
  };
}

/** A pool that outlives the loss of its connections: each is replaced when it is needed. */
export function createPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  // Without listeners the loss of a connection would end the process: the pool's own hears of idle ones alone.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** What went wrong with a connection, in a form that `failure.ts` knows. */
export function asFailure(error: unknown): Error {
  if (error instanceof pg.DatabaseError || error instanceof ConnectionLost) return error;
  const why = error instanceof AggregateError ? error.errors.map(String).join(', ') : String(error);
  return new ConnectionLost(`PostgreSQL does not answer: ${why}`, { cause: error });
}

/** PostgreSQL's text cannot hold the character NUL, which no identifier of ours has. */
const NUL = '\u0000';
const clean = (value: unknown): unknown => {
  if (typeof value === 'string') return value.includes(NUL) ? value.replaceAll(NUL, '\uFFFD') : value;
  return Array.isArray(value) ? value.map(clean) : value;
};

/** Runs a query by its prepared statement. */
export async function run<P extends Values, R>(client: pg.ClientBase, query: Query<P, R>, values: P): Promise<R[]> {
  try {
    const { rows } = await client.query({ name: query.name, text: query.sql, values: query.bind(values).map(clean) });
    return rows as R[];
  } catch (error) {
    throw asFailure(error);
  }
}

export function executorOver(client: pg.ClientBase): Executor {
  return { all: (query, values) => run(client, query, values) };
}

/** One connection that is made when it is needed and again after it was lost. */
export interface Link {
  /** The living connection. Throws `ConnectionLost`, and for a moment after a failure without trying. */
  get(): Promise<pg.Client>;
  /** Undefined while there is none. */
  current(): pg.Client | undefined;
  /** Gives the connection up; the next `get` makes a new one. */
  drop(): void;
  close(): Promise<void>;
}

export function createLink(config: pg.ClientConfig, prepare?: (client: pg.Client) => Promise<void>): Link {
  let client: pg.Client | undefined;
  let connecting: Promise<pg.Client> | undefined;
  let pause = 0;
  let failed: { at: number; error: Error } | undefined;
  let closed = false;

  const connect = async (): Promise<pg.Client> => {
    const made = new pg.Client(config);
    const lost = () => {
      if (client === made) client = undefined;
    };
    // Without a listener the loss of an idle connection would end the process.
    made.on('error', lost);
    made.on('end', lost);
    try {
      await made.connect();
      await prepare?.(made);
    } catch (error) {
      pause = Math.min(LONGEST_PAUSE, Math.max(FIRST_PAUSE, pause * 2));
      failed = { at: performance.now(), error: asFailure(error) };
      void made.end().catch(() => undefined);
      throw failed.error;
    }
    failed = undefined;
    pause = 0;
    client = made;
    return made;
  };

  return {
    async get() {
      if (closed) throw new ConnectionLost('the store is closed');
      if (client) return client;
      if (failed && performance.now() < failed.at + pause) throw failed.error;
      connecting ??= connect().finally(() => {
        connecting = undefined;
      });
      return connecting;
    },
    current: () => client,
    drop() {
      const dropped = client;
      client = undefined;
      void dropped?.end().catch(() => undefined);
    },
    async close() {
      closed = true;
      await connecting?.catch(() => undefined);
      const last = client;
      client = undefined;
      await last?.end().catch(() => undefined);
    },
  };
}
