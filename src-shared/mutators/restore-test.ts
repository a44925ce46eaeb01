import { z } from 'zod';
import { restoreTime } from '../backup/restore-tests.ts';
import {
  backupIdSchema,
  type ClockEvent,
  MOST_CLOCK_EVENTS,
  type RestoreTest,
  restoreTestSchema,
  verdictSchema,
} from '../model/backup.ts';
import { instantSchema } from '../model/ids.ts';
import { procedureIdSchema } from '../model/procedure.ts';
import { runIdSchema } from '../model/run.ts';
import type { Instant } from '../time/clock.ts';
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

/** What ended it: its verdict, or that it was called off. */
const endOf = ({ endedAt, endedBy, startedBy, cancelled }: RestoreTest) =>
  endedAt === undefined ? cancelled : { at: endedAt, by: endedBy ?? startedBy };

/** What was done before its end, on a laptop that had not heard of that, stands. */
const isOver = ({ endedAt = Number.POSITIVE_INFINITY, cancelled }: RestoreTest, at: Instant): boolean =>
  endedAt <= at || (cancelled !== undefined && cancelled.at <= at);

/** Good data needs a measured time: that is what is tested. */
const lacksTime = ({ verdict, took }: Pick<RestoreTest, 'verdict' | 'took'>): boolean =>
  verdict?.result === 'ok' && took === undefined;

type Said = ClockEvent extends infer Event ? (Event extends ClockEvent ? Omit<Event, 'by' | 'at'> : never) : never;

/** Writes down what was said of the time of a restore, and what follows from all of it. */
async function say(tx: MutatorTx, id: string, ctx: MutatorContext, said: Said): Promise<Outcome> {
  const { test, at, refusal } = await onTest(tx, id, ctx);
  if (!test) return refusal;
  if (isOver(test, at)) return rejected('notOpen');
  const { clock: before = [], timedSince: _since, took: _took, ...bare } = test;
  if (before.length >= MOST_CLOCK_EVENTS) return rejected('invalid', { message: 'clock: too much was said' });
  const clock = [...before, { ...said, by: ctx.actor.ref, at }];
  const time = restoreTime(clock);
  if (lacksTime({ ...bare, ...time })) return rejected('notOpen');
  tx.put('restoreTest', id, { ...bare, clock, ...time });
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

/** Says whether the data was whole, and ends the test. Of two verdicts the earlier counts, whatever is heard of first. */
export const concludeRestoreTest = mutator({
  args: z.object({ id, verdict: verdictSchema }),
  role: 'responder',
  async apply(tx, { id, verdict }, ctx) {
    const { test, at, refusal } = await onTest(tx, id, ctx);
    if (!test) return refusal;
    const { cancelled, ...open } = test;
    const { endedAt } = test;
    if (endedAt !== undefined && endedAt <= at && test.verdict?.result === verdict.result) return noop;
    if (isOver(test, at)) return rejected('notOpen');
    if (lacksTime({ ...test, verdict })) {
      return rejected('invalid', { message: 'how long the restore took is not measured' });
    }
    const held = cancelled || endedAt !== undefined ? { held: aside(test) } : {};
    tx.put('restoreTest', id, { ...open, ...held, verdict, endedAt: at, endedBy: ctx.actor.ref });
    return applied;
  },
});

/**
 * As if it had not been begun, where nothing was done in it since: gone with the run that it began; what was called off
 * before is so again. Answers whether it is.
 */
async function unbegun(
  tx: MutatorTx,
  id: string,
  { clock, held, startedAt, startedBy }: RestoreTest,
): Promise<boolean> {
  const entries = await tx.list('runEntry', id);
  if (clock || entries.some(({ doc }) => doc.at >= startedAt)) return false;
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
 * Calls a test off that has no verdict, and ends the run that it began; that of an occurrence waits for another test.
 * With `of` the one that was begun then alone, which is as if it had not been where nothing was done in it.
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
    if (begun !== undefined && (await unbegun(tx, id, test))) return applied;
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
    const { verdict: _verdict, endedAt, endedBy: _by, cancelled: _off, ...open } = test;
    const { held } = test;
    // Its verdict had come to what was called off, or had a later verdict; anything else was put aside by its beginning.
    const wasOver = endedAt !== undefined && held?.startedAt === test.startedAt;
    tx.put('restoreTest', id, wasOver ? held : open);
    return applied;
  },
});
