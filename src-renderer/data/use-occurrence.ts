import { useMemo } from 'react';
import { partsOf } from '../../src-shared/maintenance/occurrence-parts.ts';
import { occurrenceIdSchema } from '../../src-shared/model/plan.ts';
import { DAY } from '../../src-shared/time/clock.ts';
import { dayNumber } from '../../src-shared/time/day.ts';
import { useMinute } from '../platform/now.ts';
import type { MaintenanceItem } from './maintenance.ts';
import { useMaintenance } from './use-maintenance.ts';

/** An occurrence as it stands at this minute; undefined while loading, null where no plan has it. */
export function useOccurrence(id: string | undefined): MaintenanceItem | null | undefined {
  const known = occurrenceIdSchema.safeParse(id).data;
  const maintenance = useMaintenance(known && dayNumber(partsOf(known).date) * DAY);
  const now = useMinute();
  return useMemo(() => {
    if (!maintenance.loaded) return undefined;
    return (known && maintenance.item(known, now)) || null;
  }, [maintenance, known, now]);
}
