import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AlarmFacts, createAlarmPlanner } from '../../src-shared/alarms/derive.ts';
import type { PhaseLack } from '../../src-shared/alarms/phases.ts';
import type { Alarm } from '../../src-shared/alarms/plan.ts';
import type { RunFacts } from '../../src-shared/alarms/timers.ts';
import { acknowledge, openingClocks } from '../../src-shared/incident/transitions.ts';
import type { Doc, Entity } from '../../src-shared/model/collections.ts';
import { incidentId, personId, slaPolicyId, teamId } from '../../src-shared/model/ids.ts';
import type { Incident } from '../../src-shared/model/incident.ts';
import { procedureId } from '../../src-shared/model/procedure.ts';
import { runId } from '../../src-shared/model/run.ts';
import { PROCEDURES_SLA_POLICY } from '../../src-shared/sla/default-policy.ts';
import { NO_CALENDARS } from '../../src-shared/sla/working-time.ts';
import { DAY, HOUR, type Instant, instant, MINUTE } from '../../src-shared/time/clock.ts';
import { localDate } from '../../src-shared/time/zone.ts';
import { createVirtualTime } from '../../tests/support/virtual-time.ts';
import type { AppendFile } from '../journal/append-file.ts';
import { EMPTY_PLAN } from './plan-store.ts';
import { createReceiptBook } from './receipt-book.ts';
import { type AlarmRuntime, createAlarmRuntime } from './runtime.ts';

/** The night on which Europe puts its clocks back; America follows a week later. */
const START = instant('2026-10-24T22:00:00Z');
const END = START + 30 * DAY;
const ZONES = [
  'Europe/Paris',
  'America/Montreal',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
];
const RUNS = Number(process.env.VIGIE_ALARM_RUNS ?? 12);
const lea = personId('lea');
const max = { kind: 'person', id: personId('max') } as const;
const devops = teamId('devops');
/** Only what is told once: repeats and the promises' own warnings are told of elsewhere. */
const policy = {
  ...PROCEDURES_SLA_POLICY,
  warnAt: [],
  repeatEvery: { P0: null, P1: null, P2: null, P3: null, P4: null },
};
const LACKS: readonly PhaseLack[] = [
  { window: { priority: 'P0', clock: 'response', from: 0, to: 5 * MINUTE }, lacking: 3 },
];

function anIncident(openedAt: Instant, more: Partial<Incident> = {}): Incident {
  const clocks = openingClocks(policy, 'P0', openedAt);
  return {
    title: 'API down',
    priority: 'P0',
    status: 'triggered',
    policy: slaPolicyId('default'),
    openedAt,
    openedBy: { kind: 'sender', name: 'prod' },
    links: [],
    alertsTotal: 1,
    alertsFiring: 1,
    clocks,
    ...more,
  };
}

interface Planned {
  kind: 'timer' | 'phase' | 'called' | 'followUpDue';
  /** After the start. */
  at: number;
}

/** Records of which each gives one alarm of its kind, and the ids of those alarms. */
function recordsOf(planned: readonly Planned[]) {
  const incidents: Entity<'incident'>[] = [];
  const phases = new Map<string, readonly PhaseLack[]>();
  const runs: RunFacts[] = [];
  const followUps: Entity<'followUp'>[] = [];
  const ids = planned.map(({ kind, at }, n) => {
    const id = `n${n}`;
    const moment = START + at;
    if (kind === 'phase') {
      incidents.push({ id, doc: acknowledge(anIncident(moment), { kind: 'person', id: lea }, moment + MINUTE) });
      phases.set(id, LACKS);
      return `${id}/response/phase-P0-0/lapse`;
    }
    if (kind === 'called') {
      const of = acknowledge(anIncident(moment - MINUTE), max, moment - 1);
      incidents.push({ id, doc: { ...of, pages: [{ team: devops, at: moment, by: max, answers: [] }] } });
      return `${id}/call/${moment}`;
    }
    if (kind === 'timer') {
      const by = { kind: 'person', id: lea } as const;
      const head = { procedure: procedureId('p'), revision: 1, kind: 'runbook', title: 'Bascule' } as const;
      const doc: Doc<'run'> = {
        ...head,
        body: '- [ ] Attendre {#drain .timer for=15m}\n',
        startedAt: START,
        startedBy: by,
      };
      const event = { kind: 'timer', until: moment } as const;
      const entry = {
        run: runId(id),
        step: 'drain',
        event,
        by,
        via: 'console',
        at: Math.min(START, moment - 1),
      } as const;
      runs.push({ id, doc, entries: [{ id: 't', doc: entry }] });
      return `run:${id}/drain/t`;
    }
    const due = localDate(moment, 'UTC');
    const createdBy = max;
    const doc = {
      incident: incidentId('i'),
      title: 'Suite',
      owner: lea,
      due,
      status: 'open',
      createdAt: START,
      createdBy,
    } as const;
    followUps.push({ id, doc });
    return `follow-up:${id}/due/${due}`;
  });
  return { ids, facts: { incidents, phases, runs, followUps } };
}

