import { z } from 'zod';
import { recordIdSchema } from '../model/ids.ts';
import { customMappingSchema, saidMappingSchema } from '../model/mapping.ts';
import { isZone } from '../time/zone.ts';
import { applied, mutator, noop, rejected } from './mutator.ts';
import { replace } from './settings.ts';

/** Rejects `conflict` when somebody else changed it since `base` was read. */
export const saveMapping = mutator({
  args: z.object({ id: recordIdSchema, doc: saidMappingSchema, base: customMappingSchema.nullish() }),
  role: 'lead',
  async apply(tx, args) {
    const { zone } = args.doc.mapping;
    if (zone !== undefined && !isZone(zone)) {
      return rejected('invalid', { message: `zone: ${zone} is not an IANA time zone` });
    }
    return replace(tx, 'mapping', args.id, args.doc, args.base);
  },
});

/** A key that names it refuses payloads from then on. */
export const removeMapping = mutator({
  args: z.object({ id: recordIdSchema }),
  role: 'lead',
  async apply(tx, args) {
    if (!(await tx.get('mapping', args.id))) return noop;
    tx.remove('mapping', args.id);
    return applied;
  },
});
