import { bufferedTx } from '../mutators/buffer.ts';
import type { Actor } from '../mutators/mutator.ts';
import { newIds } from '../mutators/new-ids.ts';
import { runMutator } from '../mutators/registry.ts';
import type { Instant } from '../time/clock.ts';
import type { LocalTx, Meta, PendingRow, ReviewRow } from './local-store.ts';
import type { WorkingCopy } from './working-copy.ts';

/** A laptop numbers nothing: an incident gets its number from the server. */
export const noNumbers = async (): Promise<undefined> => undefined;

export function actorOf(meta: Meta): Actor | null {
  return meta.me ? ({ ref: { kind: 'person', id: meta.me.person }, role: meta.me.role } as Actor) : null;
}

/**
 * An answered mutation leaves the queue when its effect is in the copy (the cursor has reached its version), or when
 * there is none. Leaving on the answer alone would let the change vanish from the screen until its echo arrives.
 */
function isResolved(row: PendingRow, cursor: number | null): boolean {
  if (!row.outcome) return false;
  if (row.outcome.status === 'rejected') return true;
  return cursor !== null && row.outcome.version <= cursor;
}

function toReview(row: PendingRow, now: Instant): ReviewRow[] {
  const { outcome, clientId, mutation } = row;
  if (outcome?.status !== 'rejected') return [];
  const { reason = 'invalid', detail } = outcome;
  return [{ id: `${clientId}/${mutation.seq}`, mutation, reason, ...(detail ? { detail } : {}), rejectedAt: now }];
}

/**
 * Runs the mutations that are still on their way again, above the base in `copy`, after taking out those that are
 * resolved at `meta.cursor`; refused ones go to review. The caller flushes. `pending` is the queue as it should be.
 */
export async function rerun(
  tx: LocalTx,
  meta: Meta,
  copy: WorkingCopy,
  now: Instant,
  pending: readonly PendingRow[],
): Promise<PendingRow[]> {
  const resolved = pending.filter((row) => isResolved(row, meta.cursor));
  const left = pending.filter((row) => !isResolved(row, meta.cursor));
  if (resolved.length > 0) {
    await tx.deletePending(resolved.map((row) => row.order));
    const review = resolved.flatMap((row) => toReview(row, now));
    if (review.length > 0) await tx.putReview(review);
  }
  const actor = actorOf(meta);
  if (!actor) return left;
  for (const { clientId, mutation, quiet } of left) {
    if (quiet) continue;
    const buffer = bufferedTx(copy.read, noNumbers);
    const outcome = await runMutator(buffer, mutation.name, mutation.args, {
      actor,
      via: mutation.via,
      at: mutation.at,
      newId: newIds(clientId, mutation.seq),
    });
    // One that no longer fits shows nothing, and stays: only the server may refuse it.
    if (outcome.kind === 'applied') await copy.overlay(buffer.writes());
  }
  return left;
}
