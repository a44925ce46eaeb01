/** Tables that version 6 adds: what is done when nothing burns. */
export const v6 = {
  heartbeat: 'id, ref, doc.service',
  ping: 'id, ref',
  backup: 'id',
  restoreTest: 'id, ref',
  plan: 'id',
  occurrence: 'id, ref, doc.deadline, doc.date',
  change: 'id, doc.status',
  freeze: 'id, ref',
} as const;
