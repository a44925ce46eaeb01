import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  acknowledge,
  close,
  openingClocks,
  pause,
  reopen,
  resolve,
  resume,
  setPriority,
} from '../incident/transitions.ts';
import type { Entity } from '../model/collections.ts';
import { personId, slaPolicyId, teamId } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import { PRIORITIES, type Priority } from '../model/priority.ts';
import { CLOCKS } from '../model/sla-policy.ts';
import { PROCEDURES_SLA_POLICY as policy } from '../sla/default-policy.ts';
import { NO_CALENDARS } from '../sla/working-time.ts';
import { DAY, HOUR, instant, MINUTE, SECOND } from '../time/clock.ts';
import { createAgenda } from './agenda.ts';
import { type AlarmFacts, createAlarmPlanner } from './derive.ts';
import { MOST_UNBEGUN, type PhaseLack, watchedPhases } from './phases.ts';
import { alarmPlanSchema } from './plan.ts';
import { passesQuiet } from './quiet.ts';

const T = instant('2026-11-22T03:00:00Z');
const ines = personId('ines');
const omar = personId('omar');
const by = { kind: 'person', id: ines } as const;

function anIncident(priority: Priority, more: Partial<Incident> = {}): Incident {
  return {
    title: 'API down',
    priority,
    status: 'triggered',
    policy: slaPolicyId('default'),
    openedAt: T,
    openedBy: { kind: 'sender', name: 'prod' },
    links: [],
    alertsTotal: 1,
    alertsFiring: 1,
    clocks: openingClocks(policy, priority, T),
    ...more,
  };
}
const taken = (minutes = 1) => acknowledge(anIncident('P0'), by, T + minutes * MINUTE);
const person = (id: string, more: Partial<Entity<'person'>['doc']> = {}): Entity<'person'> => ({
  id,
  doc: { name: id, role: 'responder', teams: [], ...more },
});
const WINDOWS = {
  response: { from: 0, to: 5 * MINUTE },
  resolution: { from: 5 * MINUTE, to: HOUR },
  postIncident: { from: HOUR, to: DAY },
} as const;
const lack = (clock: keyof typeof WINDOWS, lacking: number, priority: Priority = 'P0'): PhaseLack => ({
  window: { priority, clock, ...WINDOWS[clock] },
  lacking,
});
function plan(doc: Incident, lacks: PhaseLack[], now = T, more: Partial<AlarmFacts> = {}) {
  const facts: AlarmFacts = {
    incidents: [{ id: 'i', doc }],
    policies: new Map(),
    calendars: NO_CALENDARS,
    people: [person('ines', { onDutySince: T }), person('omar')],
    services: new Map(),
    me: ines,
    phases: new Map([['i', lacks]]),
    now,
    ...more,
  };
  return alarmPlanSchema.parse(createAlarmPlanner()(facts)).alarms;
}
const said = (alarms: ReturnType<typeof plan>) =>
  alarms.map((one) => [one.id, (one.fireAt - T) / MINUTE, 'lacking' in one ? one.lacking : undefined, one.loud]);

