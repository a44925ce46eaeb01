import { afterEach, beforeEach, expect, test } from 'vitest';
import { instant } from '../src-shared/time/clock.ts';
import { startTestApp, type TestApp } from '../tests/support/server-app.ts';
import { createIntakeKey } from './intake/keys.ts';
import { createServerLog, describeError } from './log.ts';

const NOW = instant('2026-11-22T03:00:00Z');
const SECRET = 'Xq7rB2mZ9kLw';

let lines: string[];
let server: TestApp;

beforeEach(async () => {
  lines = [];
  const log = createServerLog('trace', { write: (line: string) => lines.push(line) });
  server = await startTestApp(NOW, {}, log);
});
afterEach(() => server.close());

const entries = () => lines.map((line): Record<string, unknown> => JSON.parse(line));

test('a push is one line, a refused change another, joined to the laptop by request, client and number', async () => {
  const { authorization } = await server.signedIn('ines', 'responder');
  const at = NOW;
  await server.app.inject({
    method: 'POST',
    url: '/api/sync/push',
    headers: { authorization, 'x-request-id': 'laptop-0001' },
    payload: {
      clientId: 'client-of-ines',
      mutations: [{ seq: 1, name: 'incident.acknowledge', args: { id: SECRET }, at, via: 'console' }],
    },
  });
  expect(entries().filter(({ msg }) => msg === 'mutation rejected')).toEqual([
    expect.objectContaining({
      level: 'info',
      requestId: 'laptop-0001',
      client: 'client-of-ines',
      seq: 1,
      name: 'incident.acknowledge',
      reason: expect.any(String),
    }),
  ]);
  expect(entries().filter(({ msg }) => msg === 'push')).toEqual([
    expect.objectContaining({ requestId: 'laptop-0001', client: 'client-of-ines', from: 1, to: 1, rejected: 1 }),
  ]);
});

test('a request without a name, or with an odd one, is given one, and the answer carries it', async () => {
  for (const given of [undefined, 'x', 'a b c d e f g h', '"}{"level":"fatal"']) {
    const headers = given === undefined ? {} : { 'x-request-id': given };
    const answer = await server.app.inject({ url: '/api/me', headers });
    expect(answer.json().requestId).toMatch(/^[\da-f-]{36}$/);
    expect(answer.headers['x-request-id']).toBe(answer.json().requestId);
  }
});

test('no secret, no address and no word of an alert or a change is in any line, whatever was sent where', async () => {
  const { authorization } = await server.signedIn('ines', 'admin', SECRET);
  const { key } = await createIntakeKey({ store: server.deps.store, clock: server.clock }, { source: 'generic' });
  const token = authorization.slice('Bearer '.length);
  const post = (url: string, payload: unknown, headers: Record<string, string> = {}) =>
    server.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', ...headers },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });
  const words = `Panne ${SECRET} chez ines@example.org`;

  await post('/api/sign-in', { user: 'ines', password: SECRET, device: words });
  await post('/api/sign-in', { user: 'ines', password: `wrong${SECRET}` });
  await post('/api/sign-in', `{"user":"ines","password":"${SECRET}`);
  await post('/api/sign-in', { user: 12, password: { nested: SECRET } });
  await server.app.inject({ url: `/api/me?token=${token}`, headers: { authorization } });
  await server.app.inject({
    url: '/api/me',
    headers: { authorization: `Bearer vigie_${SECRET}`, cookie: `a=${SECRET}` },
  });
  await server.app.inject({ url: `/api/tokens/${token}`, method: 'DELETE', headers: { authorization } });
  await server.app.inject({ url: `/${token}/x?password=${SECRET}` });
  await post(`/intake/generic/${key}`, { title: words, description: words });
  await post(`/intake/generic/${key}`, { nonsense: words });
  await post(`/intake/generic/${key}`, `{"title": "${words}`);
  await post(`/intake/generic/vk_${SECRET}`, { title: words });
  await post(`//intake/generic//${key}/`, { title: words });
  const paged = await createIntakeKey({ store: server.deps.store, clock: server.clock }, { source: 'pagerduty' });
  const event = { event_action: 'trigger', payload: { summary: words, source: words, severity: 'error' } };
  await post('/v2/enqueue', { ...event, routing_key: paged.key });
  await post('/v2/enqueue', { ...event, routing_key: SECRET });
  await post('/v2/enqueue', { routing_key: paged.key, event_action: words });
  await post('/v2/change/enqueue', { routing_key: paged.key, payload: { summary: words } });
  await post('/api/intake-keys', { source: 'generic', name: 'disk' }, { authorization });
  const push = (mutations: unknown) =>
    post('/api/sync/push', { clientId: 'client-of-ines', mutations }, { authorization });
  await push([
    { seq: 1, name: 'incident.note', args: { id: 'x', text: words }, at: NOW, via: 'console' },
    { seq: 2, name: 'incident.open', args: { title: words, token }, at: NOW, via: 'console' },
    { seq: 3, name: 'no.such.change', args: { words }, at: NOW, via: 'console' },
    { seq: 4, name: 'incident.open', args: { title: words }, at: NOW + 999_999, via: 'console' },
  ]);
  await push([{ seq: 9, name: 'incident.note', args: { text: words }, at: NOW, via: 'console' }]);
  await push([{ seq: 'x', name: words, args: words }]);
  server.deps.onBug(Object.assign(new Error(`Bearer ${token}`), { detail: `(${words})`, parameters: [SECRET] }), {
    name: 'incident.open',
    origin: { kind: 'client', id: 'client-of-ines', seq: 5 },
  });

  expect(entries().at(-1)).toMatchObject({ name: 'incident.open', client: 'client-of-ines', seq: 5 });
  const all = lines.join('');
  expect(entries().length).toBeGreaterThan(20);
  for (const secret of [SECRET, token, key, paged.key, 'ines@example.org', 'Panne']) expect(all).not.toContain(secret);
  expect(all).not.toContain(encodeURIComponent(words));
});

test('a failure is told by its name, code, message and place, and by nothing that a library hangs on it', () => {
  const cause = Object.assign(new Error('disk full'), { code: 'ENOSPC' });
  const failure = Object.assign(new Error('x'.repeat(2_000), { cause }), { detail: 'Failing row contains (words)' });
  const told = describeError(failure);
  expect(told).toMatchObject({
    type: 'Error',
    message: 'x'.repeat(300),
    cause: { code: 'ENOSPC', message: 'disk full' },
  });
  expect(told.stack).toMatch(/^\s+at /);
  expect(JSON.stringify(told)).not.toContain('Failing row');
  expect(describeError('thrown text')).toEqual({ type: 'string', message: 'thrown text' });
});
