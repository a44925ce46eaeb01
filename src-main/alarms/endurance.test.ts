import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AlarmPlan, isIncidentAlarm, type PlannedAlarm } from '../../src-shared/alarms/plan.ts';
import { incidentId } from '../../src-shared/model/ids.ts';
import { PRIORITIES } from '../../src-shared/model/priority.ts';
import { DAY, HOUR, type Instant, instant, MINUTE, SECOND } from '../../src-shared/time/clock.ts';
import { createVirtualTime, type VirtualTime } from '../../tests/support/virtual-time.ts';
import type { AppendFile } from '../journal/append-file.ts';
import { createPlanStore } from './plan-store.ts';
import { createReceiptBook } from './receipt-book.ts';
import { type AlarmRuntime, createAlarmRuntime } from './runtime.ts';

const START = instant('2026-10-24T22:00:00Z');
const DEADLINES = Number(process.env.VIGIE_ALARM_DEADLINES ?? 10_000);
const RUNS = Number(process.env.VIGIE_ALARM_RUNS ?? 1);

/** Deadlines over a day and a half, in clumps: a storm's come within a minute of one another. */
function alarmsAt(offsets: readonly number[]): PlannedAlarm[] {
  return Array.from({ length: DEADLINES }, (_, n) => {
    const clump = offsets[n % offsets.length] ?? 0;
    const fireAt = START + clump + ((n * 7_919) % 12) * 5 * SECOND;
    const incident = incidentId(`i${n}`);
    return {
      id: `${incident}/response/0/lapse`,
      incident,
      title: `Incident ${n}`,
      priority: PRIORITIES[n % 40 === 0 ? 0 : 1 + (n % 4)] ?? 'P2',
      kind: n % 3 === 0 ? 'opened' : 'lapse',
      clock: 'response',
      fireAt,
      deadline: fireAt,
      loud: n % 40 === 0,
    };
  });
}

const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('advance' as const), by: fc.integer({ min: 1, max: 6 * HOUR }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sleep' as const), by: fc.integer({ min: 1, max: 9 * HOUR }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('kill' as const), by: fc.integer({ min: 0, max: HOUR }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('back' as const), by: fc.integer({ min: -DAY, max: -1 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('forward' as const), by: fc.integer({ min: 1, max: DAY }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('replan' as const), by: fc.constant(0) }) },
);

/** Takes its time to write, as a disk does; whoever dies meanwhile has written nothing. */
const WRITE_TAKES = 3;

function aDisk(time: VirtualTime) {
  const kept: unknown[] = [];
  return {
    open(): { file: AppendFile; die(): void } {
      let dead = false;
      const written = () => new Promise<void>((resolve) => void time.scheduler.after(WRITE_TAKES, resolve));
      const file: AppendFile = {
        async append(records) {
          const copies = records.map((record) => structuredClone(record));
          await written();
          if (!dead) kept.push(...copies);
          return { ok: true, value: undefined };
        },
        read: async () => ({ values: [...kept], damaged: 0, bytes: 0 }),
        compact: async () => ({ ok: true, value: undefined }),
        close: async () => undefined,
      };
      return {
        file,
        die() {
          dead = true;
        },
      };
    },
  };
}

