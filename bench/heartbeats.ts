import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { Cron } from 'croner';
import { fold, stateAt } from '../src-shared/heartbeat/state.ts';
import type { HeartbeatSchedule } from '../src-shared/model/heartbeat.ts';
import { HOUR, instant, MINUTE } from '../src-shared/time/clock.ts';
import { type Context, type Figure, type Measured, median, quantile } from './harness/figure.ts';
import { cpuSeconds } from './harness/processes.ts';
import { startVigie } from './harness/vigie.ts';

const HEARTBEATS = 10_000;
/** As many as pings may make of themselves. */
const PINGED = 2_000;
const CONNECTIONS = 64;
/** Changes a push may hold. */
const BATCH = 500;
const ZONES = ['UTC', 'Europe/Paris', 'America/New_York', 'America/Sao_Paulo', 'Asia/Kolkata', 'Australia/Lord_Howe'];
const NOW = instant('2026-11-22T03:00:00Z');

function scheduleOf(n: number): HeartbeatSchedule {
  const zone = ZONES[n % ZONES.length] ?? 'UTC';
  if (n % 3 === 0) return { kind: 'period', period: HOUR, grace: 5 * MINUTE };
  if (n % 3 === 1) return { kind: 'cron', expression: `${n % 60} ${n % 24} * * 1-5`, zone, grace: HOUR };
  return { kind: 'onCalendar', expression: `Mon..Fri ${n % 24}:${n % 60}`, zone, grace: HOUR };
}

/** Milliseconds to say the state of every heartbeat, beside croner's next time of as many lines. */
function states(ctx: Context): { ours: number; croner: number } {
  const beats = Array.from({ length: HEARTBEATS }, (_, n) =>
    fold({ schedule: scheduleOf(n) }, { kind: 'success', at: NOW - (n % 200) * MINUTE }),
  );
  const time = (work: () => void) => {
    const began = performance.now();
    work();
    return performance.now() - began;
  };
  const runs = Array.from({ length: ctx.runs + 1 }, () => ({
    ours: time(() => {
      for (const beat of beats) stateAt(beat, NOW);
    }),
    croner: time(() => {
      for (let n = 0; n < HEARTBEATS; n += 1) {
        const timezone = ZONES[n % ZONES.length] ?? 'UTC';
        new Cron(`${n % 60} ${n % 24} * * 1-5`, { timezone, mode: '5-part' }).nextRun(new Date(NOW));
      }
    }),
  })).slice(1);
  return { ours: median(runs.map(({ ours }) => ours)), croner: median(runs.map(({ croner }) => croner)) };
}

/** As many jobs as asked for, made by a console: `job-0`, `job-1`… One ping key makes only so many a minute. */
async function makeJobs(url: string, token: string, count: number): Promise<void> {
  const schedule: HeartbeatSchedule = { kind: 'period', period: HOUR, grace: 5 * MINUTE };
  const mutations = Array.from({ length: count }, (_, n) => ({
    seq: n + 1,
    name: 'heartbeat.create',
    args: { id: `job-${n}`, key: randomUUID(), name: `Job ${n}`, slug: `job-${n}`, tags: [], priority: 'P2', schedule },
    at: Date.now(),
    via: 'console',
  }));
  for (let at = 0; at < count; at += BATCH) {
    const answer = await fetch(`${url}/api/sync/push`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ clientId: 'bench-jobs', mutations: mutations.slice(at, at + BATCH) }),
    });
    const text = await answer.text();
    if (!answer.ok || text.includes('"rejected"'))
      throw new Error(`making jobs: ${answer.status} ${text.slice(0, 300)}`);
  }
}

/** Pings of jobs by their slugs, over keep-alive connections; none oftener than a job may. */
async function pings(ctx: Context): Promise<{ rate: number; p99: number; cpu: number }> {
  const made = ctx.quick ? 500 : PINGED;
  const { url, program, vigie, token } = await startVigie(ctx);
  await makeJobs(url, await token('bench'), made);
  const key = await vigie('key', 'create', '--source', 'heartbeat');
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const ping = (n: number) =>
    new Promise<void>((resolve, reject) => {
      const sent = request(`${url}/ping/${key}/job-${n % made}`, { agent }, (answer) => {
        answer.resume();
        if (answer.statusCode !== 200) reject(new Error(`answered ${answer.statusCode}`));
        answer.once('end', resolve);
      });
      sent.once('error', reject).end();
    });
  let next = 0;
  const all = async (until: () => boolean, took: number[]) => {
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        while (until()) {
          const began = performance.now();
          next += 1;
          await ping(next);
          took.push(performance.now() - began);
        }
      }),
    );
  };
  await all(() => next < made, []);
  next = 0;
  const took: number[] = [];
  const before = cpuSeconds(program.child.pid === undefined ? [] : [program.child.pid]);
  const began = performance.now();
  const seconds = ctx.quick ? 2 : 5;
  await all(() => performance.now() - began < seconds * 1_000 && next < made * 50, took);
  const passed = (performance.now() - began) / 1_000;
  const cpu = cpuSeconds(program.child.pid === undefined ? [] : [program.child.pid]) - before;
  agent.destroy();
  await program.stop();
  return { rate: took.length / passed, p99: quantile(took, 0.99), cpu: (cpu / took.length) * 1e6 };
}

export const figure: Figure = {
  name: 'heartbeats',
  title: 'Heartbeats: states of 10,000, and pings taken in',
  async run(ctx): Promise<Measured[]> {
    const checked = states(ctx);
    ctx.log(`states of ${HEARTBEATS}: ${Math.round(checked.ours)} ms`);
    const taken = await ctx.median(() => pings(ctx));
    const none = { name: 'healthchecks', why: 'not packaged for this machine' };
    return [
      {
        what: `states of ${HEARTBEATS} heartbeats in six zones, a third each of periods, crontab lines and OnCalendar`,
        ours: checked.ours,
        unit: 'ms',
        peer: { name: "croner's next time of as many crontab lines", value: checked.croner },
        target: { atMost: 1_000 },
      },
      { what: 'pings by slug, each durably kept', ours: taken.rate, unit: '/s', peer: none },
      { what: 'the slowest of a hundred pings (p99)', ours: taken.p99, unit: 'ms', peer: none },
      { what: 'processor time of a ping', ours: taken.cpu, unit: 'µs', peer: none },
    ];
  },
};
