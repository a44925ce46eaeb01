import Database from 'better-sqlite3';
import pg from 'pg';
import { addSum, checksumOf, EMPTY_SUM, formatSum, type Sum } from '../../src-shared/sync/checksum.ts';
import { instant, isoInstant } from '../../src-shared/time/clock.ts';
import { CHAIN_START, entryHash } from './log-chain.ts';

export interface MoveOptions {
  /** The files of a stopped server, each at the newest schema. */
  files: readonly string[];
  /** The address of a database that holds nothing but the empty tables of this version. */
  to: string;
  onProgress(step: { table: string; what: 'copied' | 'checked'; rows: number; of: number }): void;
}

export interface Moved {
  tables: { table: string; rows: number }[];
  version: number;
  epoch: string;
}

/** The target is in use, or holds something that would be lost. */
export class TargetNotEmpty extends Error {}

type Row = Record<string, unknown>;
interface Column {
  name: string;
  /** As PostgreSQL names it, e.g. `bigint`. */
  type: string;
}
interface Table {
  name: string;
  columns: Column[];
  key: string[];
  rows: number;
  source: Database.Database;
}

/** Rows of one statement, and about so many characters. */
const BATCH = 2_000;
const BATCH_TEXT = 4_000_000;
const REPORT_EVERY = 50_000;
/** Rows with bytes have half a megabyte of them. */
const WIDE_BATCH = 8;

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const isOurs = (name: string) => !name.startsWith('sqlite_') && !name.startsWith('kysely_');

/**
 * Moves everything from the SQLite files into the PostgreSQL database, in one transaction: what is interrupted leaves
 * an empty target. Reads row by row, compares every row afterwards, counts the sums of the scopes and the chain of the
 * log anew, and only then commits. The files stay locked meanwhile and are not changed.
 */
export async function move(options: MoveOptions): Promise<Moved> {
  const sources = options.files.map((file) => new Database(file, { fileMustExist: true, timeout: 0 }));
  const client = new pg.Client({ connectionString: options.to, application_name: 'vigie migrate' });
  // Told by the query that fails with it.
  client.on('error', () => undefined);
  try {
    // Nobody may write what would not be moved, be it a command beside us.
    for (const source of sources) source.exec('BEGIN IMMEDIATE');
    await client.connect();
    await refuseCompany(client);
    await client.query('begin');
    const tables: Table[] = [];
    for (const source of sources) tables.push(...(await tablesOf(source, client)));
    for (const { name } of tables) await client.query(`lock table ${quoted(name)} in access exclusive mode`);
    await refuseContents(client, tables);
    await client.query('delete from ws');
    for (const table of inOrder(tables)) await copy(client, table, options.onProgress);
    for (const table of tables) await compare(client, table, options.onProgress);
    const ws = await verifySums(client);
    await client.query('commit');
    await client.query('analyze');
    return { tables: tables.map(({ name, rows }) => ({ table: name, rows })), ...ws };
  } finally {
    await client.end().catch(() => undefined);
    for (const source of sources) source.close();
  }
}

