import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instant, MINUTE, SECOND } from '../../src-shared/time/clock.ts';
import { startTestApp, type TestApp } from '../../tests/support/server-app.ts';
import { createIntakeKey } from '../intake/keys.ts';

const NOW = instant('2026-11-22T03:00:00Z');
let server: TestApp;
let key: string;

beforeEach(async () => {
  server = await startTestApp(NOW);
  key = (await createIntakeKey(server.deps, { source: 'pagerduty', name: 'Paiement' })).key;
});
afterEach(() => server.close());

const payload = { summary: 'Disk at 99 %', source: 'db-2', severity: 'critical' };
const trigger = (more: object = {}) => ({
  routing_key: key,
  event_action: 'trigger',
  dedup_key: 'd1',
  payload,
  ...more,
});
const act = (event_action: string, dedup_key = 'd1') => ({ routing_key: key, event_action, dedup_key });

async function post(
  path: string,
  body: unknown,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) {
  const answer = await server.app.inject({
    method: 'POST',
    url: path,
    headers,
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() };
}
const send = (body: unknown, headers?: Record<string, string>) => post('/v2/enqueue', body, headers);
const errorsOf = async (body: unknown): Promise<string[]> => {
  const answer = await send(body);
  expect(answer).toMatchObject({ status: 400, body: { status: 'invalid event', message: 'Event object is invalid' } });
  return answer.body.errors;
};
const incidents = async () =>
  (await server.deps.store.read((tx) => tx.all('incident')))
    .map(({ doc }) => doc)
    .sort((a, b) => (a.number ?? 0) - (b.number ?? 0));
const alerts = async () => (await server.deps.store.read((tx) => tx.all('alert'))).map(({ doc }) => doc);
const counted = async (result: string) => {
  const { values } = await server.deps.metrics.intake.get();
  return values.filter((one) => one.labels.result === result).reduce((sum, one) => sum + one.value, 0);
};

describe('an event', () => {
  it('needs a key of 32 letters and digits, and gets one', () => expect(key).toMatch(/^[0-9a-z]{32}$/));

  it('opens an incident and says which key it has', async () => {
    expect(await send(trigger())).toMatchObject({
      status: 202,
      body: { status: 'success', message: 'Event processed', dedup_key: 'd1' },
    });
    expect(await incidents()).toMatchObject([
      {
        title: 'Disk at 99 %',
        priority: 'P0',
        status: 'triggered',
        service: 'paiement',
        openedBy: { name: 'Paiement' },
      },
    ]);
    const { dedup_key: _, ...anonymous } = trigger();
    const [one, other] = [await send(anonymous), await send(anonymous)];
    expect(one.body.dedup_key).toMatch(/^[0-9a-f]{32}$/);
    expect(other.body.dedup_key).not.toBe(one.body.dedup_key);
    expect(await incidents()).toHaveLength(3);
  });

  it.each([
    ['critical', 'P0'],
    ['error', 'P1'],
    ['warning', 'P2'],
    ['info', 'P3'],
  ])('of severity %s is %s', async (severity, priority) => {
    await send(trigger({ payload: { ...payload, severity } }));
    expect(await incidents()).toMatchObject([{ priority }]);
  });

  it('keeps what it tells, links and images as addresses of the web alone', async () => {
    await send(
      trigger({
        payload: {
          ...payload,
          timestamp: '2026-11-22T02:42:58.315+0000',
          component: 'postgres',
          group: 'prod',
          class: 'disk',
          custom_details: { 'free space': '1%', 'load avg': 0.75, top: [{ pid: 1 }], __proto__: { a: 1 } },
        },
        client: 'Monitoring',
        client_url: 'https://monitoring.example/1',
        links: [{ href: 'https://runbooks.example', text: 'Runbook' }, { href: 'javascript:alert(1)' }, 7],
        images: [{ src: 'https://img.example/1.png', alt: 'Load' }, { src: 'data:image/png;base64,AA' }],
      }),
    );
    const [alert, ...others] = await alerts();
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      startsAt: instant('2026-11-22T02:42:58.315Z'),
      labels: { severity: 'critical', source: 'db-2', component: 'postgres', group: 'prod', class: 'disk' },
      annotations: { 'free space': '1%', 'load avg': '0.75' },
      sourceUrl: 'https://monitoring.example/1',
      links: [{ href: 'https://runbooks.example', text: 'Runbook' }],
      images: [{ src: 'https://img.example/1.png', alt: 'Load' }],
      extra: '{"top":[{"pid":1}]}',
    });
  });

  it('is acknowledged by its sender, which stops the response clock', async () => {
    await send(trigger());
    await server.clock.advance(MINUTE);
    expect(await send(act('acknowledge'))).toMatchObject({ status: 202, body: { dedup_key: 'd1' } });
    const [incident] = await incidents();
    expect(incident).toMatchObject({
      status: 'acknowledged',
      acknowledgedBy: { kind: 'sender', name: 'Paiement' },
      clocks: { response: { stoppedAt: NOW + MINUTE } },
    });
    await send(act('acknowledge'));
    await send(trigger());
    expect(await incidents()).toMatchObject([{ status: 'acknowledged', acknowledgedAt: NOW + MINUTE, alertsTotal: 1 }]);
  });

  it('is resolved with what it said when it fired', async () => {
    await send(trigger());
    await server.clock.advance(MINUTE);
    expect(await send(act('resolve'))).toMatchObject({ status: 202, body: { message: 'Event processed' } });
    expect(await incidents()).toMatchObject([{ status: 'resolved', resolvedBy: { name: 'Paiement' } }]);
    expect(await alerts()).toMatchObject([
      { status: 'resolved', title: 'Disk at 99 %', startsAt: NOW, endsAt: NOW + MINUTE, labels: { source: 'db-2' } },
    ]);
  });

  it('after a resolve is a new alert in a new incident, at once', async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      await send(trigger());
      await server.clock.advance(SECOND);
      await send(act('resolve'));
      await server.clock.advance(SECOND);
    }
    await send(trigger());
    expect((await incidents()).map(({ status, reopenings }) => [status, reopenings])).toEqual([
      ['resolved', undefined],
      ['resolved', undefined],
      ['resolved', undefined],
      ['triggered', undefined],
    ]);
    expect((await alerts()).filter(({ status }) => status === 'firing')).toHaveLength(1);
    expect(await alerts()).toHaveLength(4);
    expect(server.bugs).toEqual([]);
  });

  it('that speaks of no firing alert is dropped, counted and accepted', async () => {
    await send(act('acknowledge', 'never'));
    expect(await send(act('resolve', 'never'))).toMatchObject({ status: 202, body: { dedup_key: 'never' } });
    await send(trigger());
    await send(act('resolve'));
    await send(act('resolve'));
    await send(act('acknowledge'));
    expect(await counted('stray')).toBe(4);
    expect(await incidents()).toMatchObject([{ status: 'resolved' }]);
    const log = await server.deps.store.read((tx) => tx.log({ after: 0, limit: 100 }));
    expect(log).toHaveLength(2);
  });

  it.each([{ 'content-type': 'text/plain' }, { 'content-type': 'application/x-www-form-urlencoded' }, {}])(
    'is read as JSON under %j',
    async (headers) => expect((await send(trigger(), headers as Record<string, string>)).status).toBe(202),
  );

  it('may have its key in a header', async () => {
    const { routing_key: _, ...event } = trigger();
    const headers = { 'content-type': 'application/json', 'x-routing-key': key };
    expect((await send(event, headers)).status).toBe(202);
  });
});

