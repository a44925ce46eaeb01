import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Instant } from '../../src-shared/time/clock.ts';
import { useData } from './DataProvider.tsx';
import type { MaintenanceSnapshot } from './maintenance.ts';

/**
 * Plans and occurrences as they are known here; begins to read them with the first who asks. Who looks further back
 * than a year says `from`, and is told that it is not loaded until that is here.
 */
export function useMaintenance(from: Instant = Number.POSITIVE_INFINITY): MaintenanceSnapshot {
  const { maintenance } = useData();
  const snapshot = useSyncExternalStore(maintenance.subscribe, maintenance.getSnapshot);
  const isHere = from >= snapshot.since;
  useEffect(() => {
    if (!isHere) maintenance.reach(from);
  }, [maintenance, from, isHere]);
  return useMemo(() => (isHere ? snapshot : { ...snapshot, loaded: false }), [isHere, snapshot]);
}
