import { Buffer } from 'node:buffer';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createIntakeKey } from '../../src-server/intake/keys.ts';
import { DAY, HOUR, instant } from '../../src-shared/time/clock.ts';
import '../support/property-seed.ts';
import { startTestApp, type TestApp } from '../support/server-app.ts';

const KEY = '5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278';
let server: TestApp;
let port: number;
let pingKey: string;

beforeEach(async () => {
  server = await startTestApp(instant('2026-11-22T03:00:00Z'), { trustProxy: true });
  port = Number(new URL(await server.app.listen({ port: 0, host: '127.0.0.1' })).port);
  pingKey = (await createIntakeKey(server.deps, { source: 'heartbeat' })).key;
  const schedule = { kind: 'period', period: DAY, grace: HOUR };
  const job = { id: 'nightly', key: KEY, name: 'nightly', slug: 'nightly', tags: [], priority: 'P1', schedule };
  await server.asSystem('heartbeat.create', job);
});
afterEach(async () => {
  expect(server.bugs).toEqual([]);
  server.app.server.closeAllConnections();
  await server.close();
});

const pings = async () => (await server.deps.store.read((tx) => tx.list('ping', 'nightly'))).map(({ doc }) => doc);
const heartbeats = () => server.deps.store.read((tx) => tx.all('heartbeat'));

/** Sends these bytes and hears what comes until the server ends it or says nothing for a while. */
function send(bytes: Uint8Array | string): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes));
    const end = () => {
      socket.destroy();
      resolve(heard);
    };
    socket.setTimeout(150, end).on('error', end).on('end', end);
    socket.on('data', (some: Buffer) => {
      heard += some.toString('latin1');
    });
  });
}
const statusesOf = (heard: string) => [...heard.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));

const bytes = (most: number) => fc.uint8Array({ maxLength: most }).map((some) => Buffer.from(some).toString('latin1'));
const part = fc.oneof(
  fc.constantFrom(
    KEY,
    'PINGKEY',
    KEY.toUpperCase(),
    KEY.replaceAll('-', ''),
    `{${KEY}}`,
    `urn:uuid:${KEY}`,
    `${KEY}%00`,
    `${KEY}%2f0`,
  ),
  fc.constantFrom(
    'start',
    'fail',
    'log',
    '0',
    '-1',
    '+0',
    '0x1',
    '1e2',
    '255',
    '256',
    '9'.repeat(400),
    '٣',
    'a'.repeat(9_000),
  ),
  fc.constantFrom(
    'nightly',
    'Nightly',
    '..',
    '.',
    '',
    '%',
    '%ff',
    '%c0%af',
    '%2e%2e',
    ';',
    '*',
    ' ',
    '\t',
    '\u00e9',
    '\\',
  ),
  bytes(30),
);
const query = fc.constantFrom(
  '',
  '?',
  '?rid',
  '?rid=',
  '?rid=%00',
  '?create=1',
  '?create=1&create=0',
  '?rid[a]=1',
  '?__proto__=1',
  '?%',
  '#x',
);
const method = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('GET', 'HEAD', 'POST') },
  fc.constantFrom('PUT', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', 'PATCH', 'get', 'PRI', 'GET GET', ''),
);
const header = fc.array(
  fc.constantFrom(
    'Content-Length: 0',
    'Content-Length: 5',
    'Content-Length: -1',
    'Content-Length: 99999999999999999999',
    'Transfer-Encoding: chunked',
    'Transfer-Encoding: gzip, chunked',
    'Expect: 100-continue',
    'Expect: everything',
    'Content-Type: ',
    'Content-Type: \u00ff/\u00fe',
    'Content-Encoding: br',
    'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__',
    'Connection: Upgrade\r\nUpgrade: websocket',
    `X: ${'y'.repeat(20_000)}`,
    'User-Agent: \u0001\u00ff',
    'X-Forwarded-For: nobody',
    'no colon',
    'Host: b\r\nHost: c',
  ),
  { maxLength: 3 },
);
const body = fc.oneof(
  fc.constantFrom('', 'hello', '5\r\nhello\r\n0\r\n\r\n', 'ffffffffffffffff\r\n', '5;a=b\r\nhel', 'x'.repeat(20_000)),
  bytes(300),
);

