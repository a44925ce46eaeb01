import { HELD_ALERTS } from '../../src-shared/model/alert.ts';
import { runningSpan } from '../../src-shared/silence/state.ts';
import type { Row } from '../../src-shared/sync/local-store.ts';
import type { Instant } from '../../src-shared/time/clock.ts';
import { useLive } from './hooks.ts';

/** Firing alerts that silences hold back, without an incident. Undefined while loading. */
export function useHeldAlerts(): Row<'alert'>[] | undefined {
  return useLive((db) => db.alert.where('ref').equals(HELD_ALERTS).toArray(), []);
}

/** What silences keep quiet now, in open incidents and without one. */
export interface Quiet {
  alerts: number;
  incidents: number;
  /** Ids of the silences at work. */
  silences: readonly string[];
}

export function quietNow(held: readonly Row<'alert'>[], incidents: Iterable<Row<'incident'>>, now: Instant): Quiet {
  const silences = new Set(held.flatMap(({ doc }) => doc.silencedBy ?? []));
  let alerts = held.length;
  let count = 0;
  for (const { doc } of incidents) {
    const span = doc.alertsFiring > 0 ? runningSpan(doc.silences, now) : undefined;
    if (!span || doc.status === 'closed') continue;
    alerts += doc.alertsFiring;
    count += 1;
    for (const id of span.by) silences.add(id);
  }
  return { alerts, incidents: count, silences: [...silences] };
}
