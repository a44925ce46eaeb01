import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pullResponseSchema, signInResponseSchema } from '../../src-shared/contract/http.ts';
import { startServer, type TestServer } from '../support/server.ts';

const cli = fileURLToPath(new URL('../../src-server/cli.ts', import.meta.url));

interface Ran {
  code: number;
  out: string;
  err: string;
}

function run(...args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, ...args], (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: out.trim(), err: err.trim() });
    });
  });
}

let server: TestServer;
let folder: string;
beforeEach(async () => {
  server = await startServer();
  folder = mkdtempSync(join(tmpdir(), 'vigie-operation-'));
});
afterEach(async () => {
  await server.dispose();
  rmSync(folder, { recursive: true });
});

async function pull(token: string, url = server.url) {
  const answer = await fetch(`${url}/api/sync/pull?since=0`, { headers: { authorization: `Bearer ${token}` } });
  return pullResponseSchema.parse(await answer.json());
}

describe('the command line beside a running server', () => {
  it('makes accounts, tokens and keys that work at once, and a test alert that opens an incident', async () => {
    const added = JSON.parse(await server.vigie('user', 'add', 'ines', '--name', 'Inès', '--role', 'admin', '--json'));
    expect(added).toMatchObject({ login: 'ines', role: 'admin', made: true });
    const signedIn = await fetch(`${server.url}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: 'ines', password: added.password }),
    });
    expect(signInResponseSchema.parse(await signedIn.json()).me.name).toBe('Inès');
    expect(JSON.parse(await server.vigie('user', 'add', 'ines', '--if-missing', '--json'))).toMatchObject({
      made: false,
    });

    const token = await server.vigie('token', 'create', '--user', 'ines');
    expect(token).toMatch(/^vigie_\w+$/);
    const key = await server.vigie('key', 'create', '--source', 'generic');
    expect(key).toMatch(/^vk_[\w-]+$/);
    const sent = await fetch(`${server.url}/intake/generic/${key}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'Disque plein' }),
    });
    expect(sent.status).toBe(200);
    await server.vigie('simulate', 'alert', '--priority', 'P0', '--title', 'Base injoignable');
    const titles = (await pull(token)).changes.flatMap((one) => (one.collection === 'incident' ? [one.doc] : []));
    expect(titles).toEqual([
      expect.objectContaining({ title: 'Disque plein' }),
      expect.objectContaining({ title: 'Base injoignable', priority: 'P0', status: 'triggered' }),
    ]);
    await server.vigie('simulate', 'alert', '--priority', 'P0', '--title', 'Base injoignable', '--resolve');
    const last = (await pull(token)).changes.filter((one) => one.collection === 'incident').at(-1);
    expect(last?.doc).toMatchObject({ status: 'resolved' });
    expect(server.output()).not.toContain(key);
    expect(server.output()).not.toContain(token);
  });

  it('is told apart by its exit code', async () => {
    const locked = await run('serve', '--data', server.data, '--port', '0');
    expect(locked.code).toBe(3);
    expect(locked.err).toMatch(/is in use by another Vigie server \(process \d+\)/);
    expect(await run('serve', '--data', folder, '--port', 'many')).toMatchObject({ code: 2 });
    expect(await run('user', 'add', '--data', folder)).toMatchObject({ code: 2 });
    expect(await run('token', 'create', '--user', 'nobody', '--data', server.data)).toMatchObject({ code: 1 });
    expect(await run('key', 'list', '--data', join(folder, 'nowhere'))).toMatchObject({ code: 1 });
    expect(await run('fly')).toMatchObject({ code: 2 });
    const help = await run('simulate', 'alert', '--help');
    expect(help.code).toBe(0);
    expect(help.out).toContain('--priority');
  });

  it('backs up a live server, restores under a new epoch and sets aside what was there', async () => {
    const token = await server.token('ines', 'admin');
    await server.vigie('simulate', 'alert', '--title', 'before');
    const file = join(folder, 'vigie.backup');
    await server.vigie('backup', '--to', file);
    await server.vigie('simulate', 'alert', '--title', 'after', '--service', 'other');
    const before = await pull(token);

    expect((await run('restore', '--from', file, '--data', server.data)).code).toBe(3);
    await server.stop();
    const rubbish = await run('restore', '--from', cli, '--data', server.data);
    expect(rubbish).toMatchObject({ code: 1 });
    const restored = await run('restore', '--from', file, '--data', server.data, '--json');
    expect(existsSync(JSON.parse(restored.out).aside)).toBe(true);
    await server.start();
    const after = await pull(token);
    expect(after.epoch).not.toBe(before.epoch);
    const titles = after.changes.flatMap((one) => (one.collection === 'incident' ? [Object(one.doc).title] : []));
    expect(titles).toEqual(['before']);
    expect(await server.vigie('log', 'verify')).toBe('the log is whole');
  });

  it('stops cleanly with a console listening, and starts again with everything', async () => {
    const token = await server.token('ines', 'admin');
    const live = await fetch(`${server.url}/api/sync/live`, { headers: { authorization: `Bearer ${token}` } });
    await server.vigie('simulate', 'alert');
    const before = await pull(token);
    const ended = live.text();
    await server.stop();
    expect(await ended).toContain('event: changes');
    expect(existsSync(join(server.data, 'server.json'))).toBe(false);
    expect(existsSync(join(server.data, 'vigie.db-wal'))).toBe(false);
    await server.start();
    expect(await pull(token)).toMatchObject({ epoch: before.epoch, cursor: before.cursor, checksum: before.checksum });
  });
});
