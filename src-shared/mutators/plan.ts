import { z } from 'zod';
import { formerlyOf, termsOn } from '../maintenance/occurrence-parts.ts';
import { handedOver, termsProblem, withTerms } from '../maintenance/terms.ts';
import { instantSchema } from '../model/ids.ts';
import { nameSchema } from '../model/name.ts';
import {
  localDateSchema,
  MOST_PAUSES,
  type Plan,
  type PlanTerms,
  planIdSchema,
  planSchema,
  planTermsSchema,
} from '../model/plan.ts';
import { type LocalDate, localDate } from '../time/zone.ts';
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
import { dayBefore, firstFreeDay, laterOf, nextDay, saidAt, today } from './plan-days.ts';
import { sameJson } from './same.ts';
import { withoutNothing } from './without-nothing.ts';

const id = planIdSchema;
const { owner, team, service, procedure, window, signature, change, priority } = planSchema.shape;
const title = nameSchema(300);
const date = localDateSchema;
const revision = z.int().positive();
/** Whose the days were, and whether they were signed, is noted when that changes, and not said. */
const saidTerms = planTermsSchema.omit({ team: true, owner: true, signature: true });
const said = { title, procedure, owner, team, service, window, signature, change, priority };

const invalid = (message: string) => rejected('invalid', { message });
const pastStays = (what: string) => invalid(`${what}: the past stays as it was`);

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
async function refusedTerms(tx: ReadTx, terms: PlanTerms, ctx: MutatorContext): Promise<Outcome | undefined> {
  const problem = termsProblem(terms);
  if (problem !== undefined) return invalid(problem);
  if (terms.calendar !== undefined && !(await tx.get('calendar', terms.calendar))) {
    return rejected('notFound', { what: 'calendar' });
  }
  return terms.from < localDate(saidAt(ctx), terms.zone) ? pastStays('from') : undefined;
}

const keep = (doc: object): Plan => planSchema.parse(withoutNothing(doc));

/**
 * Writes an edited plan: it is the team's from now on, and no pack replaces it. `held` is what it takes the place of,
 * where an undo gives that back.
 */
function write(
  tx: MutatorTx,
  ctx: MutatorContext,
  plan: string,
  before: Plan,
  next: Plan,
  held?: Omit<NonNullable<Plan['held']>, 'at'>,
): Outcome {
  if (sameJson(before, next)) return noop;
  if ((next.pauses?.length ?? 0) > MOST_PAUSES) return invalid('pauses: too many');
  const { fromPack: _, held: _older, ...ours } = next;
  const revision = before.revision + 1;
  const aside = held ? { held: { ...held, at: ctx.at } } : {};
  tx.put('plan', plan, { ...ours, ...aside, revision, updatedAt: ctx.at, updatedBy: ctx.actor.ref });
  return applied;
}

/** When a plan has no days. */
const rests = ({ endsOn, pauses }: Plan) => ({ ...(endsOn ? { endsOn } : {}), ...(pauses ? { pauses } : {}) });

