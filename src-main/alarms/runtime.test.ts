import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import type { PlannedAlarm } from '../../src-shared/alarms/plan.ts';
import { incidentId } from '../../src-shared/model/ids.ts';
import { HOUR, type Instant, instant, MINUTE, SECOND } from '../../src-shared/time/clock.ts';
import { createVirtualTime, type VirtualTime } from '../../tests/support/virtual-time.ts';
import { type AppendFile, createAppendFile } from '../journal/append-file.ts';
import { createPlanStore, EMPTY_PLAN } from './plan-store.ts';
import { createReceiptBook } from './receipt-book.ts';
import { type AlarmRuntime, createAlarmRuntime } from './runtime.ts';

const START = instant('2026-03-29T00:30:00Z');

function anAlarm(over: Partial<PlannedAlarm> & { fireAt: Instant }): PlannedAlarm {
  const incident = over.incident ?? incidentId('inc-1');
  return {
    id: `${incident}/response/0/lapse`,
    incident,
    title: 'Paiement indisponible',
    service: 'Paiement',
    priority: 'P0',
    kind: 'lapse',
    clock: 'response',
    deadline: over.fireAt,
    loud: over.priority === undefined || over.priority === 'P0' || over.priority === 'P1',
    ...over,
  };
}

/** An append-only file that lives in memory: what is on the disk when the process dies. */
function memoryFile(): AppendFile {
  const kept: unknown[] = [];
  return {
    async append(records) {
      kept.push(...records.map((record) => structuredClone(record)));
      return { ok: true, value: undefined };
    },
    read: async () => ({ values: [...kept], damaged: 0, bytes: 0 }),
    async compact(keep) {
      kept.splice(0, kept.length, ...keep([...kept]));
      return { ok: true, value: undefined };
    },
    close: async () => undefined,
  };
}

interface Toast {
  ids: string[];
  repeat: boolean;
  at: Instant;
}

function aLaptop(time: VirtualTime = createVirtualTime(START), file: AppendFile = memoryFile()) {
  let stored = EMPTY_PLAN;
  const toasts: Toast[] = [];
  const raised: { ids: string[]; at: Instant }[] = [];
  const state = { quiet: false, toastsWork: true, pageUp: true, jumps: 0, problems: [] as string[] };
  const boot = (): AlarmRuntime =>
    createAlarmRuntime({
      clock: time.clock,
      scheduler: time.scheduler,
      plans: {
        load: async () => stored,
        save: async (plan) => {
          stored = plan;
        },
      },
      book: createReceiptBook(file, (problem) => state.problems.push(problem)),
      isQuiet: () => state.quiet,
      async show(alarm, repeat) {
        if (state.toastsWork) toasts.push({ ids: [alarm.id], repeat, at: time.clock.now() });
        return state.toastsWork;
      },
      async showDigest(alarms) {
        if (state.toastsWork) toasts.push({ ids: alarms.map(({ id }) => id), repeat: false, at: time.clock.now() });
        return state.toastsWork;
      },
      raise(alarms) {
        if (state.pageUp) raised.push({ ids: alarms.map(({ id }) => id), at: time.clock.now() });
        return state.pageUp;
      },
      jumped: () => {
        state.jumps += 1;
      },
      report: (problem) => state.problems.push(problem),
    });
  return { time, toasts, raised, state, boot };
}

const planOf = (...alarms: PlannedAlarm[]) => ({ madeAt: START, alarms });
const running: AlarmRuntime[] = [];
afterEach(() => {
  for (const runtime of running.splice(0)) runtime.stop();
});
async function started(laptop: ReturnType<typeof aLaptop>, ...alarms: PlannedAlarm[]): Promise<AlarmRuntime> {
  const runtime = laptop.boot();
  running.push(runtime);
  await runtime.start();
  if (alarms.length > 0) await runtime.setPlan(planOf(...alarms));
  return runtime;
}
const kinds = (runtime: AlarmRuntime) => runtime.receipts().map(({ kind }) => kind);

test('an alarm goes out at its very instant, once, with one timer armed', async () => {
  const laptop = aLaptop();
  const runtime = await started(laptop, anAlarm({ fireAt: START + 4 * MINUTE, priority: 'P2' }));
  await laptop.time.advance(4 * MINUTE - 1);
  expect(laptop.toasts).toEqual([]);
  await laptop.time.advance(1 + HOUR);
  expect(laptop.toasts).toEqual([{ ids: ['inc-1/response/0/lapse'], repeat: false, at: START + 4 * MINUTE }]);
  expect(laptop.raised).toEqual([]);
  expect(laptop.time.armed()).toBe(1);
  expect(kinds(runtime)).toEqual(['due', 'shown']);
  expect(laptop.state).toMatchObject({ jumps: 0, problems: [] });
});

