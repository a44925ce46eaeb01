/** The five kinds of update that the procedures name; a plan says how often one is due. */
export const CHANGE_TYPES = ['security', 'minor', 'major', 'dependency', 'configuration'] as const;
export type ChangeType = (typeof CHANGE_TYPES)[number];
