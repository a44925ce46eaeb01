import type { Timings } from '../../../../src-shared/recurrence/timing.ts';
import { useMaintenance } from '../../../data/use-maintenance.ts';

/** When plans are due by the calendars as they are here. Undefined while loading. */
export function useTimings(): Timings | undefined {
  const { loaded, timings } = useMaintenance();
  return loaded ? timings : undefined;
}
