import { createDatabase, DATABASE_NAME, type IndexedDbPort, type VigieDatabase } from './database.ts';

export interface OpenDatabase {
  db: VigieDatabase;
  storage: 'disk' | 'memory';
  /** Why it is not on disk. */
  failure?: string;
}

/**
 * The database of a workspace; where IndexedDB cannot be opened (a full disk, a damaged profile) the same database in
 * memory, so that the console works on. What is done meanwhile is safe in the journal.
 */
export async function openDatabase(
  disk: IndexedDbPort | undefined,
  memory: () => Promise<IndexedDbPort>,
  workspace: string,
): Promise<OpenDatabase> {
  const name = `${DATABASE_NAME}-${workspace}`;
  let failure = 'IndexedDB is missing';
  if (disk) {
    const db = createDatabase(disk, name);
    try {
      await db.open();
      return { db, storage: 'disk' };
    } catch (error) {
      failure = String(error);
      db.close();
    }
  }
  const db = createDatabase(await memory(), name);
  await db.open();
  return { db, storage: 'memory', failure };
}