/** A laptop with its own planner: what its page derives, its main process says. */
function aLaptop(planned: readonly Planned[], zone: string) {
  const { ids, facts } = recordsOf(planned);
  const time = createVirtualTime(START - DAY);
  const kept: unknown[] = [];
  const file: AppendFile = {
    async append(records) {
      kept.push(...records.map((record) => structuredClone(record)));
      return { ok: true, value: undefined };
    },
    read: async () => ({ values: [...kept], damaged: 0, bytes: 0 }),
    compact: async () => ({ ok: true, value: undefined }),
    close: async () => undefined,
  };
  const toasts: { ids: string[]; repeat: boolean; at: Instant }[] = [];
  const problems: string[] = [];
  let stored = EMPTY_PLAN;
  let runtime: AlarmRuntime | undefined;
  let where = zone;
  const said = (alarms: readonly Alarm[], repeat: boolean) => {
    toasts.push({ ids: alarms.map(({ id }) => id), repeat, at: time.clock.now() });
    return true;
  };
  const all: Omit<AlarmFacts, 'now'> = {
    ...facts,
    policies: new Map([['default', policy]]),
    calendars: NO_CALENDARS,
    people: [{ id: lea, doc: { name: 'Léa', role: 'responder', teams: [devops] } }],
    services: new Map(),
    me: lea,
  };
  const laptop = {
    ids,
    time,
    toasts,
    problems,
    async boot() {
      runtime = createAlarmRuntime({
        clock: time.clock,
        scheduler: time.scheduler,
        plans: {
          load: async () => stored,
          save: async (plan) => {
            stored = plan;
          },
        },
        book: createReceiptBook(file, (problem) => problems.push(problem)),
        isQuiet: () => false,
        show: async (alarm, repeat) => said([alarm], repeat),
        showDigest: async (alarms, repeat) => said(alarms, repeat),
        raise: () => true,
        jumped: () => undefined,
        report: (problem) => problems.push(problem),
      });
      await runtime.start();
    },
    /** The page derives its plan anew, in the zone that the laptop is in. */
    replan: async (next = where) => {
      where = next;
      await runtime?.setPlan(createAlarmPlanner()({ ...all, zone: where, now: time.clock.now() }));
      await time.advance(100);
    },
    look: async () => {
      runtime?.look();
      await time.advance(100);
    },
    stop: () => runtime?.stop(),
    plan: () => createAlarmPlanner()({ ...all, zone: where, now: time.clock.now() }).alarms,
  };
  return laptop;
}

const kinds = ['timer', 'phase', 'called', 'followUpDue'] as const;
const planned = fc.array(fc.record({ kind: fc.constantFrom(...kinds), at: fc.integer({ min: 0, max: 12 * DAY }) }), {
  minLength: 1,
  maxLength: 24,
});
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('pass' as const), by: fc.integer({ min: 1, max: 3 * HOUR }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('sleep' as const), by: fc.integer({ min: 1, max: 2 * DAY }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sleep' as const), by: fc.constant(7 * DAY) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('set' as const), by: fc.integer({ min: -2 * DAY, max: -1 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('set' as const), by: fc.integer({ min: 1, max: 2 * DAY }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('travel' as const), by: fc.nat(ZONES.length - 1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restart' as const), by: fc.integer({ min: 0, max: DAY }) }) },
);
/** After sleep or a restart the page may be faster with its newest plan than main with its look. */
const steps = fc.array(fc.tuple(step, fc.boolean()), { maxLength: 12 });

test('timers, phases, calls and follow-ups are each told once, whatever the clock, the zone and sleep do', async () => {
  await fc.assert(
    fc.asyncProperty(planned, fc.constantFrom(...ZONES), steps, async (what, zone, way) => {
      const laptop = aLaptop(what, zone);
      const { time, toasts } = laptop;
      /** How many toasts had gone out each time the clock was set back. */
      const back: number[] = [];
      await laptop.boot();
      await laptop.replan();
      const all = new Set(laptop.plan().map((one) => one.id));
      expect(laptop.ids.filter((id) => !all.has(id))).toEqual([]);
      for (const [{ do: happens, by }, pageFirst] of way) {
        if (happens === 'pass') await time.advance(by);
        else if (happens === 'travel') await laptop.replan(ZONES[by]);
        else {
          if (happens === 'restart') laptop.stop();
          if (happens === 'set' && by < 0) back.push(toasts.length);
          if (happens === 'set') time.setClock(by);
          else time.sleep(by);
          if (happens === 'restart') await laptop.boot();
          if (!pageFirst) await laptop.look();
          await laptop.replan();
        }
      }
      time.sleep(Math.max(0, END - time.clock.now()));
      await laptop.look();
      await time.advance(2 * MINUTE);
      laptop.stop();
      expect(laptop.problems).toEqual([]);
      for (const id of laptop.ids) {
        const asNew = toasts.flatMap(({ ids, repeat }, at) => (!repeat && ids.includes(id) ? at : []));
        const [first] = asNew;
        if (first === undefined) expect.fail(`${id} was lost`);
        // As new a second time only where the clock went back to before the first.
        if (asNew.length > 1 + back.filter((at) => at > first).length)
          expect.fail(`${id} was told ${asNew.length} times`);
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
}, 120_000);

test.each(ZONES)(
  'a week of sleep is one digest of all that fell in it, whoever is first after it, in %s',
  async (zone) => {
    const week = Array.from(
      { length: 28 },
      (_, n): Planned => ({ kind: kinds[n % 4] ?? 'timer', at: HOUR + n * 5.5 * HOUR }),
    );
    for (const first of ['look', 'replan', 'boot'] as const) {
      const laptop = aLaptop(week, zone);
      await laptop.boot();
      await laptop.replan();
      if (first === 'boot') laptop.stop();
      laptop.time.sleep(9 * DAY);
      await laptop[first]();
      await laptop.replan();
      await laptop.time.advance(5 * MINUTE);
      laptop.stop();
      expect([first, laptop.toasts.length]).toEqual([first, 1]);
      expect(laptop.ids.filter((id) => !laptop.toasts[0]?.ids.includes(id))).toEqual([]);
      expect(laptop.problems).toEqual([]);
    }
  },
);
