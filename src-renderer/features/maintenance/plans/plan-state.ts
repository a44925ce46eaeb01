import type { Plan } from '../../../../src-shared/model/plan.ts';
import type { LocalDate } from '../../../../src-shared/time/zone.ts';

export type PlanStanding = 'running' | 'paused' | 'ended';

/** The pause that runs on a day, or comes next: what taking the plan up again ends. */
export const nextPause = ({ pauses = [] }: Pick<Plan, 'pauses'>, today: LocalDate) =>
  pauses.find(({ to }) => to === undefined || today < to);

/** Whether a plan has occurrences on a day, or why it has none. */
export function planState({ endsOn, pauses = [] }: Pick<Plan, 'endsOn' | 'pauses'>, today: LocalDate): PlanStanding {
  if (endsOn !== undefined && endsOn < today) return 'ended';
  const isPaused = pauses.some(({ from, to }) => from <= today && (to === undefined || today < to));
  return isPaused ? 'paused' : 'running';
}
