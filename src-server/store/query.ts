import { type Compilable, Kysely, PostgresDialect, SqliteDialect } from 'kysely';
import { sha256 } from './log-chain.ts';
import type { Tables } from './tables.ts';

class Param {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** Stands for a value in a query that is compiled once and run often; `T` is the column's type. */
export function param<T>(name: string): T {
  return new Param(name) as unknown as T;
}

export type Dialect = 'sqlite' | 'postgres';

export type Scalar = string | number | null | Uint8Array;
export type Values = Readonly<Record<string, Scalar | readonly Scalar[]>>;

/**
 * A query as text with the places of its values: building and compiling the same ten queries per push costs several
 * times what running them does.
 */
export interface Query<P extends Values, R> {
  /** The same for the same text: names the prepared statement. */
  readonly name: string;
  readonly sql: string;
  bind(values: P): unknown[];
  /** Never set: it only carries the type of a row. */
  readonly row?: R;
}

/** Compiles a Kysely query whose values are `param`s. */
export function compile<P extends Values, R>(query: Compilable<R>): Query<P, R> {
  const { sql, parameters } = query.compile();
  return {
    name: sha256(sql).slice(0, 24),
    sql,
    bind: (values: Values) =>
      parameters.map((one) => {
        if (!(one instanceof Param)) return one;
        const value = values[one.name];
        if (value === undefined) throw new TypeError(`query parameter ${one.name} is missing`);
        return value;
      }),
  };
}

/** A value now or later: SQLite answers at once, PostgreSQL does not. */
export type Soon<T> = T | Promise<T>;

/** Runs queries on one connection. */
export interface Executor {
  all<P extends Values, R>(query: Query<P, R>, values: P): Soon<R[]>;
}

/** Kysely that only builds and compiles: it never connects. */
export function builder(dialect: Dialect): Kysely<Tables> {
  const unconnected = (): never => {
    throw new Error('this Kysely only compiles queries');
  };
  return new Kysely<Tables>({
    dialect:
      dialect === 'sqlite' ? new SqliteDialect({ database: unconnected }) : new PostgresDialect({ pool: unconnected }),
  });
}
