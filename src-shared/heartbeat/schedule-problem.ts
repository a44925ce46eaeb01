/** Which part of a schedule cannot be read or kept. */
export type SchedulePart =
  | 'fields'
  | 'minute'
  | 'hour'
  | 'dayOfMonth'
  | 'month'
  | 'dayOfWeek'
  | 'onCalendar'
  | 'zone'
  /** It is well written and no day ever fits it. */
  | 'never';

/** What is wrong with an expression: where, and the text that is not understood. */
export interface ScheduleProblem {
  part: SchedulePart;
  text: string;
}
