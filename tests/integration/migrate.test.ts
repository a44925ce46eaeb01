import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { pullResponseSchema } from '../../src-shared/contract/http.ts';
import { incidentId, personId, teamId } from '../../src-shared/model/ids.ts';
import { connectDevice } from '../support/device.ts';
import { openLaptop } from '../support/laptop.ts';
import { startLoad } from '../support/load.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { until } from '../support/processes.ts';
import { startServer, type TestServer } from '../support/server.ts';

const cli = fileURLToPath(new URL('../../src-server/cli.ts', import.meta.url));
const flags = ['--log-level', 'fatal'];

let server: TestServer;
let postgres: Postgres;
beforeAll(async () => {
  [server, postgres] = await Promise.all([startServer({ flags }), startPostgres()]);
});
afterAll(async () => {
  await server?.dispose();
  await postgres?.dispose();
});

/** `vigie migrate`; killed when it writes what `killAt` matches. */
function migrate(to: string, killAt?: RegExp): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [cli, 'migrate', '--from', server.data, '--to', to]);
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (part: Buffer) => {
        text += part;
        if (killAt?.test(text)) child.kill('SIGKILL');
      });
    }
    child.on('close', (code) => resolve({ code, text }));
  });
}

async function rowsIn(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const soon = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 30_000, interval: 50 });

describe('a team that has outgrown SQLite', { timeout: 180_000 }, () => {
  it('moves to PostgreSQL in one go, and its consoles go on where they were', async () => {
    const token = await server.token('ines', 'admin');
    const intake = new URL(await server.intakeUrl('generic')).pathname;
    const load = await startLoad({ url: () => server.url, token, intake });
    const device = await connectDevice(server.url, token);
    const owner = personId(device.person);
    const view = (n: number, visibility: 'all' | 'owner' | { team: ReturnType<typeof teamId> }) => ({
      id: `view-${n}`,
      doc: { name: `view ${n}`, owner, visibility, filter: {} },
    });
    await device.mutateAll(
      'savedView.save',
      Array.from({ length: 1_000 }, (_, n) => view(n, 'all')),
    );
    // Tombstones, and records that left a scope.
    await device.mutateAll(
      'savedView.remove',
      Array.from({ length: 50 }, (_, n) => ({ id: `view-${n}` })),
    );
    const others = Array.from({ length: 100 }, (_, n) => view(n + 50, n % 2 ? 'owner' : { team: teamId('backend') }));
    await device.mutateAll('savedView.save', others);
    await until('some work', () => load.acknowledged().notes > 50 && load.acknowledged().alerts > 20);
    await load.stop();

    const laptop = await openLaptop(server.url, token);
    const { data } = laptop;
    await soon(() => expect(data.status.getSnapshot().phase).toBe('live'));
    const genOf = async () => (await data.db.meta.get('meta'))?.gen;
    const gen = await genOf();
    const file = randomBytes(1_300_000);
    const address = `/api/blobs/${createHash('sha256').update(file).digest('hex')}`;
    const bytes = { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' };
    const kept = await fetch(server.url + address, { method: 'PUT', headers: bytes, body: file });
    expect(kept.status).toBe(201);

    const pull = async () => {
      const answer = await fetch(`${server.url}/api/sync/pull?since=0&limit=5000`, {
        headers: { authorization: `Bearer ${token}` },
      });
      return pullResponseSchema.parse(await answer.json());
    };
    const target = await postgres.createDatabase();

    const running = await migrate(target);
    expect(running.code).toBe(3);
    expect(running.text).toContain('is in use by another Vigie server');
    const before = await pull();
    await server.stop();
    const id = incidentId(uuidv7());
    const made = await data.mutate('incident.open', { id, title: 'While the server was away', priority: 'P2' });
    expect(made.ok).toBe(true);

    // Killed on the way: nothing is there, and nothing takes it for done.
    expect((await migrate(target, /record: \d+ of \d+ copied/)).code).toBeNull();
    await soon(async () => expect(await rowsIn(target, 'select id from record')).toEqual([]));
    expect(await rowsIn(target, 'select version from ws')).toEqual([{ version: '0' }]);
    const moved = await migrate(target);
    expect(moved).toMatchObject({ code: 0, text: expect.stringContaining('rows moved and compared') });
    const again = await migrate(target);
    expect(again).toMatchObject({ code: 1, text: expect.stringContaining('the target is not empty') });

    // Not by mistake on the old data.
    await expect(server.start()).rejects.toThrow('this data was moved on');
    flags.push('--database', target);
    await server.start();
    const after = await pull();
    const movedFile = await fetch(server.url + address, { headers: { authorization: `Bearer ${token}` } });
    expect(Buffer.from(await movedFile.arrayBuffer()).equals(file)).toBe(true);
    expect({ ...after, serverTime: 0 }).toEqual({ ...before, serverTime: 0 });
    expect(await load.faults(server.url)).toEqual([]);

    await soon(() => expect(data.status.getSnapshot()).toMatchObject({ phase: 'live', pending: 0, repairs: 0 }));
    await soon(async () => expect((await data.db.incident.get(id))?.doc.number).toEqual(expect.any(Number)));
    expect(await genOf()).toBe(gen);
    expect(laptop.reports).toEqual([]);
    await laptop.stop();
    // Keys, numbering and accounts as they were.
    const sent = await fetch(server.url + intake, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'After the move' }),
    });
    expect(sent.status).toBe(200);
    expect((await device.mutate('savedView.remove', { id: 'view-999' })).status).toBe('applied');
    expect(await server.vigie('log', 'verify', '--database', target)).toBe('the log is whole');
  });

  it('says what is wrong with an address, and lets consoles notice a restored PostgreSQL', async () => {
    expect((await migrate('mysql://somewhere')).code).toBe(2);
    expect((await migrate('postgres://nobody@127.0.0.1:1/none')).code).toBe(1);
    const [, target = ''] = flags.slice(-2);
    const epoch = async () => rowsIn(target, 'select epoch from ws');
    const before = await epoch();
    await server.vigie('epoch', 'renew', '--database', target);
    expect(await epoch()).not.toEqual(before);
  });
});