export const createPlan = mutator({
  args: z.object({
    id,
    ...said,
    /** `from` is the first day; today's at the earliest. */
    terms: saidTerms,
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
 * Takes a plan away that nobody has done anything for, and that was due on no day before today: one that was made by
 * mistake. Any other ends.
 */
export const removePlan = mutator({
  args: z.object({ id }),
  role: 'lead',
  async apply(tx, { id: plan }, ctx) {
    const before = await tx.get('plan', plan);
    if (!before) return noop;
    const [first] = before.terms;
    if (first && first.from < today(before, ctx)) return pastStays('from');
    const isTouched = (await tx.list('occurrence', plan)).length > 0;
    if (isTouched) return invalid('something was done for it already');
    tx.remove('plan', plan);
    return applied;
  },
});

type SaidTerms = z.infer<typeof saidTerms>;

/** Whether a plan's times are that already, on the day from which they are asked for. */
function holds(terms: readonly PlanTerms[], asked: SaidTerms): boolean {
  const held = termsOn(terms, asked.from);
  return held.from <= asked.from && sameJson({ ...held, from: asked.from }, asked);
}

/** Terms from days on which nothing is due already; of those that would begin on one day the last counts. */
function fromFreeDays(asked: readonly SaidTerms[], now: LocalDate, free: LocalDate): SaidTerms[] {
  const moved = asked.map((one) => (one.from < now ? one : { ...one, from: laterOf(one.from, free) }));
  return moved.filter(({ from }, at) => from !== moved[at + 1]?.from);
}

/**
 * Only the fields that are given change, `null` takes one away. New terms hold from a day on, today's at the earliest,
 * and tomorrow's once something of today is due: what was due before stays as it was. `revision` is what the editor saw;
 * a conflict says who was faster.
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
        change: change.nullable(),
        priority: priority.nullable(),
        endsOn: date.nullable(),
      })
      .partial(),
    terms: saidTerms.optional(),
    /** What holds from days after the first of `terms`, ascending; without it nothing that was to hold later does. */
    later: z.array(saidTerms).max(199).optional(),
  }),
  role: 'lead',
  async apply(tx, { id: plan, revision: seen, set, terms: asked, later }, ctx) {
    const before = await tx.get('plan', plan);
    if (!before) return rejected('notFound');
    const now = today(before, ctx);
    const free = await firstFreeDay(tx, plan, before, ctx);
    const next = keep({ ...before, ...set, ...formerlyOf(before, set.procedure ?? before.procedure) });
    next.terms = handedOver(before.terms, before, next, free);
    const all = asked ? [asked, ...(later ?? [])] : [];
    if (all.some(({ from }, nth) => from <= (all[nth - 1]?.from ?? ''))) return invalid('later: not in their order');
    const then = fromFreeDays(all, now, free);
    const isNew = later !== undefined || !then.every((one) => holds(before.terms, one));
    if (isNew) next.terms = then.reduce(withTerms, next.terms);
    if (sameJson(before, next)) return noop;
    if (before.revision !== seen) {
      return rejected('conflict', { by: actorLabel(before.updatedBy), at: before.updatedAt });
    }
    const changed = Object.fromEntries(
      Object.entries(next).filter(([name, value]) => name in set && !sameJson(value, before[name as keyof Plan])),
    );
    const lacking = await missing(tx, changed);
    if (lacking) return lacking;
    for (const one of isNew ? then : []) {
      const refusal = await refusedTerms(tx, one, ctx);
      if (refusal) return refusal;
      if (one.from < now) return pastStays('from');
    }
    const { endsOn } = next;
    // Neither a past that had none gets days, nor one that had them loses them.
    if (before.endsOn !== endsOn && [before.endsOn, endsOn].some((day) => day !== undefined && day < dayBefore(now))) {
      return pastStays('endsOn');
    }
    if (endsOn !== undefined && before.endsOn !== endsOn) next.endsOn = laterOf(endsOn, dayBefore(free));
    if (next.terms.length > 200) return invalid('terms: too many');
    return write(tx, ctx, plan, before, next);
  },
});

/**
 * Nothing is due from a day on, today's at the earliest and tomorrow's once something of today is due, until `to` or
 * until it is taken up again.
 */
export const pausePlan = mutator({
  args: z
    .object({ id, from: date, to: date.optional() })
    .refine(({ from, to }) => to === undefined || from < to, 'to: it ends before it begins'),
  role: 'lead',
  async apply(tx, { id: plan, from: asked, to }, ctx) {
    const before = await tx.get('plan', plan);
    if (!before) return rejected('notFound');
    const pauses = before.pauses ?? [];
    const isKnown = ({ from, to }: { from: LocalDate; to?: LocalDate | undefined }) =>
      pauses.some((one) => one.from === from && one.to === to);
    if (isKnown({ from: asked, to })) return noop;
    if (asked < today(before, ctx)) return pastStays('from');
    const from = laterOf(asked, await firstFreeDay(tx, plan, before, ctx));
    if (isKnown({ from, to }) || (to !== undefined && to <= from)) return noop;
    const pause = { from, ...(to === undefined ? {} : { to }), saidAt: ctx.at };
    if (pauses.some((one) => (to === undefined || one.from < to) && (one.to === undefined || from < one.to))) {
      return rejected('alreadyPaused');
    }
    const next = [...pauses, pause].sort((a, b) => (a.from < b.from ? -1 : 1));
    return write(tx, ctx, plan, before, { ...before, pauses: next });
  },
});

