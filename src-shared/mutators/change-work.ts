import { z } from 'zod';
import { freezeInTheWay, isExcepted } from '../change/collisions.ts';
import { isAuthor, isOpenChange, lastGate, mayPassGate, mayReopen, nextGate } from '../change/transitions.ts';
import { endOfWork, isOutside, plannedEnd } from '../change/work-span.ts';
import {
  type Change,
  changeIdSchema,
  changeSilenceId,
  FREEZES,
  freezeIdSchema,
  GATES,
  LONGEST_WINDOW,
  MOST_EXCEPTIONS,
  MOST_LINKS,
} from '../model/change.ts';
import { incidentIdSchema, instantSchema } from '../model/ids.ts';
import { runIdSchema } from '../model/run.ts';
import type { Instant } from '../time/clock.ts';
import {
  asBefore,
  asNew,
  asSeen,
  isOutcome,
  onMove,
  otherDeed,
  putChange,
  reasonSchema,
  type Seen,
  saidNow,
  saidOfContent,
  seenSchema,
  undoSchema,
} from './change.ts';
import { placeTaken, plannedChangeDone, plannedChangeReopened } from './change-planned.ts';
import { leaveSteps, takeUpSteps } from './change-steps.ts';
import { closeWindow, openWindow } from './maintenance-window.ts';
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

const id = changeIdSchema;
const gate = z.enum(GATES);

async function frozen(tx: ReadTx, change: Change, now: Instant): Promise<Outcome | undefined> {
  const freeze = freezeInTheWay(change, await tx.list('freeze', FREEZES), now);
  return freeze && rejected('frozen', { freeze: freeze.id, message: freeze.doc.title.slice(0, 200) });
}

/** Its services are silent until its planned end; answers whether they are. */
const silence = (tx: MutatorTx, ctx: MutatorContext, of: string, change: Change): Promise<boolean> =>
  openWindow(tx, ctx, {
    id: changeSilenceId(of),
    services: change.services,
    until: plannedEnd(change),
    zone: change.window.zone,
    reason: change.title,
  });

/**
 * A lead who wrote none of the change lets it go ahead in a freeze: both as they were read. Another content, or
 * another revision of the freeze, asks for it anew.
 */
export const exceptChange = mutator({
  args: seenSchema.extend({ freeze: freezeIdSchema, freezeRevision: z.int().positive(), reason: reasonSchema }),
  role: 'lead',
  async apply(tx, { freeze, freezeRevision, reason, ...seen }, ctx) {
    const before = await asSeen(tx, seen);
    if (isOutcome(before)) return before;
    const known = await tx.get('freeze', freeze);
    if (!known) return rejected('notFound');
    if (!isOpenChange(before) && before.status !== 'done') return rejected('conflict', { status: before.status });
    if (known.revision !== freezeRevision) return rejected('conflict', { revision: known.revision });
    if (isAuthor(before, ctx.actor.ref)) return rejected('forbidden', { needs: 'another person' });
    if (isExcepted(before, { id: freeze, doc: known })) return noop;
    const others = before.exceptions.filter((one) => one.freeze !== freeze);
    if (others.length >= MOST_EXCEPTIONS) {
      return rejected('invalid', { message: `exceptions: ${MOST_EXCEPTIONS} at most` });
    }
    const exceptions = [...others, { freeze, freezeRevision, reason, ...saidOfContent(before, ctx) }];
    const act = { kind: 'excepted', freeze, title: known.title, reason } as const;
    return putChange(tx, ctx, seen.id, { ...before, exceptions }, act);
  },
});

/**
 * It works here: the next one may be tried. Gates are passed in their order, the last while the change is worked on.
 * With `of` the one that was taken back then is passed as it was, where nothing came between. A freeze holds production
 * either way.
 */
export const passGate = mutator({
  args: undoSchema.extend({ gate, note: z.string().trim().max(2_000).optional() }),
  role: 'responder',
  async apply(tx, { gate, note, of, ...seen }, ctx) {
    const before = await asSeen(tx, seen);
    if (isOutcome(before)) return before;
    if (before.gates[gate]) return noop;
    const refused = async () => (gate === 'production' ? frozen(tx, before, ctx.at) : undefined);
    if (of !== undefined) {
      const was = asBefore(before, 'gateTakenBack');
      const passed = was?.gates[gate];
      const other = otherDeed(before, ctx, of, ({ kind }) => kind === 'gateTakenBack');
      if (other || !was || !passed) return other ?? rejected('conflict', { status: before.status });
      const refusal = await refused();
      if (refusal) return refusal;
      const noted = passed.note ? { note: passed.note } : {};
      return putChange(tx, ctx, seen.id, was, { kind: 'gatePassed', gate, ...noted });
    }
    if (nextGate(before) !== gate || !mayPassGate(before, gate)) {
      return rejected('conflict', { status: before.status, next: nextGate(before) ?? '' });
    }
    const refusal = await refused();
    if (refusal) return refusal;
    const said = { ...(note ? { note } : {}) };
    const gates = { ...before.gates, [gate]: { ...said, ...saidOfContent(before, ctx) } };
    return putChange(tx, ctx, seen.id, { ...before, gates }, { kind: 'gatePassed', gate, ...said });
  },
});

