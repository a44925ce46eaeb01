import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Context, type Figure, type Measured, median, mediansOf } from './harness/figure.ts';
import { type LoadResult, load } from './harness/load.ts';
import { cpuSeconds } from './harness/processes.ts';
import { storesToMeasure } from './harness/stores.ts';
import { startVigie } from './harness/vigie.ts';
import { startAlertmanager } from './senders/alertmanager.ts';
import type { AlertsWanted } from './senders/alerts.ts';

const maker = fileURLToPath(new URL('senders/alerts.ts', import.meta.url));
const CONNECTIONS = 128;
/** Alerts of a storm and the services that they are about. */
const STORM = { alerts: 2_800, seconds: 60, services: 40 };

interface Taken {
  [name: string]: number;
  distinct: number;
  distinctP50: number;
  distinctP99: number;
  repeats: number;
  repeatsP99: number;
  /** Microseconds of processor time an alert. */
  distinctCpu: number;
  repeatsCpu: number;
}

/** As many different alerts as are taken, then the same 400 over and over. */
async function fill(
  ctx: Context,
  { url, pid }: { url: string; pid: number | undefined },
  form: AlertsWanted['form'],
  run: number,
): Promise<Taken> {
  const pids = pid === undefined ? [] : [pid];
  const send = async (options: AlertsWanted, again: boolean): Promise<LoadResult & { each: number }> => {
    const before = cpuSeconds(pids);
    const result = await load(ctx, {
      url,
      connections: CONNECTIONS,
      seconds: ctx.quick ? 2 : 5,
      warmUp: 1,
      again,
      maker: { module: maker, options: { ...options } },
    });
    const refused = Object.entries(result.refused);
    if (refused.length > 0) throw new Error(`${url} answered ${refused.map(([status, n]) => `${n} × ${status}`)}`);
    // With the warm-up, since it cannot be told apart from outside.
    return { ...result, each: ((cpuSeconds(pids) - before) / result.all) * 1e6 };
  };
  // A cold process of Node first compiles what runs often; on a busy machine that takes its time.
  const early: AlertsWanted = { form, count: 5_000, run: `early-${run}` };
  const cold = { url, connections: CONNECTIONS, seconds: 20, maker: { module: maker, options: { ...early } } };
  await load(ctx, cold);
  const distinct = await send({ form, count: ctx.quick ? 90_000 : 180_000, run }, false);
  const repeats = await send({ form, count: 400, run: `r${run}` }, true);
  return {
    distinct: distinct.rate,
    distinctP50: distinct.p50,
    distinctP99: distinct.p99,
    repeats: repeats.rate,
    repeatsP99: repeats.p99,
    distinctCpu: distinct.each,
    repeatsCpu: repeats.each,
  };
}

/** What one process of Node answers when it does nothing with the request but read it. */
async function bareHttp(ctx: Context): Promise<number> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const options: AlertsWanted = { form: 'alertmanager-webhook', count: 400, run: 0 };
    const url = `http://127.0.0.1:${port}/`;
    const wanted = { url, connections: CONNECTIONS, seconds: 2, warmUp: 1, again: true };
    return (await load(ctx, { ...wanted, maker: { module: maker, options: { ...options } } })).rate;
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

async function ours(ctx: Context, run: number, flags: string[] = []): Promise<Taken> {
  const vigie = await startVigie(ctx, { flags });
  const server = { url: await vigie.intakeUrl('alertmanager'), pid: vigie.program.child.pid };
  const taken = await fill(ctx, server, 'alertmanager-webhook', run);
  await vigie.program.stop();
  return taken;
}

