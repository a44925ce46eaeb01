import type { MaintenanceItem } from '../../../data/maintenance.ts';

/** What a day of the year says at a glance: the worst that happened, or that all went well. */
export type DayKind = 'none' | 'planned' | 'done' | 'late' | 'missed';

export interface Tally {
  done: number;
  late: number;
  missed: number;
  skipped: number;
  /** Neither done nor missed: still to come, or under way. */
  open: number;
}

export const NO_TALLY: Tally = { done: 0, late: 0, missed: 0, skipped: 0, open: 0 };

export function tallyOf(items: readonly MaintenanceItem[]): Tally {
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

export const totalOf = ({ done, late, missed, skipped, open }: Tally): number => done + late + missed + skipped + open;

export function kindOf(tally: Tally): DayKind {
  if (tally.missed > 0) return 'missed';
  if (tally.late > 0) return 'late';
  if (tally.done > 0) return 'done';
  return totalOf(tally) > 0 ? 'planned' : 'none';
}
