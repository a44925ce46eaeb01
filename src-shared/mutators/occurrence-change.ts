import { z } from 'zod';
import { changeOfWork, changeRunId, occurrenceOfChange } from '../change/planned.ts';
import { isOpenChange } from '../change/transitions.ts';
import { type Change, changeIdSchema } from '../model/change.ts';
import { instantSchema } from '../model/ids.ts';
import { otherDeed, putChange } from './change.ts';
import { actorLabel } from './incident-change.ts';
import { type MutatorContext, type MutatorTx, mutator, noop, type Outcome, rejected } from './mutator.ts';
import { askedSchema } from './occurrence.ts';
import { findOccurrence, happened, type KnownOccurrence, settledAlready, settledBy } from './occurrence-record.ts';
import { leaveRun, takeUpRun } from './run-end.ts';

/**
 * Says that a change which a person prepared is the update that an occurrence asks for: it is under way with it and
 * done with it. An occurrence has one change; another takes the place of one that came to nothing, until it is taken
 * off.
 */
export const linkChangeToOccurrence = mutator({
  args: z.object({ ...askedSchema, change: changeIdSchema }),
  role: 'responder',
  async apply(tx, { id, planned, change }, ctx) {
    const known = await findOccurrence(tx, id, planned, ctx.at);
    if ('refusal' in known) return known.refusal;
    const before = await tx.get('change', change);
    if (!before) return rejected('notFound', { what: 'change' });
    if (before.occurrence === id) return noop;
    if (!known.plan.change) return rejected('invalid', { message: 'id: its plan asks for no update' });
    if (settledBy(known.state)) return settledAlready(known.state);
    if (before.occurrence !== undefined || occurrenceOfChange(change) || !isOpenChange(before)) {
      return rejected('conflict', { status: before.status });
    }
    const instead = await placeOf(tx, ctx, known, before.title);
    if (typeof instead === 'object') return instead;
    happened(tx, ctx, known, { kind: 'started', run: changeRunId(change), ...(instead ? { instead } : {}) });
    return linked(tx, ctx, change, before, known);
  },
});

function linked(tx: MutatorTx, ctx: MutatorContext, of: string, change: Change, { id, plan }: KnownOccurrence) {
  const act = { kind: 'occurrenceLinked', occurrence: id, title: plan.title } as const;
  return putChange(tx, ctx, of, { ...change, occurrence: id }, act);
}

async function unlinked(
  tx: MutatorTx,
  ctx: MutatorContext,
  of: string,
  { occurrence, ...change }: Change,
  title: string | undefined,
): Promise<Outcome> {
  if (occurrence === undefined) return noop;
  const act = { kind: 'occurrenceUnlinked', occurrence, title: title ?? occurrence.slice(0, 300) } as const;
  return putChange(tx, ctx, of, change, act);
}

/** Whether a change that came to nothing leaves its place to one of this title; a refusal where one is under way. */
async function placeOf(
  tx: MutatorTx,
  ctx: MutatorContext,
  { id, plan, state: { started } }: KnownOccurrence,
  title: string,
): Promise<boolean | Outcome> {
  if (!started) return false;
  const of = changeOfWork(id, started.run);
  const change = await tx.get('change', of);
  if (!change || isOpenChange(change)) return rejected('conflict', { by: actorLabel(started.by), at: started.at });
  await unlinked(tx, ctx, of, change, plan.title);
  await leaveRun(tx, id, ctx, title);
  return true;
}

/**
 * It was not begun by that change. The one that had its place before has it again, unless that is of another time by
 * now.
 */
async function placeBack(tx: MutatorTx, ctx: MutatorContext, known: KnownOccurrence): Promise<void> {
  happened(tx, ctx, known, { kind: 'unstarted' });
  const now = await findOccurrence(tx, known.id, undefined, ctx.at);
  const run = 'refusal' in now ? undefined : now.state.started?.run;
  if ('refusal' in now || run === undefined) return;
  const of = changeOfWork(now.id, run);
  const change = await tx.get('change', of);
  if (change && of === now.id) {
    if (!settledBy(now.state)) await takeUpRun(tx, now.id, known.state.started?.at);
  } else if (change && change.occurrence === undefined) await linked(tx, ctx, of, change, now);
  else await placeBack(tx, ctx, now);
}

/** Takes a link back; with `of` the one that was made then. What is done stays what it was done for. */
export const unlinkChangeFromOccurrence = mutator({
  args: z.object({ change: changeIdSchema, of: instantSchema.optional() }),
  role: 'responder',
  async apply(tx, { change, of }, ctx) {
    const before = await tx.get('change', change);
    if (!before) return rejected('notFound', { what: 'change' });
    if (before.occurrence === undefined) return noop;
    if (before.status === 'done') return rejected('conflict', { status: before.status });
    const other = otherDeed(before, ctx, of, ({ kind }) => kind === 'occurrenceLinked');
    if (other) return other;
    const found = await findOccurrence(tx, before.occurrence, undefined, ctx.at);
    const known = 'refusal' in found ? undefined : found;
    // Also where it is over: that it was done or skipped stands without it.
    if (known?.state.started?.run === changeRunId(change)) await placeBack(tx, ctx, known);
    return unlinked(tx, ctx, change, before, known?.plan.title);
  },
});
