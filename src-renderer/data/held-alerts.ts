import { useMemo } from 'react';
import { HELD_ALERTS } from '../../src-shared/model/alert.ts';
import type { Incident } from '../../src-shared/model/incident.ts';
import { runningSpan } from '../../src-shared/silence/state.ts';
import type { Row } from '../../src-shared/sync/local-store.ts';
import { useTimed } from '../platform/now.ts';
import { useLive } from './hooks.ts';

/** Firing alerts that silences hold back, without an incident. Undefined while loading. */
function useHeldAlerts(): Row<'alert'>[] | undefined {
  return useLive((db) => db.alert.where('ref').equals(HELD_ALERTS).toArray(), []);
}

/** What silences keep quiet now, in open incidents and without one. */
interface Quiet {
  alerts: number;
  incidents: number;
  /** Ids of the silences at work. */
  silences: readonly string[];
}

const quietSum = (held: readonly Row<'alert'>[], quiet: readonly Incident[]): Quiet => {
  const by = [...held.map(({ doc }) => doc.silencedBy), ...quiet.map(({ silences }) => silences?.at(-1)?.by)];
  return {
    alerts: quiet.reduce((sum, { alertsFiring }) => sum + alertsFiring, held.length),
    incidents: quiet.length,
    silences: [...new Set(by.flatMap((ids) => ids ?? []))],
  };
};

/** Follows the records, and the clock where a silence begins or ends. */
export function useQuiet(incidents: ReadonlyMap<string, Row<'incident'>>): Quiet {
  const held = useHeldAlerts();
  // Few, where the open incidents may be thousands.
  const silenced = useMemo(() => {
    const docs = [...incidents.values()].map(({ doc }) => doc);
    return docs.filter((doc) => doc.silences && doc.alertsFiring > 0 && doc.status !== 'closed');
  }, [incidents]);
  const quiet = useTimed((now) => silenced.filter(({ silences }) => runningSpan(silences, now)));
  return useMemo(() => quietSum(held ?? [], quiet), [held, quiet]);
}
