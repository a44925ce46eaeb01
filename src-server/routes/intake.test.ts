import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { errorBodySchema } from '../../src-shared/contract/http.ts';
import { instant, isoInstant, MINUTE } from '../../src-shared/time/clock.ts';
import { startTestApp, type TestApp } from '../../tests/support/server-app.ts';
import { createIntakeKey, revokeIntakeKey } from '../intake/keys.ts';

const NOW = instant('2026-11-22T03:00:00Z');
let server: TestApp;

beforeEach(async () => {
  server = await startTestApp(NOW);
});
afterEach(() => server.close());

function webhook(status: 'firing' | 'resolved', instance = 'db-1', severity = 'critical') {
  const labels = { alertname: 'InstanceDown', instance, severity, service: 'paiement' };
  return {
    version: '4',
    groupKey: '{}:{alertname="InstanceDown"}',
    status,
    receiver: 'vigie',
    groupLabels: {},
    commonLabels: labels,
    commonAnnotations: {},
    externalURL: 'http://alertmanager:9093',
    truncatedAlerts: 0,
    alerts: [
      {
        status,
        labels,
        annotations: { summary: `${instance} ne répond plus` },
        startsAt: '2026-11-22T02:59:00Z',
        endsAt: status === 'resolved' ? '2026-11-22T03:00:00Z' : '0001-01-01T00:00:00Z',
        generatorURL: 'http://prometheus:9090/graph',
        fingerprint: `fp-${instance}`,
      },
    ],
  };
}

const keyFor = async (source: 'alertmanager' | 'generic', name?: string) =>
  (await createIntakeKey(server.deps, { source, name })).key;
const send = (path: string, payload: unknown) =>
  server.app.inject({
    method: 'POST',
    url: `/intake/${path}`,
    headers: { 'content-type': 'application/json' },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });
const incidents = () => server.deps.store.read((tx) => tx.all('incident'));
const logged = async () => (await server.deps.store.read((tx) => tx.log({ after: 0, limit: 100 }))).length;

describe('intake', () => {
  it('opens one incident for repeated alerts and resolves it with its sender', async () => {
    const key = await keyFor('alertmanager');
    const first = await send(`alertmanager/${key}`, webhook('firing'));
    expect(first.json()).toMatchObject({ status: 'applied' });
    await send(`alertmanager/${key}`, webhook('firing'));
    await server.clock.advance(MINUTE);
    await send(`alertmanager/${key}`, webhook('firing', 'db-2'));
    const [incident, ...others] = await incidents();
    expect(others).toEqual([]);
    expect(incident?.doc).toMatchObject({ number: 1, status: 'triggered', alertsTotal: 2, alertsFiring: 2 });
    expect(incident?.doc.openedBy).toEqual({ kind: 'sender', name: 'alertmanager' });
    await server.clock.advance(MINUTE);
    await send(`alertmanager/${key}`, webhook('resolved', 'db-1'));
    await send(`alertmanager/${key}`, webhook('resolved', 'db-2'));
    expect((await incidents())[0]?.doc).toMatchObject({ status: 'resolved', alertsFiring: 0 });
    expect(server.bugs).toEqual([]);
  });

  it('takes our own format', async () => {
    const key = await keyFor('generic', 'sauvegarde');
    const answer = await send(`generic/${key}`, { title: 'Sauvegarde en échec', priority: 'P1', service: 'backup' });
    expect(answer.statusCode).toBe(200);
    expect((await incidents())[0]?.doc).toMatchObject({ title: 'Sauvegarde en échec', priority: 'P1' });
  });

  it.each([
    ['an unknown key', 'alertmanager/vk_nothing', webhook('firing'), 401, 'unauthorized'],
    ['a key of another sender', 'generic/KEY', { title: 'x' }, 401, 'unauthorized'],
    ['bad JSON', 'alertmanager/KEY', '{"version":', 400, 'badJson'],
    ['no body', 'alertmanager/KEY', '', 400, 'badJson'],
    ['a wrong shape', 'alertmanager/KEY', { alerts: 'many' }, 400, 'invalid'],
    ['another version', 'alertmanager/KEY', { ...webhook('firing'), version: '3' }, 400, 'invalid'],
    ['too much', 'alertmanager/KEY', ' '.repeat(1024 * 1024 + 1), 413, 'tooLarge'],
    ['a sender we do not know', 'nagios/KEY', {}, 404, 'notFound'],
  ])('refuses %s in one sentence and writes nothing', async (_name, path, payload, status, error) => {
    const key = await keyFor('alertmanager');
    const answer = await send(path.replace('KEY', key), payload);
    expect(answer.statusCode).toBe(status);
    const body = errorBodySchema.parse(answer.json());
    expect(body).toMatchObject({ error, requestId: expect.any(String) });
    expect(body.message).not.toContain(key);
    expect(body.message).not.toMatch(/\n|at .*\.ts/);
    expect(await incidents()).toEqual([]);
    expect(await logged()).toBe(0);
  });

  it('refuses other types than JSON', async () => {
    const key = await keyFor('generic');
    const answer = await server.app.inject({
      method: 'POST',
      url: `/intake/generic/${key}`,
      headers: { 'content-type': 'text/plain' },
      payload: 'hello',
    });
    expect(answer.statusCode).toBe(415);
    expect(errorBodySchema.parse(answer.json()).error).toBe('unsupportedType');
  });

  it('slows down who guesses keys, and not who knows one', async () => {
    const key = await keyFor('alertmanager');
    const guesses = await Promise.all(Array.from({ length: 70 }, (_, n) => send(`alertmanager/vk_${n}`, {})));
    expect(guesses.at(-1)?.statusCode).toBe(429);
    expect((await send(`alertmanager/${key}`, webhook('firing'))).statusCode).toBe(200);
  });

  it('shares commits between payloads that come together', async () => {
    const key = await keyFor('alertmanager');
    await Promise.all(Array.from({ length: 100 }, (_, n) => send(`alertmanager/${key}`, webhook('firing', `db-${n}`))));
    expect((await incidents())[0]?.doc.alertsTotal).toBe(100);
    // One for the key, and few for all payloads.
    expect(server.deps.store.stats().jobs).toBeLessThan(10);
    expect(await logged()).toBeLessThan(10);
  });
});