/** It does not work here after all. The gates behind it are taken back first. */
export const takeBackGate = mutator({
  args: undoSchema.extend({ gate }),
  role: 'responder',
  async apply(tx, { gate, of, ...seen }, ctx) {
    const before = await asSeen(tx, seen);
    if (isOutcome(before)) return before;
    if (!before.gates[gate]) return noop;
    if (lastGate(before) !== gate || !isOpenChange(before)) return rejected('conflict', { status: before.status });
    const other = otherDeed(before, ctx, of, (act) => act.kind === 'gatePassed' && act.gate === gate);
    if (other) return other;
    const { [gate]: _passed, ...gates } = before.gates;
    return putChange(tx, ctx, seen.id, { ...before, gates }, { kind: 'gateTakenBack', gate });
  },
});

/**
 * The work begins; outside its window with a reason, and then it is to be over as long after as its window is long.
 * Held by a freeze without an exception. `silence`: until then alerts of its services page nobody.
 */
export const startChange = mutator({
  args: seenSchema.extend({ silence: z.boolean(), reason: reasonSchema.optional() }),
  role: 'responder',
  apply: (tx, { silence: isQuiet, reason, ...seen }, ctx) =>
    onMove(tx, seen, 'start', async (before, status) => {
      const outside = isOutside(before.window, ctx.at);
      if (outside && reason === undefined) {
        return rejected('invalid', { message: 'reason: work outside of its window says why' });
      }
      const refusal = await frozen(tx, before, ctx.at);
      if (refusal) return refusal;
      const { at: startedAt, by: startedBy } = saidNow(before, ctx);
      const until = endOfWork(before.window, ctx.at);
      const begun = { ...before, status, startedAt, startedBy, ...(until === before.window.to ? {} : { until }) };
      const silenced = isQuiet && (await silence(tx, ctx, seen.id, begun));
      const quiet = silenced ? { silenced } : {};
      const act = { kind: 'started', ...quiet, ...(outside ? { reason } : {}) } as const;
      return putChange(tx, ctx, seen.id, { ...begun, ...quiet }, act);
    }),
});

/** It takes longer, but not into a freeze before production. Its silence goes with it, unless somebody ended that. */
export const extendChange = mutator({
  args: seenSchema.extend({ until: instantSchema, reason: reasonSchema }),
  role: 'responder',
  async apply(tx, { until, reason, ...seen }, ctx) {
    const before = await asSeen(tx, seen);
    if (isOutcome(before)) return before;
    if (before.status !== 'inProgress') return rejected('conflict', { status: before.status });
    const from = plannedEnd(before);
    // Somebody else has given it as long already.
    if (until <= from) return noop;
    if (until <= ctx.at) return rejected('invalid', { message: 'until: the end has passed' });
    if (until - ctx.at > LONGEST_WINDOW) return rejected('invalid', { message: 'until: more than five years ahead' });
    const next = { ...before, until };
    const refusal = before.gates.production ? undefined : await frozen(tx, next, ctx.at);
    if (refusal) return refusal;
    const quiet = before.silenced && (await tx.get('silence', changeSilenceId(seen.id)));
    if (quiet && quiet.endsAt >= from) await silence(tx, ctx, seen.id, next);
    return putChange(tx, ctx, seen.id, next, { kind: 'extended', from, to: until, reason });
  },
});

async function end(
  tx: MutatorTx,
  ctx: MutatorContext,
  { id: of }: Seen,
  before: Change,
  act: { kind: 'done'; note?: string } | { kind: 'rolledBack'; reason: string },
): Promise<Outcome> {
  const endedAt = saidNow(before, ctx).at;
  await closeWindow(tx, { ...ctx, at: endedAt }, changeSilenceId(of));
  await putChange(tx, ctx, of, { ...before, status: act.kind, endedAt }, act);
  await leaveSteps(tx, of);
  return applied;
}

