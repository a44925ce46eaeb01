import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HEARTBEAT_SENDER } from '../../src-shared/heartbeat/alert.ts';
import { stateAt } from '../../src-shared/heartbeat/state.ts';
import { DAY, HOUR, instant, MINUTE } from '../../src-shared/time/clock.ts';
import { startTestApp, type TestApp } from '../../tests/support/server-app.ts';
import { createIntakeKey, NameTaken, revokeIntakeKey } from '../intake/keys.ts';
import { createServerLog } from '../log.ts';

const NOW = instant('2026-11-22T03:00:00Z');
const KEY = '5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278';
const RID = '123e4567-e89b-12d3-a456-426614174000';
let server: TestApp;
let lines: string[];

const make = (id: string, key: string, more: object = {}) =>
  server.asSystem('heartbeat.create', {
    id,
    key,
    name: id,
    tags: [],
    priority: 'P1',
    schedule: { kind: 'period', period: DAY, grace: HOUR },
    ...more,
  });
const ask = (url: string, method: 'GET' | 'HEAD' | 'POST' = 'GET', payload?: string | Buffer, headers = {}) =>
  server.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
const pings = async (id = 'nightly') =>
  (await server.deps.store.read((tx) => tx.list('ping', id))).map(({ doc }) => doc).sort((a, b) => a.n - b.n);
const state = async (id = 'nightly') => {
  const found = await server.deps.store.read((tx) => tx.get('heartbeat', id));
  return found && stateAt(found, server.clock.now()).state;
};

beforeEach(async () => {
  lines = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  server = await startTestApp(NOW, {}, createServerLog('debug', sink));
  await make('nightly', KEY);
});
afterEach(async () => {
  expect(server.bugs).toEqual([]);
  await server.close();
});