/** Where a plan has no days between its last one and `on`, on which it is taken up again: one pause, with what it meets. */
function takenUp({ endsOn: last, ...plan }: Plan & { endsOn: LocalDate }, on: LocalDate): Plan {
  const { pauses: all = [], ...rest } = plan;
  const gap = nextDay(last);
  const met = all.filter(({ from, to }) => from < on && (to === undefined || to >= gap));
  const from = met.reduce((first, one) => (one.from < first ? one.from : first), gap);
  const others = all.filter((one) => !met.includes(one));
  const pauses = [...others, ...(from < on ? [{ from, to: on }] : [])].sort((a, b) => (a.from < b.from ? -1 : 1));
  return pauses.length === 0 ? rest : { ...rest, pauses };
}

/**
 * Ends the pause that runs or comes next, or takes a plan up again that has ended: things are due again from a day on,
 * today's at the earliest.
 */
export const resumePlan = mutator({
  args: z.object({ id, on: date }),
  role: 'lead',
  async apply(tx, { id: plan, on }, ctx) {
    const before = await tx.get('plan', plan);
    if (!before) return rejected('notFound');
    const now = today(before, ctx);
    if (on < now) return pastStays('on');
    const { endsOn } = before;
    const held = { from: on, ...rests(before) };
    if (endsOn !== undefined && endsOn < now) {
      return write(tx, ctx, plan, before, takenUp({ ...before, endsOn }, on), held);
    }
    const running = before.pauses?.find(({ to }) => to === undefined || to > now);
    if (!running) return noop;
    const pauses = (before.pauses ?? []).flatMap((one) => {
      if (one !== running) return [one];
      return on <= one.from ? [] : [{ ...one, to: one.to !== undefined && one.to < on ? one.to : on }];
    });
    const { pauses: _, ...rest } = before;
    return write(tx, ctx, plan, before, pauses.length === 0 ? rest : { ...rest, pauses }, held);
  },
});

/** Takes back the pause that was said at `of`, and no other; days of it that are over stay without. */
export const unpausePlan = mutator({
  args: z.object({ id, of: instantSchema }),
  role: 'lead',
  async apply(tx, { id: plan, of }, ctx) {
    const before = await tx.get('plan', plan);
    if (!before) return rejected('notFound');
    const now = today(before, ctx);
    const pauses = (before.pauses ?? []).flatMap((one) => {
      if (one.saidAt !== of || (one.to !== undefined && one.to <= now)) return [one];
      return one.from < now ? [{ ...one, to: now }] : [];
    });
    const { pauses: _, ...rest } = before;
    return write(tx, ctx, plan, before, pauses.length === 0 ? rest : { ...rest, pauses });
  },
});

/** `on` is the last day that has one; yesterday ends it now, which is after what is due today already. */
export const endPlan = mutator({
  args: z.object({ id, on: date }),
  role: 'lead',
  async apply(tx, { id: plan, on }, ctx) {
    const before = await tx.get('plan', plan);
    if (!before) return rejected('notFound');
    if (before.endsOn !== undefined && before.endsOn <= on) return noop;
    if (on < dayBefore(today(before, ctx))) return pastStays('on');
    const endsOn = laterOf(on, dayBefore(await firstFreeDay(tx, plan, before, ctx)));
    return write(tx, ctx, plan, before, { ...before, endsOn }, { from: nextDay(endsOn), ...rests(before) });
  },
});

/** Takes back the end or the resumption that one said at `of`, where nothing was said since and none of its days is over. */
export const takeBackPlan = mutator({
  args: z.object({ id, of: instantSchema }),
  role: 'lead',
  async apply(tx, { id: plan, of }, ctx) {
    const before = await tx.get('plan', plan);
    if (!before) return rejected('notFound');
    const { held, endsOn: _end, pauses: _pauses, ...rest } = before;
    if (held?.at !== of || !sameJson(before.updatedBy, ctx.actor.ref)) {
      return rejected('conflict', { by: actorLabel(before.updatedBy), at: before.updatedAt });
    }
    const { at: _at, from, ...rested } = held;
    if (from < today(before, ctx)) return pastStays('from');
    return write(tx, ctx, plan, before, { ...rest, ...rested });
  },
});