/** Done: production is passed. Its maintenance window closes, its steps end, the occurrence that asked for it is done. */
export const completeChange = mutator({
  args: seenSchema.extend({ note: z.string().trim().max(2_000).optional() }),
  role: 'responder',
  apply: (tx, { note, ...seen }, ctx) =>
    onMove(tx, seen, 'complete', async (before) => {
      const lacking = nextGate(before);
      if (lacking) return rejected('invalid', { message: `gates: ${lacking} is not passed` });
      await plannedChangeDone(tx, { ...ctx, at: saidNow(before, ctx).at }, seen.id, { title: before.title, note });
      return end(tx, ctx, seen, before, { kind: 'done', ...(note ? { note } : {}) });
    }),
});

/** Everything is as it was before. Its maintenance window closes. */
export const rollBackChange = mutator({
  args: seenSchema.extend({ reason: reasonSchema }),
  role: 'responder',
  apply: (tx, { reason, ...seen }, ctx) =>
    onMove(tx, seen, 'rollBack', (before) => end(tx, ctx, seen, before, { kind: 'rolledBack', reason })),
});

/** One more of a list, or one less; undefined where that changes nothing. */
function listed<Id>(list: readonly Id[], one: Id, on: boolean): Id[] | undefined {
  if (list.includes(one) === on) return undefined;
  return on ? [...list, one] : list.filter((other) => other !== one);
}
const TOO_MANY = rejected('invalid', { message: `links: ${MOST_LINKS} at most` });

/** Says that an incident has to do with it, or takes that back. */
export const linkChange = mutator({
  args: z.object({ id, incident: incidentIdSchema, on: z.boolean() }),
  role: 'responder',
  async apply(tx, { id: of, incident, on }, ctx) {
    const before = await tx.get('change', of);
    if (!before) return rejected('notFound');
    const incidents = listed(before.incidents, incident, on);
    if (!incidents) return noop;
    if (on && !(await tx.get('incident', incident))) return rejected('notFound', { what: 'incident' });
    if (incidents.length > MOST_LINKS) return TOO_MANY;
    return putChange(tx, ctx, of, { ...before, incidents }, { kind: on ? 'linked' : 'unlinked', incident });
  },
});

/** Says that a run, beside that of its eight steps, has to do with it, or takes that back. */
export const linkRun = mutator({
  args: z.object({ id, run: runIdSchema, on: z.boolean() }),
  role: 'responder',
  async apply(tx, { id: of, run, on }, ctx) {
    const before = await tx.get('change', of);
    if (!before) return rejected('notFound');
    const runs = listed(before.runs, run, on);
    if (!runs) return noop;
    if (on && !(await tx.get('run', run))) return rejected('notFound', { what: 'run' });
    if (runs.length > MOST_LINKS) return TOO_MANY;
    return putChange(tx, ctx, of, { ...before, runs }, { kind: on ? 'runLinked' : 'runUnlinked', run });
  },
});

/** Whether its silence ended with the work, and not before. */
const wasSilent = async (tx: ReadTx, of: string, endedAt: Instant | undefined): Promise<boolean> => {
  const quiet = endedAt === undefined ? undefined : await tx.get('silence', changeSilenceId(of));
  return quiet !== undefined && endedAt !== undefined && quiet.endsAt >= endedAt;
};

/**
 * Takes an ending back. What was completed a short while ago is worked on again, silent as it was, unless a freeze
 * holds it; what was rolled back or cancelled is a draft, which is approved and tested anew. With `of` the ending of
 * then alone: a cancellation is as if it had not been.
 */
export const reopenChange = mutator({
  args: undoSchema,
  role: 'responder',
  apply: (tx, { of, ...seen }, ctx) =>
    onMove(tx, seen, 'reopen', async (ended, status) => {
      const act = { kind: 'reopened' } as const;
      const other = otherDeed(ended, ctx, of, ({ kind }) => kind === ended.status);
      if (other) return other;
      if (!mayReopen(ended, ctx.at)) return rejected('conflict', { status: ended.status });
      const taken = await placeTaken(tx, ctx, seen.id);
      if (taken) return taken;
      const { endedAt, ...before } = ended;
      if (status === 'inProgress') {
        const refusal = await frozen(tx, before, ctx.at);
        if (refusal) return refusal;
        await plannedChangeReopened(tx, ctx, seen.id, endedAt);
        await takeUpSteps(tx, seen.id, endedAt);
        if (before.silenced && (await wasSilent(tx, seen.id, endedAt))) await silence(tx, ctx, seen.id, before);
        return putChange(tx, ctx, seen.id, { ...before, status }, act);
      }
      await takeUpSteps(tx, seen.id, endedAt);
      const was = of === undefined ? undefined : asBefore(before, 'cancelled');
      if (was) return putChange(tx, ctx, seen.id, was, act);
      const { startedAt: _begun, startedBy: _who, silenced: _quiet, until: _end, ...content } = before;
      return putChange(tx, ctx, seen.id, { ...asNew(content, ctx), status }, act);
    }),
});
