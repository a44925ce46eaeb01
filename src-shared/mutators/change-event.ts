import { z } from 'zod';
import { changeEventSchema } from '../model/change-event.ts';
import { recordIdSchema } from '../model/ids.ts';
import { serviceOf } from './alert-incident.ts';
import { applied, mutator, noop } from './mutator.ts';

/** What a laptop keeps of a service's changes; the mutation log keeps them all. */
const KEPT = 500;

/** Writes down that something about a service was changed. The same `id` is the same change. */
export const recordChange = mutator({
  args: z.object({
    id: recordIdSchema,
    /** The service as the sender names it; its record is made when it is new. */
    service: z.string().min(1).max(200),
    change: changeEventSchema.omit({ service: true }),
  }),
  role: 'system',
  async apply(tx, args) {
    if (await tx.get('changeEvent', args.id)) return noop;
    const service = await serviceOf(tx, args.service);
    if (!service) return noop;
    const known = await tx.list('changeEvent', service.id);
    const tooMany = known.length + 1 - KEPT;
    if (tooMany > 0) {
      const oldest = known.toSorted((a, b) => a.doc.at - b.doc.at).slice(0, tooMany);
      for (const { id } of oldest) tx.remove('changeEvent', id);
    }
    tx.put('changeEvent', args.id, { ...args.change, service: service.id });
    return applied;
  },
});
