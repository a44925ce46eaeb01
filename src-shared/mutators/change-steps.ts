import { changeOfRun, changeRunId, occurrenceOfChange } from '../change/planned.ts';
import type { Change } from '../model/change.ts';
import type { Instant } from '../time/clock.ts';
import type { MutatorTx, ReadTx } from './mutator.ts';
import { type Ending, leaveRun, takeUpRun } from './run-end.ts';

/** Who ended a change, when, and in which words; undefined while it is open. */
function endingOf({ endedAt, acts, title }: Change): (Ending & { why: string }) | undefined {
  if (endedAt === undefined) return undefined;
  const act = acts.findLast(({ kind }) => kind === 'done' || kind === 'rolledBack' || kind === 'cancelled');
  if (act?.kind === 'done') return { actor: { ref: act.by }, at: endedAt, why: act.note ?? title };
  if (act?.kind === 'rolledBack' || act?.kind === 'cancelled') {
    return { actor: { ref: act.by }, at: endedAt, why: act.reason };
  }
  return undefined;
}

/** Once a change is over, so is the run of its eight steps. That of an occurrence ends with the occurrence. */
export async function leaveSteps(tx: MutatorTx, change: string): Promise<void> {
  const doc = occurrenceOfChange(change) ? undefined : await tx.get('change', change);
  const ending = doc && endingOf(doc);
  if (ending) await leaveRun(tx, changeRunId(change), ending, ending.why);
}

/** A change goes on, and its steps where they ended with it. */
export async function takeUpSteps(tx: MutatorTx, change: string, endedAt: Instant | undefined): Promise<void> {
  if (endedAt !== undefined && !occurrenceOfChange(change)) await takeUpRun(tx, changeRunId(change), endedAt);
}

/** The change whose steps a run is, where that is over. */
export async function endedChangeOf(
  tx: ReadTx,
  run: string,
): Promise<{ id: string; status: string; endedAt: Instant } | undefined> {
  const id = changeOfRun(run);
  const doc = id === undefined ? undefined : await tx.get('change', id);
  return id !== undefined && doc?.endedAt !== undefined ? { id, status: doc.status, endedAt: doc.endedAt } : undefined;
}
