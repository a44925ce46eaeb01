import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';

/** A backup is a copy of the store with one table more: the other files of the data folder, as they were. */
interface BackupTables {
  backup_part: { name: string; bytes: Uint8Array };
}

const kyselyOver = (db: Database.Database) =>
  new Kysely<BackupTables>({ dialect: new SqliteDialect({ database: db }) });

async function check(db: Database.Database, file: string): Promise<void> {
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(kyselyOver(db));
  const first = rows[0]?.integrity_check;
  if (first !== 'ok') throw new Error(`${file} is damaged: ${first ?? 'it cannot be checked'}`);
}

/** Adds the parts to a fresh copy of the store and checks the whole. Throws when the copy is damaged. */
export async function sealBackup(file: string, parts: Record<string, Uint8Array>): Promise<void> {
  const db = new Database(file);
  try {
    // One file that can be carried away: no journal beside it.
    db.pragma('journal_mode = DELETE');
    const k = kyselyOver(db);
    await k.schema
      .createTable('backup_part')
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('bytes', 'blob', (c) => c.notNull())
      .execute();
    for (const [name, bytes] of Object.entries(parts)) {
      await k
        .insertInto('backup_part')
        .values({ name, bytes: Buffer.from(bytes) })
        .execute();
    }
    await check(db, file);
  } finally {
    db.close();
  }
}

/** Turns a copied backup into a store again and gives its parts back. Throws when it is no whole backup. */
export async function unsealBackup(file: string): Promise<Map<string, Uint8Array>> {
  const db = new Database(file, { fileMustExist: true });
  try {
    await check(db, file);
    const k = kyselyOver(db);
    const parts = await k.selectFrom('backup_part').selectAll().execute();
    await k.schema.dropTable('backup_part').execute();
    return new Map(parts.map(({ name, bytes }) => [name, bytes]));
  } finally {
    db.close();
  }
}
