import { z } from 'zod';
import { termsOn } from '../maintenance/occurrence-parts.ts';
import { termsProblem, withTerms } from '../maintenance/terms.ts';
import {
  localDateSchema,
  type Plan,
  type PlanTerms,
  planIdSchema,
  planSchema,
  planTermsSchema,
} from '../model/plan.ts';
import { dateOfDay, dayNumber } from '../time/day.ts';
import { isZone, type LocalDate, localDate } from '../time/zone.ts';
import { actorLabel } from './incident-change.ts';
import {
  applied,
  type MutatorContext,
  type MutatorTx,
  mutator,
  noop,
  type Outcome,
  type ReadTx,
  rejected,
} from './mutator.ts';
import { sameJson } from './same.ts';

const id = planIdSchema;
const { owner, team, service, procedure, window, signature, priority } = planSchema.shape;
const title = z.string().trim().min(1).max(300);
const date = localDateSchema;
const revision = z.int().positive();
const said = { title, procedure, owner, team, service, window, signature, priority };

const invalid = (message: string) => rejected('invalid', { message });

/** What a plan names must be there when it is said; what a record loses later stays said. */
async function missing(tx: ReadTx, said: Partial<Plan>): Promise<Outcome | undefined> {
  const lacks = (what: string) => rejected('notFound', { what });
  const { procedure, owner, team, service } = said;
  if (procedure !== undefined) {
    const known = await tx.get('procedure', procedure);
    if (!known || known.archived) return lacks('procedure');
    if (known.phase) return invalid('procedure: a phase is run for an incident');
  }
  if (owner !== undefined) {
    const person = await tx.get('person', owner);
    if (!person || person.disabled) return lacks('person');
  }
  if (team !== undefined && !(await tx.get('team', team))) return lacks('team');
  if (service !== undefined && !(await tx.get('service', service))) return lacks('service');
  return undefined;
}

/** Why terms cannot be taken up: nonsense, or a past that they would rewrite. */
async function refusedTerms(tx: ReadTx, terms: PlanTerms, { at }: MutatorContext): Promise<Outcome | undefined> {
  const problem = termsProblem(terms);
  if (problem !== undefined) return invalid(problem);
  if (terms.calendar !== undefined && !(await tx.get('calendar', terms.calendar))) {
    return rejected('notFound', { what: 'calendar' });
  }
  return terms.from < localDate(at, terms.zone) ? invalid('from: the past stays as it was') : undefined;
}

/** Today where the plan is worked on. */
function today({ terms }: Pick<Plan, 'terms'>, { at }: MutatorContext): LocalDate {
  const { zone } = termsOn(terms, localDate(at, 'UTC'));
  return localDate(at, isZone(zone) ? zone : 'UTC');
}

const keep = (doc: object): Plan =>
  planSchema.parse(
    Object.fromEntries(Object.entries(doc).filter(([, value]) => value !== null && value !== undefined)),
  );

/** Writes an edited plan: it is the team's from now on, and no pack replaces it. */
function write(tx: MutatorTx, ctx: MutatorContext, plan: string, before: Plan, next: Plan): Outcome {
  if (sameJson(before, next)) return noop;
  const { fromPack: _, ...ours } = next;
  const revision = before.revision + 1;
  tx.put('plan', plan, { ...ours, revision, updatedAt: ctx.at, updatedBy: ctx.actor.ref });
  return applied;
}

export const createPlan = mutator({
  args: z.object({
    id,
    ...said,
    /** `from` is the first day; today's at the earliest. */
    terms: planTermsSchema,
    endsOn: date.optional(),
  }),
  role: 'lead',
  async apply(tx, { id: plan, terms, ...rest }, ctx) {
    const known = await tx.get('plan', plan);
    if (known) return known.title === rest.title && sameJson(known.terms, [terms]) ? noop : rejected('conflict');
    const refusal = (await missing(tx, rest)) ?? (await refusedTerms(tx, terms, ctx));
    if (refusal) return refusal;
    if (rest.endsOn !== undefined && rest.endsOn < terms.from) return invalid('endsOn: it ends before it begins');
    const made = { at: ctx.at, by: ctx.actor.ref };
    tx.put(
      'plan',
      plan,
      keep({
        ...rest,
        terms: [terms],
        revision: 1,
        createdAt: made.at,
        createdBy: made.by,
        updatedAt: made.at,
        updatedBy: made.by,
      }),
    );
    return applied;
  },
});

/**
 * Only the fields that are given change, `null` takes one away. New terms hold from a day on, today's at the earliest:
 * what was due before stays as it was. `revision` is what the editor saw; a conflict says who was faster.
 */
