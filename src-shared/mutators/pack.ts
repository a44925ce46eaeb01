import { z } from 'zod';
import { DEFAULT_PRIORITY_RULES } from '../model/alert.ts';
import type { Doc } from '../model/collections.ts';
import { packSchema } from '../model/pack.ts';
import { applied, type MutatorTx, mutator, noop } from './mutator.ts';
import { sameJson } from './same.ts';

type Packed = 'team' | 'slaPolicy' | 'calendar' | 'priorityRules';

/** Writes what is absent or still as a version of the same pack left it; what a person has edited stays. */
async function load<C extends Packed>(
  tx: MutatorTx,
  pack: { id: string; mark: string },
  collection: C,
  id: string,
  doc: Doc<C>,
): Promise<boolean> {
  const before = await tx.get(collection, id);
  if (before && !before.fromPack?.startsWith(`${pack.id}@`)) return false;
  const next = { ...doc, fromPack: pack.mark };
  if (sameJson(before, next)) return false;
  tx.put(collection, id, next);
  return true;
}

/** Loads a content pack. Loading it again, or a newer version, changes what nobody has touched. */
export const loadPack = mutator({
  args: z.object({ pack: packSchema }),
  role: 'system',
  async apply(tx, { pack }) {
    const from = { id: pack.id, mark: `${pack.id}@${pack.version}/${pack.language}` };
    const wrote: boolean[] = [];
    for (const { id, doc } of pack.teams) wrote.push(await load(tx, from, 'team', id, doc));
    for (const { id, doc } of pack.calendars) wrote.push(await load(tx, from, 'calendar', id, doc));
    for (const { id, doc } of pack.slaPolicies) wrote.push(await load(tx, from, 'slaPolicy', id, doc));
    const rules = pack.priorityRules;
    if (rules) wrote.push(await load(tx, from, 'priorityRules', DEFAULT_PRIORITY_RULES, rules));
    return wrote.some(Boolean) ? applied : noop;
  },
});