test('a warning that overtakes an unanswered opening does not put the 20 s off', async () => {
  const laptop = aLaptop();
  const opened = anAlarm({ id: 'inc-1/response/0/opened', kind: 'opened', fireAt: START });
  const warning = anAlarm({ id: 'inc-1/response/0/0.5', kind: 'warning', fireAt: START + 6 * SECOND });
  const runtime = await started(laptop, opened, warning);
  await laptop.time.advance(6 * SECOND);
  // The page leaves out what a later alarm of the window has overtaken.
  await runtime.setPlan(planOf(warning));
  await laptop.time.advance(14 * SECOND - 1);
  expect(laptop.raised).toEqual([]);
  await laptop.time.advance(HOUR);
  expect(laptop.raised).toEqual([{ ids: ['inc-1/response/0/0.5'], at: START + 20 * SECOND }]);
});

test('a loud alarm that nobody sees takes the screen after 20 s, and only once', async () => {
  const laptop = aLaptop();
  await started(laptop, anAlarm({ fireAt: START + MINUTE }));
  await laptop.time.advance(MINUTE + 20 * SECOND - 1);
  expect(laptop.raised).toEqual([]);
  await laptop.time.advance(HOUR);
  expect(laptop.raised).toEqual([{ ids: ['inc-1/response/0/lapse'], at: START + MINUTE + 20 * SECOND }]);
  expect(laptop.toasts).toHaveLength(1);
});

test('of many loud alarms that nobody sees all take the screen together, and later ones once more', async () => {
  const laptop = aLaptop();
  const alarms = Array.from({ length: 8 }, (_, n) =>
    anAlarm({ fireAt: START + n * 3 * SECOND, incident: incidentId(`i${n}`), kind: 'opened' }),
  );
  await started(laptop, ...alarms);
  await laptop.time.advance(HOUR);
  expect(laptop.raised.map(({ ids, at }) => [ids.length, (at - START) / SECOND])).toEqual([
    [6, 20],
    [2, 45],
  ]);
});

test.each(['seen', 'acted'] as const)('a loud alarm that was %s in time stays quiet', async (kind) => {
  const laptop = aLaptop();
  const runtime = await started(
    laptop,
    anAlarm({ fireAt: START }),
    anAlarm({ fireAt: START, incident: incidentId('inc-10') }),
  );
  await laptop.time.advance(5 * SECOND);
  await runtime.receipt('inc-1', kind);
  await laptop.time.advance(HOUR);
  expect(laptop.raised.map(({ ids }) => ids)).toEqual([['inc-10/response/0/lapse']]);
});

test('an alarm that leaves the plan before its time never goes out, and one that left after is not raised', async () => {
  const laptop = aLaptop();
  const runtime = await started(
    laptop,
    anAlarm({ fireAt: START }),
    anAlarm({ fireAt: START + MINUTE, incident: incidentId('inc-2') }),
  );
  await laptop.time.advance(SECOND);
  await runtime.setPlan(planOf());
  await laptop.time.advance(HOUR);
  expect(laptop.toasts.map(({ ids }) => ids)).toEqual([['inc-1/response/0/lapse']]);
  expect(laptop.raised).toEqual([]);
});

test('repeats go on, marked as such, until the alarm leaves the plan', async () => {
  const laptop = aLaptop();
  const runtime = await started(laptop, anAlarm({ fireAt: START + SECOND, repeatEvery: 2 * MINUTE }));
  await laptop.time.advance(SECOND + 4 * MINUTE);
  await runtime.setPlan(planOf());
  await laptop.time.advance(HOUR);
  expect(laptop.toasts.map(({ repeat, at }) => [repeat, at])).toEqual([
    [false, START + SECOND],
    [true, START + SECOND + 2 * MINUTE],
    [true, START + SECOND + 4 * MINUTE],
  ]);
});

