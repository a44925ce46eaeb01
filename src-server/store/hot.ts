import type { CollectionName, Doc } from '../../src-shared/model/collections.ts';

/** Small collections that every screen needs. */
const ALWAYS: ReadonlySet<CollectionName> = new Set([
  'person',
  'team',
  'service',
  'slaPolicy',
  'calendar',
  'priorityRules',
  'savedView',
]);

/** Sent first in a snapshot. Alerts and timelines of a hot incident follow it through their `refOf`. */
export function isHot<C extends CollectionName>(collection: C, doc: Doc<C>): boolean {
  if (ALWAYS.has(collection)) return true;
  return collection === 'incident' && 'closedAt' in doc === false && 'status' in doc && doc.status !== 'closed';
}
