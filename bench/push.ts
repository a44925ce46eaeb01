import { closeSync, fdatasyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import pg from 'pg';
import { createAppendFile } from '../src-main/journal/append-file.ts';
import { createJournal } from '../src-main/journal/journal.ts';
import { systemClock } from '../src-shared/time/clock.ts';
import { type Context, type Figure, type Measured, mediansOf, quantile } from './harness/figure.ts';
import { load } from './harness/load.ts';
import { storesToMeasure } from './harness/stores.ts';
import { startVigie } from './harness/vigie.ts';

const maker = fileURLToPath(new URL('senders/pushes.ts', import.meta.url));
const CLIENTS = 32;

/** Pushes of one change each, every client with one under way. */
async function pushes(ctx: Context, flags: string[]) {
  const vigie = await startVigie(ctx, { flags });
  const authorization = `Bearer ${await vigie.token('bench')}`;
  const incident = '019aa000-0000-7000-8000-000000000001';
  const opened = await fetch(`${vigie.url}/api/sync/push`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({
      clientId: 'bench-opener',
      mutations: [
        {
          seq: 1,
          name: 'incident.open',
          args: { id: incident, title: 'Bench', priority: 'P2' },
          at: Date.now(),
          via: 'console',
        },
      ],
    }),
  });
  const answer = await opened.text();
  if (!opened.ok || !answer.includes('"applied"')) throw new Error(`opening an incident: ${opened.status} ${answer}`);
  const result = await load(ctx, {
    url: `${vigie.url}/api/sync/push`,
    headers: { authorization },
    connections: CLIENTS,
    seconds: ctx.quick ? 2 : 5,
    warmUp: 1,
    maker: { module: maker, options: { clients: CLIENTS, each: 4_000, incident } },
  });
  await vigie.program.stop();
  const refused = Object.keys(result.refused);
  if (refused.length > 0) throw new Error(`pushes were refused: ${JSON.stringify(result.refused)}`);
  return { rate: result.rate, p99: result.p99 };
}

/** One row a commit, as durable as ours: what SQLite gives without batching. */
function bareSqlite(ctx: Context): number {
  const db = new Database(join(ctx.folder(), 'bare.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('create table t (id integer primary key, doc text)');
  const insert = db.prepare('insert into t (doc) values (?)');
  const doc = 'x'.repeat(300);
  const began = performance.now();
  let rows = 0;
  for (; performance.now() - began < 2_000; rows += 1) insert.run(doc);
  db.close();
  return rows / 2;
}

/** One row and the workspace's counter a commit, over as many connections as there are clients. */
async function barePostgres(url: string): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: CLIENTS });
  await pool.query('create table bare (version bigint primary key, doc text)');
  await pool.query('create table counter_ (id int primary key, version bigint)');
  await pool.query('insert into counter_ values (1, 0)');
  const doc = 'x'.repeat(300);
  const ends = performance.now() + 2_000;
  let rows = 0;
  const sql =
    'with v as (update counter_ set version = version + 1 where id = 1 returning version) insert into bare select version, $1 from v';
  const client = async () => {
    for (; performance.now() < ends; rows += 1) await pool.query(sql, [doc]);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  await pool.end();
  return rows / 2;
}

const entry = (seq: number) => ({
  clientId: 'bench-journal',
  mutation: {
    seq,
    name: 'incident.note',
    args: { id: 'i', text: 'x'.repeat(200) },
    at: Date.now(),
    via: 'console' as const,
  },
});

/** A change until it is on the disk of the laptop, beside a bare write and fdatasync of as many bytes. */
async function journal(ctx: Context) {
  const count = ctx.quick ? 300 : 1_000;
  const folder = ctx.folder();
  mkdirSync(join(folder, 'journal'));
  const file = createAppendFile({ folder: join(folder, 'journal'), name: 'journal' });
  const kept = createJournal({ file, clock: systemClock });
  const fd = openSync(join(folder, 'bare'), 'a');
  const bytes = Buffer.from(`${JSON.stringify(entry(1))}\n`);
  const ours: number[] = [];
  const bare: number[] = [];
  for (let n = 1; n <= count; n += 1) {
    const began = performance.now();
    const done = await kept.append([entry(n)]);
    ours.push(performance.now() - began);
    if (!done.ok) throw new Error(`journal: ${done.error.code}`);
    const bareBegan = performance.now();
    writeSync(fd, bytes);
    fdatasyncSync(fd);
    bare.push(performance.now() - bareBegan);
  }
  closeSync(fd);
  await file.close();
  return {
    p50: quantile(ours, 0.5),
    p95: quantile(ours, 0.95),
    bareP50: quantile(bare, 0.5),
    bareP95: quantile(bare, 0.95),
  };
}

export const figure: Figure = {
  name: 'push',
  title: 'Changes pushed by 32 consoles, and saved on the laptop',
  needs: ['programs'],
  async run(ctx) {
    const rows: Measured[] = [];
    for (const store of await storesToMeasure(ctx)) {
      const isSqlite = store.name === 'SQLite';
      const all: { rate: number; p99: number; bare: number }[] = [];
      for (let run = 0; run < ctx.runs; run += 1) {
        ctx.log(`${store.name}, run ${run + 1} of ${ctx.runs}`);
        const flags = await store.flags();
        const bare = isSqlite ? bareSqlite(ctx) : await barePostgres((await store.flags())[1] ?? '');
        all.push({ ...(await pushes(ctx, flags)), bare });
      }
      const { rate, p99, bare } = mediansOf(all);
      const limit = {
        name: isSqlite ? 'SQLite, one row a commit' : 'PostgreSQL, one row and counter a commit',
        value: bare,
      };
      rows.push(
        {
          what: `pushes, ${store.name}`,
          ours: rate,
          unit: 'pushes/s',
          peer: limit,
          target: { atLeast: isSqlite ? 2_000 : 500 },
        },
        {
          what: `pushes, ${store.name}: p99`,
          ours: p99,
          unit: 'ms',
          peer: { name: 'limit', value: 200 },
          target: { atMost: 200 },
        },
      );
    }
    ctx.log('the journal of a laptop');
    const saved = await ctx.median(() => journal(ctx));
    rows.push(
      {
        what: 'a change saved (fsynced): p50',
        ours: saved.p50,
        unit: 'ms',
        peer: { name: 'write and fdatasync', value: saved.bareP50 },
      },
      {
        what: 'a change saved (fsynced): p95',
        ours: saved.p95,
        unit: 'ms',
        peer: { name: 'write and fdatasync', value: saved.bareP95 },
        target: { atMost: 5 },
      },
    );
    return rows;
  },
};
