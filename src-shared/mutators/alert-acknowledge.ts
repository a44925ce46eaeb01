import { z } from 'zod';
import { acknowledge, currentSince } from '../incident/transitions.ts';
import { alertIdOf } from '../intake/keys.ts';
import { followMerges } from './alert-incident.ts';
import { append } from './incident-change.ts';
import { applied, mutator, noop, rejected } from './mutator.ts';

/**
 * A sender says that somebody works on an alert: its incident is acknowledged in the sender's name. Rejects `notFound`
 * when no such alert fires; `noop` when the incident is acknowledged or over already.
 */
export const acknowledgeAlert = mutator({
  args: z.object({ sender: z.string().min(1).max(120), dedupKey: z.string().min(1).max(500) }),
  role: 'system',
  async apply(tx, args, ctx) {
    const alert = await tx.get('alert', alertIdOf(args.sender, args.dedupKey));
    if (alert?.status !== 'firing') return rejected('notFound');
    const home = await followMerges(tx, alert.incident);
    if (home?.doc.status !== 'triggered') return noop;
    const at = Math.max(ctx.at, currentSince(home.doc));
    tx.put('incident', home.id, acknowledge(home.doc, ctx.actor.ref, at));
    append(tx, ctx, home.id, { kind: 'acknowledged' }, { at });
    return applied;
  },
});
