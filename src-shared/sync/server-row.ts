import type { Change } from '../contract/http.ts';
import { type CollectionName, collections, refOf } from '../model/collections.ts';
import type { LocalRow } from './local-store.ts';

/** A record as the server sent it; throws when its document is not of the collection's schema. */
export function serverRow(change: Change, gen: number): LocalRow {
  const { collection, id, version, scope } = change;
  const doc = collections[collection].parse(change.doc);
  const ref = refOf<CollectionName>(collection, doc);
  return { collection, id, version, gen, scope, ...(ref === undefined ? {} : { ref }), doc } as LocalRow;
}
