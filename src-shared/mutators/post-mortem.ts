import { z } from 'zod';
import type { IncidentId } from '../model/ids.ts';
import { incidentIdSchema } from '../model/ids.ts';
import { nameSchema } from '../model/name.ts';
import { type PostMortem, postMortemSchema } from '../model/post-mortem.ts';
import { bodySchema } from '../model/procedure.ts';
import { append, CLOCK_TOLERANCE } from './incident-change.ts';
import {
  applied,
  type MutatorContext,
  type MutatorTx,
  mutator,
  noop,
  type Outcome,
  type ReadTx,
  rejected,
} from './mutator.ts';
import { sameJson } from './same.ts';
import { mergedText, seenTextSchema, writeRevision } from './text.ts';
import { withoutNothing } from './without-nothing.ts';

const id = incidentIdSchema;
const { language, zone, owner, due } = postMortemSchema.shape;
const title = nameSchema(300);
const textOf = (incident: IncidentId) => ({ collection: 'postMortem', id: incident }) as const;

/** An incident that something is written down about: a closed one as well. Rejects what lies before its opening. */
export async function incidentWrittenAbout(tx: ReadTx, incident: IncidentId, { at }: MutatorContext) {
  const doc = await tx.get('incident', incident);
  if (!doc) return { refusal: rejected('notFound', { what: 'incident' }) };
  if (at < doc.openedAt - CLOCK_TOLERANCE) return { refusal: rejected('atTooEarly', { since: doc.openedAt }) };
  return { incident: doc, at: Math.max(at, doc.openedAt) };
}

/**
 * Begins the post-mortem of an incident with the draft that the caller made of its facts. Begun twice, offline on two
 * laptops, the first one stands: both drafts say the same facts.
 */
export const startPostMortem = mutator({
  args: z.object({ id, title, body: bodySchema, language, zone, owner }),
  role: 'responder',
  async apply(tx, { id: of, title, body, language, zone, owner }, ctx) {
    const { incident, at, refusal } = await incidentWrittenAbout(tx, of, ctx);
    if (!incident) return refusal;
    if (incident.mergedInto) return rejected('merged', { into: incident.mergedInto });
    if (await tx.get('postMortem', of)) return noop;
    const revision = await writeRevision(tx, ctx, textOf(of), undefined, { title, body });
    tx.put('postMortem', of, {
      title,
      revision,
      status: 'draft',
      ...(language ? { language } : {}),
      ...(zone ? { zone } : {}),
      ...(owner ? { owner } : {}),
      startedAt: at,
      startedBy: ctx.actor.ref,
      updatedAt: at,
      updatedBy: ctx.actor.ref,
    });
    append(tx, ctx, of, { kind: 'postMortemStarted' }, { at });
    return applied;
  },
});

const edited = (doc: PostMortem, ctx: MutatorContext): PostMortem => ({
  ...doc,
  updatedAt: Math.max(ctx.at, doc.startedAt),
  updatedBy: ctx.actor.ref,
});

/**
 * A new text, edited from revision `base`; brought together with somebody else's like a procedure's. `drafted` where
 * its facts were brought up to date: the draft that they came from.
 */
export const savePostMortem = mutator({
  args: z.object({
    id,
    base: z.int().positive(),
    from: seenTextSchema.optional(),
    title,
    body: bodySchema,
    drafted: bodySchema.optional(),
  }),
  role: 'responder',
  async apply(tx, { id: of, base, from, drafted, ...mine }, ctx) {
    const before = await tx.get('postMortem', of);
    if (!before) return rejected('notFound');
    if (before.status === 'published') return rejected('notOpen', { status: before.status });
    const text = await mergedText(tx, textOf(of), { base, from, last: before.revision }, mine);
    if (!text) return rejected('conflict', { revision: before.revision });
    const revision = await writeRevision(tx, ctx, textOf(of), before.revision, {
      ...text,
      ...(drafted === undefined ? {} : { drafted }),
    });
    if (revision === before.revision) return noop;
    tx.put('postMortem', of, { ...edited(before, ctx), title: text.title, revision });
    return applied;
  },
});

/** Who sees to it and until when; `null` takes the one or the other away. */
export const describePostMortem = mutator({
  args: z.object({ id, set: z.object({ owner: owner.nullable(), due: due.nullable() }).partial() }),
  role: 'responder',
  async apply(tx, { id: of, set }) {
    const before = await tx.get('postMortem', of);
    if (!before) return rejected('notFound');
    const next = postMortemSchema.parse(withoutNothing({ ...before, ...set }));
    if (sameJson(before, next)) return noop;
    tx.put('postMortem', of, next);
    return applied;
  },
});

async function moved(
  tx: MutatorTx,
  of: IncidentId,
  ctx: MutatorContext,
  to: (before: PostMortem, at: number) => Outcome,
): Promise<Outcome> {
  const before = await tx.get('postMortem', of);
  if (!before) return rejected('notFound');
  return to(before, Math.max(ctx.at, before.startedAt));
}

/** The text of `revision`, as the lead has read it, is the team's word. Rejected where it has changed since. */
export const publishPostMortem = mutator({
  args: z.object({ id, revision: z.int().positive() }),
  role: 'lead',
  apply: (tx, { id: of, revision }, ctx) =>
    moved(tx, of, ctx, (before, at) => {
      if (before.revision !== revision) return rejected('conflict', { revision: before.revision });
      if (before.status === 'published') return noop;
      tx.put('postMortem', of, { ...before, status: 'published', publishedAt: at, publishedBy: ctx.actor.ref });
      append(tx, ctx, of, { kind: 'postMortemPublished' }, { at });
      return applied;
    }),
});

/** Back to a draft, to be edited again. */
export const reopenPostMortem = mutator({
  args: z.object({ id }),
  role: 'lead',
  apply: (tx, { id: of }, ctx) =>
    moved(tx, of, ctx, ({ publishedAt: _at, publishedBy: _by, ...before }, at) => {
      if (before.status === 'draft') return noop;
      tx.put('postMortem', of, { ...before, status: 'draft' });
      append(tx, ctx, of, { kind: 'postMortemReopened' }, { at });
      return applied;
    }),
});
