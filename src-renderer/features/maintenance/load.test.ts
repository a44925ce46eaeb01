import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OccurrenceStatus } from '../../../src-shared/maintenance/occurrence-state.ts';
import { personId } from '../../../src-shared/model/ids.ts';
import { occurrenceId, planId, planSchema } from '../../../src-shared/model/plan.ts';
import { HOUR, instant, MINUTE } from '../../../src-shared/time/clock.ts';
import type { MaintenanceItem } from '../../data/maintenance.ts';
import { type Hand, loadOf } from './load.ts';

const DATE = '2026-03-12';
const BY = { kind: 'person', id: 'ines' } as const;

interface Given {
  team?: string | undefined;
  hours?: number;
  status?: OccurrenceStatus;
  /** Whom it was given to. */
  to?: string;
  allDay?: boolean;
}

function item({ team, hours = 1, status = 'due', to, allDay = false }: Given): MaintenanceItem {
  const place = {
    at: instant(`${DATE}T08:00:00Z`),
    end: instant(`${DATE}T08:00:00Z`) + hours * HOUR,
    deadline: instant(`${DATE}T20:00:00Z`),
  };
  const doc = planSchema.parse({
    title: 'Contrôle',
    procedure: 'check',
    terms: [{ from: DATE, anchor: DATE, rrule: 'FREQ=DAILY', zone: 'UTC', grace: 0, holidays: 'keep' }],
    revision: 1,
    createdAt: 0,
    createdBy: BY,
    updatedAt: 0,
    updatedBy: BY,
    ...(team === undefined ? {} : { team }),
  });
  const id = planId('a');
  return {
    planned: { id: occurrenceId(id, DATE), plan: id, date: DATE, allDay, zone: 'UTC', ...place },
    state: { status, late: false, ...place, ...(to === undefined ? {} : { assignee: personId(to) }) },
    plan: { id, doc },
  };
}

const INES: Hand = { id: 'ines', teams: ['devops'] };
const OMAR: Hand = { id: 'omar', teams: ['support'] };
const LENA: Hand = { id: 'lena', teams: [] };
const ALL = [INES, OMAR, LENA];
const load = (given: readonly Given[], hands: readonly Hand[] = ALL, hours = 8 * HOUR) =>
  loadOf(given.map(item), hands, hours);

describe('the load of a day', () => {
  test('is what is asked for and done, without what is skipped and with what only has a day', () => {
    const asked: Given[] = [
      { hours: 0.5, status: 'done' },
      { hours: 2, status: 'missed' },
      { hours: 4, status: 'skipped' },
      { allDay: true, status: 'doneLate' },
      { allDay: true },
    ];
    expect(load(asked)).toEqual({
      count: { done: 2, total: 4 },
      planned: 150 * MINUTE,
      done: 30 * MINUTE,
      capacity: 24 * HOUR,
      people: 3,
      short: [],
    });
  });

  test('holds the work of a team against its people, and work of nobody’s team against all', () => {
    expect(load([{ team: 'devops', hours: 3 }])).toMatchObject({ capacity: 8 * HOUR, people: 1, short: [] });
    expect(load([{ team: 'devops', hours: 3 }, { hours: 12 }])).toMatchObject({
      planned: 15 * HOUR,
      capacity: 24 * HOUR,
      people: 3,
      short: [],
    });
  });

  test('names each team that has more than its people can do, although all together they could', () => {
    const asked: Given[] = [{ team: 'devops', hours: 9 }, { team: 'support', hours: 1 }, { team: 'night' }, {}];
    expect(load(asked)).toMatchObject({
      planned: 12 * HOUR,
      capacity: 24 * HOUR,
      short: [
        { team: 'devops', planned: 9 * HOUR, capacity: 8 * HOUR },
        { team: 'night', planned: HOUR, capacity: 0 },
      ],
    });
  });

  test('of a team without people is nobody’s to do, unless somebody has it or is there from elsewhere', () => {
    expect(load([{ team: 'night' }])).toMatchObject({ capacity: undefined, people: 0, short: [{ team: 'night' }] });
    expect(load([{ team: 'night', to: 'lena' }])).toMatchObject({ capacity: 8 * HOUR, people: 1, short: [] });
  });

  test('is held against nothing on a day without hours, nor where nobody is there', () => {
    expect(load([{ team: 'devops', hours: 9 }, {}], ALL, 0)).toMatchObject({ capacity: undefined, short: [] });
    expect(load([{}], [])).toMatchObject({ capacity: undefined, people: 0 });
  });

  test('counts nobody twice, and each team’s shortage by that team alone', () => {
    const teams = ['devops', 'support', 'night'];
    const hand = fc.uniqueArray(fc.constantFrom(...teams));
    const work = fc.record({
      team: fc.option(fc.constantFrom(...teams), { nil: undefined }),
      hours: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(fc.array(hand, { maxLength: 5 }), fc.array(work, { maxLength: 8 }), (members, asked) => {
        const hands = members.map((of, index) => ({ id: `p${index}`, teams: of }));
        const all = load(asked, hands);
        expect(all.people).toBeLessThanOrEqual(hands.length);
        expect(all.planned).toBe(asked.reduce((sum, { hours }) => sum + hours * HOUR, 0));
        const alone = teams.flatMap(
          (team) =>
            load(
              asked.filter((one) => one.team === team),
              hands,
            ).short,
        );
        const byTeam = (a: { team: string }, b: { team: string }) => a.team.localeCompare(b.team);
        expect(all.short.toSorted(byTeam)).toEqual(alone.toSorted(byTeam));
      }),
    );
  });
});
