import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { intakeKeysSchema, type KeySource } from '../../src-shared/contract/http.ts';
import { SENDERS } from '../../src-shared/intake/senders.ts';
import type { CustomMapping } from '../../src-shared/model/mapping.ts';
import { instant } from '../../src-shared/time/clock.ts';
import { startTestApp, type TestApp } from '../../tests/support/server-app.ts';
import { createIntakeKey } from '../intake/keys.ts';
import { confirmationAddress } from '../intake/sns.ts';

const NOW = instant('2026-11-22T12:05:00Z');
let server: TestApp;
let visited: string[];

beforeEach(async () => {
  visited = [];
  server = await startTestApp(NOW);
  server.deps.visit = async (url) => visited.push(url.href) > 0;
});
afterEach(() => server.close());

const keyFor = async (source: KeySource, mapping?: string) =>
  (await createIntakeKey(server.deps, { source, ...(mapping ? { mapping } : {}) })).key;
const sample = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../src-shared/intake/senders/${name}.sample.json`, import.meta.url), 'utf8'));
const post = (url: string, payload: unknown, type = 'application/json') =>
  server.app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': type },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });
const incidents = async () => (await server.deps.store.read((tx) => tx.all('incident'))).map(({ doc }) => doc);

it.each(SENDERS.map(({ name }) => name))('a payload of %s opens an incident by its own address', async (name) => {
  const key = await keyFor(name);
  expect((await post(`/intake/${name}/${key}`, sample(name))).json()).toMatchObject({ status: 'applied' });
  expect(await incidents()).toMatchObject([{ status: 'triggered', openedBy: { kind: 'sender', name } }]);
  expect(server.bugs).toEqual([]);
});

const first = (body: Record<string, unknown>) => (Array.isArray(body.alerts) ? body.alerts[0] : undefined);

/** The same alert when it is over, as each sender says so. */
const OVER: Record<string, (body: Record<string, unknown>) => object> = {
  alertmanager: (body) => ({
    ...body,
    alerts: [{ ...first(body), status: 'resolved', endsAt: '2026-11-22T12:04:00Z' }],
  }),
  grafana: (body) => ({ ...body, status: 'resolved', alerts: [{ ...first(body), status: 'resolved' }] }),
  zabbix: (body) => ({ ...body, event_value: '0', event_recovery_timestamp: '1795316640' }),
  cloudwatch: (body) => ({ ...body, Message: String(body.Message).replace('"ALARM"', '"OK"') }),
  uptimekuma: (body) => ({ ...body, heartbeat: { ...Object(body.heartbeat), status: 1, msg: '200 - OK' } }),
  datadog: (body) => ({ ...body, transition: 'Recovered', type: 'success', title: '[Recovered] CPU is saturated' }),
  generic: (body) => ({ ...body, status: 'resolved' }),
};

it.each(SENDERS.map(({ name }) => name))('what %s says is over is resolved in its name', async (name) => {
  const key = await keyFor(name);
  await post(`/intake/${name}/${key}`, sample(name));
  await server.clock.advance(60_000);
  expect((await post(`/intake/${name}/${key}`, OVER[name]?.(sample(name)))).json()).toMatchObject({
    status: 'applied',
  });
  expect(await incidents()).toMatchObject([
    { status: 'resolved', resolvedBy: { kind: 'sender', name }, alertsFiring: 0 },
  ]);
  const [alert] = await server.deps.store.read(async (tx) => tx.all('alert'));
  expect(alert?.doc.endsAt ?? 0).toBeGreaterThanOrEqual(alert?.doc.startsAt ?? 1);
  expect(server.bugs).toEqual([]);
});

it('a payload that is no alert is accepted and changes nothing', async () => {
  const key = await keyFor('uptimekuma');
  const answer = await post(`/intake/uptimekuma/${key}`, { heartbeat: { status: 2 }, monitor: { id: 1 }, msg: 'x' });
  expect([answer.statusCode, answer.json().status]).toEqual([200, 'noop']);
  expect(await incidents()).toEqual([]);
});

describe('Amazon SNS', () => {
  const SubscribeURL =
    'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:eu-west-1:1:t&Token=abc';
  const confirmation = {
    Type: 'SubscriptionConfirmation',
    Token: 'abc',
    Message: 'You have chosen to subscribe',
    SubscribeURL,
  };

  it('calls its JSON plain text, and alerts by it', async () => {
    const key = await keyFor('cloudwatch');
    const answer = await post(`/intake/cloudwatch/${key}`, sample('cloudwatch'), 'text/plain; charset=UTF-8');
    expect(answer.json()).toMatchObject({ status: 'applied' });
    expect(await incidents()).toMatchObject([{ title: 'ServerCpuTooHigh' }]);
  });

  it('has its subscription confirmed by a visit to its own host, and by nothing without a key', async () => {
    const key = await keyFor('cloudwatch');
    expect((await post('/intake/cloudwatch/vk_none', confirmation, 'text/plain')).statusCode).toBe(401);
    expect(visited).toEqual([]);
    expect((await post(`/intake/cloudwatch/${key}`, confirmation, 'text/plain')).statusCode).toBe(200);
    expect(visited).toEqual([SubscribeURL]);
    expect(await incidents()).toEqual([]);
  });

  it.each([
    ['http://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription'],
    ['https://169.254.169.254/?Action=ConfirmSubscription'],
    ['https://sns.eu-west-1.amazonaws.com.evil.example/?Action=ConfirmSubscription'],
    ['https://evil.example/sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription'],
    ['https://sns.eu-west-1.amazonaws.com@evil.example/?Action=ConfirmSubscription'],
    ['https://user@sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription'],
    ['https://sns.eu-west-1.amazonaws.com:8443/?Action=ConfirmSubscription'],
    ['https://s3.eu-west-1.amazonaws.com/?Action=ConfirmSubscription'],
    ['https://sns.a.b.amazonaws.com/?Action=ConfirmSubscription'],
    ['https://sns.s3.amazonaws.com/?Action=ConfirmSubscription'],
    ['https://sns.s3-eu-west-1.amazonaws.com/?Action=ConfirmSubscription'],
    ['https://sns.eu-west-1.amazonaws.com./?Action=ConfirmSubscription'],
    ['https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe'],
    ['file:///etc/passwd?Action=ConfirmSubscription'],
    [7],
  ])('is never answered at %s', async (address) => {
    expect(confirmationAddress(address)).toBeUndefined();
    const key = await keyFor('cloudwatch');
    const answer = await post(`/intake/cloudwatch/${key}`, { ...confirmation, SubscribeURL: address }, 'text/plain');
    expect(answer.statusCode).toBe(200);
    expect(visited).toEqual([]);
  });
});

describe('a sender of one’s own', () => {
  const doc: CustomMapping = {
    name: 'Sauvegardes',
    mapping: {
      alerts: ['$'],
      fields: {
        title: { text: 'Sauvegarde {job}' },
        status: { of: 'result', table: { failed: 'firing', done: 'resolved' } },
        dedupKey: 'job',
        service: { value: 'backup' },
        priority: { value: 'P1' },
      },
    },
  };

  it('is read by the mapping that its key names, of whatever content type', async () => {
    await server.asSystem('mapping.save', { id: 'm1', doc });
    const key = await keyFor('custom', 'm1');
    expect((await post(`/intake/custom/${key}`, { job: 'nas', result: 'failed' }, 'text/plain')).statusCode).toBe(200);
    expect(await incidents()).toMatchObject([{ title: 'Sauvegarde nas', priority: 'P1', service: 'backup' }]);
    await post(`/intake/custom/${key}`, { job: 'nas', result: 'DONE' });
    expect(await incidents()).toMatchObject([{ status: 'resolved' }]);
  });

  it('is read by the mapping as it is now, and says what was refused last', async () => {
    await server.asSystem('mapping.save', { id: 'm1', doc });
    const key = await keyFor('custom', 'm1');
    const refused = await post(`/intake/custom/${key}`, { job: 'nas', result: 'half' });
    expect(refused.json()).toMatchObject({
      error: 'invalid',
      message: 'This is not what « Sauvegardes » is made for: no known status.',
    });
    const { authorization } = await server.signedIn('marc', 'admin');
    const listed = await server.app.inject({ url: '/api/intake-keys', headers: { authorization } });
    expect(intakeKeysSchema.parse(listed.json()).keys).toMatchObject([
      { source: 'custom', mapping: 'm1', refused: { at: NOW, reason: refused.json().message } },
    ]);
    await server.asSystem('mapping.remove', { id: 'm1' });
    expect((await post(`/intake/custom/${key}`, { job: 'nas', result: 'failed' })).statusCode).toBe(409);
  });

  it('has no key without a mapping, and no other sender has one with it', async () => {
    const { authorization } = await server.signedIn('marc', 'admin');
    const make = async (payload: object) =>
      (await server.app.inject({ method: 'POST', url: '/api/intake-keys', payload, headers: { authorization } }))
        .statusCode;
    expect(await make({ source: 'custom' })).toBe(400);
    expect(await make({ source: 'custom', mapping: 'none' })).toBe(400);
    await server.asSystem('mapping.save', { id: 'm1', doc });
    expect(await make({ source: 'generic', mapping: 'm1' })).toBe(400);
    expect(await make({ source: 'custom', mapping: 'm1' })).toBe(201);
  });
});
