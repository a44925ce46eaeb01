/** Tables that version 3 adds: closed history in pages, what finds a record apart from the documents themselves. */
export const v3 = {
  pageKeys: '++id',
  pageBodies: 'id',
} as const;
