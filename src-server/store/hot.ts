import type { CollectionName, Doc } from '../../src-shared/model/collections.ts';

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
];

/** Sent first in a snapshot. Alerts and timelines of a hot incident follow it through their `refOf`. */
export function isHot<C extends CollectionName>(collection: C, doc: Doc<C>): boolean {
  if (REFERENCE.includes(collection)) return true;
  return collection === 'incident' && 'closedAt' in doc === false && 'status' in doc && doc.status !== 'closed';
}
