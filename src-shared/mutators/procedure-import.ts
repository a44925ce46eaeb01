import { z } from 'zod';
import { nameSchema, tagsSchema } from '../model/name.ts';
import {
  bodySchema,
  type Procedure,
  procedureIdSchema,
  procedureKindSchema,
  procedureSchema,
  revisionId,
} from '../model/procedure.ts';
import { type Actor, applied, type MutatorContext, type MutatorTx, mutator, noop, rejected } from './mutator.ts';
import { mayWriteProcedure, stepsIn } from './procedure.ts';
import { writeRevision } from './text.ts';

const id = procedureIdSchema;
const title = nameSchema(300);
const { services, team, owner, match, reviewEvery, language, source } = procedureSchema.shape;
const { collection, path } = source.unwrap().shape;
const text = z.object({ title, body: bodySchema });

const argsSchema = z.object({
  id,
  source: z.object({ collection, path }),
  /** Kind and head are taken the first time; after that they are the team's. */
  kind: procedureKindSchema.exclude(['incidentPhase']),
  tags: tagsSchema.default([]),
  services: services.default([]),
  team,
  owner,
  match,
  reviewEvery,
  language,
  /** What the file says. */
  text,
  /** What is to be in force where the team has edited it since: a person has seen both, at revision `base`. */
  settled: z.object({ base: z.int().positive(), text }).optional(),
});
type Args = z.infer<typeof argsSchema>;

const NOTE = 'import';

async function create(tx: MutatorTx, ctx: MutatorContext, { id, source, text, settled: _, ...head }: Args) {
  const of = { collection: 'procedure', id } as const;
  const revision = await writeRevision(tx, ctx, of, undefined, { ...text, note: NOTE });
  tx.put('procedure', id, {
    ...head,
    title: text.title,
    revision,
    steps: stepsIn(text.body),
    updatedAt: ctx.at,
    updatedBy: ctx.actor.ref,
    source: { ...source, revision },
  });
  return applied;
}

async function renew(tx: MutatorTx, ctx: MutatorContext, before: Procedure, { id, source, text, settled }: Args) {
  const of = { collection: 'procedure', id } as const;
  const same = (a: typeof text | undefined, b: typeof text) => a?.title === b.title && a.body === b.body;
  const known = { ...source, revision: before.source?.revision ?? 1 };
  const imported = await tx.get('revision', revisionId(of, known.revision));
  const ours = await tx.get('revision', revisionId(of, before.revision));
  if (same(imported, text)) {
    if (!before.archived) return noop;
    const { archived: _, ...rest } = before;
    tx.put('procedure', id, { ...rest, updatedAt: ctx.at, updatedBy: ctx.actor.ref });
    return applied;
  }
  const isEdited = known.revision !== before.revision && !(imported && ours && same(imported, ours));
  if (isEdited && settled?.base !== before.revision && !(ours && same(ours, text))) {
    return rejected('conflict', { revision: before.revision });
  }
  const theirs = await writeRevision(tx, ctx, of, before.revision, { ...text, note: NOTE });
  const force = isEdited && settled ? settled.text : text;
  // What is in force comes behind what the file said, so that the next import compares with the file.
  const revision = await writeBehind(tx, ctx, of, theirs, text, force);
  const { archived: _, fromPack: __, ...rest } = before;
  tx.put('procedure', id, {
    ...rest,
    title: force.title,
    revision,
    steps: stepsIn(force.body),
    updatedAt: ctx.at,
    updatedBy: ctx.actor.ref,
    source: { ...source, revision: theirs },
  });
  return applied;
}

async function writeBehind(
  tx: MutatorTx,
  ctx: MutatorContext,
  of: { collection: 'procedure'; id: string },
  last: number,
  before: z.infer<typeof text>,
  next: z.infer<typeof text>,
): Promise<number> {
  if (before.title === next.title && before.body === next.body) return last;
  return writeRevision(tx, ctx, of, last, { ...next, merged: true });
}

/**
 * One file of a collection. New: a procedure. Known and not edited here since: a new revision. Edited here: refused,
 * unless a person has settled what is to be in force; the file's text is then kept as a revision beneath it. What the
 * file still says as before changes nothing.
 */
export const importProcedure = mutator({
  args: argsSchema,
  role: 'responder',
  async authorize(tx, { id, kind }, actor: Actor) {
    const before = await tx.get('procedure', id);
    return mayWriteProcedure(before?.kind ?? kind, actor) ? undefined : 'forbidden';
  },
  async apply(tx, args, ctx) {
    const before = await tx.get('procedure', args.id);
    if (!before) return create(tx, ctx, args);
    const { source } = before;
    if (source?.collection !== args.source.collection || source.path !== args.source.path) return rejected('conflict');
    return renew(tx, ctx, before, args);
  },
});
