import type { Change } from '../contract/http.ts';
import { type CollectionName, collections, isCollectionName, refOf } from '../model/collections.ts';
import type { LocalRow, RecordKey } from './local-store.ts';

/** Where a change belongs; undefined when this console does not know its collection. */
export function keyOfChange({ collection, id }: Change): RecordKey | undefined {
  return isCollectionName(collection) ? { collection, id } : undefined;
}

/**
 * A record as the server sent it, with the fields that this console does not know: it may know them after its next
 * update. Undefined when the document is not of the collection's schema, as a newer server may send it.
 */
export function serverRow(change: Change, gen: number): LocalRow | undefined {
  const key = keyOfChange(change);
  if (!key) return undefined;
  const { version, scope, doc } = change;
  const parsed = collections[key.collection].safeParse(doc);
  if (!parsed.success) return undefined;
  const ref = refOf<CollectionName>(key.collection, parsed.data);
  return { ...key, version, gen, scope, ...(ref === undefined ? {} : { ref }), doc } as LocalRow;
}