describe('the end of a phase that lacks steps', () => {
  test('is told after the acknowledgement: at 80 % and at its end, once each, never loud', () => {
    expect(said(plan(taken(), [lack('response', 6)]).filter(({ id }) => id.startsWith('i/response/')))).toEqual([
      ['i/response/phase-P0-0/0.8', 4, 6, false],
      ['i/response/phase-P0-0/lapse', 5, 6, false],
    ]);
    expect(plan(taken(), [lack('response', 6)]).find(({ kind }) => kind === 'phase')).not.toHaveProperty('repeatEvery');
  });

  test('is told by the promise where that is still counted: the response until then, the resolution with its lapse', () => {
    const lacks = [lack('response', 7), lack('resolution', 8)];
    expect(plan(anIncident('P0'), lacks).filter(({ kind }) => kind === 'phase')).toEqual([]);
    expect(said(plan(taken(), lacks).filter(({ id }) => id.startsWith('i/resolution/')))).toEqual([
      ['i/resolution/0/0.5', 30, 8, true],
      ['i/resolution/0/0.8', 48, 8, true],
      ['i/resolution/0/lapse', 60, 8, true],
    ]);
  });

  test('of the resolution comes by its own once the incident is resolved: what follows a resolution', () => {
    const doc = resolve(taken(), policy, by, T + 20 * MINUTE);
    expect(said(plan(doc, [lack('resolution', 3)]).filter(({ kind }) => kind === 'phase'))).toEqual([
      ['i/resolution/phase-P0-0/0.8', 48, 3, false],
      ['i/resolution/phase-P0-0/lapse', 60, 3, false],
    ]);
  });

  test('is put off by a pause, and nothing is told of what is closed or lapsed a day ago', () => {
    const paused = pause(taken(), policy, 'vendor', T + 2 * MINUTE);
    expect(plan(paused, [lack('response', 6)])).toEqual([]);
    const again = resume(paused, policy, T + 32 * MINUTE);
    expect(
      said(plan(again, [lack('response', 6)]))
        .slice(0, 2)
        .map(([, at]) => at),
    ).toEqual([34, 35]);
    const over = resolve(taken(), policy, by, T + 2 * MINUTE);
    expect(plan(over, [lack('response', 6)], T + 2 * DAY).filter(({ kind }) => kind === 'phase')).toEqual([]);
    expect(plan(close(over, T + 3 * MINUTE), [lack('response', 6)])).toEqual([]);
  });

  test('waits for the end of a silence like every other alarm', () => {
    const doc = { ...taken(), silences: [{ by: ['s'], since: T + 2 * MINUTE, until: T + 10 * MINUTE }] };
    expect(said(plan(doc, [lack('response', 6)])).slice(0, 2)).toEqual([
      [`i/response/phase-P0-0/0.8@${T + 10 * MINUTE}`, 10, 6, false],
      [`i/response/phase-P0-0/lapse@${T + 10 * MINUTE}`, 10, 6, false],
    ]);
  });

  test('of a reopened incident is another one', () => {
    const doc = acknowledge(
      reopen(resolve(taken(), policy, by, T + 3 * MINUTE), policy, T + HOUR),
      by,
      T + HOUR + MINUTE,
    );
    expect(
      plan(doc, [lack('response', 2)], T + HOUR)
        .map(({ id }) => id)
        .slice(0, 2),
    ).toEqual(['i/response/phase-P0-1/0.8', 'i/response/phase-P0-1/lapse']);
  });

  test('concerns whom the incident concerns', () => {
    expect(plan(taken(), [lack('response', 6)], T, { me: omar })).toEqual([]);
  });
});

test('slept through, the ends of many phases come as one digest, each once', () => {
  const facts: AlarmFacts = {
    incidents: Array.from({ length: 12 }, (_, n) => ({ id: `i${n}`, doc: taken() })),
    policies: new Map([['default', { ...policy, warnAt: [] }]]),
    calendars: NO_CALENDARS,
    people: [person('ines', { onDutySince: T })],
    services: new Map(),
    me: ines,
    phases: new Map(Array.from({ length: 12 }, (_, n) => [`i${n}`, [lack('response', 6)]])),
    now: T + 40 * MINUTE,
  };
  const fired = new Map<string, number>();
  const agenda = createAgenda(fired);
  agenda.setPlan(createAlarmPlanner()(facts));
  const due = agenda.look(T + 40 * MINUTE, false, new Set());
  expect(due.show).toEqual([]);
  expect(due.digest).toHaveLength(12);
  for (const id of due.settles) fired.set(id, T + 40 * MINUTE);
  agenda.setPlan(createAlarmPlanner()({ ...facts, now: T + 41 * MINUTE }));
  expect(agenda.look(T + 41 * MINUTE, false, new Set()).settles).toEqual([]);
});

