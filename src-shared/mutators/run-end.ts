import type { ActorRef } from '../model/actor.ts';
import type { Run } from '../model/run.ts';
import type { Instant } from '../time/clock.ts';
import type { MutatorTx } from './mutator.ts';

/** Who said it, and when. */
export interface Ending {
  actor: { ref: ActorRef };
  at: Instant;
}

/** The run as it is once it was left, instead of any other end. */
export const endedRun = (run: Run, { actor, at }: Ending, reason?: string): Run => ({
  ...openedRun(run),
  endedAt: Math.max(at, run.startedAt),
  endedBy: actor.ref,
  ...(reason ? { endReason: reason } : {}),
});

/** The run as it was before it was left. */
export function openedRun({ endedAt: _at, endedBy: _by, endReason: _reason, ...open }: Run): Run {
  return open;
}

/** Ends a run where it is open, or was ended later. */
export async function leaveRun(tx: MutatorTx, run: string, said: Ending, why: string | undefined): Promise<void> {
  const doc = await tx.get('run', run);
  if (doc && (doc.endedAt === undefined || said.at < doc.endedAt)) tx.put('run', run, endedRun(doc, said, why));
}

/** Takes the end of a run back; with `of`, the instant it was said at, that one alone. */
export async function takeUpRun(tx: MutatorTx, run: string, of?: Instant): Promise<void> {
  const doc = await tx.get('run', run);
  if (doc?.endedAt === undefined) return;
  if (of === undefined || doc.endedAt === Math.max(of, doc.startedAt)) tx.put('run', run, openedRun(doc));
}