describe('a payload that comes again as it was', () => {
  const again = async (key: string) => (await send(`alertmanager/${key}`, webhook('firing'))).json();

  it('is answered without a commit once it is known, and written down again after a minute', async () => {
    const key = await keyFor('alertmanager');
    for (let n = 0; n < 10; n += 1) await again(key);
    const written = await logged();
    expect(written).toBeLessThan(4);
    expect(await again(key)).toMatchObject({ status: 'noop' });
    expect(await logged()).toBe(written);
    await server.clock.advance(MINUTE);
    expect(await again(key)).toMatchObject({ status: 'applied' });
    const [alert] = await server.deps.store.read((tx) => tx.all('alert'));
    expect(alert?.doc.lastReceivedAt).toBe(NOW + MINUTE);
  });

  it('is heard when a person has ended the incident meanwhile', async () => {
    const key = await keyFor('alertmanager');
    for (let n = 0; n < 5; n += 1) await again(key);
    const [incident] = await incidents();
    const { authorization } = await server.signedIn('ines', 'responder');
    const mutation = (seq: number, name: string) => ({
      seq,
      name,
      args: { id: incident?.id },
      at: server.clock.now(),
      via: 'console',
    });
    const pushed = await server.app.inject({
      method: 'POST',
      url: '/api/sync/push',
      headers: { authorization },
      payload: {
        clientId: 'client-1234',
        mutations: [mutation(1, 'incident.resolve'), mutation(2, 'incident.close')],
      },
    });
    expect(pushed.json().results).toMatchObject([{ status: 'applied' }, { status: 'applied' }]);
    expect(await again(key)).toMatchObject({ status: 'applied' });
    expect((await incidents()).map(({ doc }) => doc.status).sort()).toEqual(['closed', 'triggered']);
  });

  it('is refused at once when its key was revoked', async () => {
    const key = await keyFor('alertmanager', 'prod');
    for (let n = 0; n < 5; n += 1) await again(key);
    await revokeIntakeKey(server.deps, 'prod');
    expect((await send(`alertmanager/${key}`, webhook('firing'))).statusCode).toBe(401);
  });
});

