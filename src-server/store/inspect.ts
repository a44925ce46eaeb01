import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { z } from 'zod';
import { entryHash } from './log-chain.ts';
import { migrationsFor } from './migrations.ts';
import type { Dialect } from './query.ts';
import type { Tables } from './tables.ts';

/** What a look at a store tells, without changing it. */
export interface StoreInspection {
  engine: string;
  /** What the engine's own check says: `ok`, or the first damage. */
  check: string;
  /** Migrations done and those this version knows; `unknown` ones were made by a newer Vigie. */
  schema: { done: number; known: number; unknown: string[] };
  /** Entries at the end of the mutation log that were read, and the first whose hash is wrong. */
  logTail: { looked: number; brokenAt?: number };
  /** When the newest entry was written, by the server's clock. */
  newestAt: number | null;
  counts: { records: number; mutations: number };
  /** Evidence and pictures; `short`: those whose parts do not add up to their size. */
  files: { count: number; bytes: number; short: number };
  /** When each sender was last heard, by the name of its key; looked for among the newest entries alone. */
  heard: Map<string, number>;
}

const TAIL = 1_000;
/** The migration that made the tables of files. */
const FILES_SINCE = '0004-files';
/** Entries among which senders are looked for: weeks of a busy team. */
const HEARD_AMONG = 200_000;

const senderRef = z.object({ kind: z.literal('sender'), name: z.string() });

export interface Inspected extends Tables {
  kysely_migration: { name: string };
}

/** The same questions to either store, on one consistent picture. */
export function inspectWith(
  db: Kysely<Inspected>,
  dialect: Dialect,
  engine: string,
  check: string,
): Promise<StoreInspection> {
  const transaction = db.transaction();
  // SQLite's are always so.
  const picture = dialect === 'postgres' ? transaction.setIsolationLevel('repeatable read') : transaction;
  return picture.execute(async (k) => {
    const done = (await k.selectFrom('kysely_migration').select('name').execute()).map(({ name }) => name);
    const known = Object.keys(migrationsFor(dialect));
    const rows = (await k.selectFrom('mutation').selectAll().orderBy('id', 'desc').limit(TAIL).execute()).reverse();
    const ws = await k.selectFrom('ws').select('log_hash').executeTakeFirst();
    const broken = rows.find((row, n) => {
      const before = rows[n - 1];
      return entryHash(row) !== row.hash || (before !== undefined && row.prev_hash !== before.hash);
    });
    const last = rows.at(-1);
    const cut = last !== undefined && ws !== undefined && last.hash !== ws.log_hash;
    const brokenAt = broken?.id ?? (cut ? last.id + 1 : undefined);
    const count = (table: 'record' | 'mutation') =>
      k.selectFrom(table).select(sql<number>`count(*)`.as('n')).executeTakeFirstOrThrow();
    return {
      engine,
      check,
      schema: {
        done: done.filter((name) => known.includes(name)).length,
        known: known.length,
        unknown: done.filter((name) => !known.includes(name)),
      },
      logTail: { looked: rows.length, ...(brokenAt === undefined ? {} : { brokenAt }) },
      newestAt: last === undefined ? null : last.received_at,
      counts: { records: Number((await count('record')).n), mutations: Number((await count('mutation')).n) },
      files: done.includes(FILES_SINCE) ? await filesOf(k, dialect) : { count: 0, bytes: 0, short: 0 },
      heard: await heard(k),
    };
  });
}

async function filesOf(k: Kysely<Inspected>, dialect: Dialect): Promise<StoreInspection['files']> {
  const length = sql.raw(dialect === 'postgres' ? 'octet_length(bytes)' : 'length(bytes)');
  const { rows } = await sql<{ count: number; bytes: number; short: number }>`
    select count(*) as count, coalesce(sum(size), 0) as bytes, coalesce(sum(case when size = (
      select coalesce(sum(${length}), 0) from blob_part p where p.upload = b.upload) then 0 else 1 end), 0) as short
    from blob b`.execute(k);
  const [row] = rows;
  return { count: Number(row?.count), bytes: Number(row?.bytes), short: Number(row?.short) };
}

async function heard(k: Kysely<Inspected>): Promise<Map<string, number>> {
  const newest = k
    .selectFrom('mutation')
    .select(['actor', 'via', 'received_at'])
    .orderBy('id', 'desc')
    .limit(HEARD_AMONG);
  const rows = await k
    .selectFrom(newest.as('newest'))
    .select((e) => ['actor', e.fn.max('received_at').as('at')])
    .where('via', '=', 'intake')
    .groupBy('actor')
    .execute();
  return new Map(
    rows.flatMap(({ actor, at }) => {
      const ref = senderRef.safeParse(JSON.parse(actor));
      return ref.success ? [[ref.data.name, Number(at)] as const] : [];
    }),
  );
}

/** Opens the file for reading alone, also beside a running server. Throws when it is no database. */
export async function inspectSqlite(file: string): Promise<StoreInspection> {
  const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 5_000 });
  try {
    const check = String(db.pragma('quick_check(1)', { simple: true }));
    const k = new Kysely<Inspected>({ dialect: new SqliteDialect({ database: db }) });
    const { rows } = await sql<{ version: string }>`select sqlite_version() as version`.execute(k);
    return await inspectWith(k, 'sqlite', `SQLite ${rows[0]?.version ?? '?'}`, check);
  } finally {
    db.close();
  }
}
