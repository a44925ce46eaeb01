import type { Millis } from '../time/clock.ts';
import { dateOf } from './dates.ts';
import type { MaintenanceItem } from './items.ts';
import { teamOn } from './occurrence-parts.ts';

/** What became of occurrences. */
export interface Tally {
  /** On time. */
  done: number;
  late: number;
  missed: number;
  skipped: number;
  /** Neither done nor missed: still to come, or under way. */
  open: number;
}

export const NO_TALLY: Tally = { done: 0, late: 0, missed: 0, skipped: 0, open: 0 };

export function tallyOf(items: readonly Pick<MaintenanceItem, 'state'>[]): Tally {
  const tally = { ...NO_TALLY };
  for (const { state } of items) {
    if (state.status === 'done') tally.done += 1;
    else if (state.status === 'doneLate') tally.late += 1;
    else if (state.status === 'missed') tally.missed += 1;
    else if (state.status === 'skipped') tally.skipped += 1;
    else tally.open += 1;
  }
  return tally;
}

export const BY = ['plan', 'team', 'month'] as const;
export type By = (typeof BY)[number];

export interface Figures {
  /** Of the plan or the team, empty for none; `2026-03` for a month. */
  id: string;
  tally: Tally;
  /** Share of what was due that was done on time; undefined where nothing was due yet. What was skipped does not count. */
  onTime: number | undefined;
  /** From the beginning of its run to its completion, of what was begun and done. */
  spent: Millis;
}

/** What became of occurrences, by what one asks, ascending; the months are of the day that each is on in `zone`. */
export function figuresOf(items: readonly MaintenanceItem[], by: By, zone: string): Figures[] {
  const keyOf = (item: MaintenanceItem): string =>
    by === 'plan'
      ? item.plan.id
      : by === 'team'
        ? (teamOn(item.plan.doc, item.planned.date) ?? '')
        : dateOf(item, zone).slice(0, 7);
  return [...Map.groupBy(items, keyOf)]
    .map(([id, some]): Figures => {
      const tally = tallyOf(some);
      const due = tally.done + tally.late + tally.missed;
      const spent = some.reduce(
        (sum, { state: { started, completed } }) =>
          started && completed ? sum + Math.max(0, completed.at - started.at) : sum,
        0,
      );
      return { id, tally, onTime: due === 0 ? undefined : tally.done / due, spent };
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
