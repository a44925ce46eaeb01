import { z } from 'zod';
import { type PackedBackup, packedBackups } from '../backup/from-pack.ts';
import { type PackedPlan, packedPlans } from '../maintenance/from-pack.ts';
import { formerlyOf } from '../maintenance/occurrence-parts.ts';
import { handedOver, withTerms } from '../maintenance/terms.ts';
import { DEFAULT_PRIORITY_RULES } from '../model/alert.ts';
import { backupSchema } from '../model/backup.ts';
import type { Doc } from '../model/collections.ts';
import { packProblems, packSchema } from '../model/pack.ts';
import { type PackedText, packedTexts } from '../procedure/from-pack.ts';
import { applied, type MutatorContext, type MutatorTx, mutator, noop, rejected } from './mutator.ts';
import { firstDayToCome, firstFreeDay, laterOf } from './plan-days.ts';
import { sameJson } from './same.ts';
import { writeRevision } from './text.ts';

type Settings = 'team' | 'slaPolicy' | 'calendar' | 'priorityRules';
const MOST_TERMS = 200;
interface From {
  id: string;
  mark: string;
}

/** Absent, or as a version of the same pack left it: what a person has edited stays. */
const isOurs = (before: { fromPack?: string | undefined } | undefined, pack: From) =>
  before === undefined || before.fromPack?.startsWith(`${pack.id}@`) === true;

async function load<C extends Settings>(
  tx: MutatorTx,
  pack: From,
  collection: C,
  id: string,
  doc: Doc<C>,
): Promise<boolean> {
  const before = await tx.get(collection, id);
  const next = { ...doc, fromPack: pack.mark };
  if (!isOurs(before, pack) || sameJson(before, next)) return false;
  tx.put(collection, id, next);
  return true;
}

async function loadText(tx: MutatorTx, pack: From, { id, head, body }: PackedText, ctx: MutatorContext) {
  const before = await tx.get('procedure', id);
  if (!isOurs(before, pack)) return false;
  const of = { collection: 'procedure', id } as const;
  const number = await writeRevision(tx, ctx, of, before?.revision, { title: head.title, body });
  const kept = before ? { updatedAt: before.updatedAt, updatedBy: before.updatedBy } : undefined;
  const written = { updatedAt: ctx.at, updatedBy: ctx.actor.ref };
  const doc = { ...before, ...head, revision: number, fromPack: pack.mark };
  const next = { ...doc, ...(kept && before?.revision === number ? kept : written) };
  if (sameJson(before, next)) return false;
  tx.put('procedure', id, next);
  return true;
}

/** What people noted of a backup and which job tells of it stay beside what the pack says, and nothing else. */
async function loadBackup(tx: MutatorTx, pack: From, { id, head }: PackedBackup, ctx: MutatorContext) {
  const before = await tx.get('backup', id);
  if (!isOurs(before, pack)) return false;
  const { entries = [], heartbeat, createdAt = ctx.at, createdBy = ctx.actor.ref } = before ?? {};
  const next = backupSchema.parse({ entries, heartbeat, createdAt, createdBy, ...head, fromPack: pack.mark });
  if (sameJson(before, next)) return false;
  tx.put('backup', id, next);
  return true;
}

/**
 * What a plan says holds from the first day of which nothing is due yet, and begins with what is still to come: what was
 * due before stays as it was, and nothing is missed that nobody could know of.
 */
async function loadPlan(tx: MutatorTx, pack: From, { id, doc, terms: said }: PackedPlan, ctx: MutatorContext) {
  const before = await tx.get('plan', id);
  if (!isOurs(before, pack)) return false;
  const toCome = await firstDayToCome(tx, id, said, ctx);
  const from = before ? laterOf(toCome, await firstFreeDay(tx, id, before, ctx)) : toCome;
  const known = before?.terms ?? [];
  const held = before ? handedOver(known, before, doc, from) : known;
  const terms = withTerms(held, { from, ...said }).slice(-MOST_TERMS);
  const { createdAt, createdBy, revision, updatedAt, updatedBy } = before ?? {
    createdAt: ctx.at,
    createdBy: ctx.actor.ref,
    revision: 0,
    updatedAt: ctx.at,
    updatedBy: ctx.actor.ref,
  };
  const kept = { revision, createdAt, createdBy, updatedAt, updatedBy };
  const next = { ...doc, ...formerlyOf(before, doc.procedure), terms, ...kept, fromPack: pack.mark };
  if (sameJson(next, before)) return false;
  const isChanged = !before || !sameJson({ ...next, fromPack: before.fromPack }, before);
  const written = { revision: revision + 1, updatedAt: ctx.at, updatedBy: ctx.actor.ref };
  tx.put('plan', id, isChanged ? { ...next, ...written } : next);
  return true;
}

/** Loads a content pack, wholly or not at all. Loading it again, or a newer version, changes what nobody has touched. */
export const loadPack = mutator({
  args: z.object({ pack: packSchema }),
  role: 'lead',
  async apply(tx, { pack }, ctx) {
    const [problem] = packProblems(pack);
    if (problem !== undefined) return rejected('invalid', { message: problem.slice(0, 500) });
    const from = { id: pack.id, mark: `${pack.id}@${pack.version}/${pack.language}` };
    const wrote: boolean[] = [];
    for (const { id, doc } of pack.teams) wrote.push(await load(tx, from, 'team', id, doc));
    for (const { id, doc } of pack.calendars) wrote.push(await load(tx, from, 'calendar', id, doc));
    for (const { id, doc } of pack.slaPolicies) wrote.push(await load(tx, from, 'slaPolicy', id, doc));
    const rules = pack.priorityRules;
    if (rules) wrote.push(await load(tx, from, 'priorityRules', DEFAULT_PRIORITY_RULES, rules));
    for (const text of packedTexts(pack)) wrote.push(await loadText(tx, from, text, ctx));
    for (const backup of packedBackups(pack)) wrote.push(await loadBackup(tx, from, backup, ctx));
    for (const plan of packedPlans(pack)) wrote.push(await loadPlan(tx, from, plan, ctx));
    return wrote.some(Boolean) ? applied : noop;
  },
});
