import { z } from 'zod';
import { backupIdSchema, restoreTestIdSchema, restoreTestSchema, verdictSchema } from '../model/backup.ts';
import { procedureIdSchema } from '../model/procedure.ts';
import { runIdSchema } from '../model/run.ts';
import { applied, type MutatorContext, type MutatorTx, mutator, noop, rejected } from './mutator.ts';
import { startRun } from './run.ts';

const id = restoreTestIdSchema;

/** Begins a restore test with the run of its steps, or joins the run that stands already. */
export const startRestoreTest = mutator({
  args: z.object({
    id,
    backup: backupIdSchema,
    run: runIdSchema,
    procedure: procedureIdSchema,
    revision: z.int().positive(),
  }),
  role: 'responder',
  async apply(tx, { id, backup: of, run, procedure, revision }, ctx) {
    const known = await tx.get('restoreTest', id);
    if (known) return known.backup === of && known.run === run ? noop : rejected('conflict');
    const backup = await tx.get('backup', of);
    if (!backup) return rejected('notFound', { what: 'backup' });
    const service = backup.service ? { service: backup.service } : {};
    // The run of an occurrence was begun with it, and is joined.
    const standing = await tx.get('run', run);
    if (!standing || standing.procedure !== procedure) {
      const started = await startRun.apply(tx, { id: run, procedure, revision, ...service }, ctx);
      if (started.kind === 'rejected') return started;
    }
    tx.put('restoreTest', id, {
      backup: of,
      run,
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

/** Times the restore: started twice, the earlier start counts; `clear` forgets what was measured. */
export const timeRestoreTest = mutator({
  args: z.object({ id, clock: z.enum(['start', 'stop', 'clear']) }),
  role: 'responder',
  async apply(tx, { id, clock }, ctx) {
    const { test, at, refusal } = await onTest(tx, id, ctx);
    if (!test) return refusal;
    if (test.endedAt !== undefined) return rejected('notOpen');
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
    const { test, refusal } = await onTest(tx, id, ctx);
    if (!test) return refusal;
    if (test.endedAt !== undefined) return rejected('notOpen');
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
    if (test.endedAt !== undefined) return test.verdict?.result === verdict.result ? noop : rejected('notOpen');
    if (verdict.result === 'ok' && test.took === undefined) {
      return rejected('invalid', { message: 'how long the restore took is not measured' });
    }
    tx.put('restoreTest', id, { ...test, verdict, endedAt: at, endedBy: ctx.actor.ref });
    return applied;
  },
});

/** Takes the verdict back. */
export const reopenRestoreTest = mutator({
  args: z.object({ id }),
  role: 'responder',
  async apply(tx, { id }, ctx) {
    const { test, refusal } = await onTest(tx, id, ctx);
    if (!test) return refusal;
    if (test.endedAt === undefined) return noop;
    const { verdict: _verdict, endedAt: _at, endedBy: _by, ...open } = test;
    tx.put('restoreTest', id, open);
    return applied;
  },
});
