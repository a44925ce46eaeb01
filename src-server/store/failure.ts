import Database from 'better-sqlite3';
import pg from 'pg';

/** The database cannot be reached, or was lost in the middle: whether a commit under way was done is not known. */
export class ConnectionLost extends Error {}

/** SQLSTATE classes that blame what was written, not the database: bad data, broken constraints, too long for an index. */
const OWN_FAULT = /^(?:22|23|54)/;
/** Serialization failure, deadlock: nothing is wrong, it only has to be done again. */
const AGAIN: ReadonlySet<unknown> = new Set(['40001', '40P01']);

/** The database itself failed (full disk, lock, damage, lost connection): not the fault of what was being run. */
export function isStoreFailure(error: unknown): boolean {
  return error instanceof Database.SqliteError || error instanceof pg.DatabaseError || error instanceof ConnectionLost;
}

/** A failure that any other write would meet as well: all but a broken constraint. */
export function isOutage(error: unknown): boolean {
  if (error instanceof ConnectionLost) return true;
  if (error instanceof Database.SqliteError) return !error.code.startsWith('SQLITE_CONSTRAINT');
  return error instanceof pg.DatabaseError && !OWN_FAULT.test(error.code ?? '');
}

/** The database refused the transaction although nothing is wrong with it or with the database. */
export function isRefusedTurn(error: unknown): boolean {
  return error instanceof pg.DatabaseError && AGAIN.has(error.code);
}

/** Errors of the operating system and of the databases that say that no space is left. */
const FULL: ReadonlySet<unknown> = new Set(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT', '53100']);
/** PostgreSQL: data_corrupted, index_corrupted. */
const DAMAGED = /^(?:SQLITE_(?:CORRUPT|NOTADB)|XX00[12]$)/;

/** What is wrong with the storage that `error`, or what caused it, speaks of; undefined when it speaks of none. */
export function storageProblem(error: unknown): 'full' | 'damaged' | 'unavailable' | undefined {
  for (let one = error; one instanceof Error; one = one.cause) {
    const code = 'code' in one ? one.code : undefined;
    if (FULL.has(code)) return 'full';
    if (typeof code === 'string' && DAMAGED.test(code)) return 'damaged';
    if (isOutage(one)) return 'unavailable';
  }
  return undefined;
}
