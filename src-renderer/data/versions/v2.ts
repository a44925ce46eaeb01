import type { CollectionName } from '../../../src-shared/model/collections.ts';
import type { v1 } from './v1.ts';

/** Tables that version 2 adds; those of version 1 stay as they are. */
export const v2 = {
  changeEvent: 'id, ref, doc.at',
  mapping: 'id',
  silence: 'id, ref',
} as const satisfies Record<Exclude<CollectionName, keyof typeof v1>, string>;
