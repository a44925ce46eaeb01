import Database from 'better-sqlite3';

export interface HeldLock {
  release(): void;
}

/**
 * Takes a lock that the operating system gives back when the process ends, even by SIGKILL: an exclusive SQLite
 * transaction that is never committed. Undefined when another process has it.
 */
export function takeFolderLock(file: string): HeldLock | undefined {
  const db = new Database(file, { timeout: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return undefined;
    throw error;
  }
  return { release: () => db.close() };
}
