import type Database from 'better-sqlite3';
import type { Compilable } from 'kysely';

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

type Values = Record<string, string | number | null>;

export interface Prepared<P extends Values, R> {
  all(values: P): R[];
  get(values: P): R | undefined;
  /** Rows changed. */
  run(values: P): number;
}

/**
 * Compiles a Kysely query once and keeps its SQLite statement: building and compiling the same ten queries per push
 * costs several times what running them does.
 */
export function prepare<P extends Values, R>(db: Database.Database, query: Compilable<R>): Prepared<P, R> {
  const compiled = query.compile();
  const statement = db.prepare<unknown[], R>(compiled.sql);
  const bind = (values: Values): unknown[] =>
    compiled.parameters.map((one) => {
      if (!(one instanceof Param)) return one;
      const value = values[one.name];
      if (value === undefined) throw new TypeError(`query parameter ${one.name} is missing`);
      return value;
    });
  return {
    all: (values) => statement.all(bind(values)),
    get: (values) => statement.get(bind(values)),
    run: (values) => statement.run(bind(values)).changes,
  };
}
