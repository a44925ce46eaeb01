import { termsOn } from '../maintenance/occurrence-parts.ts';
import type { Plan } from '../model/plan.ts';
import { createTimings, type Timings } from '../recurrence/timing.ts';
import { DAY } from '../time/clock.ts';
import { dateOfDay, dayNumber } from '../time/day.ts';
import { instantOfWallClock, isZone, type LocalDate, localDate } from '../time/zone.ts';
import type { MutatorContext, ReadTx } from './mutator.ts';

type Terms = Pick<Plan, 'terms'>;

/** When a plan is due, by the calendars that its terms name. */
export async function timingsOf(tx: ReadTx, { terms }: Terms): Promise<Timings> {
  const names = new Set(terms.flatMap(({ calendar }) => calendar ?? []));
  const found = await Promise.all([...names].map(async (id) => ({ id, doc: await tx.get('calendar', id) })));
  return createTimings(found.flatMap(({ id, doc }) => (doc ? [{ id, doc }] : [])));
}

function zoneNow({ terms }: Terms, { at }: Pick<MutatorContext, 'at'>): string {
  const { zone } = termsOn(terms, localDate(at, 'UTC'));
  return isZone(zone) ? zone : 'UTC';
}

/** Today where the plan is worked on. */
export const today = (plan: Terms, ctx: Pick<MutatorContext, 'at'>): LocalDate => localDate(ctx.at, zoneNow(plan, ctx));

export const nextDay = (day: LocalDate): LocalDate => dateOfDay(dayNumber(day) + 1);
export const dayBefore = (day: LocalDate): LocalDate => dateOfDay(dayNumber(day) - 1);
export const laterOf = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? b : a);

/** The first day that a change may be about: today, or tomorrow once something of today has begun to be due. */
export async function firstFreeDay(
  tx: ReadTx,
  id: string,
  plan: Plan,
  ctx: Pick<MutatorContext, 'at'>,
): Promise<LocalDate> {
  const day = today(plan, ctx);
  const midnight = instantOfWallClock(dayNumber(day) * DAY, zoneNow(plan, ctx), 'earlier');
  const timings = await timingsOf(tx, plan);
  const begun = timings.occurrencesOf({ id, doc: plan }, { from: midnight, to: ctx.at + 1 });
  return begun.length > 0 ? nextDay(day) : day;
}