async function theirs(ctx: Context, run: number): Promise<Taken | string> {
  try {
    const { url, pid } = await startAlertmanager(ctx);
    return await fill(ctx, { url: `${url}/api/v2/alerts`, pid }, 'alertmanager-api', run);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A storm at its own pace; then counts what it made. */
async function storm(ctx: Context, flags: string[] = []): Promise<LoadResult & { incidents: number }> {
  const vigie = await startVigie(ctx, { flags });
  const seconds = ctx.quick ? 10 : STORM.seconds;
  const count = Math.round((STORM.alerts * seconds) / STORM.seconds);
  const options: AlertsWanted = { form: 'alertmanager-webhook', count, services: STORM.services, run: 'storm' };
  const result = await load(ctx, {
    url: await vigie.intakeUrl('alertmanager'),
    connections: 32,
    seconds: seconds + 10,
    rate: count / seconds,
    maker: { module: maker, options: { ...options } },
  });
  const authorization = `Bearer ${await vigie.token('bench')}`;
  const answer = await fetch(`${vigie.url}/api/sync/snapshot`, { headers: { authorization } });
  const incidents = (await answer.text()).match(/"collection":"incident"/g)?.length ?? 0;
  await vigie.program.stop();
  return { ...result, incidents };
}

function rows(name: string, mine: Taken, peer: Taken | string): Measured[] {
  const beside = (pick: keyof Taken): Measured['peer'] =>
    typeof peer === 'string' ? { name: 'Alertmanager', why: peer } : { name: 'Alertmanager', value: peer[pick] ?? 0 };
  return [
    {
      what: `different alerts, ${name}`,
      ours: mine.distinct,
      unit: 'alerts/s',
      peer: beside('distinct'),
      target: { ratioAtLeast: 1 },
    },
    { what: `different alerts, ${name}: p50`, ours: mine.distinctP50, unit: 'ms', peer: beside('distinctP50') },
    {
      what: `different alerts, ${name}: p99`,
      ours: mine.distinctP99,
      unit: 'ms',
      peer: beside('distinctP99'),
      target: { atMost: 200 },
    },
    {
      what: `repeats, ${name}`,
      ours: mine.repeats,
      unit: 'alerts/s',
      peer: beside('repeats'),
      target: { ratioAtLeast: 1 },
    },
    {
      what: `repeats, ${name}: p99`,
      ours: mine.repeatsP99,
      unit: 'ms',
      peer: beside('repeatsP99'),
      target: { atMost: 200 },
    },
    {
      what: `different alerts, ${name}: processor time each`,
      ours: mine.distinctCpu,
      unit: 'µs',
      peer: beside('distinctCpu'),
    },
    { what: `repeats, ${name}: processor time each`, ours: mine.repeatsCpu, unit: 'µs', peer: beside('repeatsCpu') },
  ];
}

/** The median of each number; why there is none when a run failed. */
function middle(runs: readonly (Taken | string)[]): Taken | string {
  const taken: Taken[] = [];
  for (const one of runs) {
    if (typeof one === 'string') return one;
    taken.push(one);
  }
  return mediansOf(taken);
}

export const figure: Figure = {
  name: 'intake',
  title: 'Durable intake, one alert a request, against Alertmanager (in memory)',
  needs: ['programs'],
  async run(ctx) {
    const stores = await storesToMeasure(ctx);
    const mine = new Map<string, Taken[]>(stores.map(({ name }) => [name, []]));
    const peers: (Taken | string)[] = [];
    const bare: number[] = [];
    for (let run = 0; run < ctx.runs; run += 1) {
      ctx.log(`run ${run + 1} of ${ctx.runs}: node:http without anything behind it`);
      bare.push(await bareHttp(ctx));
      ctx.log('Alertmanager');
      peers.push(await theirs(ctx, run));
      for (const store of stores) {
        ctx.log(`Vigie on ${store.name}`);
        const taken = await ours(ctx, run, await store.flags());
        mine.get(store.name)?.push(taken);
        ctx.log(`${Math.round(taken.distinct)} different alerts a second, ${Math.round(taken.repeats)} repeats`);
      }
    }
    const peer = middle(peers);
    const measured = [...mine].flatMap(([name, runs]) => rows(name, mediansOf(runs), peer));
    const limit = { name: 'node:http that only reads', value: median(bare) };
    const distinct = median((mine.get('SQLite') ?? []).map((one) => one.distinct));
    measured.push({ what: 'different alerts, SQLite', ours: distinct, unit: 'alerts/s', peer: limit });
    for (const store of stores) {
      ctx.log(`a storm, ${store.name}`);
      measured.push(...stormRows(store.name, await storm(ctx, await store.flags())));
    }
    return measured;
  },
};

function stormRows(name: string, result: LoadResult & { incidents: number }): Measured[] {
  const what = `storm of ${STORM.alerts} in ${STORM.seconds} s, ${name}`;
  return [
    {
      what: `${what}: p99`,
      ours: result.p99,
      unit: 'ms',
      peer: { name: 'limit', value: 200 },
      target: { atMost: 200 },
    },
    {
      what: `${what}: incidents`,
      ours: result.incidents,
      unit: 'incidents',
      peer: { name: 'services', value: STORM.services },
      target: { atMost: STORM.services },
    },
  ];
}
