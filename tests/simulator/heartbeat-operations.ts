import { canonicalJson } from '../../src-server/store/log-chain.ts';
import type { Store } from '../../src-server/store/store.ts';
import { runMutation, systemActor } from '../../src-server/sync/run-mutation.ts';
import { createTimerLoop } from '../../src-server/timers/loop.ts';
import { HEARTBEAT_SENDER } from '../../src-shared/heartbeat/alert.ts';
import {
  type Beat,
  durationOf,
  fold,
  pause,
  reschedule,
  resume,
  settle,
  stateAt,
  unpause,
  unreschedule,
} from '../../src-shared/heartbeat/state.ts';
import { alertIdOf } from '../../src-shared/intake/keys.ts';
import { type Heartbeat, KEPT_PINGS, type Ping } from '../../src-shared/model/heartbeat.ts';
import type { ArgsOf } from '../../src-shared/mutators/registry.ts';
import { sameJson } from '../../src-shared/mutators/same.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
import type { Choice } from './procedure-operations.ts';
import type { Random, World } from './world.ts';

interface Entity {
  id: string;
  doc: unknown;
}

const SCHEDULES = [
  { kind: 'period', period: 60_000, grace: 60_000 },
  { kind: 'period', period: 86_400_000, grace: 3_600_000 },
  { kind: 'cron', expression: '0 3 * * *', zone: 'Europe/Paris', grace: 3_600_000 },
  { kind: 'onCalendar', expression: 'Mon..Fri 03:00', zone: 'America/New_York', grace: 3_600_000 },
] as const;

/** What a person may do to the watched jobs that their console shows. */
export function chooseHeartbeat(random: Random, heartbeats: readonly Entity[], uuid: () => string): Choice {
  const priority = random.pick(['P0', 'P1', 'P2', 'P3']);
  // Mostly the one that comes to its end within a run.
  const schedule = random.pick([SCHEDULES[0], SCHEDULES[0], SCHEDULES[0], ...SCHEDULES]);
  if (heartbeats.length < 2) {
    const args = { id: uuid(), key: uuid(), name: `job ${random.int(1, 999)}`, tags: [], priority, schedule };
    return { name: 'heartbeat.create', args };
  }
  const { id, doc } = random.pick(heartbeats);
  return random.pick([
    { name: 'heartbeat.edit', args: { id, set: { name: `job ${random.int(1, 999)}` } } },
    { name: 'heartbeat.edit', args: { id, set: { priority, schedule, slug: random.pick(['nightly', null]) } } },
    { name: 'heartbeat.edit', args: { id, set: { schedule }, of: (doc as Heartbeat).rescheduled?.at ?? 0 } },
    { name: 'heartbeat.pause', args: { id } },
    { name: 'heartbeat.resume', args: { id } },
    { name: 'heartbeat.resume', args: { id, of: (doc as Heartbeat).pausedAt ?? 0 } },
    { name: 'heartbeat.remove', args: { id } },
    // As one that was removed comes back; what is there still has this key, so it needs another.
    { name: 'heartbeat.restore', args: { id: uuid(), doc: { ...(doc as object), key: uuid() } } },
    { name: 'heartbeat.newKey', args: { id, key: uuid() } },
  ]);
}

const SILENCE = 125_000;

function rethrow(error: unknown): never {
  throw error;
}

/** A job says something at one of the processes, after what fell due there; the process may die over either. */
export async function beat(world: World, random: Random, store: Store, clock: Clock): Promise<void> {
  const takeTimers: Store['takeTimers'] = async (query) =>
    (await store.takeTimers(query)).filter(({ kind }) => kind === 'heartbeat.lapse');
  const loop = createTimerLoop({
    store: { ...store, takeTimers },
    clock,
    scheduler: world.scheduler(() => false),
    onFired: () => world.met('job lapsed'),
    onBug: rethrow,
  });
  await loop.runDue();
  const jobs = await store.read((tx) => tx.all('heartbeat'));
  if (jobs.length === 0) return;
  const { id } = random.pick(jobs);
  // Every other while it says nothing, long enough to be down.
  if ((Math.floor(clock.now() / SILENCE) + id.charCodeAt(id.length - 1)) % 2 === 0) return;
  const kind = random.pick(['success', 'success', 'start', 'start', 'fail', 'log']);
  const rid = random.pick([undefined, '00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-00000000000b']);
  const args = { id, kind, method: 'POST', body: `ping ${world.count()}`, ...(rid ? { rid } : {}) };
  const at = clock.now();
  const origin = { kind: 'server', id: `ping-${args.body}` } as const;
  const run = {
    name: 'heartbeat.ping',
    args,
    actor: systemActor(),
    via: 'intake',
    at,
    receivedAt: at,
    origin,
  } as const;
  await store.write((tx) => runMutation(tx, run, rethrow));
  world.met('job pinged');
}