describe('a refusal', () => {
  it.each([
    [{ routing_key: undefined }, ["'routing_key' is missing or blank"]],
    [{ routing_key: 'a'.repeat(31) }, ["Length of 'routing_key' is incorrect (should be 32 characters)"]],
    [{ routing_key: `${'a'.repeat(31)}-` }, ["'routing_key' cannot contain non-alphanumeric characters."]],
    [{ routing_key: 'f'.repeat(32) }, ['Invalid routing key']],
    [{ event_action: undefined }, ["'event_action' is missing or blank"]],
    [
      { event_action: 'open' },
      ["'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')"],
    ],
    [{ event_action: 'resolve', dedup_key: undefined }, ["'dedup_key' is missing or blank"]],
    [{ event_action: 'acknowledge', dedup_key: ' ' }, ["'dedup_key' is missing or blank"]],
    [
      { dedup_key: 'x'.repeat(256) },
      ["Length of 'dedup_key' is incorrect (should be less than or equal to 255 characters)"],
    ],
    [{ payload: undefined }, ["'payload' is missing or blank"]],
    [
      { payload: {} },
      [
        "'payload.summary' is missing or blank",
        "'payload.source' is missing or blank",
        "'payload.severity' is missing or blank",
      ],
    ],
    [
      { payload: { ...payload, severity: 'Critical' } },
      ["'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')"],
    ],
    [
      { payload: { ...payload, summary: 'x'.repeat(1_025) } },
      ["Length of 'payload.summary' is incorrect (should be less than or equal to 1024 characters)"],
    ],
  ])('of %j says all of %j', async (change, errors) => {
    expect(await errorsOf(trigger(change))).toEqual(errors);
    expect(await incidents()).toEqual([]);
  });

  it('is shown beside its key', async () => {
    await send(trigger({ payload: { ...payload, severity: 'bad' } }));
    const { authorization } = await server.signedIn('marc', 'admin');
    const listed = (await server.app.inject({ url: '/api/intake-keys', headers: { authorization } })).json();
    expect(listed.keys).toMatchObject([{ name: 'Paiement', refused: { reason: expect.stringContaining('severity') } }]);
    expect(await counted('refused')).toBe(1);
  });

  it('comes only beyond 255 and 1024 characters, whatever their bytes', async () => {
    const summary = '🔥'.repeat(1_024);
    const answer = await send(trigger({ dedup_key: 'é'.repeat(255), payload: { ...payload, summary } }));
    expect(answer.status).toBe(202);
    expect((await alerts())[0]?.summary).toBe(summary);
  });

  it('of what is no JSON, too large or of a guessed key has PagerDuty’s shape', async () => {
    expect(await send('{"routing_key":')).toMatchObject({
      status: 400,
      body: { status: 'Unrecognized object', errors: ['JSON parse error'] },
    });
    expect((await send('')).status).toBe(400);
    expect(await send(trigger({ client: 'x'.repeat(600_000) }))).toMatchObject({
      status: 413,
      body: { status: 'invalid event', errors: [expect.stringContaining('too large')] },
    });
    const large = trigger({ payload: { ...payload, custom_details: { dump: 'x'.repeat(500_000) } } });
    expect((await send(large)).status).toBe(202);
    const guesses = await Promise.all(
      Array.from({ length: 70 }, (_, n) => send(trigger({ routing_key: String(n).padStart(32, '0') }))),
    );
    expect(guesses.at(-1)).toMatchObject({ status: 429, body: { status: 'throttle exceeded' } });
    expect(Number(guesses.at(-1)?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await send(trigger())).status).toBe(202);
  });

  it('never holds the key of a sender of another kind for good', async () => {
    const other = (await createIntakeKey(server.deps, { source: 'generic' })).key;
    expect(await errorsOf(trigger({ routing_key: other }))).not.toEqual([]);
  });
});