/** Refuses a database that others are connected to: a server over it would not notice what became of it. */
async function refuseCompany(client: pg.Client): Promise<void> {
  let others = 0;
  // A session that was just ended is seen a moment longer.
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const { rows } = await client.query<{ n: string }>(
      `select count(*) as n from pg_stat_activity where datname = current_database() and usename = current_user
       and backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    others = Number(rows[0]?.n);
    if (others === 0) return;
    await client.query('select pg_sleep(0.1)');
  }
  if (others > 0)
    throw new TargetNotEmpty(`${others} other sessions are connected to the target; stop its servers first`);
}

async function refuseContents(client: pg.Client, tables: readonly Table[]): Promise<void> {
  for (const { name } of tables) {
    const used = name === 'ws' ? 'where version > 0 or log_id > 0' : '';
    const { rowCount } = await client.query(`select 1 from ${quoted(name)} ${used} limit 1`);
    if (rowCount)
      throw new TargetNotEmpty(`the target is not empty: it has rows in ${name}; give it an empty database`);
  }
}

async function tablesOf(source: Database.Database, client: pg.Client): Promise<Table[]> {
  const names = source
    .prepare<[], { name: string }>(`select name from sqlite_schema where type = 'table' order by name`)
    .all()
    .map((one) => one.name)
    .filter(isOurs);
  const tables: Table[] = [];
  for (const name of names) {
    const known = source
      .prepare<[string], { name: string; pk: number }>('select name, pk from pragma_table_info(?)')
      .all(name);
    const target = await client.query<Column>(
      `select column_name as name, data_type as type from information_schema.columns
       where table_name = $1 and table_schema = any (current_schemas(false))`,
      [name],
    );
    const types = new Map(target.rows.map((one) => [one.name, one.type]));
    const columns = known.map((one): Column => {
      const type = types.get(one.name);
      if (type === undefined) throw new Error(`the target has no column ${name}.${one.name}: is it of this version?`);
      return { name: one.name, type };
    });
    const key = known
      .filter((one) => one.pk > 0)
      .sort((a, b) => a.pk - b.pk)
      .map((one) => one.name);
    const rows =
      source
        .prepare<[], number>(`select count(*) from ${quoted(name)}`)
        .pluck()
        .get() ?? 0;
    tables.push({ name, columns, key, rows, source });
  }
  return tables;
}

/** Accounts before what refers to them. */
const inOrder = (tables: readonly Table[]) =>
  tables.toSorted((a, b) => Number(b.name === 'user') - Number(a.name === 'user'));

/** A value as both databases have it: numbers for whole numbers and truth, ISO text for dates, a text for bytes. */
function normal(value: unknown, type: string): string | number | null {
  if (value === null || value === undefined) return null;
  if (type === 'bytea') return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value);
  if (type === 'boolean') return value === true || value === 1 || value === 'true' ? 1 : 0;
  if (type.startsWith('timestamp')) {
    // The accounts' library keeps dates, as ISO text or milliseconds; the driver makes objects of them.
    const isText = typeof value === 'string' && !/^\d+$/.test(value);
    return isText ? instant(value) : Number(value);
  }
  if (type === 'integer' || type === 'bigint') return Number(value);
  return String(value);
}

function toTarget(value: unknown, type: string): string | number | boolean | Uint8Array | null {
  if (value instanceof Uint8Array) return value;
  const one = normal(value, type);
  if (one === null) return null;
  if (type === 'boolean') return one === 1;
  if (type.startsWith('timestamp')) return isoInstant(Number(one));
  return one;
}

const rowsOf = ({ source, name, columns, key }: Table): IterableIterator<Row> =>
  source
    .prepare<[], Row>(
      `select ${columns.map((one) => quoted(one.name)).join(', ')} from ${quoted(name)} order by ${key.map(quoted).join(', ')}`,
    )
    .iterate();

async function copy(client: pg.Client, table: Table, onProgress: MoveOptions['onProgress']): Promise<void> {
  const { name, columns } = table;
  const names = columns.map((one) => quoted(one.name)).join(', ');
  const arrays = columns.map((one, index) => `$${index + 1}::${one.type}[]`).join(', ');
  const insert = `insert into ${quoted(name)} (${names}) select * from unnest(${arrays})`;
  let batch: unknown[][] = columns.map(() => []);
  let text = 0;
  let done = 0;
  let inBatch = 0;
  const flush = async () => {
    if (inBatch === 0) return;
    await client.query({ name: `copy ${name}`, text: insert, values: batch });
    const before = done;
    done += inBatch;
    batch = columns.map(() => []);
    text = 0;
    inBatch = 0;
    const step = Math.floor(done / REPORT_EVERY) > Math.floor(before / REPORT_EVERY);
    if (step) onProgress({ table: name, what: 'copied', rows: done, of: table.rows });
  };
  for (const row of rowsOf(table)) {
    for (const [index, column] of columns.entries()) {
      const value = toTarget(row[column.name], column.type);
      if (typeof value === 'string' || value instanceof Uint8Array) text += value.length;
      batch[index]?.push(value);
    }
    inBatch += 1;
    if (inBatch >= BATCH || text >= BATCH_TEXT) await flush();
  }
  await flush();
  if (done > 0) onProgress({ table: name, what: 'copied', rows: done, of: table.rows });
}

/** The target's rows in the order of their keys, a few at a time. */
async function* targetRows(client: pg.Client, name: string, columns: readonly string[], key: readonly Column[]) {
  const order = key
    .map((one) => (one.type === 'text' ? `${quoted(one.name)} collate "C"` : quoted(one.name)))
    .join(', ');
  const from = `select ${columns.map(quoted).join(', ')} from ${quoted(name)} order by ${order}`;
  await client.query(`declare reading no scroll cursor for ${from}`);
  for (;;) {
    const { rows } = await client.query<Row>(`fetch ${columns.includes('bytes') ? WIDE_BATCH : BATCH} from reading`);
    if (rows.length === 0) break;
    yield* rows;
  }
  await client.query('close reading');
}

async function compare(client: pg.Client, table: Table, onProgress: MoveOptions['onProgress']): Promise<void> {
  const { columns } = table;
  const key = columns
    .filter((one) => table.key.includes(one.name))
    .sort((a, b) => table.key.indexOf(a.name) - table.key.indexOf(b.name));
  const source = rowsOf(table);
  try {
    await compareRows(client, table, key, source, onProgress);
  } finally {
    // An open statement would keep the file from being closed.
    source.return?.();
  }
}

async function compareRows(
  client: pg.Client,
  { name, columns, rows }: Table,
  key: readonly Column[],
  source: IterableIterator<Row>,
  onProgress: MoveOptions['onProgress'],
): Promise<void> {
  let done = 0;
  for await (const moved of targetRows(
    client,
    name,
    columns.map((one) => one.name),
    key,
  )) {
    const own = source.next();
    if (own.done) throw new Error(`${name}: the target has more rows than there were`);
    for (const { name: column, type } of columns) {
      if (normal(own.value[column], type) === normal(moved[column], type)) continue;
      throw new Error(`${name}: ${column} of row ${done + 1} came out differently`);
    }
    done += 1;
    if (done % REPORT_EVERY === 0) onProgress({ table: name, what: 'checked', rows: done, of: rows });
  }
  if (!source.next().done) throw new Error(`${name}: the target has fewer rows than there were`);
  if (done > 0) onProgress({ table: name, what: 'checked', rows: done, of: rows });
}

/** Counts the sum of each scope and the chain of the log from the target's rows. */
async function verifySums(client: pg.Client): Promise<{ version: number; epoch: string }> {
  const workspace = await client.query<{ version: string; epoch: string; log_hash: string }>(
    'select version, epoch, log_hash from ws where id = 1',
  );
  const [ws] = workspace.rows;
  if (!ws) throw new Error('there is no workspace');

  const sums = new Map<string, Sum & { live: number }>();
  const key = [
    { name: 'collection', type: 'text' },
    { name: 'id', type: 'text' },
  ];
  for await (const row of targetRows(client, 'record', ['collection', 'id', 'scope', 'version', 'deleted'], key)) {
    if (Number(row.deleted) === 1) continue;
    const scope = String(row.scope);
    const before = sums.get(scope) ?? { ...EMPTY_SUM, live: 0 };
    const one = checksumOf(String(row.collection), String(row.id), Number(row.version));
    sums.set(scope, { ...addSum(before, one), live: before.live + 1 });
  }
  const kept = await client.query<{ scope: string; hi: string; lo: string; live: string }>('select * from scope_sum');
  for (const row of kept.rows) {
    const counted = sums.get(row.scope) ?? { ...EMPTY_SUM, live: 0 };
    const said = { hi: Number(row.hi), lo: Number(row.lo) };
    if (formatSum(said) !== formatSum(counted) || Number(row.live) !== counted.live) {
      throw new Error(`the checksum of ${row.scope} does not fit its records`);
    }
    sums.delete(row.scope);
  }
  for (const scope of sums.keys()) throw new Error(`${scope} has records and no checksum`);

  const names = ['client', 'seq', 'name', 'args', 'actor', 'via', 'at', 'received_at', 'status', 'reason', 'detail'];
  const columns = [...names, 'version', 'args_hash', 'prev_hash', 'hash'];
  let prev = CHAIN_START;
  const text = (value: unknown) => String(value);
  const textOrNull = (value: unknown) => (value === null ? null : String(value));
  for await (const row of targetRows(client, 'mutation', columns, [{ name: 'id', type: 'bigint' }])) {
    const entry = {
      client: text(row.client),
      seq: row.seq === null ? null : Number(row.seq),
      name: text(row.name),
      args: text(row.args),
      actor: text(row.actor),
      via: text(row.via),
      at: Number(row.at),
      received_at: Number(row.received_at),
      status: text(row.status),
      reason: textOrNull(row.reason),
      detail: textOrNull(row.detail),
      version: Number(row.version),
      args_hash: text(row.args_hash),
      prev_hash: text(row.prev_hash),
    };
    if (entry.prev_hash !== prev || entryHash(entry) !== row.hash)
      throw new Error('the hash chain of the log is broken');
    prev = text(row.hash);
  }
  if (prev !== ws.log_hash) throw new Error('the hash chain of the log does not end where it should');
  return { version: Number(ws.version), epoch: ws.epoch };
}
