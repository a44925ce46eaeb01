import type { TeamId } from '../model/ids.ts';
import { type PlanTerms, planTermsSchema } from '../model/plan.ts';
import { parseRule } from '../recurrence/rule.ts';
import { dayNumber } from '../time/day.ts';
import { isZone, type LocalDate } from '../time/zone.ts';
import { termsOn } from './occurrence-parts.ts';

/** Why terms say no days, in words for a person; undefined where they do. */
export function termsProblem({ rrule, zone, from, anchor }: PlanTerms): string | undefined {
  const parsed = parseRule(rrule);
  if (!parsed.ok) return `rrule: ${parsed.problem.kind}: ${parsed.problem.part}`.slice(0, 300);
  if (!isZone(zone)) return `zone: ${zone} is not an IANA time zone`;
  for (const day of [from, anchor]) {
    try {
      dayNumber(day);
    } catch {
      return `${day} is not a day`;
    }
  }
  return undefined;
}

const TIMING = planTermsSchema.omit({ from: true }).keyof().options;

/**
 * The terms of a plan from `next.from` on; those of the days before stay as they are, and go on where they say the
 * same.
 */
export function withTerms(terms: readonly PlanTerms[], next: PlanTerms): PlanTerms[] {
  const before = terms.filter(({ from }) => from < next.from);
  const last = before.at(-1);
  return last && TIMING.every((name) => last[name] === next[name]) ? before : [...before, next];
}

/** The terms of a plan that another team has from a day on: the days before stay with `team`, who had them. */
export function handedOver(terms: readonly PlanTerms[], team: TeamId | undefined, from: LocalDate): PlanTerms[] {
  const { team: _, ...held } = termsOn(terms, from);
  const before = terms.flatMap((one) =>
    one.from < from ? [one.team === undefined ? { ...one, team: team ?? null } : one] : [],
  );
  const later = terms.filter((one) => one.from >= from);
  const isSplit = before.length > 0 && later[0]?.from !== from;
  return [...before, ...(isSplit ? [{ ...held, from }] : []), ...later];
}
