import type { MaintenanceItem } from '../maintenance/items.ts';
import type { Change } from '../model/change.ts';
import type { Plan } from '../model/plan.ts';
import { DAY, type Instant, type Millis } from '../time/clock.ts';
import { isOpenChange } from './transitions.ts';

/** How far back the times of plans are looked at: more than a quarter. */
export const DUE_WITHIN: Millis = 100 * DAY;

/** Whether a plan's times are system updates. */
export const isUpdatePlan = ({ doc }: { doc: Pick<Plan, 'change'> }): boolean => doc.change !== undefined;

export interface DueUpdate {
  item: MaintenanceItem;
  /** How many of the same plan were missed just before it. */
  missed: number;
  /** The change that it opened and that came to nothing. */
  isOver: boolean;
}

/**
 * The updates that plans ask for by now and that nobody has under way: of each plan the latest time, whether its grace
 * is over or not. The soonest deadline first.
 */
export function dueUpdates(
  items: readonly MaintenanceItem[],
  changeOf: (id: string) => Pick<Change, 'status'> | undefined,
  now: Instant,
): DueUpdate[] {
  const begun = items.filter(({ plan, state }) => isUpdatePlan(plan) && state.at <= now);
  return [...Map.groupBy(begun, ({ plan }) => plan.id).values()]
    .flatMap((times): DueUpdate[] => {
      const [item, ...before] = times.toSorted((a, b) => b.state.at - a.state.at);
      if (!item || item.state.completed || item.state.skipped) return [];
      const change = changeOf(item.planned.id);
      if (change && isOpenChange(change)) return [];
      const last = before.findIndex(({ state }) => state.status !== 'missed');
      return [{ item, missed: last < 0 ? before.length : last, isOver: change !== undefined }];
    })
    .sort((a, b) => a.item.state.deadline - b.item.state.deadline);
}
