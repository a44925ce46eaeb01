/** Tables that version 4 adds: procedures with their revisions, runs with their entries. */
export const v4 = {
  procedure: 'id, doc.kind',
  revision: 'id, ref',
  run: 'id, ref, doc.endedAt',
  runEntry: 'id, ref',
} as const;
