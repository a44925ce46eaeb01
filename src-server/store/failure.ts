import Database from 'better-sqlite3';

/** The database itself failed (full disk, lock, damage): not the fault of what was being run. */
export function isStoreFailure(error: unknown): boolean {
  return error instanceof Database.SqliteError;
}

/** A failure that any other write would meet as well: all but a broken constraint. */
export function isOutage(error: unknown): boolean {
  return error instanceof Database.SqliteError && !error.code.startsWith('SQLITE_CONSTRAINT');
}
