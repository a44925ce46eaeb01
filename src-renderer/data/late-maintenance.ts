import { DAY, type Millis } from '../../src-shared/time/clock.ts';
import { useMinute } from '../platform/now.ts';
import { useMaintenance } from './use-maintenance.ts';

/** What was missed longer ago presses nobody any more; what was begun and is late does. */
export const MISSED_FOR: Millis = 7 * DAY;
/** An occurrence begins at most so long before its deadline that is counted. */
const BACK: Millis = 60 * DAY;

/** How many occurrences are late: missed of late, or begun and past their deadline. */
export function useLateMaintenance(): number {
  const maintenance = useMaintenance();
  const now = useMinute();
  return maintenance
    .occurrencesIn({ from: now - BACK, to: now }, now)
    .filter(({ state }) => (state.status === 'missed' ? state.deadline > now - MISSED_FOR : state.late)).length;
}