describe('a ping', () => {
  it.each(['GET', 'HEAD', 'POST'] as const)('by %s is answered as healthchecks.io answers it', async (method) => {
    const answer = await ask(`/ping/${KEY}`, method);
    expect([answer.statusCode, answer.body]).toEqual([200, method === 'HEAD' ? '' : 'OK']);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'access-control-allow-origin': '*',
      'ping-body-limit': '10000',
    });
    expect(answer.headers['cache-control']).toContain('no-cache');
    expect(await pings()).toMatchObject([{ n: 1, kind: 'success', method, at: NOW, remote: '127.0.0.1' }]);
    expect(await state()).toBe('up');
  });

  it('says what happened by its path, and which run by its rid', async () => {
    for (const path of ['/start', '/log', '/fail', '/0', '/7', '/']) {
      expect((await ask(`/ping/${KEY}${path}?rid=${RID.toUpperCase()}`)).body).toBe('OK');
      await server.clock.advance(MINUTE);
    }
    expect(await pings()).toMatchObject([
      { kind: 'start', rid: RID },
      { kind: 'log' },
      { kind: 'fail', took: 2 * MINUTE },
      { kind: 'success', exitCode: 0 },
      { kind: 'fail', exitCode: 7 },
      { kind: 'success' },
    ]);
  });

  it('is the same where the caller names the server before the path, as through a proxy', async () => {
    const port = Number(new URL(await server.app.listen({ port: 0, host: '127.0.0.1' })).port);
    const statusOf = (method: string, path: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const asked = httpRequest({ port, host: '127.0.0.1', method, path }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        });
        asked.on('error', reject).end();
      });
    expect(await statusOf('GET', `http://vigie.example:8080/ping/${KEY}/start?rid=${RID}`)).toBe(200);
    expect(await statusOf('POST', `HTTPS://vigie.example/ping/${KEY}`)).toBe(200);
    expect(await statusOf('GET', `http://vigie.example/ping/${RID}`)).toBe(404);
    expect(await statusOf('PUT', `http://vigie.example/ping/${KEY}`)).toBe(405);
    expect(await pings()).toMatchObject([{ kind: 'start', rid: RID }, { kind: 'success' }]);
  });

  it.each([
    [`/ping/${KEY}/256`, 400, 'invalid url format'],
    [`/ping/${KEY}?rid=nonsense`, 400, 'invalid uuid format'],
    [`/ping/${KEY}/stop`, 404, 'not found'],
    ['/ping/07c2f548-9850-4b27-af5d-6c9dc157ec02/', 404, 'not found'],
    ['/ping/07c2f54898504b27af5d6c9dc157ec02', 404, 'not found'],
    ['/ping/not-uuid/', 404, 'not found'],
    ['/ping/rrrrrrrrrrrrrrrrrrrrrr/foo', 404, 'not found'],
    ['/ping/rrrrrrrrrrrrrrrrrrrrrr/Foo', 400, 'invalid url format'],
    [`/ping/${KEY}%00`, 404, 'not found'],
  ])('to %s is refused with %i', async (url, status, body) => {
    const answer = await ask(url);
    expect([answer.statusCode, answer.body]).toEqual([status, body]);
    expect(await pings()).toEqual([]);
  });

  it('keeps the first 10,000 bytes of whatever text comes, of whatever type, and no binary', async () => {
    const type = (name: string) => ({ 'content-type': name });
    await ask(`/ping/${KEY}`, 'POST', 'hello world', type('application/x-www-form-urlencoded'));
    await ask(`/ping/${KEY}`, 'POST', '{"broken":', type('application/json'));
    await ask(`/ping/${KEY}`, 'POST', 'plain', type('nonsense;;'));
    await ask(`/ping/${KEY}`, 'POST', `${'é'.repeat(4_999)}aé${'x'.repeat(1_000_000)}`);
    await ask(`/ping/${KEY}`, 'POST', gzipSync('packed'), { ...type('text/plain'), 'content-encoding': 'gzip' });
    await ask(`/ping/${KEY}`, 'POST', '');
    expect((await pings()).map(({ body }) => body)).toEqual([
      'hello world',
      '{"broken":',
      'plain',
      `${'é'.repeat(4_999)}a`,
      undefined,
      undefined,
    ]);
  });

  it('leaves what it said in its record alone, which ends with later pings and with the job', async () => {
    const log = async () => {
      const all = await server.deps.store.read((tx) => tx.log({ after: 0, limit: 1_000 }));
      return all.filter((one) => one.name === 'heartbeat.ping').map((one) => JSON.parse(one.args));
    };
    const everything = async () => Buffer.from(await server.image()).toString('latin1');
    await ask(`/ping/${KEY}/fail`, 'POST', 'password hunter2');
    expect(await log()).toMatchObject([{ kind: 'fail', body: { length: 16 } }]);
    expect((await log())[0].body.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(await everything()).toContain('hunter2');
    for (let n = 0; n < 50; n += 1) {
      await ask(`/ping/${KEY}`);
      await server.clock.advance(2_000);
    }
    expect((await pings()).some(({ body }) => body?.includes('hunter2'))).toBe(false);
    await ask(`/ping/${KEY}/fail`, 'POST', 'correct horse');
    await server.asSystem('heartbeat.remove', { id: 'nightly' });
    const rows = await server.deps.store.read((tx) => tx.changes({ scopes: ['all'], since: 0, limit: 1_000 }));
    for (const said of ['hunter2', 'correct horse']) {
      expect(JSON.stringify([rows, await log()])).not.toContain(said);
    }
    expect(await server.deps.store.verifyLog()).toBeUndefined();
  });

  it('without end is cut off', async () => {
    const answer = await ask(`/ping/${KEY}`, 'POST', Buffer.alloc(17 * 1024 * 1024, 'x'));
    expect(answer.statusCode).toBe(413);
    expect(await pings()).toEqual([]);
  });

  it('opens an incident when the job fails or stays silent, and ends it with the next success', async () => {
    await make('often', RID, { schedule: { kind: 'period', period: 5 * MINUTE, grace: MINUTE } });
    server.timers.start();
    const incidents = async () => (await server.deps.store.read((tx) => tx.all('incident'))).map(({ doc }) => doc);
    await ask(`/ping/${RID}/1`, 'POST', 'no space left');
    expect(await incidents()).toMatchObject([{ title: 'often · exit 1', priority: 'P1', status: 'triggered' }]);
    await ask(`/ping/${RID}`);
    expect(await incidents()).toMatchObject([{ status: 'resolved' }]);
    await server.clock.advance(6 * MINUTE - 1);
    expect(await state('often')).toBe('late');
    await server.clock.advance(MINUTE);
    expect((await incidents()).filter(({ status }) => status === 'triggered')).toHaveLength(1);
    await ask(`/ping/${RID}`);
    expect((await incidents()).filter(({ status }) => status === 'triggered')).toHaveLength(0);
  });

  it('goes down after a restart too, once, and by a clock that jumped', async () => {
    await ask(`/ping/${KEY}`);
    await server.clock.advance(3 * DAY);
    // The loop begins only now, as after a kill.
    expect(await server.timers.runDue()).toBe(1);
    expect(await server.timers.runDue()).toBe(0);
    expect(await state()).toBe('down');
    expect(await server.deps.store.read((tx) => tx.openIncidents())).toHaveLength(1);
  });

  it('of one heartbeat may come once a second; of another it still may', async () => {
    await make('other', RID);
    let last = 200;
    for (let n = 0; n < 61; n += 1) last = (await ask(`/ping/${KEY}`)).statusCode;
    expect(last).toBe(429);
    const answer = await ask(`/ping/${KEY}`);
    expect([answer.body, Number(answer.headers['retry-after']) > 0]).toEqual(['rate limited', true]);
    expect((await ask(`/ping/${RID}`)).body).toBe('OK');
  });

  it('of an unknown address is limited, whatever comes with it', async () => {
    const codes = [];
    for (let n = 0; n < 70; n += 1) {
      codes.push((await ask(`/ping/07c2f548-9850-4b27-af5d-6c9dc157ec${String(n).padStart(2, '0')}`)).statusCode);
    }
    expect([codes.filter((one) => one === 404).length, codes.at(-1)]).toEqual([60, 429]);
    expect((await ask(`/ping/${KEY}`)).body).toBe('OK');
  });
});

