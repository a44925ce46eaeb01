/** Tables that version 5 adds: post-mortems and the work that incidents left behind. */
export const v5 = {
  postMortem: 'id, doc.status',
  followUp: 'id, ref, doc.status',
} as const;
