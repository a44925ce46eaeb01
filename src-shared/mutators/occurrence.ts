import { z } from 'zod';
import { partsOf, termsOn } from '../maintenance/occurrence-parts.ts';
import { instantSchema, personIdSchema } from '../model/ids.ts';
import { occurrenceIdSchema } from '../model/plan.ts';
import { runId } from '../model/run.ts';
import { parseRun } from '../procedure/parse.ts';
import { runProgress } from '../procedure/run-state.ts';
import { DAY, type Instant } from '../time/clock.ts';
import { instantOfWallClock, localDate, wallClock } from '../time/zone.ts';
import { actorLabel } from './incident-change.ts';
import { applied, type MutatorContext, type MutatorTx, mutator, noop, type Outcome, rejected } from './mutator.ts';
import { beginWindow, endWindow, findOccurrence, happened, type KnownOccurrence } from './occurrence-record.ts';
import { beginRun, endedRun, openedRun } from './run.ts';
import { sameJson } from './same.ts';

const id = occurrenceIdSchema;
const reason = z.string().trim().min(1).max(2_000);
/** When it was due for who acts: believed only where the plan has no such occurrence any more. */
const planned = z
  .object({ at: instantSchema, end: instantSchema, deadline: instantSchema })
  .refine(({ at, end, deadline }) => at <= end && end <= deadline, 'an end lies after its beginning')
  .optional();
const asked = { id, planned };
type Asked = z.infer<z.ZodObject<typeof asked>>;

const alreadyDone = ({ by, at }: { by: MutatorContext['actor']['ref']; at: Instant }): Outcome =>
  rejected('alreadyDone', { by: actorLabel(by), at });

/** Finds the occurrence and runs `change` on it. */
async function onOccurrence(
  tx: MutatorTx,
  { id: of, planned: seen }: Asked,
  ctx: MutatorContext,
  change: (known: KnownOccurrence) => Outcome | Promise<Outcome>,
): Promise<Outcome> {
  const known = await findOccurrence(tx, of, seen, ctx.at);
  return 'refusal' in known ? known.refusal : change(known);
}

/** As `onOccurrence`, for what is neither done nor skipped. */
const onOpen: typeof onOccurrence = (tx, args, ctx, change) =>
  onOccurrence(tx, args, ctx, (known) => {
    const { completed, skipped } = known.state;
    if (completed) return alreadyDone(completed);
    return skipped ? rejected('notOpen', { status: 'skipped' }) : change(known);
  });

/** Ends the run of an occurrence where one is open. */
async function endRunOf(tx: MutatorTx, ctx: MutatorContext, run: string, why: string | undefined): Promise<void> {
  const doc = await tx.get('run', run);
  if (doc && doc.endedAt === undefined) tx.put('run', run, endedRun(doc, ctx, why));
}

/**
 * Begins the work: the run of its procedure, at the revision that the person sees, and the window of the plan. Begun
 * on two laptops it is one run, which began when the earlier one did.
 */