export const editPlan = mutator({
  args: z.object({
    id,
    revision,
    set: z
      .object({
        title,
        procedure,
        owner: owner.nullable(),
        team: team.nullable(),
        service: service.nullable(),
        window: window.nullable(),
        signature: signature.nullable(),
        priority: priority.nullable(),
        endsOn: date.nullable(),
      })
      .partial(),
    terms: planTermsSchema.optional(),
  }),
  role: 'lead',
  async apply(tx, { id: plan, revision: seen, set, terms }, ctx) {
    const before = await tx.get('plan', plan);
    if (!before) return rejected('notFound');
    const next = keep({ ...before, ...set });
    const held = terms && termsOn(before.terms, terms.from);
    const isNew = terms && held && !(held.from <= terms.from && sameJson({ ...held, from: terms.from }, terms));
    if (terms && isNew) next.terms = withTerms(before.terms, terms);
    if (sameJson(before, next)) return noop;
    if (before.revision !== seen) {
      return rejected('conflict', { by: actorLabel(before.updatedBy), at: before.updatedAt });
    }
    const changed = Object.fromEntries(
      Object.entries(next).filter(([name, value]) => name in set && !sameJson(value, before[name as keyof Plan])),
    );
    const refusal = (await missing(tx, changed)) ?? (terms && isNew ? await refusedTerms(tx, terms, ctx) : undefined);
    if (refusal) return refusal;
    const { endsOn } = next;
    const now = today(before, ctx);
    // Neither a past that had none gets days, nor one that had them loses them.
    if (before.endsOn !== endsOn && [before.endsOn, endsOn].some((day) => day !== undefined && day < dayBefore(now))) {
      return invalid('endsOn: the past stays as it was');
    }
    if (next.terms.length > 200) return invalid('terms: too many');
    return write(tx, ctx, plan, before, next);
  },
});

const dayBefore = (day: LocalDate): LocalDate => dateOfDay(dayNumber(day) - 1);

/** Nothing is due from a day on, today's at the earliest, until `to` or until it is taken up again. */
export const pausePlan = mutator({
  args: z
    .object({ id, from: date, to: date.optional() })
    .refine(({ from, to }) => to === undefined || from < to, 'to: it ends before it begins'),
  role: 'lead',
  async apply(tx, { id: plan, from, to }, ctx) {
    const before = await tx.get('plan', plan);
    if (!before) return rejected('notFound');
    const pause = to === undefined ? { from } : { from, to };
    const pauses = before.pauses ?? [];
    if (pauses.some((one) => sameJson(one, pause))) return noop;
    if (from < today(before, ctx)) return invalid('from: the past stays as it was');
    if (pauses.some((one) => (to === undefined || one.from < to) && (one.to === undefined || from < one.to))) {
      return rejected('alreadyPaused');
    }
    const next = [...pauses, pause].sort((a, b) => (a.from < b.from ? -1 : 1)).slice(-200);
    return write(tx, ctx, plan, before, { ...before, pauses: next });
  },
});

/** Ends the pause that runs or comes next: things are due again from a day on, today's at the earliest. */
export const resumePlan = mutator({
  args: z.object({ id, on: date }),
  role: 'lead',
  async apply(tx, { id: plan, on }, ctx) {
    const before = await tx.get('plan', plan);
    if (!before) return rejected('notFound');
    const now = today(before, ctx);
    if (on < now) return invalid('on: the past stays as it was');
    const running = before.pauses?.find(({ to }) => to === undefined || to > now);
    if (!running) return noop;
    const pauses = (before.pauses ?? []).flatMap((one) => {
      if (one !== running) return [one];
      return on <= one.from ? [] : [{ from: one.from, to: one.to !== undefined && one.to < on ? one.to : on }];
    });
    const { pauses: _, ...rest } = before;
    return write(tx, ctx, plan, before, pauses.length === 0 ? rest : { ...rest, pauses });
  },
});

/** `on` is the last day that has one; yesterday ends it now. */
export const endPlan = mutator({
  args: z.object({ id, on: date }),
  role: 'lead',
  async apply(tx, { id: plan, on }, ctx) {
    const before = await tx.get('plan', plan);
    if (!before) return rejected('notFound');
    if (before.endsOn !== undefined && before.endsOn <= on) return noop;
    if (on < dayBefore(today(before, ctx))) return invalid('on: the past stays as it was');
    return write(tx, ctx, plan, before, { ...before, endsOn: on });
  },
});
