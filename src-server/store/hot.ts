import { isSettled } from '../../src-shared/maintenance/occurrence-state.ts';
import { HELD_ALERTS } from '../../src-shared/model/alert.ts';
import { type CollectionName, type Doc, refOf } from '../../src-shared/model/collections.ts';

/** Small collections that every screen needs: without its people, teams and rules no other record can be shown. */
export const REFERENCE: readonly CollectionName[] = [
  'person',
  'team',
  'service',
  'slaPolicy',
  'calendar',
  'priorityRules',
  'savedView',
  'mapping',
  'silence',
  'plan',
  'heartbeat',
  'backup',
];

/** Sent first in a snapshot: open incidents, runs and occurrences. Alerts and timelines of a hot incident follow it through their `refOf`; alerts that are held back have none. */
export function isHot<C extends CollectionName>(collection: C, doc: Doc<C>): boolean {
  if (REFERENCE.includes(collection)) return true;
  if (collection === 'alert') return refOf(collection, doc) === HELD_ALERTS;
  if (collection === 'occurrence') return 'events' in doc && !isSettled(doc);
  if (collection === 'run') return 'endedAt' in doc === false;
  return collection === 'incident' && 'closedAt' in doc === false && 'status' in doc && doc.status !== 'closed';
}
