import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorBodySchema, healthSchema, snapshotLineSchema } from '../../src-shared/contract/http.ts';
import { instant, SECOND } from '../../src-shared/time/clock.ts';
import { startTestApp, type TestApp } from '../../tests/support/server-app.ts';

const NOW = instant('2026-11-22T03:00:00Z');
let server: TestApp;

beforeEach(async () => {
  server = await startTestApp(NOW);
});
afterEach(() => server.close());

describe('the API', () => {
  it.each([
    ['GET', '/nowhere', undefined, 404, 'notFound'],
    ['PUT', '/api/sync/push', undefined, 405, 'methodNotAllowed'],
    ['GET', '/api/me', undefined, 401, 'unauthorized'],
    ['GET', '/api/sync/pull?since=0', 'Bearer vigie_wrong', 401, 'unauthorized'],
    ['GET', '/api/sync/snapshot', 'Basic aW5lczp4', 401, 'unauthorized'],
    ['POST', '/api/sync/push', 'Bearer x', 401, 'unauthorized'],
  ] as const)(
    '%s %s without what it takes answers one clear sentence',
    async (method, url, authorization, status, error) => {
      const answer = await server.app.inject({ method, url, headers: authorization ? { authorization } : {} });
      expect(answer.statusCode).toBe(status);
      expect(errorBodySchema.parse(answer.json())).toMatchObject({ error, requestId: expect.any(String) });
    },
  );

  it('names what is wrong in a request', async () => {
    const { authorization } = await server.signedIn('ines', 'responder');
    const headers = { authorization };
    const pull = await server.app.inject({ url: '/api/sync/pull?since=-1', headers });
    expect(pull.statusCode).toBe(400);
    expect(pull.json().message).toContain('querystring.since');
    const push = await server.app.inject({
      method: 'POST',
      url: '/api/sync/push',
      headers,
      payload: { clientId: 'x', mutations: [] },
    });
    expect(push.statusCode).toBe(400);
    expect(push.json().message).toContain('clientId');
  });

  it('tells nothing of its inside when it fails', async () => {
    const { authorization } = await server.signedIn('ines', 'responder');
    server.deps.store.read = () => Promise.reject(new Error('secret path /var/lib/vigie'));
    const answer = await server.app.inject({ url: '/api/sync/pull?since=0', headers: { authorization } });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('secret');
    expect(errorBodySchema.parse(answer.json()).error).toBe('internal');
  });

  it('answers pushes, pulls and snapshots, conflicts and gone cursors as the contract says', async () => {
    const { authorization, id } = await server.signedIn('ines', 'responder');
    const headers = { authorization };
    const mutation = { seq: 1, name: 'person.setDuty', args: { person: id, on: true }, at: NOW, via: 'console' };
    const push = (seq: number) =>
      server.app.inject({
        method: 'POST',
        url: '/api/sync/push',
        headers,
        payload: { clientId: 'laptop-of-ines', mutations: [{ ...mutation, seq }] },
      });
    expect((await push(1)).json()).toMatchObject({ results: [{ status: 'applied', version: 2 }], lastSeq: 1 });
    const gap = await push(5);
    expect(gap.statusCode).toBe(409);
    expect(gap.json()).toMatchObject({ error: 'gap', expected: 2 });
    const pull = await server.app.inject({ url: '/api/sync/pull?since=0&clientId=laptop-of-ines', headers });
    expect(pull.json()).toMatchObject({ cursor: 2, head: 2, more: false, lastSeq: 1, checksum: expect.any(String) });
    const gone = await server.app.inject({ url: '/api/sync/pull?since=1&epoch=other', headers });
    expect(gone.statusCode).toBe(410);
    expect(gone.json()).toMatchObject({ error: 'gone', epoch: pull.json().epoch });
    const snapshot = await server.app.inject({ url: '/api/sync/snapshot', headers });
    expect(snapshot.headers['content-type']).toContain('application/x-ndjson');
    const lines = snapshot.body
      .trimEnd()
      .split('\n')
      .map((line) => snapshotLineSchema.parse(JSON.parse(line)));
    expect(lines.map((line) => line.kind)).toEqual(['begin', 'page', 'end']);
  });

  it('compresses what is large', async () => {
    const { authorization } = await server.signedIn('ines', 'responder');
    for (let n = 0; n < 20; n += 1) await server.signedIn(`person${n}`, 'viewer');
    const answer = await server.app.inject({
      url: '/api/sync/pull?since=0',
      headers: { authorization, 'accept-encoding': 'gzip' },
    });
    expect(answer.headers['content-encoding']).toBe('gzip');
  });

  it('lets the console and nobody else read across origins', async () => {
    const preflight = (origin: string) =>
      server.app.inject({
        method: 'OPTIONS',
        url: '/api/sync/push',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,content-type',
        },
      });
    const console = await preflight('app://console');
    expect(console.statusCode).toBe(204);
    expect(console.headers['access-control-allow-origin']).toBe('app://console');
    expect(console.headers['access-control-allow-headers']).toContain('authorization');
    expect((await preflight('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
  });

  it('is healthy while the timer loop runs, and says when it does not', async () => {
    const health = async () => {
      const answer = await server.app.inject({ url: '/healthz' });
      return { code: answer.statusCode, ...healthSchema.parse(answer.json()) };
    };
    expect(await health()).toMatchObject({ code: 503, status: 'degraded', timersRanAt: null });
    server.timers.start();
    await server.clock.advance(60 * SECOND);
    expect(await health()).toMatchObject({ code: 200, status: 'ok', store: 'ok' });
    await server.timers.stop();
    await server.clock.advance(16 * SECOND);
    expect(await health()).toMatchObject({ code: 503, status: 'degraded' });
  });

  it('describes itself and counts', async () => {
    const api = (await server.app.inject({ url: '/openapi.json' })).json();
    expect(api.openapi).toBe('3.1.0');
    expect(Object.keys(api.paths)).toEqual(
      expect.arrayContaining(['/api/sync/push', '/api/sync/pull', '/api/sync/live', '/intake/alertmanager/{key}']),
    );
    expect((await server.app.inject({ url: '/metrics' })).body).toContain('vigie_live_consoles 0');
  });
});
