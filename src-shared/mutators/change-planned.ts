import { askedBy, changeOfOccurrence, changeOfWork, firstWindow } from '../change/planned.ts';
import { standingOf } from '../maintenance/occurrence-state.ts';
import type { Change } from '../model/change.ts';
import type { Instant } from '../time/clock.ts';
import { draftChange } from './change.ts';
import { actorLabel } from './incident-change.ts';
import { applied, type MutatorContext, type MutatorTx, type Outcome, rejected } from './mutator.ts';
import { findOccurrence, happened, type KnownOccurrence, takenBack } from './occurrence-record.ts';
import { leaveRun, takeUpRun } from './run-end.ts';

/**
 * Begins an update that a plan asks for: as a draft in the plan's words, on its service, at its hour or tomorrow where
 * that is over or none. One that stands already is joined.
 */
export async function openPlannedChange(
  tx: MutatorTx,
  ctx: MutatorContext,
  { id, plan, doc, state }: KnownOccurrence,
): Promise<Outcome> {
  if (!plan.change || (await tx.get('change', id))) return applied;
  const { ref } = ctx.actor;
  const owner = state.assignee ?? plan.owner ?? (ref.kind === 'person' ? ref.id : undefined);
  const isAhead = !doc.allDay && doc.at < doc.end && ctx.at < doc.end;
  const service = plan.service && (await tx.get('service', plan.service)) ? [plan.service] : [];
  const { from, to } = isAhead ? { from: doc.at, to: doc.end } : firstWindow(ctx.at);
  return draftChange(
    tx,
    {
      id: changeOfOccurrence(id),
      title: `${plan.title} · ${doc.date}`.slice(-300),
      type: plan.change,
      services: service,
      ...(owner ? { owner } : {}),
      ...(plan.team ? { team: plan.team } : {}),
      risk: 'medium',
      window: { from, to, zone: doc.zone },
    },
    ctx,
  );
}

/** A draft as it was opened: with its beginning it may be taken back. */
export const isUntouched = ({ status, acts }: Pick<Change, 'status' | 'acts'>): boolean =>
  status === 'draft' && acts.length === 1;

/** The occurrence that a change is done for; undefined where no plan asks for it, or that is gone. */
async function occurrenceOf(tx: MutatorTx, ctx: MutatorContext, change: string): Promise<KnownOccurrence | undefined> {
  const doc = await tx.get('change', change);
  const id = doc && askedBy(change, doc);
  const known = id && (await findOccurrence(tx, id, undefined, ctx.at));
  return known && !('refusal' in known) ? known : undefined;
}

/** A refusal where another change has taken its place in the occurrence that it was opened by. */
export async function placeTaken(tx: MutatorTx, ctx: MutatorContext, change: string): Promise<Outcome | undefined> {
  const known = await occurrenceOf(tx, ctx, change);
  const { started } = known?.state ?? {};
  if (!known || !started || changeOfWork(known.id, started.run) === change) return undefined;
  return rejected('conflict', { by: actorLabel(started.by), at: started.at });
}

/** An update that is done is so for its plan, with what was said of it, and so are its steps. */
export async function plannedChangeDone(
  tx: MutatorTx,
  ctx: MutatorContext,
  change: string,
  { title, note }: { title: string; note: string | undefined },
): Promise<void> {
  const known = await occurrenceOf(tx, ctx, change);
  if (!known || (known.state.completed && known.state.completed.at <= ctx.at)) return;
  happened(tx, ctx, known, { kind: 'completed', ...(note ? { note } : {}) });
  await leaveRun(tx, known.id, ctx, note ?? title);
}

/** An update that is worked on again is not done for its plan either, where its end was what made it so. */
export async function plannedChangeReopened(
  tx: MutatorTx,
  ctx: MutatorContext,
  change: string,
  endedAt: Instant | undefined,
): Promise<void> {
  const known = await occurrenceOf(tx, ctx, change);
  if (!known || !standingOf(known.doc).completions.some(({ at }) => at === endedAt)) return;
  if (await takenBack(tx, ctx, known, endedAt)) await takeUpRun(tx, known.id);
}
