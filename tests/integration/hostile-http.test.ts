import { connect } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createIntakeKey } from '../../src-server/intake/keys.ts';
import { errorBodySchema, KEY_SOURCES } from '../../src-shared/contract/http.ts';
import { instant } from '../../src-shared/time/clock.ts';
import { startTestApp, type TestApp } from '../support/server-app.ts';

const NOW = instant('2026-11-22T03:00:00Z');
let server: TestApp;
let port: number;
let authorization: string;
let key: string;

beforeAll(async () => {
  server = await startTestApp(NOW);
  // Health is asked too.
  server.timers.start();
  port = Number(new URL(await server.app.listen({ port: 0, host: '127.0.0.1' })).port);
  key = (await createIntakeKey(server.deps, { source: 'generic' })).key;
});
afterAll(() => server.close());
beforeEach(async () => {
  // Anew: a test may have signed its token out.
  ({ authorization } = await server.signedIn('ines', 'admin'));
});

const head = () => server.deps.store.read(async (tx) => (await tx.workspace()).version);
const logged = () => server.deps.store.read((tx) => tx.log({ after: 0, limit: 100_000 }));

/** How PagerDuty says no, which its senders read. */
const pagerDutySchema = z.strictObject({
  status: z.string(),
  message: z.string(),
  errors: z.array(z.string().min(5)).optional(),
});

/** How healthchecks.io says no, which its clients show. */
const PING_REFUSALS = ['not found', 'invalid url format', 'invalid uuid format', 'ambiguous slug', 'rate limited'];

/** An error is told in one clear sentence, in the one shape, and is never the server's own fault. */
function expectClear(status: number, body: string, url = ''): void {
  if (status < 400) return;
  expect(status).toBeLessThan(500);
  if (url.startsWith('/ping/') && PING_REFUSALS.includes(body)) return;
  const json = JSON.parse(body);
  if (url.startsWith('/v2/')) pagerDutySchema.parse(json);
  // The two answers of the contract that have a shape of their own.
  else if (status !== 409 && status !== 410) errorBodySchema.strict().parse(json);
  expect(json.message).toMatch(/^\S.{5,}/);
  expect(json.message).not.toMatch(/\n|node_modules|\.ts:/);
}

async function ask(options: InjectOptions): Promise<number> {
  const answer = await server.app.inject(options);
  // An answer to HEAD has no body.
  if (options.method === 'HEAD') expect([answer.statusCode < 500, answer.body]).toEqual([true, '']);
  else expectClear(answer.statusCode, answer.body, typeof options.url === 'string' ? options.url : '');
  return answer.statusCode;
}

const json = (payload: unknown, url: string, more: Record<string, string> = {}): InjectOptions => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/json', authorization, ...more },
  payload: typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload),
});

const apiSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        requestBody: z
          .object({ content: z.object({ 'application/json': z.object({ schema: z.unknown() }) }) })
          .optional(),
        parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })).optional(),
      }),
    ),
  ),
});

const METHODS: Record<string, 'GET' | 'HEAD' | 'PUT' | 'DELETE'> = {
  get: 'GET',
  head: 'HEAD',
  put: 'PUT',
  delete: 'DELETE',
};

const rubbish = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    null,
    -1,
    1e308,
    2 ** 53,
    'NaN',
    '\u0000',
    '\ud800',
    '../../etc/passwd',
    "' OR 1=1 --",
    '<script>alert(1)</script>',
    '\r\nx-evil: 1',
    'x'.repeat(20_000),
    { __proto__: null, toString: 1 },
    { constructor: { prototype: { admin: true } } },
  ),
);

const objectShape = z.looseObject({ properties: z.record(z.string(), z.unknown()).optional() });

/** Bodies near what a route wants: each of its fields absent, right in name, or rubbish; and some more. */
function bodies(schema: unknown): fc.Arbitrary<unknown> {
  const parsed = objectShape.safeParse(schema);
  const names = Object.keys((parsed.success && parsed.data.properties) || {});
  const near = fc.record(Object.fromEntries(names.map((name) => [name, rubbish])), { requiredKeys: [] });
  const push = fc.record({
    clientId: fc.oneof(fc.constant('laptop-number-1'), rubbish),
    mutations: fc.array(
      fc.record({
        seq: fc.oneof(fc.constant(1), rubbish),
        name: fc.oneof(fc.constantFrom('incident.open', 'savedView.save', 'person.update', 'pack.load'), rubbish),
        args: rubbish,
        at: fc.oneof(fc.constant(NOW), rubbish),
        via: fc.constant('console'),
      }),
      { maxLength: 3 },
    ),
  });
  return names.includes('mutations') ? fc.oneof(rubbish, near, push) : fc.oneof(rubbish, near);
}

