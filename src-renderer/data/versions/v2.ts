/** Tables that version 2 adds; those of version 1 stay as they are. */
export const v2 = {
  changeEvent: 'id, ref, doc.at',
  mapping: 'id',
  silence: 'id, ref',
} as const;
