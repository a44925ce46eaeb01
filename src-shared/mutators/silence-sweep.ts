import { z } from 'zod';
import { isOpen } from '../incident/transitions.ts';
import { HELD_ALERTS } from '../model/alert.ts';
import type { Entity } from '../model/collections.ts';
import { incidentId, recordIdSchema } from '../model/ids.ts';
import type { Silencer } from '../silence/silencer.ts';
import { silenceState } from '../silence/state.ts';
import { release } from './alert-hold.ts';
import { applied, type MutatorContext, type MutatorTx, mutator, noop, rejected } from './mutator.ts';
import { sameJson } from './same.ts';
import { silencerAt, withCurrentCover } from './silence-cover.ts';

/** Open incidents whose alerts are all under silence stop warning; those with one that is not begin to warn again. */
async function sweepIncidents(tx: MutatorTx, ctx: MutatorContext, silencer: Silencer): Promise<void> {
  for (const raw of (await tx.openIncidents?.()) ?? []) {
    const id = incidentId(raw);
    const doc = await tx.get('incident', id);
    if (!doc || !isOpen(doc) || (doc.alertsFiring === 0 && !doc.silences)) continue;
    const next = await withCurrentCover(tx, ctx, id, doc, silencer);
    if (next !== doc) tx.put('incident', id, next);
  }
}

/** Alerts that are held back: those that nothing covers any more page now. */
async function sweepHeld(tx: MutatorTx, ctx: MutatorContext, silencer: Silencer): Promise<void> {
  const free: Entity<'alert'>[] = [];
  for (const alert of await tx.list('alert', HELD_ALERTS)) {
    const cover = silencer.cover(alert.doc.labels);
    if (!cover) free.push(alert);
    else if (!sameJson(cover.by, alert.doc.silencedBy)) {
      tx.put('alert', alert.id, { ...alert.doc, silencedBy: cover.by.slice(0, 50) });
    }
  }
  await release(tx, ctx, free);
}

/**
 * A silence has begun, was changed or is over: all that fires is gone through. Looks at every silence in force, so one
 * that comes late, early or twice does no harm.
 */
export const sweepSilence = mutator({
  args: z.object({ id: recordIdSchema, revision: z.int().positive() }),
  role: 'system',
  async apply(tx, { id, revision }, ctx) {
    const silence = await tx.get('silence', id);
    if (!silence) return rejected('notFound');
    const state = silenceState(silence, ctx.at);
    if (silence.revision !== revision || state === 'pending') return noop;
    const silencer = await silencerAt(tx, ctx.at);
    await sweepIncidents(tx, ctx, silencer);
    await sweepHeld(tx, ctx, silencer);
    const settled = state === 'expired' ? { settled: true } : {};
    tx.put('silence', id, { ...silence, appliedRevision: revision, ...settled });
    return applied;
  },
});