describe('a hostile client', () => {
  it('gets the right refusal from every route, whatever it sends', async () => {
    const { paths } = apiSchema.parse((await server.app.inject({ url: '/openapi.json' })).json());
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { requestBody }]) => ({ path, method, requestBody })),
    );
    expect(routes.length).toBeGreaterThan(10);
    const deadline = performance.now() + 15_000;
    for (const { path, method, requestBody } of routes) {
      // A stream that is granted has no end to wait for.
      const streams = path === '/api/sync/live';
      const schema = requestBody?.content['application/json'].schema;
      await fc.assert(
        fc.asyncProperty(
          bodies(schema),
          fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom('..', '%00', 'x'.repeat(600))),
          fc.dictionary(fc.constantFrom('since', 'limit', 'clientId', 'epoch', 'x'), fc.string({ unit: 'binary' })),
          fc.boolean(),
          async (body, part, query, known) => {
            const filled = path
              .replace('{key}', () => (known ? key : encodeURIComponent(part.toWellFormed() || 'x')))
              .replace('{id}', () => encodeURIComponent(part.toWellFormed() || 'x'))
              .replace('{hash}', () => (known ? 'a'.repeat(64) : encodeURIComponent(part.toWellFormed() || 'x')));
            const words = new URLSearchParams(
              Object.entries(query).map(([name, value]) => [name, value.toWellFormed()] as [string, string]),
            );
            const text = JSON.stringify(body) ?? '';
            const takesBody = method === 'post' || method === 'put';
            await ask({
              method: METHODS[method] ?? 'POST',
              url: `${filled}?${words}`,
              headers: {
                ...(streams ? {} : { authorization }),
                ...(takesBody
                  ? { 'content-type': method === 'put' ? 'application/octet-stream' : 'application/json' }
                  : {}),
              },
              ...(takesBody ? { payload: text } : {}),
            });
          },
        ),
        {
          numRuns: 60,
          interruptAfterTimeLimit: Math.max(200, deadline - performance.now()),
          markInterruptAsFailure: false,
        },
      );
    }
    expect(server.bugs).toEqual([]);
    expect(await server.deps.store.verifyLog()).toBeUndefined();
    expect(Object.prototype).not.toHaveProperty('admin');
  });

  it.each([
    ['nested 10,000 levels', () => '['.repeat(10_000) + ']'.repeat(10_000), 400],
    ['nested objects', () => '{"a":'.repeat(10_000), 400],
    ['too many values', () => `[${'0,'.repeat(150_000)}0]`, 413],
    ['10 MB of text', () => `"${'x'.repeat(10_000_000)}"`, 413],
    ['nothing', () => '', 400],
    ['half a document', () => '{"clientId":', 400],
    ['two documents', () => '{}{}', 400],
    ['NaN', () => '{"title":NaN}', 400],
    ['invalid UTF-8', () => Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 400],
  ])('is refused a body of %s, and nothing of it is kept', async (_name, body, status) => {
    const before = [await head(), (await logged()).length];
    expect(await ask(json(body(), '/api/sync/push'))).toBe(status);
    expect(await ask(json(body(), `/intake/generic/${key}`))).toBe(status);
    expect([await head(), (await logged()).length]).toEqual(before);
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('cannot unpack a %s bomb', async (encoding, pack) => {
    const bomb = pack(Buffer.alloc(100_000_000, ' '));
    const before = process.memoryUsage().rss;
    for (const url of ['/api/sync/push', `/intake/generic/${key}`]) {
      expect(await ask(json(bomb, url, { 'content-encoding': encoding }))).toBe(413);
      expect(await ask(json('rubbish', url, { 'content-encoding': encoding }))).toBe(400);
      expect(await ask(json('{}', url, { 'content-encoding': 'lzma' }))).toBe(415);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });

  it('is refused the same by every route that takes a body, also by those to come', async () => {
    const { paths } = apiSchema.parse((await server.app.inject({ url: '/openapi.json' })).json());
    const urls: string[] = [];
    for (const [path, { post }] of Object.entries(paths)) {
      if (!post) continue;
      const source = KEY_SOURCES.find((one) => path === `/intake/${one}/{key}`);
      if (!path.includes('{')) urls.push(path);
      else if (source && source !== 'custom') {
        urls.push(path.replace('{key}', (await createIntakeKey(server.deps, { source })).key));
      } else if (path.includes('{source}')) {
        for (const one of KEY_SOURCES.filter((name) => name !== 'custom' && name !== 'pagerduty')) {
          const made = await createIntakeKey(server.deps, { source: one });
          urls.push(path.replace('{source}', one).replace('{key}', made.key));
        }
      }
    }
    expect(urls.length).toBeGreaterThan(8);
    const deep = '['.repeat(5_000) + ']'.repeat(5_000);
    const bomb = gzipSync(Buffer.alloc(60_000_000, ' '));
    const before = [await head(), process.memoryUsage().rss];
    for (const url of urls) {
      // A route that takes no body lets every body be; nothing is ever the server's fault (`ask`).
      for (const body of [deep, `{"a":${deep}}`, '{"__proto__":{"x":1}', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])]) {
        expect([url, await ask(json(body, url))]).not.toEqual([url, 200]);
      }
      expect([url, (await ask(json(`"${'x'.repeat(10_000_000)}"`, url))) >= 400]).toEqual([url, true]);
      expect([url, (await ask(json(bomb, url, { 'content-encoding': 'gzip' }))) >= 400]).toEqual([url, true]);
      ({ authorization } = await server.signedIn('ines', 'admin'));
    }
    expect(await head()).toBe(before[0]);
    expect(process.memoryUsage().rss - (before[1] ?? 0)).toBeLessThan(300_000_000);
    expect(Object.prototype).not.toHaveProperty('x');
    expect(server.bugs).toEqual([]);
  });

  it('has an alert with keys that reach a prototype taken in without them', async () => {
    const body =
      '{"title":"Proto","labels":{"__proto__":{"x":"y"},"severity":"critical","constructor":{"prototype":{}}}}';
    expect(await ask(json(body, `/intake/generic/${key}`))).toBe(200);
    const alerts = await server.deps.store.read((tx) => tx.all('alert'));
    expect(alerts.find(({ doc }) => doc.title === 'Proto')?.doc.labels).toEqual({ severity: 'critical' });
  });

  it.each(['text/plain', 'application/xml', 'multipart/form-data', 'application/problem+json', '/', 'a/b\u00e9'])(
    'is told what to send instead of %s',
    async (type) => {
      expect(await ask(json('{"title":"x"}', `/intake/generic/${key}`, { 'content-type': type }))).toBe(415);
    },
  );

  it.each(['PUT', 'PATCH', 'OPTIONS', 'HEAD'] as const)('gets 405, or what CORS says, for %s', async (method) => {
    for (const url of ['/api/sync/push', '/api/sync/live', '/api/sign-in', `/intake/generic/${key}`]) {
      const answer = await server.app.inject({ method, url, headers: { authorization } });
      expect([204, 405]).toContain(answer.statusCode);
    }
  });

  it.each([
    ['no HTTP', '\u0000\u0001 rubbish\r\n\r\n', 400],
    ['TLS', '\u0016\u0003\u0001\u0001\u0000\u0001\r\n\r\n', 400],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['an address that is none', 'GET /api/%zz HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['two lengths', 'POST /api/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    [
      'a length and chunks',
      'POST /api/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['a header with a control character', 'GET /api/me HTTP/1.1\r\nHost: x\r\nX: a\u0000b\r\n\r\n', 400],
    ['a huge header', `GET /api/me HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['a very long address', `GET /${'a'.repeat(30_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
    ['a long address', `GET /${'a'.repeat(9_000)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`, 404],
    [
      'chunks without end',
      () =>
        `POST /intake/generic/${key} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${`4000\r\n${'x'.repeat(0x4000)}\r\n`.repeat(100)}`,
      413,
    ],
    [
      'a promise of 100 GB',
      () =>
        `POST /intake/generic/${key} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n`,
      413,
    ],
  ])('that speaks %s on the wire is answered in the same shape', async (_name, wire, status) => {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      let text = '';
      const done = () => {
        socket.destroy();
        resolve(text);
      };
      socket.on('data', (part) => {
        text += part;
        if (/\r\n\r\n\{.*\}$/s.test(text)) done();
      });
      socket.on('close', done);
      socket.on('error', () => undefined);
      socket.setTimeout(20_000, done);
      socket.write(typeof wire === 'string' ? Buffer.from(wire, 'latin1') : wire());
    });
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expectClear(status, answer.slice(answer.indexOf('\r\n\r\n') + 4));
  });
});
