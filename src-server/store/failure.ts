import Database from 'better-sqlite3';

/** The database itself failed (full disk, lock, damage): not the fault of what was being run. */
export function isStoreFailure(error: unknown): boolean {
  return error instanceof Database.SqliteError;
}

/** A failure that any other write would meet as well: all but a broken constraint. */
export function isOutage(error: unknown): boolean {
  return error instanceof Database.SqliteError && !error.code.startsWith('SQLITE_CONSTRAINT');
}

/** Errors of the operating system and of SQLite that say that no space is left. */
const FULL: ReadonlySet<unknown> = new Set(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT']);
const DAMAGED = /^SQLITE_(?:CORRUPT|NOTADB)/;

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
