import { withTerms } from '../../../../src-shared/maintenance/terms.ts';
import type { Plan, PlanTerms } from '../../../../src-shared/model/plan.ts';
import type { Planned, Timings } from '../../../../src-shared/recurrence/timing.ts';
import type { Instant } from '../../../../src-shared/time/clock.ts';

/** What an edit does to an occurrence to come. `moved`: the same one, at another time. */
export type Fate = 'kept' | 'moved' | 'new' | 'gone';

export interface Foreseen {
  planned: Planned;
  fate: Fate;
}

/** The next occurrences as they would be, and those of today's plan that would not be any more, by time. */
export function foresee(
  timings: Timings,
  id: string,
  plan: Pick<Plan, 'terms' | 'endsOn' | 'pauses'> | undefined,
  terms: PlanTerms,
  now: Instant,
  limit: number,
): Foreseen[] {
  const edited = { ...plan, terms: plan ? withTerms(plan.terms, terms) : [terms] };
  const after = timings.nextOf({ id, doc: edited }, now, limit);
  if (!plan) return after.map((planned) => ({ planned, fate: 'new' }));
  const to = after.length < limit ? Number.POSITIVE_INFINITY : (after.at(-1)?.at ?? now);
  const before = timings.nextOf({ id, doc: plan }, now, limit).filter(({ at }) => at <= to);
  // Asked for by its day: it may lie beyond the last one that is shown.
  const known = (planned: Planned) => timings.plannedOn({ id, doc: plan }, planned.date);
  const stays = new Set(after.map((one) => one.id));
  return [
    ...after.map((planned): Foreseen => {
      const was = known(planned);
      if (!was) return { planned, fate: 'new' };
      const same = was.at === planned.at && was.end === planned.end && was.deadline === planned.deadline;
      return { planned, fate: same ? 'kept' : 'moved' };
    }),
    ...before
      .filter((planned) => !stays.has(planned.id) && !timings.plannedOn({ id, doc: edited }, planned.date))
      .map((planned): Foreseen => ({ planned, fate: 'gone' })),
  ].sort((a, b) => a.planned.at - b.planned.at);
}