describe('which incidents are looked into', () => {
  const watch = (incidents: Entity<'incident'>[], begun: string[] = []) =>
    watchedPhases({
      incidents,
      begun: new Set(begun),
      hasChecklist: (priority) => priority !== 'P3' && priority !== 'P4',
      me: ines,
      onDuty: true,
    }).map(({ id }) => id);
  const list = (count: number, doc: Incident) => Array.from({ length: count }, (_, n) => ({ id: `i${n}`, doc }));

  test('those that somebody has taken, of a priority with a checklist, in my hands', () => {
    const others = acknowledge(anIncident('P0'), { kind: 'person', id: omar }, T);
    expect(
      watch([
        { id: 'mine', doc: taken() },
        { id: 'waiting', doc: anIncident('P0') },
        { id: 'others', doc: others },
        { id: 'routine', doc: acknowledge(anIncident('P3'), by, T) },
        { id: 'closed', doc: close(resolve(taken(), policy, by, T), T) },
      ]),
    ).toEqual(['mine']);
  });

  test('in a storm of 2,800 that are acknowledged at once none but those that were begun', () => {
    expect(watch(list(MOST_UNBEGUN, taken()))).toHaveLength(MOST_UNBEGUN);
    expect(watch(list(2_800, taken()))).toEqual([]);
    expect(watch(list(2_800, taken()), ['i7', 'i2000'])).toEqual(['i7', 'i2000']);
  });
});

test('a planner derives again what lacks another number of steps, and nothing else', () => {
  const planner = createAlarmPlanner();
  const facts: AlarmFacts = {
    incidents: PRIORITIES.map((priority) => ({ id: priority, doc: acknowledge(anIncident(priority), by, T + SECOND) })),
    policies: new Map(),
    calendars: NO_CALENDARS,
    people: [person('ines', { onDutySince: T })],
    services: new Map(),
    me: ines,
    phases: new Map([['P0', [lack('response', 6)]]]),
    now: T,
  };
  expect(planner(facts)).toEqual(createAlarmPlanner()(facts));
  const fewer = { ...facts, phases: new Map([['P0', [lack('response', 5)]]]) };
  expect(planner(fewer)).toEqual(createAlarmPlanner()(fewer));
  expect(planner({ ...facts, phases: new Map() })).toEqual(createAlarmPlanner()({ ...facts, phases: new Map() }));
});

describe('a call', () => {
  const call = { team: teamId('security'), at: T + 2 * MINUTE, by, answers: [] };
  const member = {
    people: [person('ines', { onDutySince: T }), person('omar', { teams: [teamId('security')] })],
    me: omar,
  };
  const calls = (doc: Incident, more: Partial<AlarmFacts> = {}) =>
    plan(doc, [], T + 3 * MINUTE, { ...member, ...more }).filter(({ kind }) => kind === 'called');

  test('rings loudly for a member who is off duty, again and again, through quiet hours and silences', () => {
    const doc = { ...taken(), pages: [call], silences: [{ by: ['s'], since: T, until: T + DAY }] };
    const alarms = calls(doc, { teams: new Map([['security', { name: 'Security' }]]) });
    expect(alarms).toMatchObject([
      {
        id: `i/call/${T + 2 * MINUTE}`,
        fireAt: T + 2 * MINUTE,
        loud: true,
        repeatEvery: 2 * MINUTE,
        team: 'Security',
        by: 'ines',
      },
    ]);
    expect(alarms.every(passesQuiet)).toBe(true);
    expect(calls({ ...acknowledge(anIncident('P3'), by, T), pages: [call] }).every(passesQuiet)).toBe(true);
  });

  test('rings for nobody else: not for who called, a viewer, or another team', () => {
    const doc = { ...taken(), pages: [call] };
    expect(calls(doc, { me: ines })).toEqual([]);
    expect(calls(doc, { people: [person('omar', { teams: [teamId('security')], role: 'viewer' })] })).toEqual([]);
    expect(calls(doc, { people: [person('omar', { teams: [teamId('backend')] })] })).toEqual([]);
    const own = { ...call, by: { kind: 'person', id: omar } as const };
    expect(calls({ ...taken(), pages: [own] })).toEqual([]);
  });

  test('ends when the member answers, when the incident is acknowledged after it, and when that is over', () => {
    const answered = { ...call, answers: [{ by: omar, at: T + 3 * MINUTE }] };
    expect(calls({ ...taken(), pages: [answered] })).toEqual([]);
    expect(calls({ ...taken(3), pages: [call] })).toEqual([]);
    expect(calls({ ...anIncident('P0'), pages: [call] })).toHaveLength(1);
    expect(calls({ ...resolve(taken(), policy, by, T + 3 * MINUTE), pages: [call] })).toEqual([]);
    expect(calls({ ...taken(), pages: [answered, { ...call, at: T + 4 * MINUTE }] })).toHaveLength(1);
  });
});

