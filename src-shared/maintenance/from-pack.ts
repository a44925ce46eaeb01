import type { Pack } from '../model/pack.ts';
import { type Plan, type PlanId, type PlanTerms, planId } from '../model/plan.ts';
import { parseRule } from '../recurrence/rule.ts';
import { DAY, HOUR, type Millis } from '../time/clock.ts';
import { dayOf } from '../time/day.ts';

/** A plan as a pack has it: everything but who wrote it when, and from which day on it holds. */
export interface PackedPlan {
  id: PlanId;
  doc: Omit<Plan, 'terms' | 'revision' | 'createdAt' | 'createdBy' | 'updatedAt' | 'updatedBy' | 'fromPack'>;
  terms: Omit<PlanTerms, 'from'>;
}

/** A Monday and the first of a month: « every week » is its Monday, « every month » its first day. */
const ANCHOR = '2024-01-01';
/** What has an hour is done on time until so long after its end. */
const AFTER_AN_HOUR: Millis = 2 * HOUR;

/** Days of the shortest so many months in a row, counted from January: 28, or 90 of a quarter. */
function shortest(months: number): number {
  const lengths = Array.from({ length: Math.floor(12 / months) }, (_, nth) => {
    const first = 1 + nth * months;
    return dayOf(2025, first + months, 1) - dayOf(2025, first, 1);
  });
  return Math.min(...lengths, 366);
}

/**
 * How long something is still on time where nothing says it. Without an hour a day is a day, and a week, a month or a quarter
 * without its day is some time in it: until the end of the week, or of the shortest month or quarter.
 */
function graceOf({ rrule, time }: Pack['plans'][number]): Millis {
  if (time !== undefined) return AFTER_AN_HOUR;
  const parsed = parseRule(rrule);
  if (!parsed.ok) return 0;
  const { freq, interval, byDay, byMonthDay } = parsed.rule;
  if (byDay.length > 0 || byMonthDay.length > 0) return 0;
  if (freq === 'WEEKLY') return Math.min(7 * interval - 1, 366) * DAY;
  return freq === 'MONTHLY' ? (shortest(interval) - 1) * DAY : 0;
}

/** The terms of a pack's plan, as they are when nobody has said otherwise. */
export function packedTerms(pack: Pick<Pack, 'calendars'>, plan: Pack['plans'][number]): Omit<PlanTerms, 'from'> {
  const { rrule, time, duration, zone, anchor = ANCHOR, grace = graceOf(plan), holidays = 'keep' } = plan;
  const calendar = plan.calendar ?? pack.calendars[0]?.id;
  return {
    anchor,
    rrule,
    ...(time === undefined ? {} : { time }),
    ...(duration === undefined ? {} : { duration }),
    zone,
    grace,
    holidays,
    ...(calendar === undefined ? {} : { calendar }),
  };
}

/** The plans of a pack as records, but for when they begin. */
export function packedPlans(pack: Pack): PackedPlan[] {
  const titles = new Map<string, string>([...pack.procedures, ...pack.lists].map(({ id, title }) => [id, title]));
  return pack.plans.map((plan): PackedPlan => {
    const { id, procedure, title, team, section, window, signature, change, priority } = plan;
    return {
      id: planId(id),
      doc: {
        title: title ?? titles.get(procedure) ?? procedure,
        procedure,
        ...(team === undefined ? {} : { team }),
        ...(section === undefined ? {} : { section }),
        ...(window === undefined ? {} : { window }),
        ...(signature === undefined ? {} : { signature }),
        ...(change === undefined ? {} : { change }),
        ...(priority === undefined ? {} : { priority }),
      },
      terms: packedTerms(pack, plan),
    };
  });
}

/** A plan as a pack carries it; whose it is and which service it is about are this workspace's own. */
export function toPacked(id: string, { terms, ...doc }: Plan): Pack['plans'][number] | undefined {
  const last = terms.at(-1);
  if (!last || doc.endsOn !== undefined) return undefined;
  const { from: _, team: __, ...timing } = last;
  const { title, procedure, team, section, window, signature, change, priority } = doc;
  return {
    id: planId(id),
    procedure,
    title,
    ...timing,
    ...(team === undefined ? {} : { team }),
    ...(section === undefined ? {} : { section }),
    ...(window === undefined ? {} : { window }),
    ...(signature === undefined ? {} : { signature }),
    ...(change === undefined ? {} : { change }),
    ...(priority === undefined ? {} : { priority }),
  };
}
