import type { TeamId } from '../model/ids.ts';
import { type OccurrenceId, type Plan, type PlanId, type PlanTerms, planId } from '../model/plan.ts';
import type { LocalDate } from '../time/zone.ts';

/** `<plan>@<nominal day>` → plan and day. */
export function partsOf(id: OccurrenceId): { plan: PlanId; date: LocalDate } {
  const at = id.lastIndexOf('@');
  return { plan: planId(id.slice(0, at)), date: id.slice(at + 1) };
}

/** The terms of a plan that hold on a day; the first ones before any began. */
export function termsOn(terms: readonly PlanTerms[], date: LocalDate): PlanTerms {
  const held = terms.findLast(({ from }) => from <= date) ?? terms[0];
  if (!held) throw new TypeError('a plan has terms');
  return held;
}

/** Whose the occurrence of a nominal day is: days that are over stay with the team that had them. */
export function teamOn({ terms, team }: Pick<Plan, 'terms' | 'team'>, date: LocalDate): TeamId | undefined {
  const { team: then } = termsOn(terms, date);
  return then === undefined ? team : (then ?? undefined);
}
