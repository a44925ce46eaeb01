import { performance } from 'node:perf_hooks';
import { createPlanStore } from '../src-main/alarms/plan-store.ts';
import { createReceiptBook } from '../src-main/alarms/receipt-book.ts';
import { createAlarmRuntime } from '../src-main/alarms/runtime.ts';
import { createAppendFile } from '../src-main/journal/append-file.ts';
import type { AlarmPlan, PlannedAlarm } from '../src-shared/alarms/plan.ts';
import { incidentId } from '../src-shared/model/ids.ts';
import { type Clock, type Instant, MINUTE, schedulerOn } from '../src-shared/time/clock.ts';
import { type Context, type Figure, median, quantile } from './harness/figure.ts';

const DEADLINES = 10_000;

/** To the microsecond: the system's clock says whole milliseconds. */
const fineNow = () => performance.timeOrigin + performance.now();
const clock: Clock = { now: () => Math.floor(fineNow()) };
const scheduler = schedulerOn(globalThis);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** One alarm for each of 10,000 incidents, evenly from `first` on. */
function planOf(first: Instant, spread: number): AlarmPlan {
  const alarms = Array.from({ length: DEADLINES }, (_, n): PlannedAlarm => {
    const fireAt = Math.floor(first + (n * spread) / DEADLINES);
    const incident = incidentId(`incident-${n}`);
    const rest = { title: `Incident ${n}`, priority: 'P2', kind: 'warning', clock: 'response', loud: false } as const;
    return { id: `${incident}/response/0/0.8`, incident, ...rest, fireAt, deadline: fireAt + MINUTE };
  });
  return { madeAt: clock.now(), alarms };
}

type Told = Pick<PlannedAlarm, 'id' | 'fireAt'>;

/** The console's own alarms over real timers and real, fsynced receipts; only the desktop is left out. */
function startAlarms(ctx: Context, told: (alarm: Told, at: number) => void) {
  const folder = ctx.folder();
  const receipts = createAppendFile({ folder, name: 'receipts' });
  const report = (problem: string) => ctx.log(`problem: ${problem}`);
  const tell = async (alarms: readonly Told[]) => {
    const at = fineNow();
    for (const alarm of alarms) told(alarm, at);
    return true;
  };
  const runtime = createAlarmRuntime({
    clock,
    scheduler,
    plans: createPlanStore(`${folder}/plan.json`),
    book: createReceiptBook(receipts, report),
    isQuiet: () => false,
    show: (alarm) => tell([alarm]),
    showDigest: tell,
    raise: () => true,
    jumped: () => undefined,
    report,
  });
  ctx.atEnd(async () => {
    runtime.stop();
    await receipts.close();
  });
  return runtime;
}

async function awake(ctx: Context, spread: number) {
  const late = new Map<string, number>();
  const runtime = startAlarms(ctx, (alarm, at) => late.set(alarm.id, at - alarm.fireAt));
  await runtime.start();
  await runtime.setPlan(planOf(clock.now() + 1_000, spread));
  await pause(spread + 2_500);
  runtime.stop();
  return { told: late.size, p50: quantile([...late.values()], 0.5), p99: quantile([...late.values()], 0.99) };
}

/** The floor: one timer of Node's per deadline, and nothing else to do. */
async function bareTimers(spread: number) {
  const late: number[] = [];
  const first = fineNow() + 1_000;
  for (let n = 0; n < DEADLINES; n += 1) {
    const due = first + (n * spread) / DEADLINES;
    setTimeout(() => late.push(fineNow() - due), due - fineNow());
  }
  await pause(spread + 1_500);
  return { p50: quantile(late, 0.5), p99: quantile(late, 0.99) };
}

/** All have lapsed while the machine slept: from waking to the last one told. */
async function afterSleep(ctx: Context) {
  const told = new Set<string>();
  let last = 0;
  const runtime = startAlarms(ctx, (alarm, at) => {
    told.add(alarm.id);
    last = at;
  });
  await runtime.start();
  const began = fineNow();
  await runtime.setPlan(planOf(clock.now() - 20 * MINUTE, 10 * MINUTE));
  await pause(2_500);
  runtime.stop();
  if (told.size < DEADLINES) throw new Error(`only ${told.size} of ${DEADLINES} were told after the sleep`);
  return last - began;
}

export const figure: Figure = {
  name: 'toasts',
  title: 'Toasts after their deadlines, 10,000 of them',
  async run(ctx) {
    const spread = ctx.quick ? 10_000 : 30_000;
    ctx.log(`${DEADLINES} deadlines within ${spread / 1_000} s, then as bare timers, ${ctx.runs} times`);
    const mine = await ctx.median(() => awake(ctx, spread));
    const bare = await ctx.median(() => bareTimers(spread));
    ctx.log('waking with all of them lapsed');
    const woken: number[] = [];
    for (let run = 0; run < ctx.runs; run += 1) woken.push(await afterSleep(ctx));
    const peer = (value: number) => ({ name: 'bare setTimeout', value });
    return [
      {
        what: 'told',
        ours: mine.told,
        unit: 'toasts',
        peer: { name: 'deadlines', value: DEADLINES },
        target: { atLeast: DEADLINES },
      },
      { what: 'awake: p50', ours: mine.p50, unit: 'ms', peer: peer(bare.p50) },
      { what: 'awake: p99', ours: mine.p99, unit: 'ms', peer: peer(bare.p99), target: { atMost: 100 } },
      {
        what: 'after a sleep: the last one',
        ours: median(woken),
        unit: 'ms',
        peer: { name: 'limit', value: 2_000 },
        target: { atMost: 2_000 },
      },
    ];
  },
};
