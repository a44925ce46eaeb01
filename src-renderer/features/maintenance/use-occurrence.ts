import { useMemo } from 'react';
import { occurrenceIdSchema } from '../../../src-shared/model/plan.ts';
import type { MaintenanceItem } from '../../data/maintenance.ts';
import { useMaintenance } from '../../data/use-maintenance.ts';
import { useMinute } from '../../platform/now.ts';

/** An occurrence as it stands at this minute; undefined while loading, null where no plan has it. */
export function useOccurrence(id: string): MaintenanceItem | null | undefined {
  const maintenance = useMaintenance();
  const now = useMinute();
  return useMemo(() => {
    if (!maintenance.loaded) return undefined;
    const known = occurrenceIdSchema.safeParse(id);
    return (known.success && maintenance.item(known.data, now)) || null;
  }, [maintenance, id, now]);
}
