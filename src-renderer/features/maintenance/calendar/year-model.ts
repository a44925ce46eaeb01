import type { Tally } from '../../../../src-shared/maintenance/numbers.ts';

/** What a day of the year may say at a glance: the worst that happened, what is left of it, or that all went well. */
export const DAY_KINDS = ['done', 'late', 'missed', 'skipped', 'partly', 'planned', 'none'] as const;
export type DayKind = (typeof DAY_KINDS)[number];

export const totalOf = ({ done, late, missed, skipped, open }: Tally): number => done + late + missed + skipped + open;

export function kindOf(tally: Tally): DayKind {
  if (tally.missed > 0) return 'missed';
  if (tally.late > 0) return 'late';
  const { done, skipped, open } = tally;
  if (open > 0) return done + skipped > 0 ? 'partly' : 'planned';
  if (done > 0) return 'done';
  return skipped > 0 ? 'skipped' : 'none';
}
