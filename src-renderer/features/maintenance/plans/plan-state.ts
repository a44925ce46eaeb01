import { occurrenceIdSchema, type Plan } from '../../../../src-shared/model/plan.ts';
import type { Row } from '../../../../src-shared/sync/local-store.ts';
import type { Instant } from '../../../../src-shared/time/clock.ts';
import type { LocalDate } from '../../../../src-shared/time/zone.ts';
import type { MaintenanceItem, MaintenanceSnapshot } from '../../../data/maintenance.ts';
import { byTime, isOpen } from '../day-model.ts';

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

/** So many times of a plan may have been done early, or moved behind the next one. */
const AHEAD = 5;

/** What each plan asks for next, where people have moved it to. */
export function nextByPlan(
  { timings, item, occurrences }: Pick<MaintenanceSnapshot, 'timings' | 'item' | 'occurrences'>,
  plans: readonly Row<'plan'>[],
  now: Instant,
): ReadonlyMap<string, MaintenanceItem> {
  const ahead = [...occurrences.values()].filter(({ doc }) => doc.at >= now);
  const written = Map.groupBy(ahead, ({ doc }) => String(doc.plan));
  const entries = plans.flatMap((row): [string, MaintenanceItem][] => {
    const planned = timings.nextOf(row, now, AHEAD).map(({ id }) => id);
    const ids = new Set<string>([...planned, ...(written.get(row.id) ?? []).map(({ id }) => id)]);
    const items = [...ids].flatMap((id) => item(occurrenceIdSchema.parse(id), now) ?? []);
    const [next] = byTime(items.filter((one) => one.state.at >= now && isOpen(one)));
    return next ? [[row.id, next]] : [];
  });
  return new Map(entries);
}