export const startOccurrence = mutator({
  args: z.object({ ...asked, revision: z.int().positive() }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onOccurrence(tx, args, ctx, async (known) => {
      const { completed, skipped, started } = known.state;
      if (completed && completed.at <= ctx.at) return alreadyDone(completed);
      if (skipped) return rejected('notOpen', { status: 'skipped' });
      const run = runId(args.id);
      const { procedure, service } = known.plan;
      const begun = await beginRun(tx, ctx, {
        id: run,
        procedure: started ? ((await tx.get('run', run))?.procedure ?? procedure) : procedure,
        revision: args.revision,
        ...(service ? { service } : {}),
        occurrence: args.id,
      });
      if (begun.kind === 'rejected') return begun;
      if (started && started.at <= ctx.at) return begun;
      happened(tx, ctx, known, { kind: 'started', run });
      if (!started) await beginWindow(tx, ctx, known);
      return applied;
    }),
});

/** Steps of its open run that are neither done nor skipped. */
async function lackingIn(tx: MutatorTx, run: string, now: Instant): Promise<number> {
  const doc = await tx.get('run', run);
  if (!doc || doc.endedAt !== undefined) return 0;
  return runProgress(parseRun(doc).steps, await tx.list('runEntry', run), now).lacking.length;
}

/**
 * It is done, and so is its run; what that lacks needs a note. Done by two without knowing of each other, the one who
 * was earlier has done it, and whoever comes later is told who.
 */
export const completeOccurrence = mutator({
  args: z.object({ ...asked, note: z.string().trim().max(2_000).optional() }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onOccurrence(tx, args, ctx, async (known) => {
      const { completed } = known.state;
      if (completed && completed.at <= ctx.at) {
        return sameJson(completed.by, ctx.actor.ref) ? noop : alreadyDone(completed);
      }
      const note = args.note || undefined;
      if (!note && (await lackingIn(tx, args.id, ctx.at)) > 0) {
        return rejected('invalid', { message: 'steps are neither done nor skipped: say why' });
      }
      happened(tx, ctx, known, { kind: 'completed', ...(note ? { note } : {}) });
      await endRunOf(tx, ctx, args.id, note);
      await endWindow(tx, ctx, args.id);
      return applied;
    }),
});

/** A second person vouches for what was done. */
export const signOccurrence = mutator({
  args: z.object(asked),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onOccurrence(tx, args, ctx, (known) => {
      const { completed, signed } = known.state;
      if (!completed) return rejected('invalid', { message: 'it is not done yet' });
      if (sameJson(completed.by, ctx.actor.ref)) return rejected('forbidden', { needs: 'secondPerson' });
      if (signed) return sameJson(signed.by, ctx.actor.ref) ? noop : alreadyDone(signed);
      happened(tx, ctx, known, { kind: 'signed' });
      return applied;
    }),
});

/** It will not be done this time. */
export const skipOccurrence = mutator({
  args: z.object({ ...asked, reason }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onOccurrence(tx, args, ctx, async (known) => {
      if (known.state.completed) return alreadyDone(known.state.completed);
      if (known.state.skipped) return noop;
      happened(tx, ctx, known, { kind: 'skipped', reason: args.reason });
      await endRunOf(tx, ctx, args.id, args.reason);
      await endWindow(tx, ctx, args.id);
      return applied;
    }),
});

export const blockOccurrence = mutator({
  args: z.object({ ...asked, reason }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onOpen(tx, args, ctx, (known) => {
      if (known.state.blocked?.reason === args.reason) return noop;
      happened(tx, ctx, known, { kind: 'blocked', reason: args.reason });
      return applied;
    }),
});

export const unblockOccurrence = mutator({
  args: z.object(asked),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onOccurrence(tx, args, ctx, (known) => {
      if (!known.state.blocked) return noop;
      happened(tx, ctx, known, { kind: 'unblocked' });
      return applied;
    }),
});

/** Where an occurrence ends up that is moved to begin at `to`: as long as before, a whole day stays a whole day. */
function movedTo({ plan, doc, id: of }: KnownOccurrence, to: Instant) {
  const { time, zone } = termsOn(plan.terms, partsOf(of).date);
  const grace = doc.deadline - doc.end;
  if (time !== undefined) {
    const end = to + (doc.end - doc.at);
    return { at: to, end, deadline: end + grace };
  }
  const midnight = Math.floor(wallClock(to, zone) / DAY) * DAY;
  const end = instantOfWallClock(midnight + DAY, zone, 'earlier');
  return { at: instantOfWallClock(midnight, zone, 'earlier'), end, deadline: end + grace };
}

/** Does it at another time; one of a whole day goes to the day in the plan's zone that `at` lies in. */
export const moveOccurrence = mutator({
  args: z.object({ ...asked, at: instantSchema, reason: reason.optional() }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onOpen(tx, args, ctx, (known) => {
      const place = movedTo(known, args.at);
      if (place.at === known.doc.at) return noop;
      if (place.end < ctx.at) {
        const { zone } = termsOn(known.plan.terms, known.doc.date);
        return rejected('invalid', { message: `at: ${localDate(place.at, zone)} is over` });
      }
      const event = { kind: 'moved', from: known.doc.at, to: place.at } as const;
      happened(tx, ctx, known, args.reason ? { ...event, reason: args.reason } : event, place);
      return applied;
    }),
});

export const assignOccurrence = mutator({
  args: z.object({ ...asked, to: personIdSchema.nullable() }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onOpen(tx, args, ctx, async (known) => {
      if ((known.state.assignee ?? null) === args.to) return noop;
      if (args.to !== null) {
        const person = await tx.get('person', args.to);
        if (!person || person.disabled) return rejected('notFound', { what: 'person' });
      }
      happened(tx, ctx, known, { kind: 'assigned', to: args.to });
      return applied;
    }),
});

/** Takes back that it was done or skipped; its run goes on. */
export const reopenOccurrence = mutator({
  args: z.object(asked),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onOccurrence(tx, args, ctx, async (known) => {
      if (!known.state.completed && !known.state.skipped) return noop;
      happened(tx, ctx, known, { kind: 'reopened' });
      const run = await tx.get('run', args.id);
      if (run && run.endedAt !== undefined) tx.put('run', args.id, openedRun(run));
      return applied;
    }),
});
