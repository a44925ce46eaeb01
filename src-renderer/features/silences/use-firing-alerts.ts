import { useMemo } from 'react';
import { HELD_ALERTS } from '../../../src-shared/model/alert.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { useLive } from '../../data/hooks.ts';
import { useIncidents } from '../../data/use-incidents.ts';

/** All alerts that fire now, under silence or not. Undefined while loading. */
export function useFiringAlerts(): readonly Row<'alert'>[] | undefined {
  const { rows } = useIncidents();
  const homes = useMemo(
    () => [...rows.values()].flatMap(({ id, doc }) => (doc.alertsFiring > 0 ? [id] : [])).sort(),
    [rows],
  );
  return useLive(
    async (db) => {
      const alerts = await db.alert
        .where('ref')
        .anyOf([HELD_ALERTS, ...homes])
        .toArray();
      return alerts.filter(({ doc }) => doc.status === 'firing');
    },
    [homes.join()],
  );
}
