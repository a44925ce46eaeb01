import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type Heartbeat, heartbeatId, KEPT_PINGS } from '../../src-shared/model/heartbeat.ts';
import { DAY, HOUR, SECOND } from '../../src-shared/time/clock.ts';
import { createRandom } from '../simulator/world.ts';
import { connectDevice, type Device } from '../support/device.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { until } from '../support/processes.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** `VIGIE_KILLS=50 VIGIE_KILL_SEED=7`: so many kills, at other moments. */
const KILLS = Number(process.env.VIGIE_KILLS ?? 3);
const random = createRandom(Number(process.env.VIGIE_KILL_SEED ?? 1));

let servers: TestServer[] = [];
let postgres: Postgres | undefined;
afterEach(async () => {
  for (const server of servers) await server.dispose();
  await postgres?.dispose();
  servers = [];
  postgres = undefined;
});

const flags = ['--log-level', 'fatal', '--pack', 'none'];
async function aServer(env: NodeJS.ProcessEnv = {}): Promise<TestServer> {
  const server = await startServer({ env, flags });
  servers.push(server);
  return server;
}
const job = (name: string, more: Partial<Heartbeat> = {}) => ({
  name,
  key: randomUUID(),
  tags: [],
  priority: 'P1' as const,
  schedule: { kind: 'period' as const, period: DAY, grace: HOUR },
  ...more,
});
async function make(device: Device, id: string, more: Partial<Heartbeat> = {}): Promise<string> {
  const made = job(id, more);
  expect(await device.mutate('heartbeat.create', { id: heartbeatId(id), ...made })).toMatchObject({
    status: 'applied',
  });
  return made.key;
}
/** One try, as from a job without patience: undefined where no answer came. */
const ask = (url: string, body?: string) =>
  fetch(url, { method: 'POST', signal: AbortSignal.timeout(10_000), ...(body === undefined ? {} : { body }) })
    .then(async (answer) => ({ status: answer.status, text: await answer.text() }))
    .catch(() => undefined);
const pingsOf = async (device: Device, id: string) =>
  (await device.records('ping'))
    .map(({ doc }) => doc)
    .filter((one) => one.heartbeat === id)
    .sort((a, b) => a.n - b.n);
const heartbeatOf = async (device: Device, id: string) =>
  (await device.records('heartbeat')).find((one) => one.id === id)?.doc;

describe('two server processes over one PostgreSQL', { timeout: 180_000 }, () => {
  it('take pings at both, make one job of a slug, and call it down once', async () => {
    postgres = await startPostgres();
    const env = { VIGIE_DATABASE: await postgres.createDatabase() };
    const [a, b] = [await aServer(env), await aServer(env)];
    const device = await connectDevice(a.url, await a.token('lea', 'lead'));

    // Pings of one job at both at once: each counted once, in one order.
    const key = await make(device, 'nightly');
    const both = Array.from({ length: 30 }, (_, n) =>
      [a, b].map((one) => ask(`${one.url}/ping/${key}`, `${n}`)),
    ).flat();
    expect((await Promise.all(both)).map((answer) => answer?.text)).toEqual(both.map(() => 'OK'));
    expect((await heartbeatOf(device, 'nightly'))?.facts?.pings).toBe(60);
    const kept = await pingsOf(device, 'nightly');
    expect(kept.map(({ n }) => n)).toEqual(Array.from({ length: KEPT_PINGS }, (_, n) => n + 11));
    expect(kept.every(({ at }, n) => at >= (kept[n - 1]?.at ?? 0))).toBe(true);

    // A slug that nobody has, asked for at both at once, twice: then the first id is another's.
    const pingKey = await a.vigie('key', 'create', '--source', 'heartbeat');
    const bySlug = async () => {
      const asked = Array.from({ length: 10 }, (_, n) => ask(`${(n % 2 ? a : b).url}/ping/${pingKey}/srv01?create=1`));
      for (const answer of await Promise.all(asked)) expect([200, 201]).toContain(answer?.status);
      const found = (await device.records('heartbeat')).filter(({ doc }) => doc.slug === 'srv01');
      expect(found).toMatchObject([{ doc: { facts: { pings: 10 } } }]);
      return found[0]?.id ?? '';
    };
    const first = await bySlug();
    await device.mutate('heartbeat.edit', { id: heartbeatId(first), set: { slug: 'srv-one' } });
    expect(await bySlug()).not.toBe(first);
    expect(await ask(`${b.url}/ping/${pingKey}/srv-one`)).toMatchObject({ status: 200 });

    // One that lapses in a moment, and one that lapses after a process was killed: each down once.
    const lapsing = async (id: string, within: number) => {
      const succeededAt = Date.now() + within - DAY - HOUR;
      const facts = { pings: 1, last: { kind: 'success' as const, at: succeededAt }, succeededAt, starts: [] };
      const doc = { ...job(id), facts, createdAt: succeededAt, createdBy: { kind: 'system' as const } };
      expect(await device.mutate('heartbeat.restore', { id: heartbeatId(id), doc })).toMatchObject({
        status: 'applied',
      });
      return doc.key;
    };
    const soon = await lapsing('soon', 2 * SECOND);
    await lapsing('later', 5 * SECOND);
    const incidents = async (id: string) =>
      (await device.records('incident')).filter(({ doc }) => doc.title === `${id} · no ping`);
    await until('it is down', async () => (await incidents('soon')).length > 0, 20_000);
    await b.kill();
    await until('the other is down', async () => (await incidents('later')).length > 0, 20_000);
    await b.start();
    await pause(1_000);
    for (const id of ['soon', 'later']) {
      expect(await incidents(id)).toMatchObject([{ doc: { status: 'triggered', alertsTotal: 1, alertsFiring: 1 } }]);
    }
    const [opened] = await incidents('soon');
    const told = (await device.records('timelineEntry')).filter(({ doc }) => doc.incident === opened?.id);
    expect(told.map(({ doc }) => doc.event.kind)).toEqual(['opened']);
    await ask(`${b.url}/ping/${soon}`);
    expect(await incidents('soon')).toMatchObject([{ doc: { status: 'resolved' } }]);
    expect(await a.vigie('log', 'verify')).toBe('the log is whole');
  });
});

