import type { Maintenance, MaintenanceItem } from '../maintenance/items.ts';
import type { Change } from '../model/change.ts';
import type { Entity } from '../model/collections.ts';
import type { Plan } from '../model/plan.ts';
import { DAY, type Instant, type Millis } from '../time/clock.ts';
import { dayNumber } from '../time/day.ts';
import { localDate } from '../time/zone.ts';
import { changeOfWork } from './planned.ts';
import { isOpenChange } from './transitions.ts';

/** How far back the times of plans are looked at first: more than a year. */
const FIRST: Millis = 400 * DAY;

/** Whether a plan's times are system updates. */
export const isUpdatePlan = ({ doc }: { doc: Pick<Plan, 'change'> }): boolean => doc.change !== undefined;

/** Since when the times of updates are looked at, so that each plan's latest is among them, however seldom it has one. */
export function dueSince(
  { occurrencesIn }: Pick<Maintenance, 'occurrencesIn'>,
  plans: Iterable<Entity<'plan'>>,
  now: Instant,
): Instant {
  let back = FIRST;
  for (const plan of plans) {
    const began = dayNumber(plan.doc.terms[0]?.from ?? localDate(now, 'UTC')) * DAY;
    const hasNone = () =>
      occurrencesIn({ from: now - back, to: now + 1 }, now, ({ id }) => id === plan.id).length === 0;
    if (isUpdatePlan(plan) && !isEnded(plan.doc, now)) while (began < now - back && hasNone()) back *= 2;
  }
  return Math.max(0, now - back);
}

/** Its last day is over: what it missed is not asked for any more. */
const isEnded = ({ endsOn, terms }: Plan, now: Instant): boolean =>
  endsOn !== undefined && endsOn < localDate(now, terms.at(-1)?.zone ?? 'UTC');

export interface DueUpdate {
  item: MaintenanceItem;
  /** How many of the same plan were missed just before it. */
  missed: number;
  /** The change that it has came to nothing. */
  isOver: boolean;
}

/**
 * The updates that plans ask for by now and that nobody has under way: of each plan the latest time, whether its grace
 * is over or not; of one that has ended, while it is not. The soonest deadline first.
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
      const { planned, state, plan } = item;
      if (state.status === 'missed' && isEnded(plan.doc, now)) return [];
      const change = changeOf(state.started ? changeOfWork(planned.id, state.started.run) : planned.id);
      if (change && isOpenChange(change)) return [];
      const last = before.findIndex(({ state }) => state.status !== 'missed');
      return [{ item, missed: last < 0 ? before.length : last, isOver: change !== undefined }];
    })
    .sort((a, b) => a.item.state.deadline - b.item.state.deadline);
}
