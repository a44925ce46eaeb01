import { z } from 'zod';
import { serviceIdSchema } from '../model/ids.ts';
import { saidServiceSchema } from '../model/person.ts';
import { applied, mutator, noop, rejected } from './mutator.ts';
import { sameJson } from './same.ts';

export const updateService = mutator({
  args: z.object({ id: serviceIdSchema, doc: saidServiceSchema }),
  role: 'lead',
  async apply(tx, args) {
    if (sameJson(await tx.get('service', args.id), args.doc)) return noop;
    if (args.doc.team && !(await tx.get('team', args.doc.team))) return rejected('notFound', { what: 'team' });
    tx.put('service', args.id, args.doc);
    return applied;
  },
});
