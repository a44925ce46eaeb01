import { type Plan, type PlanTerms, planTermsSchema } from '../model/plan.ts';
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

type Held = Pick<Plan, 'team' | 'owner' | 'signature'>;

/** Of terms when their days are; whose they are and who signs them is the plan's, until that changes. */
export const timesOf = ({ team: _, owner: __, signature: ___, ...times }: PlanTerms) => times;

/** Terms of days that were so under `was`; what is so again needs no note. */
function heldUnder(one: PlanTerms, was: Held, is: Held): PlanTerms {
  const { team = was.team ?? null, owner = was.owner ?? null, signature = was.signature ?? false } = one;
  return {
    ...timesOf(one),
    ...(team === (is.team ?? null) ? {} : { team }),
    ...(owner === (is.owner ?? null) ? {} : { owner }),
    ...(signature === (is.signature ?? false) ? {} : { signature }),
  };
}

/**
 * The terms of a plan whose team, owner or signature is another from a day on: the days before stay with those who had
 * them, and are signed as they were.
 */
export function handedOver(terms: readonly PlanTerms[], was: Held, is: Held, from: LocalDate): PlanTerms[] {
  if (was.team === is.team && was.owner === is.owner && was.signature === is.signature) return [...terms];
  const before = terms.filter((one) => one.from < from).map((one) => heldUnder(one, was, is));
  const later = terms.filter((one) => one.from >= from);
  const isSplit = before.length > 0 && later[0]?.from !== from;
  const rest = [...(isSplit ? [{ ...timesOf(termsOn(terms, from)), from }] : []), ...later];
  return rest.reduce(withTerms, before);
}