describe('a ping by slug', () => {
  let pingKey: string;
  beforeEach(async () => {
    const made = await createIntakeKey(server.deps, { source: 'heartbeat', name: 'machines' });
    pingKey = made.key;
    await make('backups', RID, { slug: 'db-backups' });
  });
  /** Another with the same slug, past the mutators. */
  const twin = (id: string) =>
    server.deps.store.write(async (tx) => {
      const doc = await tx.get('heartbeat', 'backups');
      if (doc) tx.apply([{ collection: 'heartbeat', id, doc: { ...doc, key: randomUUID() } }]);
    });

  it('is one of the heartbeat that has it, until that has another', async () => {
    for (const path of ['', '/start', '/log', '/123']) {
      expect((await ask(`/ping/${pingKey}/db-backups${path}`)).body).toBe('OK');
    }
    expect((await pings('backups')).map(({ kind }) => kind)).toEqual(['success', 'start', 'log', 'fail']);
    await server.asSystem('heartbeat.edit', { id: 'backups', set: { slug: 'copies' } });
    expect((await ask(`/ping/${pingKey}/db-backups`)).statusCode).toBe(404);
    expect((await ask(`/ping/${pingKey}/copies`)).statusCode).toBe(200);
    await server.asSystem('heartbeat.remove', { id: 'backups' });
    expect((await ask(`/ping/${pingKey}/copies`)).statusCode).toBe(404);
  });

  it('that two heartbeats have, as no deed makes them, is ambiguous', async () => {
    await twin('second');
    const answer = await ask(`/ping/${pingKey}/db-backups`);
    expect([answer.statusCode, answer.body]).toEqual([409, 'ambiguous slug']);
  });

  it('makes what is not there when it asks for that', async () => {
    expect((await ask(`/ping/${pingKey}/srv01`)).statusCode).toBe(404);
    expect((await ask(`/ping/${pingKey}/srv01?create=1&rid=x`)).body).toBe('invalid uuid format');
    const made = await ask(`/ping/${pingKey}/srv01/start?create=1`, 'POST', 'first');
    expect([made.statusCode, made.body]).toEqual([201, 'Created']);
    const again = await ask(`/ping/${pingKey}/srv01?create=1`);
    expect([again.statusCode, again.body]).toEqual([200, 'OK']);
    const all = await server.deps.store.read((tx) => tx.all('heartbeat'));
    const own = all.filter(({ doc }) => doc.slug === 'srv01');
    expect(own).toMatchObject([
      { doc: { name: 'srv01', schedule: { period: DAY, grace: HOUR }, facts: { pings: 2 } } },
    ]);
    // Renamed: the address makes another.
    await server.asSystem('heartbeat.edit', { id: own[0]?.id, set: { slug: 'srv-one' } });
    expect((await ask(`/ping/${pingKey}/srv01?create=1`)).statusCode).toBe(201);
  });

  it('that many ask for at once is made once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(`/ping/${pingKey}/srv02?create=1`)));
    expect(answers.every(({ statusCode }) => statusCode < 300)).toBe(true);
    const all = await server.deps.store.read((tx) => tx.all('heartbeat'));
    expect(all.filter(({ doc }) => doc.slug === 'srv02')).toMatchObject([{ doc: { facts: { pings: 8 } } }]);
  });

  it('that many ask for at once is made once too where its first id is another’s by now', async () => {
    await ask(`/ping/${pingKey}/srv03?create=1`);
    const before = await server.deps.store.read((tx) => tx.all('heartbeat'));
    const id = before.find(({ doc }) => doc.slug === 'srv03')?.id;
    await server.asSystem('heartbeat.edit', { id, set: { slug: 'srv-three' } });
    await Promise.all(Array.from({ length: 8 }, () => ask(`/ping/${pingKey}/srv03?create=1`)));
    const all = await server.deps.store.read((tx) => tx.all('heartbeat'));
    expect(all.filter(({ doc }) => doc.slug === 'srv03')).toMatchObject([{ doc: { facts: { pings: 8 } } }]);
  });

  it('that is not there may be asked for once a second with one key, and made until there are very many', async () => {
    const codes = [];
    for (let n = 0; n < 61; n += 1) codes.push((await ask(`/ping/${pingKey}/none-${n}`)).statusCode);
    expect([codes[59], codes[60]]).toEqual([404, 429]);
    expect((await ask(`/ping/${pingKey}/db-backups`)).statusCode).toBe(200);
    const { key } = await createIntakeKey(server.deps, { source: 'heartbeat', name: 'others' });
    expect((await ask(`/ping/${key}/none`)).statusCode).toBe(404);
    const [one] = await server.deps.store.read((tx) => tx.all('heartbeat'));
    await server.deps.store.write(async (tx) => {
      for (let n = 0; one && n < 2_000; n += 1) {
        tx.apply([{ collection: 'heartbeat', id: `many-${n}`, doc: { ...one.doc, key: randomUUID() } }]);
      }
    });
    const refused = await ask(`/ping/${key}/one-more?create=1`);
    expect([refused.statusCode, refused.body]).toEqual([403, 'too many heartbeats']);
  });

  it('ends with its key, and no key of another source is one', async () => {
    const other = await createIntakeKey(server.deps, { source: 'generic' });
    const ours = { source: 'generic', name: HEARTBEAT_SENDER } as const;
    await expect(createIntakeKey(server.deps, ours)).rejects.toThrow(NameTaken);
    expect((await ask(`/ping/${other.key}/db-backups`)).statusCode).toBe(404);
    await revokeIntakeKey(server.deps, 'machines');
    expect((await ask(`/ping/${pingKey}/db-backups`)).statusCode).toBe(404);
  });
});