type Told = Beat & { pings: Pick<Ping, 'n' | 'kind' | 'at' | 'took'>[] };

/** One entry of the log, told by the functions that say what a state follows from. */
function retell(before: Told | undefined, name: string, args: never, at: number): Told | undefined {
  if (name === 'heartbeat.create') {
    const { schedule, manualResume } = args as ArgsOf<'heartbeat.create'>;
    return { schedule, ...(manualResume === undefined ? {} : { manualResume }), pings: [] };
  }
  if (name === 'heartbeat.restore') {
    const { schedule, manualResume, facts, pausedAt, held, rescheduled } = (args as ArgsOf<'heartbeat.restore'>).doc;
    const doc = { schedule, manualResume, facts, pausedAt, held, rescheduled };
    return settle({ ...(JSON.parse(JSON.stringify(doc)) as typeof doc), pings: [] }, at);
  }
  if (!before || name === 'heartbeat.remove') return undefined;
  switch (name) {
    case 'heartbeat.edit': {
      const { of, set } = args as ArgsOf<'heartbeat.edit'>;
      const settled = settle(before, at);
      if (!set.schedule || sameJson(set.schedule, before.schedule)) return settled;
      return of === undefined ? reschedule(settled, set.schedule, at) : unreschedule(settled, set.schedule, of);
    }
    case 'heartbeat.pause':
      return pause(before, at);
    case 'heartbeat.resume':
      return settle((args as ArgsOf<'heartbeat.resume'>).of === undefined ? resume(before) : unpause(before), at);
    case 'heartbeat.lapse':
      return settle(before, Math.max(at, (args as ArgsOf<'heartbeat.lapse'>).at));
    case 'heartbeat.ping': {
      const { kind, rid } = args as ArgsOf<'heartbeat.ping'>;
      const said = { kind, at, ...(rid === undefined ? {} : { rid }) };
      const ignored = before.pausedAt !== undefined && before.manualResume === true;
      const took = ignored ? undefined : durationOf(before.facts, said);
      const next = fold(before, said);
      const ping = { n: next.facts?.pings ?? 1, kind, at, ...(took === undefined ? {} : { took }) };
      return { ...next, pings: [...before.pings, ping].slice(-KEPT_PINGS) };
    }
    default:
      return before;
  }
}

/**
 * What is wrong with the watched jobs: each has to be what follows from its pings and the deeds about it in their order,
 * its pings are the last ones, and its alert fires while it is down and at no other time.
 */
export async function wrongHeartbeat(world: World, store: Store): Promise<string | undefined> {
  const told = new Map<string, Told | undefined>();
  const { log, jobs } = await store.read(async (tx) => ({
    log: await tx.log({ after: 0, limit: 1_000_000 }),
    jobs: await tx.all('heartbeat'),
  }));
  for (const { name, args, at, status } of log) {
    if (!name.startsWith('heartbeat.') || status !== 'applied') continue;
    const said = JSON.parse(args) as { id: string };
    told.set(said.id, retell(told.get(said.id), name, said as never, at));
  }
  const now = world.now();
  for (const [id, one] of told) if (one && jobs.every((job) => job.id !== id)) return `${id} is gone`;
  for (const { id, doc } of jobs) {
    const mine = told.get(id);
    if (!mine) return `${id} is there, and nobody made it`;
    const { facts, pausedAt, schedule } = mine;
    const [is, follows] = [doc, mine].map((beat) => canonicalJson(stateAt(beat, now)));
    if (is !== follows) return `${id} is ${is}, and ${follows} follows from its pings`;
    const kept = canonicalJson({ facts: doc.facts, pausedAt: doc.pausedAt, schedule: doc.schedule });
    if (kept !== canonicalJson({ facts, pausedAt, schedule })) return `${id} is kept as ${kept}`;
    const pings = (await store.read((tx) => tx.list('ping', id))).map(({ doc: ping }) => ping);
    const all = pings
      .sort((a, b) => a.n - b.n)
      .map(({ n, kind, at, took }) => ({ n, kind, at, ...(took === undefined ? {} : { took }) }));
    if (canonicalJson(all) !== canonicalJson(mine.pings)) return `${id} has pings ${canonicalJson(all)}`;
    const alert = await store.read((tx) => tx.get('alert', alertIdOf(HEARTBEAT_SENDER, id)));
    const isTold = doc.alertedAt !== undefined;
    if (isTold && !facts?.down) return `${id} is told as down, and is not`;
    if ((alert?.status === 'firing') !== isTold) return `${id} is told: ${isTold}, and its alert is ${alert?.status}`;
    world.met('job follows from its pings');
  }
  return undefined;
}
