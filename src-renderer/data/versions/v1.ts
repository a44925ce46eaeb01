/**
 * Tables and indexes of version 1. One table per collection, keyed by the record's id: rows are `LocalRow`, so an
 * index names a path inside `doc`. Never edited once released: the next version is another file.
 */
export const v1 = {
  person: 'id',
  team: 'id',
  service: 'id',
  alert: 'id, ref',
  incident: 'id, ref, doc.status, doc.number, doc.openedAt, [doc.status+doc.openedAt]',
  timelineEntry: 'id, ref, doc.at, [ref+doc.at]',
  slaPolicy: 'id',
  calendar: 'id',
  priorityRules: 'id',
  savedView: 'id',
  undo: '[collection+id], collection',
  pending: 'order',
  review: 'id',
  meta: 'key',
} as const;
