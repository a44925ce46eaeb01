import type { Tally } from '../../../../src-shared/maintenance/numbers.ts';

/** What a day of the year says at a glance: the worst that happened, or that all went well. */
export type DayKind = 'none' | 'planned' | 'done' | 'late' | 'missed';

export const totalOf = ({ done, late, missed, skipped, open }: Tally): number => done + late + missed + skipped + open;

export function kindOf(tally: Tally): DayKind {
  if (tally.missed > 0) return 'missed';
  if (tally.late > 0) return 'late';
  if (tally.done > 0) return 'done';
  return totalOf(tally) > 0 ? 'planned' : 'none';
}
