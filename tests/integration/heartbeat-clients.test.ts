import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createIntakeKey } from '../../src-server/intake/keys.ts';
import { pingLines } from '../../src-shared/heartbeat/ping-lines.ts';
import type { Ping } from '../../src-shared/model/heartbeat.ts';
import { DAY, HOUR, instant } from '../../src-shared/time/clock.ts';
import { startTestApp, type TestApp } from '../support/server-app.ts';

const NOW = instant('2026-11-22T02:00:00Z');
const KEY = '5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278';
const RID = '728b3763-b080-4bd4-bd53-3ae29e2f1d7a';
const execute = promisify(execFile);
let server: TestApp;
let address: string;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'vigie-clients-'));
  server = await startTestApp(NOW);
  address = `${await server.app.listen({ port: 0, host: '127.0.0.1' })}/ping/${KEY}`;
  const schedule = { kind: 'period', period: DAY, grace: HOUR };
  const name = 'Sauvegarde RDS';
  await server.asSystem('heartbeat.create', { id: 'nightly', key: KEY, name, tags: [], priority: 'P0', schedule });
});
afterEach(async () => {
  expect(server.bugs).toEqual([]);
  server.app.server.closeAllConnections();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const pings = async (id = 'nightly') =>
  (await server.deps.store.read((tx) => tx.list('ping', id))).map(({ doc }) => doc).sort((a, b) => a.n - b.n);
const run = (program: string, ...args: string[]) =>
  execute(program, args, { cwd: folder, maxBuffer: 10_000_000 }).then(({ stdout }) => stdout);
const hasProgram = (name: string) =>
  run('/bin/sh', '-c', `command -v ${name}`).then(
    () => true,
    () => false,
  );

/** What is expected of the pings of one example, in their order. */
type Expected = Partial<Pick<Ping, 'kind' | 'method' | 'exitCode' | 'body' | 'rid'>>[];
const GET = { kind: 'success', method: 'GET' } as const;

describe('the examples of healthchecks.io’s documentation', () => {
  /** `URL` is the address of the job; `certbot` stands for the job, and says hello. */
  const SHELL: [string, string, Expected][] = [
    ['curl', 'curl -m 10 --retry 5 URL', [GET]],
    ['curl, silent', 'curl -fsS -m 10 --retry 5 -o /dev/null URL', [GET]],
    ['curl by HTTP/1.0', 'curl -fsS --http1.0 URL/', [GET]],
    ['curl, the head alone', 'curl -fsS --head -o /dev/null URL', [{ kind: 'success', method: 'HEAD' }]],
    ['a crontab line', 'true && curl -fsS -m 10 --retry 5 -o /dev/null URL', [GET]],
    ['a job that worked', 'certbot; curl -m 10 --retry 5 URL/$?', [{ kind: 'success', exitCode: 0 }]],
    ['a job that failed', 'certbot; (exit 77); curl -m 10 --retry 5 URL/$?', [{ kind: 'fail', exitCode: 77 }]],
    ['a job that was killed', `sh -c 'kill -9 $$'; curl -m 10 URL/$?`, [{ kind: 'fail', exitCode: 137 }]],
    ['fail', 'curl -m 10 --retry 5 URL/fail', [{ kind: 'fail', method: 'GET' }]],
    ['its output', 'm=$(certbot 2>&1); curl -fsS --data-raw "$m" URL', [{ kind: 'success', body: 'hello' }]],
    [
      'its output and exit status',
      'm=$(certbot 2>&1; exit 3); curl -fsS -m 10 --retry 5 --data-raw "$m" URL/$?',
      [{ kind: 'fail', exitCode: 3, method: 'POST', body: 'hello' }],
    ],
    [
      'its output on one line',
      'm=$(certbot 2>&1; exit 1); curl -fsS -X POST --data-raw "$m" "URL$([ $? -ne 0 ] && echo -n /fail)"',
      [{ kind: 'fail', body: 'hello' }],
    ],
    ['its output by a pipe', 'certbot | curl -fsS --data-binary @- URL/log', [{ kind: 'log', body: 'hello' }]],
    ['a file', 'certbot > log; curl -fsS -m 10 --data-binary @log URL', [{ kind: 'success', body: 'hello' }]],
    ['no output', 'curl -fsS -X POST --data-raw "" URL', [{ kind: 'success', method: 'POST' }]],
    [
      'start and end of one run',
      `RID=${RID}; curl -fsS -m 10 "URL/start?rid=$RID"; certbot; curl -fsS "URL?rid=$RID"`,
      [
        { kind: 'start', rid: RID },
        { kind: 'success', rid: RID },
      ],
    ],
    ['wget', 'wget URL -T 10 -t 5 -O /dev/null', [GET]],
    ['wget with a body', 'wget -q --post-data="temp" URL/fail -O /dev/null', [{ kind: 'fail', body: 'temp' }]],
    ['a query that we do not know', 'curl -fsS "URL?utm=1&rid="', []],
  ];

  it.each(SHELL)('%s', async (_name, script, expected) => {
    const whole = `certbot() { echo hello; }; ${script.replaceAll('URL', address)}`;
    await run('/bin/sh', '-c', whole).catch((error: { code: number }) => {
      // What is refused curl says with its own status.
      expect([error.code, expected]).toEqual([22, []]);
    });
    const found = await pings();
    expect(found).toHaveLength(expected.length);
    expect(found).toMatchObject(expected);
  });

  it('in Python, with the standard library', async () => {
    const python = (...code: string[]) => run('python3', '-c', ['import urllib.request', ...code].join('\n'));
    await python(`urllib.request.urlopen("${address}")`);
    await python(`urllib.request.urlopen("${address}/log", timeout=10, data="réussi".encode())`);
    await python(`urllib.request.urlopen(urllib.request.Request("${address}/fail", method="HEAD"))`);
    expect(await pings()).toMatchObject([GET, { kind: 'log', body: 'réussi' }, { kind: 'fail', method: 'HEAD' }]);
  });

  it('in JavaScript and PHP', async () => {
    expect(await (await fetch(address)).text()).toBe('OK');
    await run(process.execPath, '-e', `require('http').get('${address}/start')`);
    await fetch(address, { method: 'POST', body: JSON.stringify({ temperature: -7 }) });
    expect(await pings()).toMatchObject([GET, { kind: 'start' }, { kind: 'success', body: '{"temperature":-7}' }]);
    if (await hasProgram('php')) await run('php', '-r', `file_get_contents('${address}');`);
  });

  const FORM = 'Content-Type: application/x-www-form-urlencoded';
  /** Method and version, the header as each client writes it, and the body. */
  const BYTES: [string, string, string[], string?][] = [
    ['PowerShell', 'GET 1.1', ['User-Agent: Mozilla/5.0 (Windows NT; en-US) WindowsPowerShell/5.1', 'Host: x']],
    ['PowerShell with a body', 'POST 1.1', [FORM, 'Host: x', 'Content-Length: 14'], 'temperature=-7'],
    ['PowerShell with an empty body', 'POST 1.1', ['Host: x', 'Content-Length: 0']],
    ['Python’s requests', 'GET 1.1', ['Host: x', 'User-Agent: python-requests/2.34.2', 'Accept-Encoding: gzip, br']],
    ['Python’s requests with a body', 'POST 1.1', ['Host: x', 'Content-Length: 14'], 'temperature=-7'],
    ['Python 2', 'GET 1.0', ['Host: x', 'User-Agent: Python-urllib/1.17']],
    ['.NET, which asks first', 'POST 1.1', ['Host: x', 'Expect: 100-continue', 'Content-Length: 4'], 'done'],
    ['Go', 'HEAD 1.1', ['Host: x', 'User-Agent: Go-http-client/1.1']],
    ['Go, in pieces', 'POST 1.1', ['Host: x', 'Transfer-Encoding: chunked'], '4\r\ndone\r\n0\r\n\r\n'],
    ['Ruby', 'GET 1.1', ['Host: x', 'Accept: */*', 'User-Agent: Ruby', 'Accept-Encoding: gzip;q=1.0,deflate;q=0.6']],
    ['an Arduino', 'GET 1.0', ['Host: x', 'Connection: close']],
    ['a router with HTTP/1.0 and no host', 'GET 1.0', ['User-Agent: Mikrotik/6.x Fetch']],
    ['a body of a type of its own', 'POST 1.1', ['Host: x', 'Content-Type: a; b', 'Content-Length: 4'], 'done'],
  ];

  it.each(BYTES)('as the bytes that %s sends', async (_name, how, header, body = '') => {
    const [method = '', version] = how.split(' ');
    const { hostname, port, pathname } = new URL(address);
    const close = header.includes('Connection: close') ? [] : ['Connection: close'];
    const lines = [`${method} ${pathname} HTTP/${version}`, ...header, ...close, '', body].join('\r\n');
    const text = await new Promise<string>((resolve, reject) => {
      let heard = '';
      const socket = net.connect(Number(port), hostname, () => socket.write(lines));
      socket.setEncoding('utf8').on('data', (some: string) => {
        heard += some;
      });
      socket.on('end', () => resolve(heard)).on('error', reject);
    });
    expect(text).toMatch(
      method === 'HEAD' ? /HTTP\/1\.1 200 OK[\s\S]*\r\n\r\n$/ : /HTTP\/1\.1 200 OK[\s\S]*\r\n\r\nOK$/,
    );
    const said = body.includes('done') ? 'done' : body || undefined;
    expect(await pings()).toMatchObject([{ kind: 'success', method, ...(said === undefined ? {} : { body: said }) }]);
  });

  it('with every exit status that there is', async () => {
    for (const status of [0, 1, 2, 126, 127, 128, 130, 143, 255, 256, 999]) {
      const answer = await fetch(`${address}/${status}`);
      expect([status, answer.status]).toEqual([status, status > 255 ? 400 : 200]);
    }
    expect((await pings()).map(({ kind, exitCode }) => (kind === 'success' ? 0 : exitCode))).toEqual([
      0, 1, 2, 126, 127, 128, 130, 143, 255,
    ]);
  });

  it('with a machine that makes its own heartbeat', async () => {
    const { key } = await createIntakeKey(server.deps, { source: 'heartbeat' });
    const own = address.replace(KEY, `${key}/srv01`);
    const status = (to: string) => run('curl', '-s', '-m', '10', '-o', '/dev/null', '-w', '%{http_code}', to);
    expect(await status(own)).toBe('404');
    expect(await status(`${own}?create=1`)).toBe('201');
    expect(await status(`${own}?create=1`)).toBe('200');
    expect(await status(own.toUpperCase().replace('HTTP', 'http').replace('/PING/', '/ping/'))).not.toBe('200');
    await run('/bin/sh', '-c', `SLUG=srv02; curl -m 10 --retry 5 "${address.replace(KEY, key)}/$SLUG/start?create=1"`);
    const all = await server.deps.store.read((tx) => tx.all('heartbeat'));
    expect(all.map(({ doc }) => doc.slug).sort()).toEqual(['srv01', 'srv02', undefined]);
  });
});

describe('our own lines', () => {
  const lineOf = (client: string) => pingLines(address).find((one) => one.client === client)?.text ?? '';
  const shell = (text: string, job: string) =>
    run('/bin/sh', '-c', text.replace(/^0 3 \* \* \* /, '').replaceAll('/usr/local/bin/my-job', job));

  it('for a shell send the last of what the job says, and how it ended', async () => {
    // More than an argument may hold, and cut within a character.
    await shell(lineOf('curl'), 'eval "yes é | head -c 300000; echo size=421; exit 3"').catch(() => undefined);
    await shell(lineOf('curl'), 'true');
    const [failed, worked] = await pings();
    expect(failed).toMatchObject({ kind: 'fail', exitCode: 3, method: 'POST' });
    expect(failed?.body).toMatch(/^\n[é\n]*size=421$/);
    expect(failed?.body?.length).toBeGreaterThan(5_000);
    expect(worked).toMatchObject({ kind: 'success', exitCode: 0 });
    expect(worked).not.toHaveProperty('body');
  });

  it.each([
    ['crontab', ['start', 'success'], ['start', 'fail']],
    ['wget', ['success'], ['fail']],
  ])('for %s tell success from failure', async (client, worked, failed) => {
    await shell(lineOf(client), 'true');
    expect((await pings()).map(({ kind }) => kind)).toEqual(worked);
    await shell(lineOf(client), 'false');
    expect((await pings()).map(({ kind }) => kind)).toEqual([...worked, ...failed]);
  });

  it('for Python say start and end, and what went wrong', async () => {
    const python = (job: string) => run('python3', '-c', `def my_job(): ${job}\n${lineOf('python')}`);
    await python('pass');
    await python('raise ValueError("broken")').catch(() => undefined);
    expect(await pings()).toMatchObject([
      { kind: 'start' },
      { kind: 'success' },
      { kind: 'start' },
      { kind: 'fail', body: "ValueError('broken')" },
    ]);
  });
});
