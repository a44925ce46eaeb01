import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { addSum, checksumOf, EMPTY_SUM, formatSum, type Sum } from '../../src-shared/sync/checksum.ts';
import type { Tables } from './tables.ts';

/** What comparing a restored copy with the data it was made of tells. */
export interface CopyVerification {
  version: number;
  records: number;
  scopes: number;
  /** Scopes whose records do not add up to what the store says of them. */
  wrongSums: string[];
  /** Records that the data has held unchanged since, and the copy lacks or has otherwise. */
  missing: number;
  /** Living records of the copy that the data never had. */
  strange: number;
  /** Files whose bytes are those of their hash; the others; and those that the data had before and the copy lacks. */
  files: number;
  brokenFiles: number;
  missingFiles: number;
}

const ROWS_AT_A_TIME = 5_000;

type Sums = Map<string, { sum: Sum; live: number }>;

/** Adds up all living records by scope, a page at a time. */
async function sumUp(k: Kysely<Tables>): Promise<Sums> {
  const sums: Sums = new Map();
  for (let after = -1; ; ) {
    const rows = await k
      .selectFrom('record')
      .select(['collection', 'id', 'scope', 'version', 'deleted'])
      .where('version', '>', after)
      .orderBy('version')
      .limit(ROWS_AT_A_TIME)
      .execute();
    for (const { collection, id, scope, version, deleted } of rows) {
      after = version;
      if (deleted === 1) continue;
      const before = sums.get(scope) ?? { sum: EMPTY_SUM, live: 0 };
      sums.set(scope, { sum: addSum(before.sum, checksumOf(collection, id, version)), live: before.live + 1 });
    }
    if (rows.length < ROWS_AT_A_TIME) return sums;
  }
}

/** Reads every file of the copy, a part at a time, and counts those that are what their hash says. */
async function hashFiles(k: Kysely<Tables>): Promise<{ files: number; brokenFiles: number }> {
  let files = 0;
  let brokenFiles = 0;
  for (const { hash, size, upload } of await k.selectFrom('blob').selectAll().execute()) {
    const found = createHash('sha256');
    let bytes = 0;
    for (let n = 0; ; n += 1) {
      const part = await k
        .selectFrom('blob_part')
        .select('bytes')
        .where('upload', '=', upload)
        .where('n', '=', n)
        .executeTakeFirst();
      if (!part) break;
      found.update(part.bytes);
      bytes += part.bytes.length;
    }
    if (bytes === size && found.digest('hex') === hash) files += 1;
    else brokenFiles += 1;
  }
  return { files, brokenFiles };
}

/**
 * Compares a restored copy with the store it was made of, which may have gone on since: what the store has not changed
 * after the copy's version must be in the copy byte for byte, and nothing else may be.
 */
export async function verifyCopy(copy: string, original: string): Promise<CopyVerification> {
  const db = new Database(copy, { readonly: true, fileMustExist: true });
  const k = new Kysely<Tables>({ dialect: new SqliteDialect({ database: db }) });
  try {
    await sql`attach database ${original} as original`.execute(k);
    const { version } = await k.selectFrom('ws').select('version').executeTakeFirstOrThrow();
    const sums = await sumUp(k);
    const said = await k.selectFrom('scope_sum').selectAll().execute();
    const wrongSums = said
      .filter(({ scope, hi, lo, live }) => {
        const found = sums.get(scope) ?? { sum: EMPTY_SUM, live: 0 };
        return found.live !== live || formatSum(found.sum) !== formatSum({ hi, lo });
      })
      .map(({ scope }) => scope);
    for (const scope of sums.keys()) if (!said.some((one) => one.scope === scope)) wrongSums.push(scope);

    const count = async (query: ReturnType<typeof sql<{ n: number }>>) => (await query.execute(k)).rows[0]?.n ?? 0;
    const missing = await count(sql<{ n: number }>`
      select count(*) as n from original.record o where o.version <= ${version} and not exists (
        select 1 from main.record r where r.collection = o.collection and r.id = o.id and r.version = o.version
          and r.deleted = o.deleted and r.scope = o.scope and r.doc is o.doc)`);
    const strange = await count(sql<{ n: number }>`
      select count(*) as n from main.record r where r.deleted = 0 and not exists (
        select 1 from original.record o where o.collection = r.collection and o.id = r.id and o.version >= r.version)`);
    const records = [...sums.values()].reduce((all, { live }) => all + live, 0);
    // What came after the newest file of the copy may have come after the copy.
    const missingFiles = await count(sql<{ n: number }>`
      select count(*) as n from original.blob o where o.created_at < (select max(created_at) from main.blob)
        and not exists (select 1 from main.blob b where b.hash = o.hash and b.size = o.size)`);
    const files = await hashFiles(k);
    return { version, records, scopes: said.length, wrongSums, missing, strange, ...files, missingFiles };
  } finally {
    db.close();
  }
}
