import { z } from 'zod';
import { endsOf, isOver, lacksTime, restoreTestOf } from '../backup/restore-end.ts';
import {
  backupIdSchema,
  type ClockEvent,
  MOST_CLOCK_EVENTS,
  MOST_LATER_ENDS,
  type RestoreEnd,
  type RestoreTest,
  restoreTestSchema,
  verdictSchema,
} from '../model/backup.ts';
import { instantSchema } from '../model/ids.ts';
import { procedureIdSchema } from '../model/procedure.ts';
import { runIdSchema } from '../model/run.ts';
import { actorLabel } from './incident-change.ts';
import { applied, type MutatorContext, type MutatorTx, mutator, noop, type Outcome, rejected } from './mutator.ts';
import { startRun } from './run.ts';
import { leaveRun, takeUpRun } from './run-end.ts';
import { sameJson } from './same.ts';

/** Of the test and of its run. */
const id = runIdSchema;
/** The instant at which what is taken back was said; without one whatever stands is taken back. */
const of = instantSchema.optional();

/** What of a test is kept for whoever takes back what takes its place. */
const aside = ({ held: _older, ...test }: RestoreTest): NonNullable<RestoreTest['held']> => test;

/**
 * Begins a restore test with the run of its steps, which has the same id, or joins the run that stands already: that
 * of an occurrence was begun with it. A run tests one restore, unless the test was called off.
 */
export const startRestoreTest = mutator({
  args: z.object({ id, backup: backupIdSchema, procedure: procedureIdSchema, revision: z.int().positive() }),
  role: 'responder',
  async apply(tx, { id, backup: of, procedure, revision }, ctx) {
    const known = await tx.get('restoreTest', id);
    if (known && !known.cancelled) return known.backup === of ? noop : rejected('conflict');
    const backup = await tx.get('backup', of);
    if (!backup) return rejected('notFound', { what: 'backup' });
    const service = backup.service ? { service: backup.service } : {};
    const standing = await tx.get('run', id);
    if (standing?.procedure !== procedure) {
      const started = await startRun.apply(tx, { id, procedure, revision, ...service }, ctx);
      if (started.kind === 'rejected') return started;
    } else if (known?.cancelled && standing.occurrence === undefined) await takeUpRun(tx, id, known.cancelled.at);
    tx.put('restoreTest', id, {
      backup: of,
      startedAt: ctx.at,
      startedBy: ctx.actor.ref,
      ...(backup.restoreWithin === undefined ? {} : { objective: backup.restoreWithin }),
      ...(known ? { held: aside(known) } : {}),
    });
    return applied;
  },
});

async function onTest(tx: MutatorTx, id: string, ctx: MutatorContext) {
  const test = await tx.get('restoreTest', id);
  if (!test) return { refusal: rejected('notFound') };
  return { test, at: Math.max(ctx.at, test.startedAt) };
}

type Said = ClockEvent extends infer Event ? (Event extends ClockEvent ? Omit<Event, 'by' | 'at'> : never) : never;

/** Writes down what was said of the time of a restore, and what follows from all of it. */
async function say(tx: MutatorTx, id: string, ctx: MutatorContext, said: Said): Promise<Outcome> {
  const { test, at, refusal } = await onTest(tx, id, ctx);
  if (!test) return refusal;
  if (isOver(test, at)) return rejected('notOpen');
  const { clock: before = [] } = test;
  if (before.length >= MOST_CLOCK_EVENTS) return rejected('invalid', { message: 'clock: too much was said' });
  const next = restoreTestOf(test, { clock: [...before, { ...said, by: ctx.actor.ref, at }] });
  if (lacksTime(next)) return rejected('notOpen');
  tx.put('restoreTest', id, next);
  return applied;
}

/** Writes a test with other ends. Its own run ends with it where that was called off, and goes on where it was not. */
async function putEnds(tx: MutatorTx, id: string, test: RestoreTest, ends: RestoreEnd[]): Promise<Outcome> {
  const next = restoreTestOf(test, { ends });
  if (lacksTime(next)) return rejected('invalid', { message: 'how long the restore took is not measured' });
  if ((next.later?.length ?? 0) > MOST_LATER_ENDS) return rejected('invalid', { message: 'later: too many ends' });
  tx.put('restoreTest', id, next);
  const [was, off] = [test.cancelled, next.cancelled];
  const run = await tx.get('run', id);
  if (!run || run.occurrence !== undefined || was?.at === off?.at) return applied;
  if (was) await takeUpRun(tx, id, was.at);
  if (off) await leaveRun(tx, id, { actor: { ref: off.by }, at: off.at }, undefined);
  return applied;
}

