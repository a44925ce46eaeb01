import { z } from 'zod';
import { freezeContentSchema, freezeIdSchema, freezeSchema } from '../model/change.ts';
import { unknownService, windowProblem } from './change.ts';
import { applied, mutator, noop, rejected } from './mutator.ts';
import { sameJson } from './same.ts';

const id = freezeIdSchema;
const content = freezeContentSchema.shape;

/** The caller makes the id. */
export const createFreeze = mutator({
  args: z.object({ id, ...content }),
  role: 'lead',
  async apply(tx, { id: of, ...asked }, ctx) {
    const known = await tx.get('freeze', of);
    if (known) {
      const { title, window, services, reason } = known;
      return sameJson({ title, window, services, reason }, asked) ? noop : rejected('conflict');
    }
    const problem = windowProblem(asked.window) ?? (await unknownService(tx, asked.services));
    if (problem) return problem;
    tx.put('freeze', of, { ...asked, revision: 1, createdBy: ctx.actor.ref, createdAt: ctx.at });
    return applied;
  },
});

/** `base` is the revision that the editor saw. */
export const updateFreeze = mutator({
  args: z.object({ id, base: z.int().positive(), ...content }),
  role: 'lead',
  async apply(tx, { id: of, base, ...asked }, ctx) {
    const before = await tx.get('freeze', of);
    if (!before) return rejected('notFound');
    const next = { ...before, ...asked };
    if (sameJson(next, before)) return noop;
    if (before.revision !== base) return rejected('conflict', { revision: before.revision });
    const problem = windowProblem(asked.window) ?? (await unknownService(tx, asked.services));
    if (problem) return problem;
    tx.put('freeze', of, { ...next, revision: base + 1, updatedBy: ctx.actor.ref, updatedAt: ctx.at });
    return applied;
  },
});

/** Lifts it, whether it has begun or not. `base` is the revision that was seen. */
export const removeFreeze = mutator({
  args: z.object({ id, base: z.int().positive() }),
  role: 'lead',
  async apply(tx, { id: of, base }) {
    const before = await tx.get('freeze', of);
    if (!before) return noop;
    if (before.revision !== base) return rejected('conflict', { revision: before.revision });
    tx.remove('freeze', of);
    return applied;
  },
});

/** Takes a lifting back, with the freeze as the laptop had it: exceptions that were made for it stand. */
export const restoreFreeze = mutator({
  args: z.object({ id, doc: freezeSchema }),
  role: 'lead',
  async apply(tx, { id: of, doc }) {
    const known = await tx.get('freeze', of);
    if (known) return sameJson(known, doc) ? noop : rejected('conflict', { revision: known.revision });
    const problem = windowProblem(doc.window) ?? (await unknownService(tx, doc.services));
    if (problem) return problem;
    tx.put('freeze', of, doc);
    return applied;
  },
});
