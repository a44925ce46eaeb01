import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createIntakeKey } from '../../src-server/intake/keys.ts';
import { pingLines } from '../../src-shared/heartbeat/ping-lines.ts';
import { stateAt } from '../../src-shared/heartbeat/state.ts';
import { HOUR, instant, MINUTE } from '../../src-shared/time/clock.ts';
import { startTestApp, type TestApp } from '../support/server-app.ts';

/** 03:00 in Paris, on a Sunday. */
const NOW = instant('2026-11-22T02:00:00Z');
const KEY = '5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278';
const execute = promisify(execFile);
let server: TestApp;
let address: string;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'vigie-heartbeats-'));
  server = await startTestApp(NOW);
  server.timers.start();
  address = `${await server.app.listen({ port: 0, host: '127.0.0.1' })}/ping/${KEY}`;
  await server.asSystem('heartbeat.create', {
    id: 'nightly',
    key: KEY,
    name: 'Sauvegarde RDS',
    tags: [],
    priority: 'P0',
    schedule: { kind: 'cron', expression: '0 3 * * *', zone: 'Europe/Paris', grace: HOUR },
  });
});
afterEach(async () => {
  server.app.server.closeAllConnections();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const hasProgram = async (name: string) =>
  execute('/bin/sh', ['-c', `command -v ${name}`]).then(
    () => true,
    () => false,
  );
const pings = async (id = 'nightly') =>
  (await server.deps.store.read((tx) => tx.list('ping', id))).map(({ doc }) => doc).sort((a, b) => a.n - b.n);
const state = async () => {
  const found = await server.deps.store.read((tx) => tx.get('heartbeat', 'nightly'));
  return found && stateAt(found, server.clock.now()).state;
};
const incidents = async () => (await server.deps.store.read((tx) => tx.all('incident'))).map(({ doc }) => doc);
const open = async () => (await incidents()).filter(({ status }) => status === 'triggered');

/** As cron runs a line: by /bin/sh, in the home folder, with next to no environment. */
const runAsCron = (command: string) =>
  execute('/bin/sh', ['-c', command], {
    cwd: folder,
    env: { HOME: folder, LOGNAME: 'job', SHELL: '/bin/sh', PATH: '/usr/bin:/bin' },
  });

describe('a job that cron runs', () => {
  it('is seen to start, to succeed, to be late, to be down with an incident, to fail and to come back', async () => {
    const job = path.join(folder, 'my-job');
    const does = async (script: string) => {
      await writeFile(job, `#!/bin/sh\n${script}\n`);
      await chmod(job, 0o755);
    };
    const line = pingLines(address, { cron: '0 3 * * *' }).find(({ client }) => client === 'crontab')?.text ?? '';
    const command = line.split(' ').slice(5).join(' ').replace('/usr/local/bin/my-job', job);

    await does('exit 0');
    await runAsCron(command);
    expect((await pings()).map(({ kind, exitCode }) => [kind, exitCode])).toEqual([
      ['start', undefined],
      ['success', 0],
    ]);
    expect((await pings())[0]?.agent).toMatch(/^curl\//);
    expect(await state()).toBe('up');

    // The night after, cron is dead.
    await server.clock.advance(24 * HOUR + MINUTE);
    expect(await state()).toBe('late');
    expect(await open()).toEqual([]);
    await server.clock.advance(HOUR);
    expect(await state()).toBe('down');
    expect(await open()).toMatchObject([{ title: 'HeartbeatDown: Sauvegarde RDS', priority: 'P0' }]);

    // Somebody runs it by hand.
    await runAsCron(command);
    expect(await state()).toBe('up');
    expect(await incidents()).toMatchObject([{ status: 'resolved' }]);

    await does('exit 3');
    await runAsCron(command);
    expect(await state()).toBe('down');
    expect((await pings()).at(-1)).toMatchObject({ kind: 'fail', exitCode: 3 });
    expect(await open()).toHaveLength(1);
  });

  it('that hangs after its start is down after the grace', async () => {
    await runAsCron(`curl -fsS -m 10 --retry 5 -o /dev/null ${address}/start`);
    await server.clock.advance(HOUR - 1);
    expect(await state()).toBe('started');
    await server.clock.advance(MINUTE);
    expect(await open()).toHaveLength(1);
  });
});

describe('the lines of healthchecks.io’s documentation', () => {
  const shell = (command: string) => execute('/bin/sh', ['-c', command]).then(({ stdout }) => stdout);

  it('with curl', async () => {
    expect(await shell(`curl ${address}`)).toBe('OK');
    await shell(`curl -fsS -m 10 --retry 5 -o /dev/null ${address}`);
    await shell(`m=$(echo output 2>&1); curl -fsS -m 10 --retry 5 --data-raw "$m" ${address}/$?`);
    await shell(`echo piped | curl -fsS -m 10 --retry 5 --data-binary @- ${address}/log`);
    await shell(`curl -fsS --retry 3 -X POST --data-raw "$(seq 1 20000)" ${address}/fail`);
    await shell(`curl -m 10 --head -o /dev/null ${address}`);
    await shell(`curl -fsS --http1.0 ${address}/start?rid=$(cat /proc/sys/kernel/random/uuid)`);
    const found = await pings();
    expect(found.map(({ kind, method }) => `${method} ${kind}`)).toEqual([
      'GET success',
      'GET success',
      'POST success',
      'POST log',
      'POST fail',
      'HEAD success',
      'GET start',
    ]);
    expect(found.map(({ body }) => body?.slice(0, 8))).toEqual([
      undefined,
      undefined,
      'output',
      'piped',
      '1\n2\n3\n4\n',
      undefined,
      undefined,
    ]);
    expect(found[4]?.body?.length).toBeLessThanOrEqual(10_000);
  });

  it('with wget, Python and PHP, where they are', async () => {
    let count = 0;
    if (await hasProgram('wget')) {
      await shell(`wget ${address} -T 10 -t 5 -O /dev/null`);
      await shell(`wget --post-data="from wget" ${address}/fail -q -O /dev/null`);
      count += 2;
      expect((await pings()).at(-1)).toMatchObject({ method: 'POST', kind: 'fail', body: 'from wget' });
    }
    if (await hasProgram('python3')) {
      const python = (...code: string[]) => execute('python3', ['-c', code.join('\n')]);
      await python('import urllib.request', `urllib.request.urlopen("${address}", timeout=10)`);
      await python(
        'import urllib.request',
        `urllib.request.urlopen("${address}/log", timeout=10, data="réussi".encode())`,
      );
      count += 2;
      expect((await pings()).at(-1)).toMatchObject({ method: 'POST', kind: 'log', body: 'réussi' });
      const ours = pingLines(address).find(({ client }) => client === 'python')?.text ?? '';
      await python('def my_job(): pass', ours);
      expect((await pings()).slice(-2).map(({ kind }) => kind)).toEqual(['start', 'success']);
      count += 2;
    }
    if (await hasProgram('php')) {
      await execute('php', ['-r', `file_get_contents('${address}');`]);
      count += 1;
    }
    expect(await pings()).toHaveLength(count);
  });

  it.each([
    ['PowerShell', 'GET', 'User-Agent: Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.19041'],
    ['PowerShell with a body', 'POST', 'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 4'],
    ['.NET, which asks first', 'POST', 'Expect: 100-continue\r\nContent-Type: text/plain\r\nContent-Length: 4'],
    ['Go, in pieces', 'POST', 'Transfer-Encoding: chunked'],
    ['a router with HTTP/1.0', 'GET 1.0', 'User-Agent: Mikrotik/6.x Fetch'],
  ])('as the bytes that %s sends', async (_name, how, header) => {
    const [method = 'GET', version = '1.1'] = how.split(' ');
    const { hostname, port, pathname } = new URL(address);
    const body = method !== 'POST' ? '' : header.includes('chunked') ? '4\r\ndone\r\n0\r\n\r\n' : 'done';
    const text = await new Promise<string>((resolve, reject) => {
      let heard = '';
      const socket = net.connect(Number(port), hostname, () => {
        socket.write(
          `${method} ${pathname} HTTP/${version}\r\nHost: ${hostname}\r\nConnection: close\r\n${header}\r\n\r\n${body}`,
        );
      });
      socket.setEncoding('utf8').on('data', (some: string) => {
        heard += some;
      });
      socket.on('end', () => resolve(heard)).on('error', reject);
    });
    expect(text).toMatch(/HTTP\/1\.1 200 OK[\s\S]*\r\n\r\nOK$/);
    expect(await pings()).toMatchObject([{ kind: 'success', method, ...(body === '' ? {} : { body: 'done' }) }]);
  });

  it('with a machine that makes its own heartbeat', async () => {
    const { key } = await createIntakeKey(server.deps, { source: 'heartbeat' });
    const own = address.replace(KEY, `${key}/srv01`);
    const status = async (to: string) =>
      (await execute('curl', ['-s', '-m', '10', '--retry', '5', '-o', '/dev/null', '-w', '%{http_code}', to])).stdout;
    expect(await status(own)).toBe('404');
    expect(await status(`${own}?create=1`)).toBe('201');
    expect(await status(`${own}?create=1`)).toBe('200');
    expect(await status(own.toUpperCase().replace('HTTP', 'http').replace('/PING/', '/ping/'))).not.toBe('200');
  });
});

it('a body that comes slowly is waited for, and one that never ends well is no ping', async () => {
  const { hostname, port, pathname } = new URL(address);
  const head = `POST ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\nContent-Length: 8\r\n\r\nhalf`;
  const broken = net.connect(Number(port), hostname, () => broken.write(head));
  await new Promise((resolve) => setTimeout(resolve, 100));
  broken.destroy();
  const answered = new Promise<string>((resolve) => {
    const slow = net.connect(Number(port), hostname, () => {
      slow.write(head);
      setTimeout(() => slow.write('done'), 300);
    });
    slow.setEncoding('utf8').once('data', (text: string) => {
      slow.destroy();
      resolve(text);
    });
  });
  expect(await answered).toContain('200 OK');
  expect(await pings()).toMatchObject([{ body: 'halfdone' }]);
});
