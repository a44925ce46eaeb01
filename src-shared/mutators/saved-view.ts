import { z } from 'zod';
import type { Doc } from '../model/collections.ts';
import { recordIdSchema } from '../model/ids.ts';
import { saidViewSchema } from '../model/saved-view.ts';
import { type Actor, applied, hasRole, mutator, noop } from './mutator.ts';
import { sameJson } from './same.ts';

const id = recordIdSchema;

/** One's own view, or a shared one for a lead. A viewer changes nothing that others see. */
function mayChange(view: Doc<'savedView'> | undefined, actor: Actor): boolean {
  if (!view) return true;
  const shared = view.visibility !== 'owner';
  if (actor.ref.kind === 'person' && actor.ref.id === view.owner) return !shared || hasRole(actor, 'responder');
  return shared && hasRole(actor, 'lead');
}

export const saveView = mutator({
  args: z.object({ id, doc: saidViewSchema }),
  role: 'viewer',
  async authorize(tx, args, actor) {
    const before = await tx.get('savedView', args.id);
    // The owner stays: nobody makes a view in somebody else's name or takes one over.
    const sameOwner = before
      ? before.owner === args.doc.owner
      : actor.ref.kind === 'person' && actor.ref.id === args.doc.owner;
    const mayShow = args.doc.visibility === 'owner' || hasRole(actor, 'responder');
    return sameOwner && mayShow && mayChange(before, actor) ? undefined : 'forbidden';
  },
  async apply(tx, args) {
    if (sameJson(await tx.get('savedView', args.id), args.doc)) return noop;
    tx.put('savedView', args.id, args.doc);
    return applied;
  },
});

export const removeView = mutator({
  args: z.object({ id }),
  role: 'viewer',
  async authorize(tx, args, actor) {
    return mayChange(await tx.get('savedView', args.id), actor) ? undefined : 'forbidden';
  },
  async apply(tx, args) {
    if (!(await tx.get('savedView', args.id))) return noop;
    tx.remove('savedView', args.id);
    return applied;
  },
});
