import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { pullResponseSchema } from '../../src-shared/contract/http.ts';
import { createAuthority } from '../support/certificates.ts';
import { startPostgres } from '../support/postgres.ts';
import { startServer, type TestServer } from '../support/server.ts';

const cli = fileURLToPath(new URL('../../src-server/cli.ts', import.meta.url));
const reportSchema = z.object({
  ok: z.boolean(),
  findings: z.array(
    z.object({
      check: z.string(),
      level: z.enum(['ok', 'warn', 'fail']),
      what: z.string(),
      advice: z.string().optional(),
    }),
  ),
});
type Report = z.infer<typeof reportSchema>;

let folder: string;
let server: TestServer;
let token: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-upkeep-'));
  server = await startServer();
  token = await server.token('ines', 'admin');
  await server.vigie('simulate', 'alert', '--title', 'before');
});
afterAll(async () => {
  await server?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function run(args: string[], env: NodeJS.ProcessEnv = {}): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, ...args], { env: { ...process.env, ...env } }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: out.trim(), err });
    });
  });
}

async function doctor(
  args: string[] = [],
  data = server.data,
  env?: NodeJS.ProcessEnv,
): Promise<Report & { code: number }> {
  const { code, out } = await run(['doctor', '--json', '--data', data, ...args], env);
  return { ...reportSchema.parse(JSON.parse(out)), code };
}

/** The worst level of each subject. */
function levels({ findings }: Report): Record<string, string> {
  const worst: Record<string, string> = {};
  for (const level of ['ok', 'warn', 'fail']) {
    for (const one of findings) if (one.level === level) worst[one.check] = level;
  }
  return worst;
}
const told = ({ findings }: Report, check: string) =>
  findings.flatMap((one) => (one.check === check ? [`${one.what} | ${one.advice ?? ''}`] : [])).join('\n');

async function pull(url: string) {
  const answer = await fetch(`${url}/api/sync/pull?since=0`, { headers: { authorization: `Bearer ${token}` } });
  return pullResponseSchema.parse(await answer.json());
}

