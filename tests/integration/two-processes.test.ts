import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { incidentId } from '../../src-shared/model/ids.ts';
import { createRandom } from '../simulator/world.ts';
import { type Laptop, openLaptop } from '../support/laptop.ts';
import { startLoad } from '../support/load.ts';
import { type Nginx, startNginx } from '../support/nginx.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { until } from '../support/processes.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** `VIGIE_KILLS=50 VIGIE_KILL_SEED=7`: so many kills, at other moments. */
const KILLS = Number(process.env.VIGIE_KILLS ?? 3);
/** Notes that are acknowledged between two kills at least. */
const WORK = 20;
const random = createRandom(Number(process.env.VIGIE_KILL_SEED ?? 1));

let postgres: Postgres;
let servers: [TestServer, TestServer];
let nginx: Nginx;
let token: string;
let database: string;
let laptops: Laptop[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
  database = await postgres.createDatabase();
  const env = { VIGIE_DATABASE: database };
  const flags = ['--trust-proxy', '--log-level', 'fatal'];
  servers = [await startServer({ env, flags }), await startServer({ env, flags })];
  token = await servers[0].token('ines');
  nginx = await startNginx([portOf(servers[0].url), portOf(servers[1].url)]);
});
afterEach(async () => {
  for (const laptop of laptops) await laptop.stop();
  laptops = [];
});
afterAll(async () => {
  await nginx?.dispose();
  for (const server of servers ?? []) await server.dispose();
  await postgres?.dispose();
});

const portOf = (url: string) => Number(new URL(url).port);

async function aLaptop(url: string): Promise<Laptop> {
  const laptop = await openLaptop(url, token);
  laptops.push(laptop);
  await soon(() => expect(laptop.data.status.getSnapshot().phase).toBe('live'));
  return laptop;
}
const soon = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 20_000, interval: 20 });

async function anIncident({ data }: Laptop, title: string) {
  const id = incidentId(uuidv7());
  const opened = await data.mutate('incident.open', { id, title, priority: 'P1' });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  await opened.value.saved;
  return id;
}

describe('two server processes over one PostgreSQL, behind nginx', { timeout: 180_000 }, () => {
  it('show at each what was done at the other', async () => {
    const [a, b] = [await aLaptop(servers[0].url), await aLaptop(servers[1].url)];
    const id = await anIncident(a, 'At the first');
    await soon(async () => expect((await b.data.db.incident.get(id))?.doc.number).toEqual(expect.any(Number)));
    await b.data.mutate('incident.acknowledge', { id });
    await soon(async () => expect((await a.data.db.incident.get(id))?.doc.status).toBe('acknowledged'));
    for (const { data, reports } of [a, b]) {
      await soon(() => expect(data.status.getSnapshot()).toMatchObject({ phase: 'live', pending: 0, repairs: 0 }));
      expect(reports).toEqual([]);
    }
  });

  it('hear an alert that ended at the other and fires again in the same words', async () => {
    const path = new URL(await servers[0].intakeUrl('generic')).pathname;
    const say = async (server: TestServer, dedupKey: string, status: 'firing' | 'resolved') => {
      const answer = await fetch(server.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ title: dedupKey, dedupKey, status }),
      });
      return answer.json();
    };
    for (let n = 0; n < 20; n += 1) {
      for (let times = 0; times < 3; times += 1) await say(servers[0], `disk-${n}`, 'firing');
      await say(servers[1], `disk-${n}`, 'resolved');
      // The word of it may still be on its way to the first.
      expect(await say(servers[0], `disk-${n}`, 'firing')).toMatchObject({ status: 'applied' });
    }
  });

  it('keep a file once that is sent to both at the same time', async () => {
    const put = async (server: TestServer, bytes: Uint8Array<ArrayBuffer>, hash: string) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' };
      const answer = await fetch(`${server.url}/api/blobs/${hash}`, { method: 'PUT', headers, body: bytes });
      return [answer.status, await answer.json()] as const;
    };
    const files: { hash: string; size: number }[] = [];
    for (let n = 0; n < 12; n += 1) {
      const bytes = randomBytes([300, 512 * 1024, 1_300_000][n % 3] ?? 0);
      const hash = createHash('sha256').update(bytes).digest('hex');
      files.push({ hash, size: bytes.length });
      const answers = await Promise.all([0, 1, 0, 1].map((at) => put(servers[at] ?? servers[0], bytes, hash)));
      expect(answers.map(([status]) => status).toSorted()).toEqual([200, 200, 200, 201]);
      for (const [, body] of answers) expect(body).toEqual({ hash, size: bytes.length });
      for (const { url } of servers) {
        const back = await fetch(`${url}/api/blobs/${hash}`, { headers: { authorization: `Bearer ${token}` } });
        expect(Buffer.from(await back.arrayBuffer()).equals(bytes)).toBe(true);
      }
    }
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    const rows = await client.query('select hash, size::int as size from blob');
    const loose = await client.query('select 1 from blob_part where upload not in (select upload from blob)');
    await client.end();
    expect(rows.rows.toSorted((a, b) => (a.hash < b.hash ? -1 : 1))).toEqual(
      files.toSorted((a, b) => (a.hash < b.hash ? -1 : 1)),
    );
    expect(loose.rows).toEqual([]);
  });

  it('keep consoles going when one of them dies', async () => {
    const [a, b] = [await aLaptop(nginx.url), await aLaptop(nginx.url)];
    await anIncident(a, 'Before');
    for (const dead of servers) {
      await dead.kill();
      const id = await anIncident(a, `Without ${dead.url}`);
      await soon(async () => expect((await b.data.db.incident.get(id))?.doc.number).toEqual(expect.any(Number)));
      await dead.start();
    }
    await soon(() => expect(a.data.status.getSnapshot()).toMatchObject({ phase: 'live', pending: 0, review: 0 }));
    expect([...a.reports, ...b.reports]).toEqual([]);
  });

  it('lose nothing and do nothing twice while one of them is killed again and again under load', async () => {
    const intake = new URL(await servers[0].intakeUrl('generic')).pathname;
    const watcher = await aLaptop(nginx.url);
    const load = await startLoad({ url: () => nginx.url, token, intake });
    for (let n = 0; n < KILLS; n += 1) {
      const { notes } = load.acknowledged();
      await until('some work', () => load.acknowledged().notes >= notes + WORK);
      await pause(random.int(0, 1_000));
      const victim = random.pick(servers);
      await victim.kill();
      await pause(random.int(0, 500));
      await victim.start();
    }
    await load.stop();
    expect(await load.faults(nginx.url)).toEqual([]);
    expect(await servers[0].vigie('log', 'verify')).toBe('the log is whole');
    // Who only looks on has the same in the end, without a repair.
    const { notes } = load.acknowledged();
    await soon(async () => expect(await watcher.data.db.timelineEntry.count()).toBeGreaterThanOrEqual(notes));
    expect(watcher.data.status.getSnapshot().repairs).toBe(0);
    if (process.env.VIGIE_KILLS) console.log(`${KILLS} kills`, load.acknowledged(), `${load.repeated()} repeated`);
  });
});
