import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMaintenance, createPlannedReader } from '../maintenance/items.ts';
import type { Doc, Entity } from '../model/collections.ts';
import { personId, teamId } from '../model/ids.ts';
import { type OccurrenceEvent, occurrenceId, type Plan, planId } from '../model/plan.ts';
import { procedureId } from '../model/procedure.ts';
import { runId } from '../model/run.ts';
import { createTimings } from '../recurrence/timing.ts';
import { DAY, HOUR, type Instant, instant, MINUTE } from '../time/clock.ts';
import { createAgenda } from './agenda.ts';
import { alarmRange, maintenanceAlarms } from './maintenance.ts';
import { alarmPlanSchema } from './plan.ts';

/** Saturday noon; on Sunday Europe's clocks go forward at 02:00. */
const START = instant('2026-03-28T11:00:00Z');
const lea = personId('lea');
const max = personId('max');
const devops = teamId('devops');
const person = (id: string, over: Partial<Doc<'person'>> = {}): Entity<'person'> => ({
  id,
  doc: { name: id, role: 'responder', teams: [devops], onDutySince: START, ...over },
});
const by = { kind: 'person', id: max } as const;
const written = { revision: 1, createdAt: START, createdBy: by, updatedAt: START, updatedBy: by };
const terms = {
  from: '2026-01-01',
  anchor: '2024-01-01',
  rrule: 'FREQ=DAILY',
  time: '09:00',
  duration: 15 * MINUTE,
  zone: 'Europe/Paris',
  grace: 2 * HOUR,
  holidays: 'keep',
} as const;
const plan = (over: Partial<Plan> = {}): Plan => ({
  title: 'Santé',
  procedure: procedureId('p'),
  team: devops,
  terms: [terms],
  ...written,
  ...over,
});
const timings = createTimings([]);
const read = createPlannedReader(timings);

function itemsOf(doc: Plan, now: Instant, events: OccurrenceEvent[] = [], date = '2026-03-29') {
  const occurrences = new Map<string, Entity<'occurrence'>>();
  const id = occurrenceId(planId('a'), date);
  const place = timings.plannedOn({ id: 'a', doc }, date);
  if (events.length > 0 && place) {
    const { at, end, deadline, allDay, zone } = place;
    occurrences.set(id, { id, doc: { plan: planId('a'), date, at, end, deadline, allDay, zone, events } });
  }
  return createMaintenance(new Map([['a', { id: 'a', doc }]]), occurrences, { read, timings }).occurrencesMeeting(
    alarmRange(now),
    now,
  );
}
const alarmsOf = (
  doc: Plan,
  {
    now = START,
    events,
    people = [person('lea')],
  }: { now?: Instant; events?: OccurrenceEvent[]; people?: Entity<'person'>[] } = {},
) => maintenanceAlarms({ items: itemsOf(doc, now, events), people, services: new Map(), me: lea, now });
const only = (date: string, alarms: ReturnType<typeof alarmsOf>) =>
  alarms.filter(({ occurrence }) => occurrence.endsWith(date)).map(({ point, fireAt }) => [point, fireAt]);