describe('a change event', () => {
  const change = (more: object = {}) => ({
    routing_key: key,
    payload: {
      summary: 'Build 42 deployed',
      timestamp: '2026-11-22T02:50:00Z',
      source: 'ci',
      custom_details: { build: 42, env: { name: 'prod' } },
    },
    links: [{ href: 'https://ci.example/42', text: 'Build' }],
    ...more,
  });
  const kept = async () => (await server.deps.store.read((tx) => tx.all('changeEvent'))).map(({ doc }) => doc);

  it('lands on the service of its key, once, without an incident', async () => {
    for (let again = 0; again < 2; again += 1) {
      expect(await post('/v2/change/enqueue', change())).toMatchObject({
        status: 202,
        body: { status: 'success', message: 'Change event processed' },
      });
    }
    expect(await kept()).toEqual([
      {
        service: 'paiement',
        sender: 'Paiement',
        summary: 'Build 42 deployed',
        source: 'ci',
        at: instant('2026-11-22T02:50:00Z'),
        details: { build: '42' },
        links: [{ href: 'https://ci.example/42', text: 'Build' }],
        extra: '{"env":{"name":"prod"}}',
      },
    ]);
    expect(await incidents()).toEqual([]);
  });

  it('needs a key, in the body or in a header, and a summary', async () => {
    const { routing_key: _, ...without } = change();
    const headers = { 'content-type': 'application/json', 'x-routing-key': key };
    expect((await post('/v2/change/enqueue', without, headers)).status).toBe(202);
    expect((await post('/v2/change/enqueue', { ...without, payload: {} })).body.errors).toEqual([
      "'routing_key' is missing or blank",
      "'payload.summary' is missing or blank",
    ]);
    expect((await post('/v2/change/enqueue', change({ routing_key: 'f'.repeat(32) }))).status).toBe(400);
  });
});

it('whatever comes, the answer has PagerDuty’s shape and no fault is behind it', async () => {
  const rubbish = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: 'binary', maxLength: 60 }));
  const event = fc.record(
    {
      event_action: fc.oneof(fc.constantFrom('trigger', 'acknowledge', 'resolve'), rubbish),
      dedup_key: fc.oneof(fc.constantFrom('a', 'b'), rubbish),
      payload: fc.oneof(
        fc.record({
          summary: rubbish,
          source: rubbish,
          severity: fc.constantFrom('critical', 'info'),
          timestamp: rubbish,
          custom_details: rubbish,
        }),
        rubbish,
      ),
      links: fc.oneof(fc.array(fc.record({ href: fc.oneof(fc.webUrl(), rubbish), text: rubbish })), rubbish),
      images: rubbish,
      client_url: rubbish,
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('/v2/enqueue', '/v2/change/enqueue'), event, async (path, body) => {
      const answer = await post(path, { ...body, routing_key: key });
      expect([202, 400]).toContain(answer.status);
      expect(answer.body).toMatchObject({ status: expect.any(String), message: expect.any(String) });
    }),
    { numRuns: 200 },
  );
  expect(server.bugs).toEqual([]);
});
