import { z } from 'zod';
import { type PackedBackup, packedBackups } from '../backup/from-pack.ts';
import { type PackedPlan, packedPlans } from '../maintenance/from-pack.ts';
import { withTerms } from '../maintenance/terms.ts';
import { DEFAULT_PRIORITY_RULES } from '../model/alert.ts';
import type { Doc } from '../model/collections.ts';
import { packProblems, packSchema } from '../model/pack.ts';
import { type PackedText, packedTexts } from '../procedure/from-pack.ts';
import { localDate } from '../time/zone.ts';
import { applied, type MutatorContext, type MutatorTx, mutator, noop, rejected } from './mutator.ts';
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

/** What people noted of a backup and which job tells of it stay beside what the pack says. */
async function loadBackup(tx: MutatorTx, pack: From, { id, head }: PackedBackup, ctx: MutatorContext) {
  const before = await tx.get('backup', id);
  if (!isOurs(before, pack)) return false;
  const made = { entries: [], createdAt: ctx.at, createdBy: ctx.actor.ref };
  const next = { ...made, ...before, ...head, fromPack: pack.mark };
  if (sameJson(before, next)) return false;
  tx.put('backup', id, next);
  return true;
}

/** What a plan says holds from the day on which it is loaded: what was due before stays as it was. */
async function loadPlan(tx: MutatorTx, pack: From, { id, doc, terms: said }: PackedPlan, ctx: MutatorContext) {
  const before = await tx.get('plan', id);
  if (!isOurs(before, pack)) return false;
  const terms = { from: localDate(ctx.at, said.zone), ...said };
  const last = before?.terms.at(-1);
  const isKnown = last !== undefined && sameJson({ ...last, from: terms.from }, terms);
  const content = {
    ...before,
    ...doc,
    terms: before && isKnown ? before.terms : withTerms(before?.terms ?? [], terms).slice(-MOST_TERMS),
  };
  const made = { createdAt: ctx.at, createdBy: ctx.actor.ref, ...before };
  const next = { ...content, createdAt: made.createdAt, createdBy: made.createdBy };
  if (before && sameJson({ ...next, fromPack: pack.mark }, before)) return false;
  const changed = !before || !sameJson(next, before);
  tx.put('plan', id, {
    ...next,
    fromPack: pack.mark,
    revision: before ? before.revision + (changed ? 1 : 0) : 1,
    updatedAt: before && !changed ? before.updatedAt : ctx.at,
    updatedBy: before && !changed ? before.updatedBy : ctx.actor.ref,
  });
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
