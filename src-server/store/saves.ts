import { type Kysely, sql } from 'kysely';
import { compile, type Dialect, param, type Query, type Scalar, type Values } from './query.ts';
import type { Tables } from './tables.ts';

type ColumnType = 'text' | 'int4' | 'int8';
type SavedTables = Omit<Tables, 'ws' | 'blob' | 'blob_part'>;
export type SavedTable = keyof SavedTables;
type Saved<T extends SavedTable> = {
  columns: Record<keyof Tables[T], ColumnType>;
  /** A row of the same key is replaced in the columns `replace`; without a key rows are only added. */
  key: readonly (keyof Tables[T])[];
  replace: readonly (keyof Tables[T])[];
};

/** How the rows of each table are saved, whatever the database. */
const SAVED: { [T in SavedTable]: Saved<T> } = {
  record: {
    columns: {
      collection: 'text',
      id: 'text',
      scope: 'text',
      ref: 'text',
      slug: 'text',
      hot: 'int4',
      version: 'int8',
      deleted: 'int4',
      doc: 'text',
    },
    key: ['collection', 'id'],
    replace: ['scope', 'ref', 'slug', 'hot', 'version', 'deleted', 'doc'],
  },
  scope_exit: {
    columns: { scope: 'text', collection: 'text', id: 'text', version: 'int8' },
    key: ['scope', 'collection', 'id'],
    replace: ['version'],
  },
  scope_sum: {
    columns: { scope: 'text', hi: 'int8', lo: 'int8', live: 'int8' },
    key: ['scope'],
    replace: ['hi', 'lo', 'live'],
  },
  client: {
    columns: { id: 'text', person: 'text', last_seq: 'int8', seen_at: 'int8' },
    key: ['id'],
    replace: ['last_seq', 'seen_at'],
  },
  mutation: {
    columns: {
      id: 'int8',
      client: 'text',
      seq: 'int8',
      name: 'text',
      args: 'text',
      actor: 'text',
      via: 'text',
      at: 'int8',
      received_at: 'int8',
      status: 'text',
      reason: 'text',
      detail: 'text',
      version: 'int8',
      args_hash: 'text',
      prev_hash: 'text',
      hash: 'text',
    },
    key: [],
    replace: [],
  },
  counter: { columns: { series: 'text', value: 'int8' }, key: ['series'], replace: ['value'] },
  timer: {
    columns: { key: 'text', fire_at: 'int8', kind: 'text', payload: 'text', owner: 'text', taken_until: 'int8' },
    key: ['key'],
    replace: ['fire_at', 'kind', 'payload', 'owner', 'taken_until'],
  },
  intake_key: {
    columns: {
      id: 'text',
      source: 'text',
      name: 'text',
      start: 'text',
      hash: 'text',
      created_at: 'int8',
      revoked_at: 'int8',
    },
    key: ['id'],
    replace: ['revoked_at'],
  },
};
export const SAVED_TABLES = Object.keys(SAVED) as SavedTable[];

const listOf = (names: readonly string[]) => sql.join(names.map((name) => sql.ref(name)));

/** SQLite takes one row a statement, which costs it little; PostgreSQL all rows at once, as one array a column. */
function save<T extends SavedTable>(k: Kysely<Tables>, dialect: Dialect, table: T): Query<Values, unknown> {
  const {
    columns,
    key,
    replace,
  }: { columns: Record<string, ColumnType>; key: readonly string[]; replace: readonly string[] } = SAVED[table];
  const names = Object.keys(columns);
  const rows =
    dialect === 'sqlite'
      ? sql`values (${sql.join(names.map((name) => param<Scalar>(name)))})`
      : sql`select * from unnest(${sql.join(
          names.map((name) => sql`${param<Scalar[]>(name)}::${sql.raw(columns[name] ?? 'text')}[]`),
        )})`;
  const set = sql.join(replace.map((name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`));
  const onConflict = key.length === 0 ? sql`` : sql`on conflict (${listOf(key)}) do update set ${set}`;
  const insert = sql`insert into ${sql.table(table)} (${listOf(names)}) ${rows} ${onConflict}`;
  return compile({ compile: () => insert.compile(k) });
}

/** Rows with these values in `columns` are deleted; the values come as for `save`. */
function drop(
  k: Kysely<Tables>,
  dialect: Dialect,
  table: SavedTable,
  columns: readonly string[],
): Query<Values, unknown> {
  const where =
    dialect === 'sqlite'
      ? sql.join(
          columns.map((name) => sql`${sql.ref(name)} = ${param<Scalar>(name)}`),
          sql` and `,
        )
      : sql`(${listOf(columns)}) in (select * from unnest(${sql.join(
          columns.map((name) => sql`${param<Scalar[]>(name)}::text[]`),
        )}))`;
  const removal = sql`delete from ${sql.table(table)} where ${where}`;
  return compile({ compile: () => removal.compile(k) });
}

/** The writes of the store. */
export function writeQueries(k: Kysely<Tables>, dialect: Dialect) {
  const saves = Object.fromEntries(SAVED_TABLES.map((table) => [table, save(k, dialect, table)])) as Record<
    SavedTable,
    Query<Values, unknown>
  >;
  const ws = k.updateTable('ws').where('id', '=', 1);
  return {
    save: saves,
    dropExits: drop(k, dialect, 'scope_exit', ['scope', 'collection', 'id']),
    dropTimers: drop(k, dialect, 'timer', ['key']),
    dropTimersOf: drop(k, dialect, 'timer', ['owner']),
    saveWorkspace: compile<{ version: number; log_hash: string; log_id: number; commits: number }, unknown>(
      ws.set({
        version: param<number>('version'),
        log_hash: param<string>('log_hash'),
        log_id: param<number>('log_id'),
        commits: param<number>('commits'),
      }),
    ),
    forgetTombstones: compile<{ version: number }, unknown>(
      k.deleteFrom('record').where('deleted', '=', 1).where('version', '<=', param<number>('version')),
    ),
    forgetExits: compile<{ version: number }, unknown>(
      k.deleteFrom('scope_exit').where('version', '<=', param<number>('version')),
    ),
    raiseMinimum: compile<{ version: number }, unknown>(
      ws.set({ min_version: param<number>('version') }).where('min_version', '<', param<number>('version')),
    ),
    saveEpoch: compile<{ epoch: string }, unknown>(ws.set({ epoch: param<string>('epoch') })),
  };
}
export type WriteQueries = ReturnType<typeof writeQueries>;