const deeds = fc.array(
  fc.record({
    what: fc.constantFrom('acknowledge', 'pause', 'resume', 'resolve', 'reopen', 'priority', 'tick'),
    after: fc.integer({ min: 1, max: 30 * 60 }),
    nth: fc.nat({ max: 4 }),
  }),
  { maxLength: 15 },
);

test('whatever is done, each end of a phase is told at most once, never while paused, and only of what lacks steps', () => {
  fc.assert(
    fc.property(deeds, (list) => {
      let doc = anIncident('P0');
      let now = T;
      const lacking: Record<(typeof CLOCKS)[number], number> = { response: 7, resolution: 8, postIncident: 8 };
      const fired = new Map<string, number>();
      const agenda = createAgenda(fired);
      const told = new Map<string, number>();
      const step = (at: number) => {
        const lacks = CLOCKS.flatMap((clock) =>
          lacking[clock] > 0 ? [lack(clock, lacking[clock], doc.priority)] : [],
        );
        const alarms = plan(doc, lacks, at, { people: [person('ines', { onDutySince: T })] });
        const isPaused = doc.status !== 'resolved' && doc.clocks.resolution?.segments.at(-1)?.reason === 'paused';
        for (const one of alarms) {
          if (one.kind !== 'phase') continue;
          expect(lacking[one.clock]).toBe(one.lacking);
          expect(one.loud).toBe(false);
          expect(isPaused && doc.status === 'acknowledged').toBe(false);
          expect(one.fireAt).toBeLessThanOrEqual(one.deadline);
        }
        agenda.setPlan({ madeAt: at, alarms });
        const due = agenda.look(at, false, new Set());
        for (const id of due.settles) {
          expect(fired.has(id)).toBe(false);
          fired.set(id, at);
          if (id.includes('/phase-')) told.set(id, (told.get(id) ?? 0) + 1);
        }
      };
      for (const { what, after, nth } of list) {
        step(now + (after * SECOND) / 2);
        now += after * SECOND;
        if (what === 'acknowledge' && doc.status === 'triggered') doc = acknowledge(doc, by, now);
        if (what === 'pause' && doc.status !== 'resolved') doc = pause(doc, policy, 'why', now);
        if (what === 'resume' && doc.status !== 'resolved') doc = resume(doc, policy, now);
        if (what === 'resolve' && doc.status !== 'resolved') doc = resolve(doc, policy, by, now);
        if (what === 'reopen' && doc.status === 'resolved') doc = reopen(doc, policy, now);
        if (what === 'priority') doc = setPriority(doc, policy, (['P0', 'P1', 'P2'] as const)[nth % 3] ?? 'P0', now);
        const clock = CLOCKS[nth % 3] ?? 'response';
        if (what === 'tick') lacking[clock] = Math.max(0, lacking[clock] - 3);
        step(now);
      }
      expect([...told.values()].every((count) => count === 1)).toBe(true);
    }),
    { numRuns: 100 },
  );
});
