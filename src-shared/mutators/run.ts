import { z } from 'zod';
import { endsOf, restoreTestOf } from '../backup/restore-end.ts';
import { type IncidentId, incidentIdSchema, instantSchema, type ServiceId, serviceIdSchema } from '../model/ids.ts';
import { type OccurrenceId, occurrenceIdSchema } from '../model/plan.ts';
import { type ProcedureId, procedureIdSchema, revisionId } from '../model/procedure.ts';
import { phaseRunId, type Run, runEventSchema, runId, runIdSchema, stepIdSchema } from '../model/run.ts';
import { parseRun } from '../procedure/parse.ts';
import { lackingOf } from '../procedure/phase-facts.ts';
import { runProgress } from '../procedure/run-state.ts';
import { endedChangeOf, leaveSteps } from './change-steps.ts';
import { actorLabel, append, CLOCK_TOLERANCE } from './incident-change.ts';
import {
  applied,
  hasRole,
  type MutatorContext,
  type MutatorTx,
  mutator,
  noop,
  type Outcome,
  rejected,
} from './mutator.ts';
import { runOfOccurrenceEnded, runOfOccurrenceReopened } from './occurrence-record.ts';
import { endedRun, openedRun } from './run-end.ts';
import { sameJson } from './same.ts';

const id = runIdSchema;

interface Beginning {
  id: string;
  procedure: ProcedureId;
  revision: number;
  incident?: IncidentId | undefined;
  service?: ServiceId | undefined;
  occurrence?: OccurrenceId | undefined;
}

/** Begun by two without knowing of each other, it is one run, and began with the earlier one. */
export async function beginRun(tx: MutatorTx, ctx: MutatorContext, args: Beginning): Promise<Outcome> {
  const known = await tx.get('run', args.id);
  if (known && known.procedure !== args.procedure) return rejected('conflict');
  const incident = args.incident && (await tx.get('incident', args.incident));
  const at = incident ? Math.max(ctx.at, incident.openedAt) : ctx.at;
  if (known) {
    // The steps of the earlier one are on their way.
    if (at >= known.startedAt) return noop;
    tx.put('run', args.id, { ...known, startedAt: at, startedBy: ctx.actor.ref });
    return applied;
  }
  const procedure = await tx.get('procedure', args.procedure);
  const of = { collection: 'procedure', id: args.procedure } as const;
  const text = await tx.get('revision', revisionId(of, args.revision));
  if (!procedure || !text) return rejected('notFound', { what: 'procedure' });
  if (args.incident && !incident) return rejected('notFound', { what: 'incident' });
  const { phase } = procedure;
  if (phase && (!args.incident || args.id !== phaseRunId(args.incident, phase))) {
    return rejected('invalid', { message: 'a phase is run for an incident, under the id of its phase' });
  }
  tx.put('run', args.id, {
    procedure: args.procedure,
    revision: args.revision,
    kind: procedure.kind,
    title: text.title,
    body: text.body,
    numbered: true,
    ...(procedure.language ? { language: procedure.language } : {}),
    ...(args.incident ? { incident: args.incident } : {}),
    ...(phase ? { phase } : {}),
    ...(args.occurrence ? { occurrence: args.occurrence } : {}),
    ...(args.service ? { service: args.service } : {}),
    startedAt: at,
    startedBy: ctx.actor.ref,
  });
  append(tx, ctx, args.incident, { kind: 'runStarted', run: args.id, title: text.title }, { at });
  return applied;
}

/**
 * Starts a procedure at the revision that the person sees. A phase of an incident is started once, whoever is first:
 * its id is `phaseRunId`, and it began when the earliest began it.
 */
export const startRun = mutator({
  args: z.object({
    id,
    procedure: procedureIdSchema,
    revision: z.int().positive(),
    incident: incidentIdSchema.optional(),
    service: serviceIdSchema.optional(),
  }),
  role: 'responder',
  async apply(tx, args, ctx) {
    if (occurrenceIdSchema.safeParse(args.id).success) {
      return rejected('invalid', { message: 'id: an occurrence of a plan is started by occurrence.start' });
    }
    const over = await endedChangeOf(tx, args.id);
    if (over && ctx.at >= over.endedAt) return rejected('notOpen', { status: over.status });
    const begun = await beginRun(tx, ctx, args);
    // Begun before its change was over, and heard of after.
    if (over && begun.kind === 'applied') await leaveSteps(tx, over.id);
    return begun;
  },
});

async function onRun(tx: MutatorTx, runId: string, ctx: MutatorContext) {
  const run = await tx.get('run', runId);
  if (!run) return { refusal: rejected('notFound') };
  if (ctx.at < run.startedAt - CLOCK_TOLERANCE) return { refusal: rejected('atTooEarly', { since: run.startedAt }) };
  return { run, at: Math.max(ctx.at, run.startedAt) };
}

