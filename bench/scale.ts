import { fileURLToPath } from 'node:url';
import { type Context, type Figure, type Measured, quantile } from './harness/figure.ts';
import { load } from './harness/load.ts';
import { memoryMb, startVigie } from './harness/vigie.ts';
import { seed } from './senders/seed.ts';

const maker = fileURLToPath(new URL('senders/pushes.ts', import.meta.url));
const INCIDENT = 'seed-000000900';

interface AtSize {
  records: number;
  start: number;
  pullP99: number;
  board: number;
  pushP99: number;
  memory: number;
  memoryAfter: number;
}

/** Milliseconds until the hot part of a snapshot is there, which is when a board can be shown. */
async function boardAfter(url: string, authorization: string): Promise<number> {
  const began = performance.now();
  const stop = new AbortController();
  const answer = await fetch(`${url}/api/sync/snapshot`, { headers: { authorization }, signal: stop.signal });
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes('"hot":false')) break;
    text = text.slice(-20);
  }
  const took = performance.now() - began;
  stop.abort();
  return took;
}

async function pulls(url: string, authorization: string, count: number): Promise<number> {
  const times: number[] = [];
  const status = await fetch(`${url}/api/sync/pull?since=0&limit=1`, { headers: { authorization } });
  const { head }: { head: number } = await status.json();
  for (let n = 0; n < count; n += 1) {
    const began = performance.now();
    const answer = await fetch(`${url}/api/sync/pull?since=${head - 100}&limit=1000`, { headers: { authorization } });
    await answer.arrayBuffer();
    times.push(performance.now() - began);
  }
  return quantile(times, 0.99);
}

async function measureAt(ctx: Context, data: string, records: number): Promise<AtSize> {
  const began = performance.now();
  const vigie = await startVigie(ctx, { data });
  const start = performance.now() - began;
  const authorization = `Bearer ${await vigie.token('bench')}`;
  const memory = await memoryMb(vigie.program.child.pid);
  await pulls(vigie.url, authorization, 20);
  const pullP99 = await pulls(vigie.url, authorization, ctx.quick ? 50 : 200);
  const boards: number[] = [];
  for (let run = 0; run < ctx.runs; run += 1) boards.push(await boardAfter(vigie.url, authorization));
  const result = await load(ctx, {
    url: `${vigie.url}/api/sync/push`,
    headers: { authorization },
    connections: 8,
    seconds: ctx.quick ? 2 : 5,
    warmUp: 1,
    maker: { module: maker, options: { clients: 8, each: 8_000, incident: INCIDENT, salt: records } },
  });
  if (Object.keys(result.refused).length > 0) throw new Error(`refused: ${JSON.stringify(result.refused)}`);
  const memoryAfter = await memoryMb(vigie.program.child.pid);
  await vigie.program.stop();
  return { records, start, pullP99, board: quantile(boards, 0.5), pushP99: result.p99, memory, memoryAfter };
}

export const figure: Figure = {
  name: 'scale',
  title: 'One server from 10,000 to 1,000,000 records (SQLite)',
  async run(ctx) {
    const sizes = ctx.quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000];
    const data = ctx.folder();
    // The server makes its folder, accounts and content; what is added afterwards is data alone.
    const first = await startVigie(ctx, { data });
    await first.program.stop();
    const all: AtSize[] = [];
    let from = 0;
    for (const records of sizes) {
      const began = performance.now();
      await seed(data, from, records, Date.now());
      ctx.log(`${records.toLocaleString('en-GB')} records, written in ${Math.round(performance.now() - began)} ms`);
      from = records;
      all.push(await measureAt(ctx, data, records));
      ctx.log(
        JSON.stringify(all.at(-1), (_, value) => (typeof value === 'number' ? Math.round(value * 10) / 10 : value)),
      );
    }
    return all.flatMap((one, index) => rowsOf(one, all[index - 1] ?? one));
  },
};

/** Each size beside the one before, ten times smaller: a ratio near 1 is flat. */
function rowsOf(one: AtSize, before: AtSize): Measured[] {
  const at = one.records.toLocaleString('en-GB');
  const beside = (value: number) => ({ name: `at ${before.records.toLocaleString('en-GB')}`, value });
  const line = (what: string, key: Exclude<keyof AtSize, 'records'>, unit: string, atMost?: number): Measured => ({
    what: `${at} records: ${what}`,
    ours: one[key],
    unit,
    peer: beside(before[key]),
    ...(atMost === undefined ? {} : { target: { atMost } }),
  });
  return [
    line('from start to listening', 'start', 'ms'),
    line('pull of the last 100 changes, p99', 'pullP99', 'ms', 200),
    line('snapshot until the board has all it needs', 'board', 'ms'),
    line('push by 8 consoles, p99', 'pushP99', 'ms', 200),
    line('memory after start', 'memory', 'MB'),
    line('memory after the load', 'memoryAfter', 'MB'),
  ];
}
