import type { TFunction } from 'i18next';
import type { OverdueTest } from '../../../src-shared/backup/restore-tests.ts';
import type { Instant } from '../../../src-shared/time/clock.ts';
import type { Format } from '../../platform/format.ts';

/** That the plan's test did not take place, or was noted done without a verdict. */
export function overdueWords(
  { since, isNotedDone }: OverdueTest,
  { t, format, now }: { t: TFunction; format: Format; now: Instant },
): string {
  return t(isNotedDone ? 'backups.noVerdict' : 'backups.overdue', { time: format.moment(since, now) });
}
