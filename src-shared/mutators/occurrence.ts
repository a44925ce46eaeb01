import { z } from 'zod';
import { type ARRANGED, isOverAt, placeAt, saidOf } from '../maintenance/arranged.ts';
import { isOrWasOf } from '../maintenance/occurrence-parts.ts';
import { firstOf, type Said, type Start, standingOf } from '../maintenance/occurrence-state.ts';
import { instantSchema, personIdSchema } from '../model/ids.ts';
import { MOST_FILES, type OccurrenceEvent, type OccurrenceId, occurrenceIdSchema } from '../model/plan.ts';
import { procedureIdSchema } from '../model/procedure.ts';
import { evidenceSchema, runId } from '../model/run.ts';
import { parseRun } from '../procedure/parse.ts';
import { runProgress } from '../procedure/run-state.ts';
import type { Instant } from '../time/clock.ts';
import { isZone, localDate } from '../time/zone.ts';
import { isUntouched, openPlannedChange } from './change-planned.ts';
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
import {
  beginWindow,
  endWindow,
  findOccurrence,
  happened,
  isNear,
  type KnownOccurrence,
  linkedAlready,
  settledAlready,
  settledBy,
  takenBack,
} from './occurrence-record.ts';
import { beginRun } from './run.ts';
import { leaveRun, takeUpRun } from './run-end.ts';
import { sameJson } from './same.ts';

const id = occurrenceIdSchema;
const reason = z.string().trim().min(1).max(2_000);
/** When it was due for who acts: believed only where the plan has no such occurrence any more. */
const planned = z
  .object({
    at: instantSchema,
    end: instantSchema,
    deadline: instantSchema,
    allDay: z.boolean(),
    zone: z.string().max(64).refine(isZone, 'is no IANA time zone'),
  })
  .refine(({ at, end, deadline }) => at <= end && end <= deadline, 'an end lies after its beginning')
  .optional();
/** Which occurrence, as whoever acts on it saw it. */
export const askedSchema = { id, planned };
type Asked = z.infer<z.ZodObject<typeof askedSchema>>;

/** The instant at which what is taken back was said; without one whatever stands is taken back. */
const of = instantSchema.optional();

type Arranged = Extract<OccurrenceEvent['kind'], (typeof ARRANGED)[number]>;

/**
 * What was said last of these kinds: `isOwn` where whoever acts said it, who has nothing to add. What another has said
 * is said again, so that it holds whatever is heard of later. Refused where `of` names another saying.
 */
function lastSaid(
  { doc }: KnownOccurrence,
  { actor, at }: MutatorContext,
  of: Instant | undefined,
  ...kinds: Arranged[]
) {
  const said = saidOf(doc.events, ...kinds).at(-1);
  const isOwn = said === undefined || (said.at <= at && sameJson(said.by, actor.ref));
  const isOther = said !== undefined && of !== undefined && said.at !== of;
  return { said, isOwn, other: isOther ? rejected('conflict', { by: actorLabel(said.by), at: said.at }) : undefined };
}

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
  onOccurrence(tx, args, ctx, (known) => (settledBy(known.state) ? settledAlready(known.state) : change(known)));

/** The window is as who began first has it, with or without. */
const setWindow = (
  tx: MutatorTx,
  ctx: MutatorContext,
  known: KnownOccurrence,
  first: { at: Instant; window?: boolean | undefined },
) => (first.window === false ? endWindow(tx, ctx, known.id) : beginWindow(tx, ctx, known, first));

/** It is over as of now: so are its run and its window. */
async function settle(tx: MutatorTx, ctx: MutatorContext, of: OccurrenceId, why: string | undefined): Promise<void> {
  await leaveRun(tx, of, ctx, why);
  await endWindow(tx, ctx, of);
}

/**
 * Begins the work: the run of the procedure, at the revision that the person sees, and the window of the plan, or the
 * change of an update. Begun on two laptops it is one run, which began when the earlier one did. Heard of after somebody
 * ended it, the run is ended as well: what was done in it until then stands.
 */