/** Whoever asks for an approval does not give it, and it needs the role that the step names. */
function mayApprove(run: Run, step: string, { actor }: MutatorContext): boolean {
  const asked = parseRun(run).steps.find((one) => one.id === step);
  return asked?.kind === 'approval' && hasRole(actor, asked.by) && !sameJson(actor.ref, run.startedBy);
}

/** Appends what happened to a step. After the end of a run only what was learnt later: notes and evidence. */
export const recordStep = mutator({
  args: z.object({ run: id, step: stepIdSchema, event: runEventSchema }),
  role: 'responder',
  async apply(tx, { run: runOf, step, event }, ctx) {
    const { run, at, refusal } = await onRun(tx, runOf, ctx);
    if (!run) return refusal;
    // What was done before the end, on a laptop that had not heard of it, stands.
    const isOver = run.endedAt !== undefined && at >= run.endedAt;
    if (isOver && event.kind !== 'note' && event.kind !== 'evidence') return rejected('notOpen');
    if ((event.kind === 'approved' || event.kind === 'refused') && !mayApprove(run, step, ctx)) {
      return rejected('forbidden', { needs: 'approval' });
    }
    tx.put('runEntry', ctx.newId(), {
      run: runId(runOf),
      step,
      event,
      by: ctx.actor.ref,
      via: ctx.via,
      at,
      ...(ctx.receivedAt === undefined ? {} : { receivedAt: ctx.receivedAt }),
    });
    return applied;
  },
});

/**
 * Leaves a run. What it lacks is said in the timeline of its incident, and holds nobody up. An occurrence of a plan is
 * done with the end of its run, unless steps lack and nobody says why.
 */
export const endRun = mutator({
  args: z.object({ id, reason: z.string().trim().max(2_000).optional() }),
  role: 'responder',
  async apply(tx, { id: runOf, reason }, ctx) {
    const { run, at, refusal } = await onRun(tx, runOf, ctx);
    if (!run) return refusal;
    const { endedAt } = run;
    if (endedAt !== undefined && run.occurrence === undefined) return noop;
    if (run.occurrence !== undefined) {
      const entries = await tx.list('runEntry', runOf);
      const isDone = Boolean(reason) || runProgress(parseRun(run).steps, entries, at).lacking.length === 0;
      const completes = await runOfOccurrenceEnded(tx, ctx, run.occurrence, { isDone, note: reason });
      // Somebody else ended it meanwhile, and it was done all the same.
      if (endedAt !== undefined && !completes) return noop;
    }
    if (endedAt === undefined || at < endedAt) tx.put('run', runOf, endedRun(run, ctx, reason));
    const incident = run.incident && (await tx.get('incident', run.incident));
    if (run.incident && incident) {
      const entries = await tx.list('runEntry', runOf);
      const { steps } = parseRun(run);
      const timeline = run.phase ? await tx.list('timelineEntry', run.incident) : [];
      const lacking = run.phase
        ? lackingOf(
            runOf,
            { steps, entries, isAfterwards: run.phase.clock === 'postIncident' },
            { id: run.incident, doc: incident },
            { timeline, now: at },
          )
        : runProgress(steps, entries, at).lacking.length;
      append(tx, ctx, run.incident, { kind: 'runEnded', run: runOf, title: run.title, lacking }, { at });
    }
    return applied;
  },
});

/** Takes an ending back; with `of`, the instant it was said at, that one alone and nobody else's. */
export const reopenRun = mutator({
  args: z.object({ id, of: instantSchema.optional() }),
  role: 'responder',
  async apply(tx, { id: runOf, of }, ctx) {
    const { run, refusal } = await onRun(tx, runOf, ctx);
    if (!run) return refusal;
    if (run.endedAt === undefined) return noop;
    if (of !== undefined && run.endedAt !== Math.max(of, run.startedAt)) {
      return rejected('conflict', { by: actorLabel(run.endedBy), at: run.endedAt });
    }
    const over = await endedChangeOf(tx, runOf);
    if (over) return rejected('notOpen', { status: over.status });
    if (run.occurrence !== undefined) {
      const opened = await runOfOccurrenceReopened(tx, ctx, run.occurrence, of);
      if ('kind' in opened) return opened;
      if (!opened.goesOn) return applied;
    }
    tx.put('run', runOf, openedRun(run));
    // A restore test that was called off ended with it.
    const test = run.occurrence === undefined ? await tx.get('restoreTest', runOf) : undefined;
    if (test?.cancelled && run.endedAt === Math.max(test.cancelled.at, run.startedAt)) {
      const ends = endsOf(test).filter(({ verdict }) => verdict);
      tx.put('restoreTest', runOf, restoreTestOf(test, { ends }));
    }
    return applied;
  },
});
