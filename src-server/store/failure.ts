import Database from 'better-sqlite3';

/** The database itself failed (full disk, lock, damage): not the fault of what was being run. */
export function isStoreFailure(error: unknown): boolean {
  return error instanceof Database.SqliteError;
}
