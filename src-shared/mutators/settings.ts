import { z } from 'zod';
import { DEFAULT_PRIORITY_RULES, priorityRulesSchema } from '../model/alert.ts';
import type { CollectionName, Doc } from '../model/collections.ts';
import { calendarIdSchema, slaPolicyIdSchema } from '../model/ids.ts';
import { asLine } from '../model/name.ts';
import { calendarSchema, saidCalendarSchema, saidPolicySchema, slaPolicySchema } from '../model/sla-policy.ts';
import { isZone } from '../time/zone.ts';
import { applied, type MutatorTx, mutator, noop, type Outcome, rejected } from './mutator.ts';
import { sameJson } from './same.ts';

/** As a person reads it: an editor may have been shown the name that is written of it, or that of before. */
const asRead = (doc: object | undefined) =>
  doc && 'name' in doc && typeof doc.name === 'string' ? { ...doc, name: asLine(doc.name) } : doc;

/**
 * Replaces a guarded record. `base` is what the editor saw: when the record says something else by now, the edit is
 * rejected as a conflict for the person to settle. What a person has edited no longer belongs to its pack.
 */
export async function replace<C extends CollectionName>(
  tx: MutatorTx,
  collection: C,
  id: string,
  doc: Doc<C>,
  base: Doc<C> | null | undefined,
): Promise<Outcome> {
  const now = await tx.get(collection, id);
  if (sameJson(now, doc)) return noop;
  if (base !== undefined && !sameJson(asRead(base ?? undefined), asRead(now))) return rejected('conflict');
  tx.put(collection, id, doc);
  return applied;
}

export const updateSlaPolicy = mutator({
  args: z.object({ id: slaPolicyIdSchema, doc: saidPolicySchema, base: slaPolicySchema.nullish() }),
  role: 'lead',
  async apply(tx, args) {
    const { fromPack: _, ...doc } = args.doc;
    if (doc.warnAt.some((point, index) => index > 0 && point <= (doc.warnAt[index - 1] ?? 0))) {
      return rejected('invalid', { message: 'warnAt: fractions must ascend' });
    }
    return replace(tx, 'slaPolicy', args.id, doc, args.base);
  },
});

export const updateCalendar = mutator({
  args: z.object({ id: calendarIdSchema, doc: saidCalendarSchema, base: calendarSchema.nullish() }),
  role: 'lead',
  async apply(tx, args) {
    const { fromPack: _, ...doc } = args.doc;
    if (!isZone(doc.zone)) return rejected('invalid', { message: `zone: ${doc.zone} is not an IANA time zone` });
    if (doc.hours.some((range) => range.from >= range.to)) {
      return rejected('invalid', { message: 'hours: each range ends after it begins' });
    }
    return replace(tx, 'calendar', args.id, doc, args.base);
  },
});

export const updatePriorityRules = mutator({
  args: z.object({ doc: priorityRulesSchema, base: priorityRulesSchema.nullish() }),
  role: 'lead',
  async apply(tx, args) {
    const { fromPack: _, ...doc } = args.doc;
    return replace(tx, 'priorityRules', DEFAULT_PRIORITY_RULES, doc, args.base);
  },
});
