import { z } from 'zod';
import { backupIdSchema, type RestoreTest, restoreTestSchema, verdictSchema } from '../model/backup.ts';
import { instantSchema } from '../model/ids.ts';
import { procedureIdSchema } from '../model/procedure.ts';
import { runIdSchema } from '../model/run.ts';
import type { Instant } from '../time/clock.ts';
import { actorLabel } from './incident-change.ts';
import { applied, type MutatorContext, type MutatorTx, mutator, noop, rejected } from './mutator.ts';
import { startRun } from './run.ts';
import { leaveRun, takeUpRun } from './run-end.ts';

/** Of the test and of its run. */
const id = runIdSchema;
/** The instant at which what is taken back was said; without one whatever stands is taken back. */
const of = instantSchema.optional();

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
    });
    return applied;
  },
});

async function onTest(tx: MutatorTx, id: string, ctx: MutatorContext) {
  const test = await tx.get('restoreTest', id);
  if (!test) return { refusal: rejected('notFound') };
  return { test, at: Math.max(ctx.at, test.startedAt) };
}

/** What ended it: its verdict, or that it was called off. */
const endOf = ({ endedAt, endedBy, startedBy, cancelled }: RestoreTest) =>
  endedAt === undefined ? cancelled : { at: endedAt, by: endedBy ?? startedBy };

/** What was done before it was called off, on a laptop that had not heard of it, stands. */
const isOver = ({ endedAt, cancelled }: RestoreTest, at: Instant): boolean =>
  endedAt !== undefined || (cancelled !== undefined && cancelled.at <= at);

/** Times the restore: started twice, the earlier start counts; `clear` forgets what was measured. */
export const timeRestoreTest = mutator({
  args: z.object({ id, clock: z.enum(['start', 'stop', 'clear']) }),
  role: 'responder',
  async apply(tx, { id, clock }, ctx) {
    const { test, at, refusal } = await onTest(tx, id, ctx);
    if (!test) return refusal;
    if (isOver(test, at)) return rejected('notOpen');
    const { timedSince, took, ...bare } = test;
    if (clock === 'clear') {
      if (timedSince === undefined && took === undefined) return noop;
      tx.put('restoreTest', id, bare);
      return applied;
    }
    if (clock === 'start') {
      if (took !== undefined || (timedSince !== undefined && timedSince <= at)) return noop;
      tx.put('restoreTest', id, { ...bare, timedSince: at });
      return applied;
    }
    if (took !== undefined) return noop;
    if (timedSince === undefined) return rejected('invalid', { message: 'no restore is being timed' });
    tx.put('restoreTest', id, { ...bare, timedSince, took: Math.max(0, at - timedSince) });
    return applied;
  },
});

/** Enters how long the restore took, in milliseconds, in place of what was timed. */
export const measureRestoreTest = mutator({
  args: z.object({ id, took: restoreTestSchema.shape.took.unwrap() }),
  role: 'responder',
  async apply(tx, { id, took }, ctx) {
    const { test, at, refusal } = await onTest(tx, id, ctx);
    if (!test) return refusal;
    if (isOver(test, at)) return rejected('notOpen');
    if (test.took === took) return noop;
    tx.put('restoreTest', id, { ...test, took });
    return applied;
  },
});

/** Says whether the data was whole, and ends the test. Good data needs a measured time: that is what is tested. */
export const concludeRestoreTest = mutator({
  args: z.object({ id, verdict: verdictSchema }),
  role: 'responder',
  async apply(tx, { id, verdict }, ctx) {
    const { test, at, refusal } = await onTest(tx, id, ctx);
    if (!test) return refusal;
    if (test.endedAt !== undefined && test.verdict?.result === verdict.result) return noop;
    if (isOver(test, at)) return rejected('notOpen');
    if (verdict.result === 'ok' && test.took === undefined) {
      return rejected('invalid', { message: 'how long the restore took is not measured' });
    }
    const { cancelled: _, ...open } = test;
    tx.put('restoreTest', id, { ...open, verdict, endedAt: at, endedBy: ctx.actor.ref });
    return applied;
  },
});

/**
 * Calls a test off that has no verdict, and ends the run that it began; that of an occurrence waits for another test.
 * With `of` the one that was begun then alone.
 */
export const cancelRestoreTest = mutator({
  args: z.object({ id, of }),
  role: 'responder',
  async apply(tx, { id, of: begun }, ctx) {
    const { test, at, refusal } = await onTest(tx, id, ctx);
    if (!test) return refusal;
    if (test.endedAt !== undefined) return rejected('notOpen');
    if (test.cancelled) return noop;
    if (begun !== undefined && test.startedAt !== begun) {
      return rejected('conflict', { by: actorLabel(test.startedBy), at: test.startedAt });
    }
    tx.put('restoreTest', id, { ...test, cancelled: { at, by: ctx.actor.ref } });
    const run = await tx.get('run', id);
    if (run?.occurrence === undefined) await leaveRun(tx, id, { ...ctx, at }, undefined);
    return applied;
  },
});

/** Takes back the verdict, or that it was called off; with `of` what was said then alone. */
export const reopenRestoreTest = mutator({
  args: z.object({ id, of }),
  role: 'responder',
  async apply(tx, { id, of: said }, ctx) {
    const { test, refusal } = await onTest(tx, id, ctx);
    if (!test) return refusal;
    const over = endOf(test);
    if (!over) return noop;
    if (said !== undefined && over.at !== Math.max(said, test.startedAt)) {
      return rejected('conflict', { by: actorLabel(over.by), at: over.at });
    }
    const run = await tx.get('run', id);
    if (test.cancelled && run?.occurrence === undefined) await takeUpRun(tx, id, test.cancelled.at);
    const { verdict: _verdict, endedAt: _at, endedBy: _by, cancelled: _off, ...open } = test;
    tx.put('restoreTest', id, open);
    return applied;
  },
});
