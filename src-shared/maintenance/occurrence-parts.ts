import type { PersonId, ServiceId, TeamId } from '../model/ids.ts';
import { MOST_FORMER, type OccurrenceId, type Plan, type PlanId, type PlanTerms, planId } from '../model/plan.ts';
import type { ProcedureId } from '../model/procedure.ts';
import { HOUR, type Millis } from '../time/clock.ts';
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

/** Who has the occurrence of a nominal day where it is given to nobody: days that are over stay with who had them. */
export function ownerOn({ terms, owner }: Pick<Plan, 'terms' | 'owner'>, date: LocalDate): PersonId | undefined {
  const { owner: then } = termsOn(terms, date);
  return then === undefined ? owner : (then ?? undefined);
}

/** Whether a second person signs what was done of a nominal day. */
export const isSignedOn = ({ terms, signature }: Pick<Plan, 'terms' | 'signature'>, date: LocalDate): boolean =>
  termsOn(terms, date).signature ?? signature ?? false;

/**
 * The service that is silent while an occurrence is worked on, and for how long at most. An update silences while its
 * change is worked on, not from its draft on.
 */
export function windowOf(
  { window, service, change, terms }: Plan,
  date: LocalDate,
): { service: ServiceId; length: Millis } | undefined {
  if (!window || !service || change) return undefined;
  return { service, length: termsOn(terms, date).duration ?? HOUR };
}

/** What a plan was of before, once it is of `next`. */
export function formerlyOf(before: Pick<Plan, 'procedure' | 'formerly'> | undefined, next: ProcedureId) {
  if (!before) return {};
  const { procedure, formerly = [] } = before;
  const others = [...formerly.filter((one) => one !== procedure), procedure].filter((one) => one !== next);
  return others.length === 0 ? {} : { formerly: others.slice(-MOST_FORMER) };
}

/** Whether a plan is of a procedure, or was. */
export const isOrWasOf = ({ procedure, formerly = [] }: Pick<Plan, 'procedure' | 'formerly'>, one: ProcedureId) =>
  one === procedure || formerly.includes(one);