test('what lapsed during sleep comes as one digest when the machine says that it woke', async () => {
  const laptop = aLaptop();
  const alarms = ['a', 'b', 'c'].map((name, index) =>
    anAlarm({ fireAt: START + (index + 1) * HOUR, incident: incidentId(name), priority: 'P2' }),
  );
  const runtime = await started(laptop, ...alarms);
  await laptop.time.advance(MINUTE);
  laptop.time.sleep(8 * HOUR);
  runtime.look();
  await laptop.time.advance(HOUR);
  expect(laptop.toasts).toHaveLength(1);
  expect(laptop.toasts[0]?.ids.toSorted()).toEqual(alarms.map(({ id }) => id));
  expect(laptop.toasts[0]?.at).toBe(START + 8 * HOUR + MINUTE);
});

test('a sleep that nobody tells of is noticed within 30 s, as is a clock that was moved', async () => {
  const laptop = aLaptop();
  await started(laptop, anAlarm({ fireAt: START + 2 * HOUR, priority: 'P2' }));
  await laptop.time.advance(MINUTE);
  laptop.time.sleep(3 * HOUR);
  await laptop.time.advance(30 * SECOND);
  expect(laptop.toasts).toHaveLength(1);
  expect(laptop.state.jumps).toBe(1);
  laptop.time.setClock(-HOUR);
  await laptop.time.advance(30 * SECOND);
  expect(laptop.state.jumps).toBe(2);
});

test('a restart neither loses nor repeats: what went out is remembered, what lapsed meanwhile goes out', async () => {
  const laptop = aLaptop();
  const first = await started(
    laptop,
    anAlarm({ fireAt: START + MINUTE, priority: 'P2' }),
    anAlarm({ fireAt: START + HOUR, priority: 'P2', incident: incidentId('inc-2') }),
  );
  await laptop.time.advance(2 * MINUTE);
  first.stop();
  laptop.time.sleep(2 * HOUR);
  await started(laptop);
  await laptop.time.advance(HOUR);
  expect(laptop.toasts.map(({ ids }) => ids)).toEqual([['inc-1/response/0/lapse'], ['inc-2/response/0/lapse']]);
});

test('a toast that the desktop swallowed is said again, marked, at most five times in all', async () => {
  const laptop = aLaptop();
  laptop.state.toastsWork = false;
  const runtime = await started(laptop, anAlarm({ fireAt: START, priority: 'P2' }));
  await laptop.time.advance(45 * SECOND);
  laptop.state.toastsWork = true;
  await laptop.time.advance(HOUR);
  expect(laptop.toasts).toEqual([{ ids: ['inc-1/response/0/lapse'], repeat: true, at: START + 60 * SECOND }]);
  expect(kinds(runtime)).toEqual(['due', 'failed', 'shown']);
});

test('an alarm that was due when the process died before it was shown is said again after the restart', async () => {
  const laptop = aLaptop();
  laptop.state.toastsWork = false;
  const first = await started(laptop, anAlarm({ fireAt: START, priority: 'P2' }));
  await laptop.time.advance(SECOND);
  first.stop();
  laptop.state.toastsWork = true;
  await started(laptop);
  await laptop.time.advance(SECOND);
  expect(laptop.toasts.map(({ repeat }) => repeat)).toEqual([true]);
});

test('a disk that hangs holds a toast up for a second and no longer', async () => {
  const laptop = aLaptop(undefined, { ...memoryFile(), append: () => new Promise(() => undefined) });
  await started(laptop, anAlarm({ fireAt: START, priority: 'P2' }));
  await laptop.time.advance(SECOND - 1);
  expect(laptop.toasts).toEqual([]);
  await laptop.time.advance(HOUR);
  expect(laptop.toasts).toEqual([{ ids: ['inc-1/response/0/lapse'], repeat: false, at: START + SECOND }]);
});

test('with the page dead a loud alarm is said again instead, and raised once the page is back', async () => {
  const laptop = aLaptop();
  laptop.state.pageUp = false;
  const runtime = await started(laptop, anAlarm({ fireAt: START }));
  await laptop.time.advance(45 * SECOND);
  expect(laptop.toasts.map(({ repeat, at }) => [repeat, at])).toEqual([
    [false, START],
    [true, START + 20 * SECOND],
    [true, START + 40 * SECOND],
  ]);
  laptop.state.pageUp = true;
  await laptop.time.advance(15 * SECOND);
  expect(laptop.raised).toHaveLength(1);
  runtime.revived();
  expect(laptop.raised).toHaveLength(2);
});