export const startOccurrence = mutator({
  args: z.object({
    ...askedSchema,
    /** What the revision is of, as the person saw it: the plan's, or one that it had before. */
    procedure: procedureIdSchema.optional(),
    revision: z.int().positive(),
    /** False: alerts go on paging, whatever the plan says. */
    window: z.boolean().optional(),
  }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onOccurrence(tx, args, ctx, async (known) => {
      const { completed, skipped, started } = known.state;
      const overs = [completed, skipped].flatMap((said) => said ?? []).sort((a, b) => a.at - b.at);
      const [over] = overs;
      if (over && over.at <= ctx.at) return settledAlready(known.state);
      const other = linkedAlready(known.state);
      if (other) return other;
      const run = runId(args.id);
      const event = { kind: 'started', run, ...(args.window === false ? { window: args.window } : {}) } as const;
      const { service } = known.plan;
      const standing = await tx.get('run', run);
      if (!standing && args.procedure && !isOrWasOf(known.plan, args.procedure)) {
        return rejected('invalid', { message: 'procedure: the plan is not of it, and never was' });
      }
      const begun = await beginRun(tx, ctx, {
        id: run,
        procedure: standing?.procedure ?? args.procedure ?? known.plan.procedure,
        revision: args.revision,
        ...(service ? { service } : {}),
        occurrence: args.id,
      });
      if (begun.kind === 'rejected') return begun;
      if (started && started.at <= ctx.at) {
        if (standingOf(known.doc).starts.some((one) => sameJson(one.by, ctx.actor.ref))) return begun;
        // It stands where the earlier one is taken back.
        happened(tx, ctx, known, event);
        return applied;
      }
      if (over) {
        happened(tx, ctx, known, event);
        await leaveRun(tx, run, { actor: { ref: over.by }, at: over.at }, completed?.note ?? skipped?.reason);
        return applied;
      }
      const opened = await openPlannedChange(tx, ctx, known);
      if (opened.kind === 'rejected') return opened;
      happened(tx, ctx, known, event);
      await setWindow(tx, ctx, known, { at: ctx.at, window: args.window });
      return applied;
    }),
});

/** Refused where something was done in its run. */
async function isUsed(tx: ReadTx, of: OccurrenceId): Promise<Outcome | undefined> {
  const change = await tx.get('change', of);
  const test = await tx.get('restoreTest', of);
  const hasEntries = (await tx.list('runEntry', of)).length > 0;
  // A restore test is measured in its run from the beginning on, unless it was called off.
  const isTouched = hasEntries || (test && !test.cancelled) || (change && !isUntouched(change));
  return isTouched ? rejected('invalid', { message: 'something was done in its run' }) : undefined;
}

/**
 * Takes back that it was begun, while nothing was said in its run: that is gone, and so is its window. With `of` one's
 * own beginning of then: the work goes on where somebody else has begun it too.
 */
export const unstartOccurrence = mutator({
  args: z.object({ ...askedSchema, of }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onOpen(tx, args, ctx, async (known) => {
      const { started } = known.state;
      if (!started) return noop;
      const other = linkedAlready(known.state);
      if (other) return other;
      const { starts } = standingOf(known.doc);
      const isMeant = ({ at, by }: Start) => args.of === undefined || (at === args.of && sameJson(by, ctx.actor.ref));
      if (!starts.some(isMeant)) return rejected('conflict', { by: actorLabel(started.by), at: started.at });
      const goesOn = firstOf(starts.filter((one) => !isMeant(one)));
      const isFirst = goesOn?.at !== started.at;
      const used = goesOn ? undefined : await isUsed(tx, args.id);
      if (used) return used;
      happened(tx, ctx, known, { kind: 'unstarted', ...(args.of === undefined ? {} : { of: args.of }) });
      const run = await tx.get('run', args.id);
      if (goesOn) {
        if (!isFirst) return applied;
        // Not later than before: what somebody is saying in it was said in time.
        if (run) tx.put('run', args.id, { ...run, startedBy: goesOn.by });
        await setWindow(tx, ctx, known, goesOn);
        return applied;
      }
      if (run) tx.remove('run', args.id);
      if (await tx.get('change', args.id)) tx.remove('change', args.id);
      if (await tx.get('restoreTest', args.id)) tx.remove('restoreTest', args.id);
      await endWindow(tx, ctx, args.id);
      return applied;
    }),
});

/** Steps of its run, be it left or not, that are neither done nor skipped. */
async function lackingIn(tx: MutatorTx, run: string, now: Instant): Promise<number> {
  const doc = await tx.get('run', run);
  if (!doc) return 0;
  return runProgress(parseRun(doc).steps, await tx.list('runEntry', run), now).lacking.length;
}

/**
 * It is done, and so is its run; what that lacks needs a note. Done by two without knowing of each other, the one who
 * was earlier has done it, and whoever comes later is told who. Files that come once it is done are refused aloud: a
 * person who brings evidence never loses it in silence.
 */
export const completeOccurrence = mutator({
  args: z.object({
    ...askedSchema,
    note: z.string().trim().max(2_000).optional(),
    files: z.array(evidenceSchema).max(MOST_FILES).optional(),
  }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onOccurrence(tx, args, ctx, async (known) => {
      const { completed } = known.state;
      const files = args.files ?? [];
      if (completed && completed.at <= ctx.at) {
        const isOwn = sameJson(completed.by, ctx.actor.ref);
        return isOwn && (files.length === 0 || sameJson(files, completed.files)) ? noop : settledAlready(known.state);
      }
      const note = args.note || undefined;
      // Who ended it before has said why.
      if (!note && !settledBy(known.state) && (await lackingIn(tx, args.id, ctx.at)) > 0) {
        return rejected('invalid', { message: 'steps are neither done nor skipped: say why' });
      }
      const evidence = files.length > 0 ? { files } : {};
      happened(tx, ctx, known, { kind: 'completed', ...(note ? { note } : {}), ...evidence });
      await settle(tx, ctx, args.id, note);
      return applied;
    }),
});

/** A second person vouches for what was done. */
export const signOccurrence = mutator({
  args: z.object(askedSchema),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onOccurrence(tx, args, ctx, (known) => {
      const { completed, signed } = known.state;
      if (!completed) return rejected('invalid', { message: 'it is not done yet' });
      if (sameJson(completed.by, ctx.actor.ref)) return rejected('forbidden', { needs: 'secondPerson' });
      if (signed) {
        const { by, at } = signed;
        return sameJson(by, ctx.actor.ref) ? noop : rejected('alreadyDone', { by: actorLabel(by), at });
      }
      happened(tx, ctx, known, { kind: 'signed' });
      return applied;
    }),
});

/** Takes one's own signature back. */
export const unsignOccurrence = mutator({
  args: z.object({ ...askedSchema, of: instantSchema }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onOccurrence(tx, args, ctx, (known) => {
      const { signed } = known.state;
      if (!signed) return noop;
      if (signed.at !== args.of || !sameJson(signed.by, ctx.actor.ref)) {
        return rejected('conflict', { by: actorLabel(signed.by), at: signed.at });
      }
      happened(tx, ctx, known, { kind: 'unsigned' });
      return applied;
    }),
});

/** It will not be done this time, unless somebody does it all the same. */
export const skipOccurrence = mutator({
  args: z.object({ ...askedSchema, reason }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onOccurrence(tx, args, ctx, async (known) => {
      const { completed, skipped } = known.state;
      if (completed && completed.at <= ctx.at) return settledAlready(known.state);
      if (skipped && skipped.at <= ctx.at) return noop;
      happened(tx, ctx, known, { kind: 'skipped', reason: args.reason });
      await settle(tx, ctx, args.id, args.reason);
      return applied;
    }),
});

/** With `of` it takes back that it was unblocked then, which may be said of what is done or skipped too. */
export const blockOccurrence = mutator({
  args: z.object({ ...askedSchema, reason, of }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    (args.of === undefined ? onOpen : onOccurrence)(tx, args, ctx, (known) => {
      const { isOwn, other } = lastSaid(known, ctx, args.of, 'blocked', 'unblocked');
      if (other) return other;
      if (isOwn && known.state.blocked?.reason === args.reason) return noop;
      const again = args.of === undefined ? {} : { again: true };
      happened(tx, ctx, known, { kind: 'blocked', reason: args.reason, ...again });
      return applied;
    }),
});

export const unblockOccurrence = mutator({
  args: z.object({ ...askedSchema, of }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onOccurrence(tx, args, ctx, (known) => {
      const { isOwn, other } = lastSaid(known, ctx, args.of, 'blocked', 'unblocked');
      if (other) return other;
      if (isOwn && !known.state.blocked) return noop;
      happened(tx, ctx, known, { kind: 'unblocked' });
      return applied;
    }),
});

/**
 * Does it at another time; one of a whole day goes to the day in its zone that `at` lies in. Not into what is over,
 * unless it was there before. Of two who move it the later one does, whatever arrives first.
 */
export const moveOccurrence = mutator({
  args: z.object({ ...askedSchema, of, at: instantSchema, reason: reason.optional() }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onOpen(tx, args, ctx, (known) => {
      const { doc } = known;
      const { said, isOwn, other } = lastSaid(known, ctx, args.of, 'moved');
      if (other) return other;
      const place = placeAt(doc, args.at);
      if (!isNear(doc.date, place)) return rejected('invalid', { message: `at: too far from ${doc.date}` });
      if (isOwn && place.at === doc.at) return noop;
      if (isOverAt(doc, args.at, ctx.at)) {
        return rejected('invalid', { message: `at: ${localDate(place.at, doc.zone)} is over` });
      }
      const event = { kind: 'moved', from: doc.at, to: place.at } as const;
      const isOvertaken = said !== undefined && said.at > ctx.at;
      happened(tx, ctx, known, args.reason ? { ...event, reason: args.reason } : event, isOvertaken ? {} : place);
      return applied;
    }),
});

export const assignOccurrence = mutator({
  args: z.object({ ...askedSchema, of, to: personIdSchema.nullable() }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onOpen(tx, args, ctx, async (known) => {
      const { isOwn, other } = lastSaid(known, ctx, args.of, 'assigned');
      if (other) return other;
      if (isOwn && (known.state.assignee ?? null) === args.to) return noop;
      if (args.to !== null) {
        const person = await tx.get('person', args.to);
        if (!person || person.disabled) return rejected('notFound', { what: 'person' });
      }
      happened(tx, ctx, known, { kind: 'assigned', to: args.to });
      return applied;
    }),
});

/**
 * Takes back that it was done, or else that it was skipped: its run and its window go on. With `of` that saying alone,
 * and nobody else's: where another has done or skipped it as well, that stands.
 */
export const reopenOccurrence = mutator({
  args: z.object({ ...askedSchema, of }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onOccurrence(tx, args, ctx, async (known) => {
      const over = settledBy(known.state);
      if (!over) return noop;
      const { completions, skips } = standingOf(known.doc);
      const isMine = ({ at, by }: Said) => at === args.of && sameJson(by, ctx.actor.ref);
      const isMeant = args.of === undefined || over.at === args.of || [...completions, ...skips].some(isMine);
      if (!isMeant) return settledAlready(known.state);
      if (!(await takenBack(tx, ctx, known, args.of))) return applied;
      await takeUpRun(tx, args.id);
      // Where its beginning was heard of after its end, it has no change yet.
      const isOwn = known.state.started && !linkedAlready(known.state);
      return isOwn ? openPlannedChange(tx, ctx, known) : applied;
    }),
});