/** One connection each from another address: who guesses is limited by address, and nothing behind would be reached. */
let callers = 0;
const request = fc
  .tuple(
    method,
    fc.constantFrom('', 'http://127.0.0.1', '//', '/x/..'),
    fc.array(part, { maxLength: 4 }),
    query,
    header,
    body,
  )
  .map(([verb, before, parts, after, headers, said]) => () => {
    callers += 1;
    const host = headers.some((one) => one.startsWith('Host')) ? [] : ['Host: a'];
    const from = `X-Forwarded-For: 10.${callers >> 16}.${(callers >> 8) & 255}.${callers & 255}`;
    const path = `${before}/ping/${parts.join('/').replace('PINGKEY', pingKey)}${after}`;
    return Buffer.from([`${verb} ${path} HTTP/1.1`, ...host, from, ...headers, '', said].join('\r\n'), 'latin1');
  });

it.each([1, 2, 3, 4])('whatever bytes come, none is answered with a fault of the server (%i)', async (round) => {
  const { seed } = fc.readConfigureGlobal() ?? {};
  const known = [KEY, pingKey, 'nightly'];
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 4 }), async (makers) => {
      const batch = makers.map((make) => make());
      const before = (await pings()).length;
      const heard = await Promise.all(batch.map(send));
      // 501 is Node's own word for a transfer encoding that nobody has.
      for (const status of heard.flatMap(statusesOf)) if (status !== 501) expect(status).toBeLessThan(500);
      for (const secret of [KEY, pingKey]) expect(heard.join('')).not.toContain(secret);
      const isAddressed = batch.some((sent) => known.some((one) => sent.toString('latin1').includes(one)));
      if (!isAddressed) expect(await pings()).toHaveLength(before);
    }),
    { numRuns: 15, ...(seed === undefined ? {} : { seed: seed + round }) },
  );
  for (const { doc } of await heartbeats()) expect(doc.slug).toMatch(/^[a-z0-9_-]{1,100}$/);
  // It goes on; a job that was pinged more than once a second waits.
  expect([[200], [429]]).toContainEqual(statusesOf(await send(`GET /ping/${pingKey}/nightly/log HTTP/1.0\r\n\r\n`)));
});

it('bodies that never end hold nobody up and are no pings, whatever their number', async () => {
  const head = (more: string) => `POST /ping/${KEY} HTTP/1.1\r\nHost: a\r\n${more}\r\n\r\n`;
  const held = Array.from({ length: 50 }, (_, n) => {
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.write(n % 2 ? `${head('Transfer-Encoding: chunked')}4\r\nhalf` : `${head('Content-Length: 1000000')}half`);
    });
    return socket.on('error', () => undefined);
  });
  await pause(300);
  const at = performance.now();
  expect(statusesOf(await send(`GET /ping/${pingKey}/nightly HTTP/1.0\r\n\r\n`))).toEqual([200]);
  expect(performance.now() - at).toBeLessThan(5_000);
  for (const socket of held) socket.destroy();
  await pause(200);
  expect(await pings()).toHaveLength(1);
});

it('a body that comes slowly is waited for, and one that breaks off is no ping', async () => {
  const start = `POST /ping/${KEY} HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\nhalf`;
  await send(start);
  const answered = await new Promise<string>((resolve) => {
    const slow = net.connect(port, '127.0.0.1', () => {
      slow.write(start);
      setTimeout(() => slow.write('done'), 300);
    });
    slow.setEncoding('utf8').once('data', (text: string) => {
      slow.destroy();
      resolve(text);
    });
  });
  expect(answered).toContain('200 OK');
  expect(await pings()).toMatchObject([{ body: 'halfdone' }]);
});

it('two requests on one connection are two pings, in their order', async () => {
  const one = (path: string, said: string) =>
    `POST /ping/${KEY}${path} HTTP/1.1\r\nHost: a\r\nContent-Length: ${said.length}\r\n\r\n${said}`;
  expect(statusesOf(await send(one('/start', 'a') + one('', 'bc') + one('/300', 'd')))).toEqual([200, 200, 400]);
  expect(await pings()).toMatchObject([
    { n: 1, kind: 'start', body: 'a' },
    { n: 2, kind: 'success', body: 'bc' },
  ]);
});