describe('vigie doctor', () => {
  it('finds a running server well, and says so line by line', async () => {
    const report = await doctor();
    expect(report).toMatchObject({ ok: true, code: 0 });
    // Whether this machine follows a time source is its own affair.
    const { 'time source': _, 'write and sync': _write, disk: _disk, ...found } = levels(report);
    expect(found).toEqual({
      node: 'ok',
      'data folder': 'ok',
      lock: 'ok',
      database: 'ok',
      schema: 'ok',
      files: 'ok',
      'mutation log': 'ok',
      'write-ahead log': 'ok',
      'intake keys': 'ok',
      accounts: 'ok',
      backup: 'warn',
      server: 'ok',
      timers: 'ok',
      clocks: 'ok',
      clock: 'ok',
    });
    for (const { level, advice } of report.findings) expect(advice === undefined).toBe(level === 'ok');
    const text = await run(['doctor', '--data', server.data]);
    expect(text.out).toMatch(/^ok {4}node +Vigie/);
    expect(text.out).toMatch(/warn {2}backup .+\n +→ each night/);
    expect(text.out).not.toContain(token);
  });

  it('names what is wrong with a folder, a key, an account and a server that stands still', async () => {
    const other = await startServer();
    try {
      await other.vigie('user', 'add', 'mute', '--no-password');
      chmodSync(other.data, 0o755);
      await other.kill();
      const report = await doctor([], other.data);
      expect(levels(report)).toMatchObject({
        'data folder': 'warn',
        lock: 'warn',
        'intake keys': 'warn',
        accounts: 'warn',
        server: 'fail',
      });
      expect(report).toMatchObject({ ok: false, code: 1 });
      expect(told(report, 'lock')).toContain('ended without a farewell');
      expect(told(report, 'accounts')).toContain('neither password nor token: mute');
      expect(told(report, 'accounts')).toContain('no administrator');
      expect(told(report, 'data folder')).toContain(`chmod 700 ${other.data}`);

      const db = new Database(join(other.data, 'vigie.db'));
      db.prepare("update mutation set args = '{}' where id = (select max(id) from mutation)").run();
      db.prepare('update mutation set received_at = received_at + 90000000 where id = 1').run();
      db.prepare("insert into kysely_migration values ('9999-later', 'now')").run();
      db.close();
      const spoilt = await doctor([], other.data);
      expect(levels(spoilt)).toMatchObject({ 'mutation log': 'fail', schema: 'fail', database: 'ok' });
      expect(told(spoilt, 'schema')).toContain('newer Vigie');

      writeFileSync(join(other.data, 'vigie.db'), 'no database at all'.repeat(1_000));
      expect(levels(await doctor([], other.data))).toMatchObject({ database: 'fail' });
    } finally {
      await other.dispose();
    }
  });

  it('tells a folder that is not there and an address that is none', async () => {
    expect(await doctor([], join(folder, 'nowhere'))).toMatchObject({ ok: false, code: 1 });
    expect((await run(['doctor', '--data', server.data, '--url', 'ftp://x'])).code).toBe(2);
  });

  it('looks at the certificate that consoles are shown', async () => {
    const authority = createAuthority(folder);
    const trusting = { NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') };
    const behind = async (host: string, days: number) => {
      const proxy = createServer(authority.certificate({ host, days }), (_request, response) => {
        fetch(`${server.url}/healthz`)
          .then((health) => health.text())
          .then((body) => response.writeHead(200, { 'content-type': 'application/json' }).end(body));
      });
      await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
      const address = proxy.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      const url = `https://127.0.0.1:${port}`;
      return { url, close: () => proxy.close() };
    };
    const cases: [host: string, days: number, env: NodeJS.ProcessEnv, level: string, words: RegExp][] = [
      ['127.0.0.1', 90, trusting, 'ok', /Vigie test authority: valid for (?:89|90) more days/],
      ['127.0.0.1', 5, trusting, 'warn', /valid for [45] more days \| renew it/],
      ['127.0.0.1', -1, trusting, 'fail', /expired .+ \| renew it now/],
      ['elsewhere.example.org', 90, trusting, 'fail', /ALTNAME_INVALID.+issue it for the host/],
      ['127.0.0.1', 90, {}, 'fail', /serve the whole chain/],
    ];
    const reports = cases.map(async ([host, days, env]) => {
      const proxy = await behind(host, days);
      const report = await doctor(['--url', proxy.url], server.data, env);
      proxy.close();
      return report;
    });
    for (const [n, report] of (await Promise.all(reports)).entries()) {
      const [host, days, , level, words] = cases[n] ?? [];
      expect([host, days, levels(report).certificate]).toEqual([host, days, level]);
      expect(told(report, 'certificate')).toMatch(words ?? /^$/);
    }
  });
});

describe('a backup', () => {
  it('is verified by restoring it while changes go on, and what is restored is served', async () => {
    const file = join(folder, 'vigie.backup');
    const more = Array.from({ length: 3 }, (_, n) =>
      server.vigie('simulate', 'alert', '--title', `during ${n}`, '--service', `s${n}`),
    );
    const said = JSON.parse(await server.vigie('backup', '--to', file, '--verify', '--json'));
    expect(said.verified).toMatchObject({ missing: 0, strange: 0, wrongSums: [] });
    await Promise.all(more);
    expect(levels(await doctor(['--backups', folder]))).toMatchObject({ backup: 'ok' });
    expect(told(await doctor(), 'backup')).toContain('restored once to try it');

    const live = await pull(server.url);
    const restored = await startServer();
    try {
      await restored.stop();
      expect((await run(['restore', '--from', file, '--data', restored.data])).code).toBe(0);
      await restored.start();
      const after = await pull(restored.url);
      expect(after.epoch).not.toBe(live.epoch);
      expect(after.head).toBe(said.verified.version);
      // What the backup holds is what the live server held at that version: same ids, same versions, same words.
      const known = new Map(live.changes.map((one) => [`${one.collection} ${one.id}`, one]));
      for (const change of after.changes) {
        const now = known.get(`${change.collection} ${change.id}`);
        if (now?.version === change.version) expect(change).toEqual(now);
        else expect(now?.version).toBeGreaterThan(after.head);
      }
      expect(after.changes.some((one) => JSON.stringify(one.doc).includes('"before"'))).toBe(true);
      expect(await restored.vigie('log', 'verify')).toBe('the log is whole');
      expect(levels(await doctor([], restored.data))).toMatchObject({ database: 'ok', accounts: 'ok', server: 'ok' });
    } finally {
      await restored.dispose();
    }
  });

  it('too old, or missing, is told', async () => {
    const empty = mkdtempSync(join(folder, 'empty-'));
    expect(levels(await doctor(['--backups', empty]))).toMatchObject({ backup: 'fail' });
  });
});

describe('a new password', () => {
  it('signs the account out everywhere, unless that is not wanted', async () => {
    await server.vigie('user', 'add', 'marc', '--role', 'responder');
    const held = await server.vigie('token', 'create', '--user', 'marc');
    const me = async () =>
      (await fetch(`${server.url}/api/me`, { headers: { authorization: `Bearer ${held}` } })).status;
    expect(await me()).toBe(200);
    expect(await server.vigie('user', 'password', 'marc', '--keep-sessions')).not.toContain('signed out');
    expect(await me()).toBe(200);
    expect(await server.vigie('user', 'password', 'marc')).toContain('signed out of 1 sessions');
    // A token that another process revoked is trusted for five seconds more.
    await new Promise((resolve) => setTimeout(resolve, 5_200));
    expect(await me()).toBe(401);
  });
});

describe('vigie doctor on PostgreSQL', () => {
  it('looks at the database and its settings, and never tells its password', async () => {
    const postgres = await startPostgres({ durable: true });
    const url = await postgres.createDatabase();
    const other = await startServer({ env: { VIGIE_DATABASE: url } });
    const env = { VIGIE_DATABASE: url };
    try {
      await other.vigie('user', 'add', 'ines', '--role', 'admin');
      const report = await doctor([], other.data, env);
      expect(levels(report)).toMatchObject({
        postgresql: 'ok',
        durability: 'ok',
        connections: 'ok',
        'database clock': 'ok',
        database: 'ok',
        schema: 'ok',
        'mutation log': 'ok',
        accounts: 'ok',
        server: 'ok',
        backup: 'warn',
      });
      expect(levels(report)).not.toHaveProperty('lock');
      const metrics = await (await fetch(`${other.url}/metrics`)).text();
      expect(metrics).toMatch(/^vigie_store_bytes\{part="database"\} [1-9]\d{5,}$/m);

      await other.stop();
      await postgres.stop();
      const gone = await run(['doctor', '--data', other.data], env);
      expect(gone.code).toBe(1);
      expect(gone.out).toMatch(/fail {2}postgresql .+ cannot be reached/);
      for (const text of [JSON.stringify(report), gone.out, gone.err, metrics]) {
        expect(text).not.toContain(new URL(url).password);
      }
    } finally {
      await other.dispose();
      await postgres.dispose();
    }
  });
});
