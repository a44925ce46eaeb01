import { useEffect, useSyncExternalStore } from 'react';
import { useData } from './DataProvider.tsx';
import type { IncidentSnapshot } from './incident-index.ts';

/** All incidents that are not closed; the closed ones too once a component asked with `closed`. */
export function useIncidents(options: { closed?: boolean } = {}): IncidentSnapshot {
  const { incidents } = useData();
  const { closed } = options;
  useEffect(() => {
    if (closed) incidents.loadClosed();
  }, [incidents, closed]);
  return useSyncExternalStore(incidents.subscribe, incidents.getSnapshot);
}