/** A console without its desktop; its plan lies in a real file. A kill keeps what was written and forgets the rest. */
async function live(alarms: readonly PlannedAlarm[], steps: readonly { do: string; by: number }[]) {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-endurance-'));
  const time = createVirtualTime(START - MINUTE);
  const told: { id: string; at: Instant; repeat: boolean; together: number }[] = [];
  const problems: string[] = [];
  const disk = aDisk(time);
  const plan: AlarmPlan = { madeAt: START - MINUTE, alarms: alarms.toSorted((a, b) => a.fireAt - b.fireAt) };
  let running: { runtime: AlarmRuntime; close(): Promise<void> } | undefined;

  const boot = async () => {
    const { file, die } = disk.open();
    let dead = false;
    const tell = async (list: readonly { id: string }[], repeat: boolean) => {
      if (dead) return false;
      for (const { id } of list) told.push({ id, at: time.clock.now(), repeat, together: list.length });
      return true;
    };
    const runtime = createAlarmRuntime({
      clock: time.clock,
      scheduler: time.scheduler,
      plans: createPlanStore(path.join(folder, 'plan.json')),
      book: createReceiptBook(file, (problem) => problems.push(problem)),
      isQuiet: () => false,
      show: (alarm, repeat) => tell([alarm], repeat),
      showDigest: tell,
      raise: (list) => list.every(isIncidentAlarm),
      jumped: () => undefined,
      report: (problem) => problems.push(problem),
    });
    await runtime.start();
    running = {
      runtime,
      async close() {
        dead = true;
        die();
        runtime.stop();
      },
    };
    return runtime;
  };

  try {
    await (await boot()).setPlan(plan);
    const back: { from: Instant; to: Instant }[] = [];
    for (const { do: what, by } of steps) {
      if (what === 'advance') await time.advance(by);
      else if (what === 'sleep') {
        time.sleep(by);
        running?.runtime.look();
      } else if (what === 'replan') await running?.runtime.setPlan(plan);
      else if (what === 'kill') {
        await running?.close();
        time.sleep(by);
        await boot();
      } else {
        if (what === 'back') back.push({ from: time.clock.now(), to: time.clock.now() + by });
        time.setClock(by);
        await time.advance(MINUTE);
      }
    }
    // However far the clock was set back, the last deadline passes.
    await time.advance(Math.max(0, START + 38 * HOUR - time.clock.now()));
    await running?.close();
    return { told, problems, back };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('10,000 deadlines through sleeps, kills and clocks set on and back: none missed, none twice unless marked', async () => {
  const clumps = fc.array(fc.integer({ min: 0, max: 36 * HOUR }), { minLength: 3, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(clumps, fc.array(step, { minLength: 4, maxLength: 14 }), async (offsets, steps) => {
      const alarms = alarmsAt(offsets);
      const { told, problems, back } = await live(alarms, steps);
      expect(problems).toEqual([]);
      const saidOf = Map.groupBy(told, ({ id }) => id);
      for (const { id, fireAt } of alarms) {
        const said = saidOf.get(id) ?? [];
        // At least once (as a repeat where a kill came between "due" and the toast), never before its time.
        if (said.length === 0) expect.fail(`${id} was missed`);
        // What was due and on its way when the clock went back is told just after, and again, marked, after a kill.
        const onItsWay = (at: Instant) =>
          back.some(({ from, to }) => from >= fireAt && at >= to && at - to <= WRITE_TAKES);
        if (said.some(({ at, repeat }) => at < fireAt && !repeat && !onItsWay(at))) expect.fail(`${id} came early`);
        const asNew = said.filter(({ repeat }) => !repeat);
        // As new a second time only where the clock went back to before the first.
        const again = asNew.length - 1;
        if (again > back.filter(({ from }) => from >= (asNew[0]?.at ?? 0)).length)
          expect.fail(`${id} came twice as new`);
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
}, 120_000);

test('a storm that arrives in sixty seconds is a few toasts, a digest a minute, and every P0 at once', async () => {
  const alarms = Array.from({ length: 37 }, (_, n): PlannedAlarm => {
    const incident = incidentId(`s${n}`);
    return {
      id: `${incident}/response/0/opened`,
      incident,
      title: `Groupe ${n}`,
      priority: n % 9 === 4 ? 'P0' : n % 4 === 1 ? 'P1' : 'P2',
      kind: 'opened',
      clock: 'response',
      fireAt: START + n * 1_600,
      deadline: START + n * 1_600 + 5 * MINUTE,
      loud: false,
    };
  });
  const { told, problems } = await live(alarms, [{ do: 'advance', by: 5 * MINUTE }]);
  expect(problems).toEqual([]);
  const toasts = new Set(told.map(({ at, together, id }) => (together > 1 ? `digest ${at}` : id)));
  expect(toasts.size).toBeLessThanOrEqual(11);
  for (const { id, priority, fireAt } of alarms) {
    const said = told.filter((one) => one.id === id);
    expect(said).toHaveLength(1);
    expect((said[0]?.at ?? 0) - fireAt).toBeLessThanOrEqual(priority === 'P0' ? 10 * SECOND : MINUTE);
  }
});
