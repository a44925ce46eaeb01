import { termsOn } from '../maintenance/occurrence-parts.ts';
import type { Plan, PlanTerms } from '../model/plan.ts';
import { createTimings, type Planned, type PlanRecord, type Timings } from '../recurrence/timing.ts';
import { DAY, type Instant, type Millis } from '../time/clock.ts';
import { dateOfDay, dayNumber } from '../time/day.ts';
import { instantOfWallClock, isZone, type LocalDate, localDate } from '../time/zone.ts';
import type { MutatorContext, ReadTx } from './mutator.ts';

/**
 * No terms say a longer time, and no holidays move anything further; nor do people, who would make a plan of it. And no
 * laptop was away for longer: what it says of plans was not said before.
 */
export const FURTHEST: Millis = 400 * DAY;

type Said = Pick<MutatorContext, 'at' | 'receivedAt'>;
/** When something is said of a plan, at the earliest `FURTHEST` before the server heard of it. */
export const saidAt = ({ at, receivedAt = at }: Said): Instant => Math.max(at, receivedAt - FURTHEST);

type Terms = Pick<Plan, 'terms'>;
type Timed = PlanRecord['doc'];

/** When a plan is due, by the calendars that its terms name. */
export async function timingsOf(tx: ReadTx, { terms }: Terms): Promise<Timings> {
  const names = new Set(terms.flatMap(({ calendar }) => calendar ?? []));
  const found = await Promise.all([...names].map(async (id) => ({ id, doc: await tx.get('calendar', id) })));
  return createTimings(found.flatMap(({ id, doc }) => (doc ? [{ id, doc }] : [])));
}

function zoneNow({ terms }: Terms, ctx: Said): string {
  const { zone } = termsOn(terms, localDate(saidAt(ctx), 'UTC'));
  return isZone(zone) ? zone : 'UTC';
}

/** Today where the plan is worked on. */
export const today = (plan: Terms, ctx: Said): LocalDate => localDate(saidAt(ctx), zoneNow(plan, ctx));

const LAST_DAY = '9999-12-31';
/** The last day of the calendar has none after it, and is the next one itself. */
export const nextDay = (day: LocalDate): LocalDate => (day < LAST_DAY ? dateOfDay(dayNumber(day) + 1) : LAST_DAY);
export const dayBefore = (day: LocalDate): LocalDate => dateOfDay(dayNumber(day) - 1);
export const laterOf = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? b : a);

/** What of today has begun to be due. */
async function begunToday(tx: ReadTx, id: string, plan: Timed, ctx: Said): Promise<Planned[]> {
  const midnight = instantOfWallClock(dayNumber(today(plan, ctx)) * DAY, zoneNow(plan, ctx), 'earlier');
  const timings = await timingsOf(tx, plan);
  return timings.occurrencesOf({ id, doc: plan }, { from: midnight, to: saidAt(ctx) + 1 });
}

/** The first day that a change may be about: today, or tomorrow once something of today has begun to be due. */
export async function firstFreeDay(tx: ReadTx, id: string, plan: Timed, ctx: Said): Promise<LocalDate> {
  const day = today(plan, ctx);
  return (await begunToday(tx, id, plan, ctx)).length > 0 ? nextDay(day) : day;
}

/** The first day of terms that nobody has asked for: today, or tomorrow where today's hour is over. */
export async function firstDayToCome(
  tx: ReadTx,
  id: string,
  terms: Omit<PlanTerms, 'from'>,
  ctx: Said,
): Promise<LocalDate> {
  const now = saidAt(ctx);
  const day = localDate(now, terms.zone);
  const begun = await begunToday(tx, id, { terms: [{ from: day, ...terms }] }, ctx);
  return begun.some(({ allDay, at }) => !allDay && at < now) ? nextDay(day) : day;
}