describe('maintenance', () => {
  it('is told ten minutes before, at the hour, when little is left and when it is late', () => {
    const at = instant('2026-03-29T07:00:00Z');
    const alarms = alarmsOf(plan({ owner: lea }));
    expect(only('2026-03-29', alarms)).toEqual([
      ['soon', at - 10 * MINUTE],
      ['due', at],
      ['near', at + 0.8 * 135 * MINUTE],
      ['late', at + 135 * MINUTE],
    ]);
    expect(alarms.find(({ point }) => point === 'due')).toMatchObject({
      title: 'Santé',
      priority: 'P3',
      loud: false,
      deadline: instant('2026-03-28T10:15:00Z') + 23 * HOUR,
    });
    expect(alarmPlanSchema.parse({ madeAt: 0, alarms }).alarms).toEqual(alarms);
  });

  it('of no hour is told in the morning of its first day, and near the end of its week', () => {
    const { time: _time, duration: _duration, ...rest } = terms;
    const weekly = plan({ owner: lea, terms: [{ ...rest, rrule: 'FREQ=WEEKLY', grace: 6 * DAY }] });
    const monday = instant('2026-03-29T22:00:00Z');
    expect(only('2026-03-30', alarmsOf(weekly))).toEqual([['due', monday + 9 * HOUR]]);
    const later = alarmsOf(weekly, { now: monday + 5 * DAY });
    expect(only('2026-03-30', later)).toEqual([
      ['due', monday + 9 * HOUR],
      ['near', monday + 5.6 * DAY],
      ['late', monday + 7 * DAY],
    ]);
  });

  it("that is nobody's own is told to the team whose day it was, also once the plan is another's", () => {
    const ops = teamId('ops');
    const handed = plan({
      team: ops,
      terms: [
        { ...terms, team: devops },
        { ...terms, from: '2026-03-30' },
      ],
    });
    expect(only('2026-03-29', alarmsOf(handed))).toHaveLength(2);
    expect(only('2026-03-30', alarmsOf(handed))).toEqual([]);
    const given = plan({
      owner: max,
      terms: [
        { ...terms, owner: lea },
        { ...terms, from: '2026-03-30' },
      ],
    });
    const people = [person('lea'), person('max')];
    expect(only('2026-03-29', alarmsOf(given, { people }))).toHaveLength(4);
    expect(only('2026-03-30', alarmsOf(given, { people }))).toEqual([]);
  });

  it('of a whole day is told at nine by the clock on the wall, also on the day that clocks change', () => {
    const { time: _time, duration: _duration, ...rest } = terms;
    const daily = plan({ owner: lea, terms: [{ ...rest, grace: 2 * DAY }] });
    expect(only('2026-03-29', alarmsOf(daily))[0]).toEqual(['due', instant('2026-03-29T07:00:00Z')]);
    // A day of 23 hours, then two of grace: until midnight.
    const item = itemsOf(daily, START).find(({ planned }) => planned.date === '2026-03-28');
    expect(item?.state.deadline).toBe(instant('2026-03-30T22:00:00Z'));
  });

  it('that is long on time is still told of when it is late', () => {
    const yearly = plan({ terms: [{ ...terms, rrule: 'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1', grace: 200 * DAY }] });
    const at = instant('2026-03-01T08:00:00Z');
    const late = at + 15 * MINUTE + 200 * DAY;
    expect(only('2026-03-01', alarmsOf(yearly, { now: late - DAY }))).toEqual([['late', late]]);
  });

  it('that many plans have at one hour is one toast', () => {
    const at = instant('2026-03-29T07:00:00Z');
    const alarms = ['a', 'b', 'c'].flatMap((id) =>
      alarmsOf(plan({ title: id })).map((one) => ({ ...one, id: one.id.replace(':a@', `:${id}@`) })),
    );
    const agenda = createAgenda(new Map());
    agenda.setPlan({ madeAt: START, alarms });
    agenda.look(START, false, new Set());
    const { show, digest } = agenda.look(at, false, new Set());
    expect([show, digest.map(({ alarm }) => alarm.title)]).toEqual([[], ['a', 'b', 'c']]);
    expect(agenda.look(at + 1, false, new Set())).toMatchObject({ show: [], digest: [] });
  });

  it('tells whom it was given to, else its owner, and of what is nobody’s own less to who of the team is on duty', () => {
    const count = (doc: Plan, people: Entity<'person'>[], events?: OccurrenceEvent[]) =>
      only('2026-03-29', alarmsOf(doc, { people, events })).length;
    expect(only('2026-03-29', alarmsOf(plan())).map(([point]) => point)).toEqual(['due', 'late']);
    const { onDutySince: _, ...off } = person('lea').doc;
    expect(count(plan(), [{ id: 'lea', doc: off }])).toBe(0);
    expect(count(plan(), [person('lea', { teams: [] })])).toBe(0);
    expect(count(plan({ team: undefined }), [person('lea', { teams: [] })])).toBe(2);
    expect(count(plan({ owner: lea }), [{ id: 'lea', doc: off }])).toBe(4);
    expect(count(plan({ owner: max }), [person('lea'), person('max')])).toBe(0);
    // Who is not there any more is told of nothing: those on duty are.
    expect(count(plan({ owner: max }), [person('lea'), person('max', { disabled: true })])).toBe(2);
    expect(count(plan({ owner: max }), [person('lea')])).toBe(2);
    const given: OccurrenceEvent[] = [{ kind: 'assigned', to: lea, by, at: START }];
    expect(count(plan({ owner: max }), [{ id: 'lea', doc: off }, person('max')], given)).toBe(4);
    const gone = [{ id: 'lea', doc: { ...off, disabled: true } }, person('max')];
    expect(count(plan({ owner: max }), gone, given)).toBe(0);
    const begunBy = (id: typeof lea): OccurrenceEvent[] => [
      { kind: 'started', run: runId('r'), by: { kind: 'person', id }, at: START },
    ];
    expect(count(plan(), [{ id: 'lea', doc: off }], begunBy(lea))).toBe(2);
    expect(count(plan(), [person('lea'), person('max')], begunBy(max))).toBe(0);
  });

  it('that was begun is told of when its time ends, and what is done, skipped or blocked no more', () => {
    const pointsAfter = (event: OccurrenceEvent) =>
      only('2026-03-29', alarmsOf(plan({ owner: lea }), { events: [event] })).map(([point]) => point);
    expect(pointsAfter({ kind: 'started', run: runId('r'), by, at: START })).toEqual(['near', 'late']);
    expect(pointsAfter({ kind: 'completed', by, at: START })).toEqual([]);
    expect(pointsAfter({ kind: 'skipped', reason: 'Gel', by, at: START })).toEqual([]);
    expect(pointsAfter({ kind: 'blocked', reason: 'VPN', by, at: START })).toEqual([]);
  });

  it('slept through for a week is one digest', () => {
    const agenda = createAgenda(new Map());
    const plans = { madeAt: START, alarms: alarmsOf(plan()) };
    agenda.setPlan(plans);
    agenda.look(START, false, new Set());
    const woken = START + 7 * DAY;
    agenda.setPlan({ madeAt: woken, alarms: alarmsOf(plan(), { now: woken }) });
    const { show, digest } = agenda.look(woken, false, new Set());
    expect(show).toEqual([]);
    expect(digest.map(({ alarm }) => alarm.id.split('/')[0])).toEqual(
      ['29', '30', '31', '01', '02', '03', '04'].map((day, n) => `occurrence:a@2026-0${n < 3 ? 3 : 4}-${day}`),
    );
  });

  it('is told once each, through sleeps and clocks that are set, and never left out', () => {
    const steps = fc.array(
      fc.oneof(
        { weight: 6, arbitrary: fc.integer({ min: MINUTE, max: 6 * HOUR }) },
        { weight: 2, arbitrary: fc.integer({ min: 6 * HOUR, max: 3 * DAY }) },
        { weight: 1, arbitrary: fc.integer({ min: -2 * HOUR, max: -MINUTE }) },
      ),
      { minLength: 5, maxLength: 25 },
    );
    fc.assert(
      fc.property(steps, (jumps) => {
        const fired = new Map<string, Instant>();
        const told = new Map<string, number>();
        const agenda = createAgenda(fired);
        let now = START;
        let furthest = START;
        for (const jump of jumps) {
          now += jump;
          agenda.setPlan({ madeAt: now, alarms: alarmsOf(plan(), { now }) });
          const { show, digest, settles, deferred } = agenda.look(now, false, new Set());
          for (const { id } of [...show, ...digest]) told.set(id, (told.get(id) ?? 0) + 1);
          for (const id of settles) fired.set(id, now);
          // Nothing is due any more after a look, but what waits for the next digest.
          const again = agenda.look(now, false, new Set());
          expect(again.show.concat(again.digest).filter(({ id }) => !deferred.includes(id))).toEqual([]);
          if (now >= furthest) {
            const missed = itemsOf(plan(), now).filter(
              ({ state }) => state.status === 'missed' && state.deadline > Math.max(START, now - 7 * DAY + MINUTE),
            );
            for (const { planned, state } of missed) {
              const id = `occurrence:${planned.id}/${state.at}/late`;
              expect(fired.has(id) || deferred.includes(id)).toBe(true);
            }
          }
          furthest = Math.max(furthest, now);
        }
        const isForward = jumps.every((jump) => jump > 0);
        if (isForward) for (const count of told.values()) expect(count).toBe(1);
      }),
      { numRuns: 60 },
    );
  });
});