describe('a server that is killed in the middle of pings', { timeout: 180_000 }, () => {
  it('has each that it answered, once, with the length of its run', async () => {
    const server = await aServer();
    const device = await connectDevice(server.url, await server.token('lea', 'lead'));
    const jobs = await Promise.all(
      Array.from({ length: 6 }, async (_, n) => ({ id: `job-${n}`, key: await make(device, `job-${n}`) })),
    );
    /** What was answered with OK, by what it said; and what got no answer. */
    const answered = new Set<string>();
    const unanswered = new Set<string>();
    /** Until the server is back: only what is on its way when it dies gets no answer. */
    let away = Promise.resolve();
    let isDone = false;
    const say = async (url: string, text: string) => {
      const answer = await ask(url, text);
      if (answer === undefined) unanswered.add(text);
      else if (answer.text === 'OK') answered.add(text);
      else throw new Error(`${answer.status}: ${answer.text}`);
    };
    // At most 24 runs each: their pings are all kept, and none is too many in a minute.
    const working = Promise.all(
      jobs.map(async ({ id, key }) => {
        for (let n = 0; n < 24; n += 1) {
          await away;
          const rid = randomUUID();
          const url = `${server.url}/ping/${key}`;
          await say(`${url}/start?rid=${rid}`, `${id} starts ${n}`);
          await pause(random.int(0, 80));
          await away;
          await say(`${url}/${n % 5 === 4 ? 1 : 0}?rid=${rid}`, `${id} ends ${n}`);
        }
      }),
    ).finally(() => {
      isDone = true;
    });
    for (let n = 0; n < KILLS; n += 1) {
      const { size } = answered;
      await until('some pings', () => isDone || answered.size >= size + 20);
      await pause(random.int(0, 60));
      const killed = server.kill();
      away = killed.then(() => server.start());
      await away;
    }
    await working;
    expect(unanswered.size).toBeGreaterThan(0);

    for (const { id } of jobs) {
      const pings = await pingsOf(device, id);
      const doc = await heartbeatOf(device, id);
      expect(pings.map(({ n }) => n)).toEqual(pings.map((_, n) => n + 1));
      expect(doc?.facts?.pings).toBe(pings.length);
      const said = pings.map(({ body }) => body ?? '');
      expect(new Set(said).size).toBe(said.length);
      const mine = (texts: Set<string>) => [...texts].filter((text) => text.startsWith(`${id} `));
      expect(mine(answered).filter((text) => !said.includes(text))).toEqual([]);
      expect(said.filter((text) => !answered.has(text) && !unanswered.has(text))).toEqual([]);
      for (const ping of pings.filter(({ kind }) => kind !== 'start')) {
        const start = pings.find((one) => one.kind === 'start' && one.rid === ping.rid);
        expect([ping.body, ping.took]).toEqual([ping.body, start && ping.at - start.at]);
      }
      const durations = pings.flatMap(({ kind, took }) => (kind === 'success' && took !== undefined ? [took] : []));
      expect(doc?.facts?.durations).toEqual(durations);
    }
    expect(await server.vigie('log', 'verify')).toBe('the log is whole');
  });
});
