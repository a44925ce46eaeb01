import { execFile } from 'node:child_process';
import {
  closeSync,
  cpSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { healthSchema } from '../../src-shared/contract/http.ts';
import { startLoad } from '../support/load.ts';
import { until } from '../support/processes.ts';
import { startServer, type TestServer } from '../support/server.ts';

const cli = fileURLToPath(new URL('../../src-server/cli.ts', import.meta.url));

function run(...args: string[]): Promise<{ code: number; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, ...args], { timeout: 30_000 }, (error, _out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, err: err.trim() });
    });
  });
}

/** Overwrites bytes of a file where it lies. */
function overwrite(file: string, from: number, length: number): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(length, 0x5a), 0, length, from);
  closeSync(handle);
}

let server: TestServer;
let folder: string;
let killed: string;
let backup: string;

/** A server with some hundred notes, backed up, and killed with its log beside the database. */
beforeAll(async () => {
  server = await startServer({ flags: ['--log-level', 'fatal'] });
  folder = mkdtempSync(join(tmpdir(), 'vigie-damaged-'));
  killed = join(folder, 'killed');
  backup = join(folder, 'vigie.backup');
  const token = await server.token('ines');
  const intake = new URL(await server.intakeUrl('generic')).pathname;
  const load = await startLoad({ url: () => server.url, token, intake });
  await until('some work', () => load.acknowledged().notes > 200 && load.acknowledged().alerts > 50);
  await load.stop();
  // Folds the log into the database; then there is a new one.
  await server.stop();
  await server.start();
  for (let n = 0; n < 3; n += 1) await server.token(`user-${n}`);
  await server.vigie('backup', '--to', backup);
  await server.kill();
  cpSync(server.data, killed, { recursive: true });
});
afterAll(async () => {
  await server.dispose();
  rmSync(folder, { recursive: true });
});

function damaged(name: string, damage: (data: string) => void): string {
  const data = join(folder, name);
  cpSync(killed, data, { recursive: true });
  damage(data);
  return data;
}

describe('a server whose database is damaged', { timeout: 180_000 }, () => {
  it.each<[string, (data: string) => void]>([
    ['pages', (data) => overwrite(join(data, 'vigie.db'), 40 * 4_096, 20 * 4_096)],
    ['head', (data) => overwrite(join(data, 'vigie.db'), 0, 100)],
    ['log', (data) => overwrite(join(data, 'vigie.db-wal'), statSync(join(data, 'vigie.db-wal')).size >> 1, 200)],
  ])('refuses to start and says how to restore: %s', async (name, damage) => {
    const data = damaged(name, damage);
    const before = readFileSync(join(data, 'vigie.db'));
    const refused = await run('serve', '--data', data, '--port', '0');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('the database is damaged');
    expect(refused.err).toContain('vigie restore --from FILE');
    expect(refused.err.split('\n')).toHaveLength(1);
    // It touched nothing: what is left may be worth something to whoever looks at it.
    expect(readFileSync(join(data, 'vigie.db')).equals(before)).toBe(true);
  });

  it('starts again after the restore that it asks for', async () => {
    overwrite(join(server.data, 'vigie.db'), 0, 100);
    await expect(server.start()).rejects.toThrow('the database is damaged');
    expect(await run('restore', '--from', backup, '--data', server.data)).toMatchObject({ code: 0 });
    await server.start();
    expect(await server.vigie('log', 'verify')).toBe('the log is whole');
  });

  it('says so where the damage comes while it runs, and is not taken for healthy', async () => {
    const token = await server.token('marc');
    await server.stop();
    const file = join(server.data, 'vigie.db');
    const whole = readFileSync(file);
    await server.start();
    // Every page but the first two, under the feet of the server.
    overwrite(file, 2 * 4_096, whole.length - 2 * 4_096);
    const headers = { authorization: `Bearer ${token}` };
    const pulled = await until('the damage is met', async () => {
      const answer = await fetch(`${server.url}/api/sync/pull?since=0&limit=5000`, { headers });
      return answer.status === 200 ? undefined : { status: answer.status, text: await answer.text() };
    });
    expect(pulled.status).toBe(503);
    expect(pulled.text).toContain("The server's database is damaged; its administrator has to restore a backup.");
    const health = await fetch(`${server.url}/healthz`);
    expect(health.status).toBe(503);
    expect(healthSchema.parse(await health.json())).toMatchObject({ status: 'degraded', store: 'failed' });
    await server.kill();
    writeFileSync(file, whole);
  });
});
