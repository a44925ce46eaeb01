import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorBodySchema, meSchema, signInResponseSchema } from '../../src-shared/contract/http.ts';
import { instant, MINUTE } from '../../src-shared/time/clock.ts';
import { startTestApp, type TestApp } from '../../tests/support/server-app.ts';

const NOW = instant('2026-11-22T03:00:00Z');
let server: TestApp;

beforeEach(async () => {
  server = await startTestApp(NOW);
});
afterEach(() => server.close());

const signIn = (user: string, password: string) =>
  server.app.inject({ method: 'POST', url: '/api/sign-in', payload: { user, password, device: 'ThinkPad' } });

describe('sign-in', () => {
  it('gives a token that says who bears it, until sign-out', async () => {
    const { id } = await server.signedIn('ines', 'lead', 'correct horse battery');
    const answer = await signIn('INES', 'correct horse battery');
    expect(answer.statusCode).toBe(200);
    const { token, me } = signInResponseSchema.parse(answer.json());
    expect(me).toMatchObject({ person: id, role: 'lead' });

    const headers = { authorization: `Bearer ${token}` };
    const asked = await server.app.inject({ url: '/api/me', headers });
    expect(meSchema.parse(asked.json()).scopes).toEqual(['all', `person:${id}`]);
    expect((await server.app.inject({ method: 'POST', url: '/api/sign-out', headers })).statusCode).toBe(204);
    expect((await server.app.inject({ url: '/api/me', headers })).statusCode).toBe(401);
  });

  it('refuses a wrong password and an unknown user in the same words', async () => {
    await server.signedIn('ines', 'lead', 'correct horse battery');
    const wrong = await signIn('ines', 'wrong');
    const unknown = await signIn('nobody', 'wrong');
    expect([wrong.statusCode, unknown.statusCode]).toEqual([401, 401]);
    expect(errorBodySchema.parse(wrong.json()).message).toBe(errorBodySchema.parse(unknown.json()).message);
  });

  it('has a person wait after five failures, whatever the address', async () => {
    await server.signedIn('ines', 'lead', 'correct horse battery');
    for (let n = 0; n < 5; n += 1) await signIn('ines', 'wrong');
    const blocked = await signIn('ines', 'correct horse battery');
    expect(blocked.statusCode).toBe(429);
    expect(blocked.headers['retry-after']).toBe('300');
    await server.clock.advance(5 * MINUTE + 1);
    expect((await signIn('ines', 'correct horse battery')).statusCode).toBe(200);
  });

  it('limits an address', async () => {
    await server.close();
    server = await startTestApp(NOW, { signInsPerMinute: 2 });
    for (let n = 0; n < 2; n += 1) expect((await signIn(`user${n}`, 'wrong')).statusCode).toBe(401);
    const limited = await signIn('user9', 'wrong');
    expect(limited.statusCode).toBe(429);
    expect(errorBodySchema.parse(limited.json()).error).toBe('tooMany');
  });

  it('lets an account without a password in by token alone', async () => {
    await server.signedIn('robot', 'viewer');
    expect((await signIn('robot', '')).statusCode).toBe(400);
    expect((await signIn('robot', 'undefined')).statusCode).toBe(401);
  });

  it('refuses a disabled person everywhere', async () => {
    const { authorization, id } = await server.signedIn('ines', 'lead', 'correct horse battery');
    const admin = await server.signedIn('marc', 'admin');
    const push = await server.app.inject({
      method: 'POST',
      url: '/api/sync/push',
      headers: { authorization: admin.authorization },
      payload: {
        clientId: 'laptop-of-marc',
        mutations: [
          {
            seq: 1,
            name: 'person.update',
            args: {
              id,
              patch: { email: null, phone: null, supportLevel: null, zone: null, languages: null, disabled: true },
            },
            at: NOW,
            via: 'console',
          },
        ],
      },
    });
    expect(push.json().results).toMatchObject([{ status: 'applied' }]);
    expect((await signIn('ines', 'correct horse battery')).statusCode).toBe(403);
    for (const url of ['/api/me', '/api/sync/pull?since=0', '/api/sync/snapshot', '/api/sync/live']) {
      expect((await server.app.inject({ url, headers: { authorization } })).statusCode).toBe(403);
    }
  });
});

describe('tokens', () => {
  it("lists and revokes one's own, and nobody else's", async () => {
    const ines = await server.signedIn('ines', 'viewer');
    const marc = await server.signedIn('marc', 'admin');
    const listed = await server.app.inject({ url: '/api/tokens', headers: { authorization: ines.authorization } });
    const [token] = listed.json().tokens;
    expect(token).toMatchObject({ name: 'test', current: true });
    const asMarc = {
      method: 'DELETE',
      url: `/api/tokens/${token.id}`,
      headers: { authorization: marc.authorization },
    } as const;
    expect((await server.app.inject(asMarc)).statusCode).toBe(404);
    const asInes = { ...asMarc, headers: { authorization: ines.authorization } };
    expect((await server.app.inject(asInes)).statusCode).toBe(204);
    expect((await server.app.inject(asInes)).statusCode).toBe(401);
  });
});