test('quiet hours hold P2 back, let P0 pass, and end with what was held', async () => {
  const laptop = aLaptop();
  laptop.state.quiet = true;
  const runtime = await started(
    laptop,
    anAlarm({ fireAt: START + MINUTE, priority: 'P2', incident: incidentId('b') }),
    anAlarm({ fireAt: START + MINUTE, priority: 'P3', incident: incidentId('c') }),
    anAlarm({ fireAt: START + MINUTE, priority: 'P0', incident: incidentId('a') }),
  );
  await laptop.time.advance(HOUR);
  expect(laptop.toasts.map(({ ids }) => ids)).toEqual([['a/response/0/lapse']]);
  expect(kinds(runtime).toSorted()).toEqual(['due', 'due', 'due', 'shown', 'silenced', 'silenced']);
  laptop.state.quiet = false;
  runtime.look();
  await laptop.time.advance(HOUR);
  expect(laptop.toasts.slice(1).map(({ ids }) => ids.toSorted())).toEqual([
    ['b/response/0/lapse', 'c/response/0/lapse'],
  ]);
});

test('of one clock only the latest point is shown after a sleep, and the others are settled', async () => {
  const laptop = aLaptop();
  const points = ['0.5', '0.8', 'lapse'].map((point, index) =>
    anAlarm({ id: `inc-1/response/0/${point}`, fireAt: START + (index + 1) * MINUTE, priority: 'P2' }),
  );
  const runtime = await started(laptop, ...points);
  laptop.time.sleep(HOUR);
  runtime.look();
  await laptop.time.advance(HOUR);
  expect(laptop.toasts.map(({ ids }) => ids)).toEqual([['inc-1/response/0/lapse']]);
});

test('thousands of deadlines through sleeps, restarts and clock changes: none missed, none twice', async () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('advance' as const), by: fc.integer({ min: 1, max: 40 * MINUTE }) }),
    fc.record({ do: fc.constant('sleep' as const), by: fc.integer({ min: 1, max: 3 * HOUR }) }),
    fc.record({ do: fc.constant('wake' as const), by: fc.integer({ min: 1, max: 3 * HOUR }) }),
    fc.record({ do: fc.constant('restart' as const), by: fc.integer({ min: 0, max: HOUR }) }),
    fc.record({ do: fc.constant('forward' as const), by: fc.integer({ min: 1, max: HOUR }) }),
    fc.record({ do: fc.constant('replan' as const), by: fc.constant(0) }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 12 * HOUR }), { minLength: 1, maxLength: 300 }),
      fc.array(step, { maxLength: 12 }),
      async (offsets, steps) => {
        const laptop = aLaptop();
        const alarms = offsets.map((offset, index) =>
          anAlarm({ fireAt: START + offset, incident: incidentId(`i${index}`), priority: 'P2' }),
        );
        let runtime = await started(laptop, ...alarms);
        for (const { do: what, by } of steps) {
          if (what === 'advance') await laptop.time.advance(by);
          if (what === 'sleep' || what === 'wake') laptop.time.sleep(by);
          if (what === 'wake') runtime.look();
          if (what === 'forward') laptop.time.setClock(by);
          if (what === 'replan') await runtime.setPlan(planOf(...alarms));
          if (what === 'restart') {
            await laptop.time.advance(0);
            runtime.stop();
            laptop.time.sleep(by);
            runtime = await started(laptop);
          }
        }
        await laptop.time.advance(13 * HOUR);
        runtime.stop();
        const shown = laptop.toasts.flatMap(({ ids }) => ids);
        expect(shown.toSorted()).toEqual(alarms.map(({ id }) => id).toSorted());
        expect(laptop.state.problems).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
});

test('plan and receipts come back from real files', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-alarms-'));
  try {
    const store = createPlanStore(path.join(folder, 'plan.json'));
    const plan = planOf(anAlarm({ fireAt: START }));
    await Promise.all([store.save(planOf()), store.save(plan)]);
    expect(await createPlanStore(path.join(folder, 'plan.json')).load()).toEqual(plan);
    expect(await createPlanStore(path.join(folder, 'none.json')).load()).toEqual(EMPTY_PLAN);
    const file = createAppendFile({ folder, name: 'receipts' });
    await createReceiptBook(file, () => undefined).add(['a', 'b'], 'due', START);
    const book = createReceiptBook(file, () => undefined);
    await book.load(START, () => false);
    expect(book.list()).toEqual([
      { alarm: 'a', kind: 'due', at: START },
      { alarm: 'b', kind: 'due', at: START },
    ]);
    await file.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
