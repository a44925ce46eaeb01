import type { Millis } from '../../../../src-shared/time/clock.ts';
import { localDate } from '../../../../src-shared/time/zone.ts';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { type Tally, tallyOf } from '../calendar/year-model.ts';

export const BY = ['plan', 'team', 'month'] as const;
export type By = (typeof BY)[number];

export interface Figures {
  /** Of the plan or the team, empty for none; `2026-03` for a month. */
  id: string;
  tally: Tally;
  /** Share of what was due that was done on time; undefined where nothing was due yet. */
  onTime: number | undefined;
  /** From its beginning to its end, of what was begun and done. */
  spent: Millis;
}

/** What became of occurrences, by what one asks; months ascending. */
export function figuresOf(items: readonly MaintenanceItem[], by: By, zone: string): Figures[] {
  const keyOf = ({ plan, state }: MaintenanceItem): string =>
    by === 'plan' ? plan.id : by === 'team' ? (plan.doc.team ?? '') : localDate(state.at, zone).slice(0, 7);
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
