import type { TFunction } from 'i18next';
import type { OverdueTest } from '../../../src-shared/backup/restore-tests.ts';
import type { Instant } from '../../../src-shared/time/clock.ts';
import type { Format } from '../../platform/format.ts';

/** That the plan's test did not take place, was begun and has no verdict, or was noted done without one. */
export function overdueWords(
  { since, standing }: OverdueTest,
  { t, format, now }: { t: TFunction; format: Format; now: Instant },
): string {
  return t(`backups.overdue.${standing}`, { time: format.momentSince(since, now) });
}
