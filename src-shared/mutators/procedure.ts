import { z } from 'zod';
import { nameSchema, tagsSchema } from '../model/name.ts';
import {
  bodySchema,
  type Procedure,
  procedureIdSchema,
  procedureKindSchema,
  procedureSchema,
} from '../model/procedure.ts';
import { parseProcedure } from '../procedure/parse.ts';
import { type Actor, applied, hasRole, type MutatorContext, mutator, noop, type ReadTx, rejected } from './mutator.ts';
import { sameJson } from './same.ts';
import { mergedText, seenTextSchema, writeRevision } from './text.ts';

const id = procedureIdSchema;
const { services, team, owner, match, reviewEvery, language, source } = procedureSchema.shape;
const title = nameSchema(300);
const note = z.string().trim().max(500).optional();

/** Runbooks are written by those who use them, the team's procedures by its leads. */
export const mayWriteProcedure = (kind: Procedure['kind'], actor: Actor): boolean =>
  hasRole(actor, kind === 'runbook' ? 'responder' : 'lead');

async function authorizeWriting(tx: ReadTx, id: string, actor: Actor): Promise<'forbidden' | undefined> {
  const before = await tx.get('procedure', id);
  return !before || mayWriteProcedure(before.kind, actor) ? undefined : 'forbidden';
}

/** What a person has edited belongs to no pack any more. */
function edited({ fromPack: _, ...procedure }: Procedure, ctx: MutatorContext): Procedure {
  return { ...procedure, updatedAt: ctx.at, updatedBy: ctx.actor.ref };
}

export const stepsIn = (body: string) => parseProcedure(body).steps.length;

/** The caller makes the id; an import makes it from the file's place, so that importing twice makes nothing twice. */
export const createProcedure = mutator({
  args: z.object({
    id,
    kind: procedureKindSchema.exclude(['incidentPhase']),
    title,
    body: bodySchema,
    language,
    tags: tagsSchema.default([]),
    services: services.default([]),
    team,
    owner,
    match,
    reviewEvery,
    source,
    note,
  }),
  role: 'responder',
  authorize: async (_, { kind }, actor) => (mayWriteProcedure(kind, actor) ? undefined : 'forbidden'),
  async apply(tx, { id, body, note, ...head }, ctx) {
    const known = await tx.get('procedure', id);
    if (known) return known.title === head.title ? noop : rejected('conflict');
    const of = { collection: 'procedure', id } as const;
    const revision = await writeRevision(tx, ctx, of, undefined, { title: head.title, body, note });
    tx.put('procedure', id, {
      ...head,
      revision,
      steps: stepsIn(body),
      updatedAt: ctx.at,
      updatedBy: ctx.actor.ref,
    });
    return applied;
  },
});

/**
 * A new text, edited from revision `base`, which said `from`. When somebody else was faster both edits are brought
 * together; where both changed the same words it is a conflict, and the text stays with who wrote it.
 */
export const saveProcedure = mutator({
  args: z.object({ id, base: z.int().positive(), from: seenTextSchema.optional(), title, body: bodySchema, note }),
  role: 'responder',
  authorize: (tx, { id }, actor) => authorizeWriting(tx, id, actor),
  async apply(tx, { id, base, from, note, ...mine }, ctx) {
    const before = await tx.get('procedure', id);
    if (!before) return rejected('notFound');
    const of = { collection: 'procedure', id } as const;
    const text = await mergedText(tx, of, { base, from, last: before.revision }, mine);
    if (!text) return rejected('conflict', { revision: before.revision });
    const revision = await writeRevision(tx, ctx, of, before.revision, { ...text, note });
    if (revision === before.revision) return noop;
    tx.put('procedure', id, { ...edited(before, ctx), title: text.title, revision, steps: stepsIn(text.body) });
    return applied;
  },
});

/** What is said about a procedure; only the fields that are given change, `null` takes one away. */
export const describeProcedure = mutator({
  args: z.object({
    id,
    set: z
      .object({
        tags: tagsSchema,
        services,
        language: language.nullable(),
        team: team.nullable(),
        owner: owner.nullable(),
        match: match.nullable(),
        reviewEvery: reviewEvery.nullable(),
      })
      .partial(),
  }),
  role: 'responder',
  authorize: (tx, { id }, actor) => authorizeWriting(tx, id, actor),
  async apply(tx, { id, set }, ctx) {
    const before = await tx.get('procedure', id);
    if (!before) return rejected('notFound');
    const fields = Object.entries({ ...before, ...set }).filter(([, value]) => value !== null);
    const next = procedureSchema.parse(Object.fromEntries(fields));
    if (sameJson(before, next)) return noop;
    tx.put('procedure', id, edited(next, ctx));
    return applied;
  },
});

/** Somebody has read it through, or worked through it as a test, and stands by it. */
export const reviewProcedure = mutator({
  args: z.object({ id, tested: z.boolean() }),
  role: 'responder',
  async apply(tx, { id, tested }, ctx) {
    const before = await tx.get('procedure', id);
    if (!before) return rejected('notFound');
    const at = Math.max(ctx.at, before.reviewedAt ?? 0);
    const next = { ...before, reviewedAt: at, ...(tested ? { testedAt: Math.max(ctx.at, before.testedAt ?? 0) } : {}) };
    if (sameJson(before, next)) return noop;
    tx.put('procedure', id, next);
    return applied;
  },
});

/** It leaves the lists and is suggested for nothing; runs that were started from it go on. */
export const archiveProcedure = mutator({
  args: z.object({ id, archived: z.boolean() }),
  role: 'responder',
  authorize: (tx, { id }, actor) => authorizeWriting(tx, id, actor),
  async apply(tx, { id, archived }, ctx) {
    const before = await tx.get('procedure', id);
    if (!before) return rejected('notFound');
    if ((before.archived ?? false) === archived) return noop;
    const { archived: _, ...rest } = edited(before, ctx);
    tx.put('procedure', id, archived ? { ...rest, archived } : rest);
    return applied;
  },
});