/** Times the restore; `clear` forgets what was measured. */
export const timeRestoreTest = mutator({
  args: z.object({ id, clock: z.enum(['start', 'stop', 'clear']) }),
  role: 'responder',
  apply: (tx, { id, clock }, ctx) => say(tx, id, ctx, { kind: clock }),
});

/** Enters how long the restore took, in milliseconds, in place of what was timed. */
export const measureRestoreTest = mutator({
  args: z.object({ id, took: restoreTestSchema.shape.took.unwrap() }),
  role: 'responder',
  apply: (tx, { id, took }, ctx) => say(tx, id, ctx, { kind: 'measured', took }),
});

/** Says whether the data was whole, and ends the test. Of several ends the earliest counts, whatever is heard of first. */
export const concludeRestoreTest = mutator({
  args: z.object({ id, verdict: verdictSchema }),
  role: 'responder',
  async apply(tx, { id, verdict }, ctx) {
    const { test, at, refusal } = await onTest(tx, id, ctx);
    if (!test) return refusal;
    if (isOver(test, at)) return test.verdict?.result === verdict.result ? noop : rejected('notOpen');
    return putEnds(tx, id, test, [{ at, by: ctx.actor.ref, verdict }, ...endsOf(test)]);
  },
});

/**
 * As if it had not been begun, where nothing was done in it since: gone with the run that it began; what was called off
 * before is so again. Answers whether it is.
 */
async function unbegun(
  tx: MutatorTx,
  id: string,
  { clock, endedAt, cancelled: off, held, startedAt, startedBy }: RestoreTest,
): Promise<boolean> {
  const entries = await tx.list('runEntry', id);
  if (clock || endedAt !== undefined || off || entries.some(({ doc }) => doc.at >= startedAt)) return false;
  const run = await tx.get('run', id);
  const isOwn = run !== undefined && run.occurrence === undefined;
  if (held) {
    tx.put('restoreTest', id, held);
    const { cancelled } = held;
    if (isOwn && cancelled) await leaveRun(tx, id, { actor: { ref: cancelled.by }, at: cancelled.at }, undefined);
    return true;
  }
  tx.remove('restoreTest', id);
  if (isOwn && run.startedAt === startedAt && sameJson(run.startedBy, startedBy)) tx.remove('run', id);
  return true;
}

/**
 * Calls a test off that had no verdict by then, and ends the run that it began; that of an occurrence waits for another
 * test. With `of` the one that was begun then alone, which is as if it had not been where nothing was done in it.
 */
export const cancelRestoreTest = mutator({
  args: z.object({ id, of }),
  role: 'responder',
  async apply(tx, { id, of: begun }, ctx) {
    const { test, at, refusal } = await onTest(tx, id, ctx);
    if (!test) return refusal;
    if (isOver(test, at)) return test.cancelled ? noop : rejected('notOpen');
    if (begun !== undefined && test.startedAt !== begun) {
      return rejected('conflict', { by: actorLabel(test.startedBy), at: test.startedAt });
    }
    if (begun !== undefined && (await unbegun(tx, id, test))) return applied;
    return putEnds(tx, id, test, [{ at, by: ctx.actor.ref }, ...endsOf(test)]);
  },
});

/** Takes back the verdict, or that it was called off; with `of` what was said then alone. */
export const reopenRestoreTest = mutator({
  args: z.object({ id, of }),
  role: 'responder',
  async apply(tx, { id, of: said }, ctx) {
    const { test, refusal } = await onTest(tx, id, ctx);
    if (!test) return refusal;
    const [over, ...later] = endsOf(test);
    if (!over) return noop;
    if (said !== undefined && over.at !== Math.max(said, test.startedAt)) {
      return rejected('conflict', { by: actorLabel(over.by), at: over.at });
    }
    return putEnds(tx, id, test, later);
  },
});