describe('over a real connection', () => {
  const address = async () => server.app.listen({ port: 0, host: '127.0.0.1' });
  const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  it('a repeat is answered like any payload, without a commit; news and bad ones go the whole way', async () => {
    const key = await keyFor('alertmanager', 'prod');
    const url = `${await address()}/intake/alertmanager/${key}`;
    for (let n = 0; n < 4; n += 1) expect((await post(url, webhook('firing'))).status).toBe(200);
    const written = await logged();
    const repeat = await post(url, webhook('firing'));
    expect(await repeat.json()).toMatchObject({ status: 'noop', version: expect.any(Number) });
    expect(repeat.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    expect(await logged()).toBe(written);

    expect(await (await post(url, webhook('firing', 'db-2'))).json()).toMatchObject({ status: 'applied' });
    expect((await post(url, '{"version":')).status).toBe(400);
    expect((await post(url, 'hello', { 'content-type': 'text/plain' })).status).toBe(415);
    const slow = new ReadableStream({
      async start(out) {
        const text = new TextEncoder().encode(JSON.stringify(webhook('firing')));
        out.enqueue(text.subarray(0, 100));
        await new Promise((resolve) => setTimeout(resolve, 20));
        out.enqueue(text.subarray(100));
        out.close();
      },
    });
    const pieces = { method: 'POST', headers: { 'content-type': 'application/json' }, body: slow, duplex: 'half' };
    expect(await (await fetch(url, pieces)).json()).toMatchObject({ status: 'noop' });

    await revokeIntakeKey(server.deps, 'prod');
    expect((await post(url, webhook('firing'))).status).toBe(401);
    expect(server.bugs).toEqual([]);
  });
});

describe('a small payload over a real connection', () => {
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${await server.app.listen({ port: 0, host: '127.0.0.1' })}/intake/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  it('is taken in, counted and named as its sender asked', async () => {
    const key = await keyFor('alertmanager', 'prod');
    const answer = await post(`alertmanager/${key}`, webhook('firing'), { 'x-request-id': 'sender-12345' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-request-id')).toBe('sender-12345');
    const { version } = await answer.json();
    expect(version).toBe((await server.deps.store.read((tx) => tx.workspace())).version);
    expect(await incidents()).toMatchObject([{ doc: { alertsTotal: 1, openedBy: { name: 'prod' } } }]);
    const [entry, ...others] = await server.deps.store.read((tx) => tx.log({ after: 0, limit: 100 }));
    const loggedBefore = others.length > 0 ? others.at(-1) : entry;
    expect(loggedBefore).toMatchObject({ name: 'alert.receive', status: 'applied' });
    expect(await server.deps.store.verifyLog()).toBeUndefined();
    const counted = await server.deps.metrics.registry.metrics();
    expect(counted).toMatch(/vigie_intake\w*\{sender="prod",result="applied"\} 1/);
    expect(server.bugs).toEqual([]);
  });

  it('with labels that reach a prototype, in whatever spelling, is an alert without them', async () => {
    const key = await keyFor('alertmanager');
    const text = JSON.stringify(webhook('firing')).replaceAll(
      '"instance":',
      '"__proto__":{"a":"b"},"\\u005f_proto__":"c","instance":',
    );
    expect((await post(`alertmanager/${key}`, text)).status).toBe(200);
    const [alert] = await server.deps.store.read((tx) => tx.all('alert'));
    expect(Object.keys(alert?.doc.labels ?? {}).sort()).toEqual(['alertname', 'instance', 'service', 'severity']);
  });

  it('of a page of the console is answered so that its browser lets the page read it', async () => {
    const key = await keyFor('generic');
    const answer = await post(`generic/${key}`, { title: 'x' }, { origin: 'app://console' });
    expect(answer.headers.get('access-control-allow-origin')).toBe('app://console');
  });

  it('is heard when its sender hangs up before the answer, well or badly', async () => {
    const key = await keyFor('alertmanager');
    const { port, hostname } = new URL(await server.app.listen({ port: 0, host: '127.0.0.1' }));
    const hangUp = (body: string) =>
      new Promise((resolve) => {
        const head = `POST /intake/alertmanager/${key} HTTP/1.1\r\nhost: vigie\r\ncontent-type: application/json`;
        const socket = connect(Number(port), hostname, () => {
          socket.write(`${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`, () =>
            socket.resetAndDestroy(),
          );
        });
        socket.on('close', resolve);
      });
    await hangUp('{"version":');
    for (const name of ['db-1', 'db-2', 'db-3']) await hangUp(JSON.stringify(webhook('firing', name)));
    await vi.waitFor(async () => expect(await incidents()).toMatchObject([{ doc: { alertsTotal: 3 } }]), 5_000);
    expect((await send(`alertmanager/${key}`, webhook('firing'))).statusCode).toBe(200);
    expect(server.bugs).toEqual([]);
  });

  it('that the store cannot keep is tried once and refused in plain words', async () => {
    const key = await keyFor('alertmanager');
    const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    const write = vi.spyOn(server.deps.store, 'write').mockRejectedValue(full);
    const answer = await post(`alertmanager/${key}`, webhook('firing'));
    expect(answer.status).toBe(507);
    expect(errorBodySchema.parse(await answer.json()).error).toBe('storageFull');
    expect(write).toHaveBeenCalledTimes(1);
    write.mockRestore();
  });
});

describe('payloads that come together', () => {
  it('leave a trace of an alert that fires and ends at once', async () => {
    const key = await keyFor('alertmanager');
    const both = [webhook('firing'), webhook('resolved'), webhook('firing', 'db-2')];
    const answers = await Promise.all(both.map((one) => send(`alertmanager/${key}`, one)));
    expect(answers.map((one) => one.json().status)).toEqual(['applied', 'applied', 'applied']);
    const alerts = await server.deps.store.read((tx) => tx.all('alert'));
    expect(alerts.map(({ doc }) => doc.status).sort()).toEqual(['firing', 'resolved']);
    expect(await incidents()).toMatchObject([{ doc: { alertsTotal: 2, alertsFiring: 1 } }]);
  });

  it('of two senders stay theirs', async () => {
    const [one, other] = [await keyFor('alertmanager', 'one'), await keyFor('alertmanager', 'other')];
    await Promise.all([one, other, one].map((key, n) => send(`alertmanager/${key}`, webhook('firing', `db-${n}`))));
    const found = (await incidents()).map(({ doc }) => [doc.openedBy, doc.alertsTotal]);
    expect(found).toContainEqual([{ kind: 'sender', name: 'one' }, 2]);
    expect(found).toContainEqual([{ kind: 'sender', name: 'other' }, 1]);
  });
});

describe('intake of what no honest sender sends', () => {
  const flap = (status: 'firing' | 'resolved', startsAt: string) => {
    const body = webhook(status);
    return { ...body, alerts: body.alerts.map((one) => ({ ...one, startsAt })) };
  };
  const at = () => isoInstant(server.clock.now());

  it('keeps to one incident while an alert flaps fifty times in a minute', async () => {
    const key = await keyFor('alertmanager');
    for (let n = 0; n < 50; n += 1) {
      await send(`alertmanager/${key}`, flap('firing', at()));
      await server.clock.advance(600);
      await send(`alertmanager/${key}`, flap('resolved', at()));
      await server.clock.advance(600);
    }
    const [incident, ...others] = await incidents();
    expect(others).toEqual([]);
    // What flaps stays open until it has been quiet for a while.
    expect(incident?.doc).toMatchObject({ status: 'triggered', alertsTotal: 1, alertsFiring: 0 });
    expect(incident?.doc.reopenings).toBeLessThan(10);
  });

  it('takes in a thousand alerts as one incident, several commits and one answer', async () => {
    const key = await keyFor('alertmanager');
    const body = webhook('firing');
    const alerts = Array.from({ length: 1_000 }, (_, n) => ({ ...body.alerts[0], fingerprint: `f${n}` }));
    expect((await send(`alertmanager/${key}`, { ...body, alerts })).statusCode).toBe(200);
    expect((await incidents())[0]?.doc).toMatchObject({ alertsTotal: 1_000, alertsFiring: 1_000 });
    expect(await logged()).toBe(10);
    const over = alerts.map((one) => ({ ...one, status: 'resolved' }));
    await server.clock.advance(MINUTE);
    expect((await send(`alertmanager/${key}`, { ...body, status: 'resolved', alerts: over })).statusCode).toBe(200);
    expect(await incidents()).toMatchObject([{ doc: { status: 'resolved', alertsFiring: 0 } }]);
  });

  it('believes the later of two reports of one alert, whatever their order', async () => {
    const key = await keyFor('alertmanager');
    const body = webhook('firing');
    const [alert] = body.alerts;
    const now = { ...alert, startsAt: '2026-11-22T02:59:00Z' };
    const before = { ...alert, status: 'resolved', startsAt: '2026-11-22T01:00:00Z', endsAt: '2026-11-22T01:30:00Z' };
    await send(`alertmanager/${key}`, { ...body, alerts: [now, before] });
    expect(await incidents()).toMatchObject([{ doc: { status: 'triggered', alertsFiring: 1 } }]);
  });

  it('opens nothing for an end without a beginning, and takes starts of any time', async () => {
    const key = await keyFor('alertmanager');
    await send(`alertmanager/${key}`, webhook('resolved', 'never-seen'));
    expect(await incidents()).toEqual([]);
    for (const [n, startsAt] of ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', 'yesterday', ''].entries()) {
      const body = flap('firing', startsAt);
      const alerts = body.alerts.map((one) => ({ ...one, fingerprint: `t${n}` }));
      const answer = await send(`alertmanager/${key}`, { ...body, groupKey: `g${n}`, alerts });
      expect(answer.json()).toMatchObject({ status: 'applied' });
    }
    expect((await incidents()).map(({ doc }) => doc.openedAt)).toEqual([NOW, NOW, NOW, NOW]);
  });

  it('keeps two senders with equal keys apart, and says that a priority was guessed', async () => {
    const [one, other] = [await keyFor('generic', 'one'), await keyFor('generic', 'other')];
    const title = '<img src=x onerror=alert(1)>';
    for (const key of [one, other]) await send(`generic/${key}`, { title, dedupKey: 'same', severity: 'weird' });
    await send(`generic/${one}`, { title: 'over', dedupKey: 'same', status: 'resolved' });
    const found = (await incidents()).map(({ doc }) => doc).sort((a, b) => (a.number ?? 0) - (b.number ?? 0));
    expect(found).toMatchObject([
      { title, status: 'resolved', priority: 'P2', priorityGuessed: true, openedBy: { name: 'one' } },
      { title, status: 'triggered', priority: 'P2', priorityGuessed: true, openedBy: { name: 'other' } },
    ]);
  });
});

describe('intake keys', () => {
  it('are made, listed without the key, and revoked by admins alone', async () => {
    const { authorization } = await server.signedIn('marc', 'admin');
    const lead = await server.signedIn('ines', 'lead');
    const url = '/api/intake-keys';
    const payload = { name: 'alertmanager-prod', source: 'alertmanager' };
    const refused = await server.app.inject({
      method: 'POST',
      url,
      payload,
      headers: { authorization: lead.authorization },
    });
    expect(refused.statusCode).toBe(403);
    const made = await server.app.inject({ method: 'POST', url, payload, headers: { authorization } });
    expect(made.statusCode).toBe(201);
    const { key, id } = made.json();
    expect((await server.app.inject({ method: 'POST', url, payload, headers: { authorization } })).statusCode).toBe(
      409,
    );
    const listed = await server.app.inject({ url, headers: { authorization } });
    expect(listed.json().keys).toMatchObject([{ id, name: 'alertmanager-prod', start: key.slice(0, 8) }]);
    expect(listed.body).not.toContain(key);
    expect((await send(`alertmanager/${key}`, webhook('firing'))).statusCode).toBe(200);
    const gone = await server.app.inject({ method: 'DELETE', url: `${url}/${id}`, headers: { authorization } });
    expect(gone.statusCode).toBe(204);
    expect((await send(`alertmanager/${key}`, webhook('firing'))).statusCode).toBe(401);
  });
});