it('no address and no body stands in the log, whatever comes', async () => {
  const { key } = await createIntakeKey(server.deps, { source: 'heartbeat' });
  await ask(`/ping/${KEY}/start?rid=${RID}`, 'POST', 'hunter2');
  await ask(`/ping/${KEY}/400`);
  await ask(`/ping/${KEY}/a/b/c/d`);
  await ask(`//ping//${KEY}`);
  await ask(`/ping/${key}/x?create=1`);
  await ask(`/ping/${key}/y`);
  await ask(`/x/ping/${key}/y`);
  await server.app.inject({ method: 'PUT', url: `/ping/${KEY}` });
  expect(lines.length).toBeGreaterThan(5);
  for (const secret of [KEY, key, 'hunter2']) expect(lines.join('')).not.toContain(secret);
});

it('nothing that is sent is the server’s fault', async () => {
  const part = fc.oneof(
    fc.constantFrom(KEY, 'start', 'fail', '0', '255', '99999999999999999999', '%ff', '%2f', '..', '', 'é', RID),
    fc.string({ maxLength: 40 }).map(encodeURIComponent),
  );
  const url = fc
    .tuple(
      fc.array(part, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('', '?rid=', `?rid=${RID}`, '?create=1', '?rid[]=1&rid=2'),
    )
    .map(([parts, query]) => `/ping/${parts.join('/')}${query}`);
  const header = fc.constantFrom(
    {},
    { 'content-type': '' },
    { 'content-type': 'a/b; c' },
    { 'content-encoding': 'br' },
  );
  const body = fc.option(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    { nil: undefined },
  );
  await fc.assert(
    fc.asyncProperty(url, fc.constantFrom('GET', 'HEAD', 'POST'), header, body, async (to, method, headers, bytes) => {
      const { statusCode } = await ask(to, method, method === 'POST' ? bytes : undefined, headers);
      expect(statusCode).toBeLessThan(500);
    }),
    { numRuns: 200 },
  );
});
