import { teamOn } from '../../../src-shared/maintenance/occurrence-parts.ts';
import type { Millis } from '../../../src-shared/time/clock.ts';
import type { MaintenanceItem } from '../../data/maintenance.ts';
import { isOpen, lengthOf } from './day-model.ts';
import { whoOf } from './list/list-model.ts';

/** Who could do the work of a day: an id, and the teams that the person is in. */
export interface Hand {
  id: string;
  teams: readonly string[];
}

/** Work of a team that is more than the hours of its people. */
export interface Shortage {
  team: string;
  planned: Millis;
  /** Hours of its people, all together; 0 where it has none. */
  capacity: Millis;
}

export interface Load {
  /** How many are done and asked for, without what is skipped. */
  count: { done: number; total: number };
  /** Of all that the day asks for. */
  planned: Millis;
  done: Millis;
  /** Hours that the people have on this day, all together; undefined where nobody is there to count. */
  capacity: Millis | undefined;
  people: number;
  /** Teams that cannot do theirs, the shortest of hours first; none on a day without hours. */
  short: readonly Shortage[];
}

/**
 * What a day asks for against the hours of who would do it: work of a team is held against its people, work of nobody's
 * team against all of `hands`. What somebody from elsewhere has, or did, is no work of the team's, and theirs are hours
 * as well. `hours` is what each has on this day.
 */
export function loadOf(items: readonly MaintenanceItem[], hands: readonly Hand[], hours: Millis): Load {
  const sum = (some: readonly MaintenanceItem[]) => some.reduce((length, item) => length + lengthOf(item), 0);
  const wanted = items.filter(({ state }) => state.status !== 'skipped');
  const ended = wanted.filter((item) => !isOpen(item));
  const membersOf = (team: string) => hands.filter(({ teams }) => teams.includes(team));
  const eligible = new Set<Hand>();
  const ofTeams = new Map<string, MaintenanceItem[]>();
  for (const item of wanted.filter((one) => lengthOf(one) > 0)) {
    const team = teamOn(item.plan.doc, item.planned.date);
    const who = whoOf(item);
    const doer = who?.kind === 'person' ? hands.find(({ id }) => id === who.id) : undefined;
    if (doer) eligible.add(doer);
    for (const hand of team === undefined ? hands : membersOf(team)) eligible.add(hand);
    if (team === undefined || (doer && !doer.teams.includes(team))) continue;
    ofTeams.set(team, [...(ofTeams.get(team) ?? []), item]);
  }
  const short = [...ofTeams]
    .map(([team, some]) => ({ team, planned: sum(some), capacity: membersOf(team).length * hours }))
    .filter(({ planned, capacity }) => hours > 0 && planned > capacity)
    .sort((a, b) => b.planned - b.capacity - (a.planned - a.capacity));
  return {
    count: { done: ended.length, total: wanted.length },
    planned: sum(wanted),
    done: sum(ended),
    capacity: eligible.size > 0 && hours > 0 ? eligible.size * hours : undefined,
    people: eligible.size,
    short,
  };
}
