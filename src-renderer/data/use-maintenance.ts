import { useSyncExternalStore } from 'react';
import { useData } from './DataProvider.tsx';
import type { MaintenanceSnapshot } from './maintenance.ts';

/** Plans and occurrences as they are known here; begins to read them with the first who asks. */
export function useMaintenance(): MaintenanceSnapshot {
  const { maintenance } = useData();
  return useSyncExternalStore(maintenance.subscribe, maintenance.getSnapshot);
}
