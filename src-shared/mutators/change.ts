import { z } from 'zod';
import { occurrenceOfChange } from '../change/planned.ts';
import { afterMove, type ChangeMove, isAuthor, isEditable, lacksRollback } from '../change/transitions.ts';
import type { ActorRef } from '../model/actor.ts';
import {
  type Change,
  type ChangeAct,
  type ChangeContent,
  changeContentSchema,
  changeIdSchema,
  changeSchema,
  LATEST_WINDOW,
  LONGEST_WINDOW,
  MOST_ACTS,
  MOST_AUTHORS,
  STANDING,
} from '../model/change.ts';
import { instantSchema } from '../model/ids.ts';
import { isZone } from '../time/zone.ts';
import { leaveSteps } from './change-steps.ts';
import { actorLabel } from './incident-change.ts';
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
import { withoutNothing } from './without-nothing.ts';

const id = changeIdSchema;
export const reasonSchema = z.string().trim().min(1).max(2_000);
const { title, type, services, owner, team, risk, riskText, rollback, window } = changeContentSchema.shape;

/** What somebody does to a change, with its content as they saw it. */
export const seenSchema = z.object({ id, contentId: changeSchema.shape.contentId });
export type Seen = z.infer<typeof seenSchema>;
/** What takes a deed back: with the instant at which it was said that one alone, and nobody else's. */
export const undoSchema = seenSchema.extend({ of: instantSchema.optional() });

type Said = { by: ActorRef; at: number };
type Act = ChangeAct extends infer Kind ? (Kind extends Said ? Omit<Kind, 'by' | 'at'> : never) : never;

/** Who and when: never before what is told already. */
export const saidNow = (change: Pick<Change, 'updatedAt'>, { actor, at }: MutatorContext): Said => ({
  by: actor.ref,
  at: Math.max(at, change.updatedAt),
});

/** Who and when, of its content as it is. */
export const saidOfContent = (change: Pick<Change, 'updatedAt' | 'contentId'>, ctx: MutatorContext) => ({
  contentId: change.contentId,
  ...saidNow(change, ctx),
});

/** Writes a change with what happened to it, and what that put aside. */
export async function putChange(
  tx: MutatorTx,
  ctx: MutatorContext,
  of: string,
  next: Change,
  act: Act,
): Promise<Outcome> {
  const said = saidNow(next, ctx);
  const acts = [...next.acts, { ...act, ...said } as ChangeAct].slice(-MOST_ACTS);
  const before = (await tx.get('change', of)) ?? next;
  const replaced = STANDING.filter((field) => !sameJson(before[field], next[field]));
  const was = Object.fromEntries(replaced.map((field) => [field, before[field] ?? null]));
  const held = replaced.length === 0 ? {} : { held: { act: act.kind, was } };
  tx.put('change', of, { ...next, ...held, acts, updatedAt: said.at });
  return applied;
}

/** The change as it stood before the last act of a kind; undefined where something else has changed what stands since. */
export function asBefore(change: Change, kind: ChangeAct['kind']): Change | undefined {
  const { held } = change;
  return held?.act === kind ? changeSchema.parse(withoutNothing({ ...change, ...held.was })) : undefined;
}

/**
 * A refusal where `of` is said and the last act of a kind is not the one that this person said then. An act is never
 * told before what was told already.
 */
export function otherDeed(
  { acts }: Pick<Change, 'acts'>,
  { actor }: MutatorContext,
  of: number | undefined,
  isMeant: (act: ChangeAct) => boolean,
): Outcome | undefined {
  const last = acts.findLastIndex(isMeant);
  const act = acts[last];
  if (of === undefined || !act) return undefined;
  const isIt = sameJson(act.by, actor.ref) && act.at === Math.max(of, acts[last - 1]?.at ?? of);
  return isIt ? undefined : rejected('conflict', { by: actorLabel(act.by), at: act.at });
}

/** The change whose content is still what was seen. */
export async function asSeen(tx: ReadTx, { id: of, contentId }: Seen): Promise<Change | Outcome> {
  const before = await tx.get('change', of);
  if (!before) return rejected('notFound');
  if (before.contentId === contentId) return before;
  return rejected('conflict', { status: before.status, revision: before.revision });
}

export const isOutcome = (found: Change | Outcome): found is Outcome => 'kind' in found;

/** Moves a change; a noop where it is there already, a conflict where it cannot go from where it is. */
export async function onMove(
  tx: MutatorTx,
  seen: Seen,
  move: ChangeMove,
  to: (before: Change, status: Change['status']) => Outcome | Promise<Outcome>,
): Promise<Outcome> {
  const before = await asSeen(tx, seen);
  if (isOutcome(before)) return before;
  const status = afterMove(before.status, move);
  if (status) return to(before, status);
  return isThere(before, move) ? noop : rejected('conflict', { status: before.status });
}

const TARGETS: Readonly<Record<ChangeMove, readonly Change['status'][]>> = {
  propose: ['proposed'],
  withdraw: ['draft'],
  approve: ['approved'],
  refuse: ['draft'],
  start: ['inProgress'],
  complete: ['done'],
  rollBack: ['rolledBack'],
  cancel: ['cancelled'],
  reopen: ['inProgress', 'draft'],
  unapprove: ['proposed'],
  unstart: ['approved'],
};

/** A draft is refused where a lead has said so of it. */
const isThere = ({ status, refusal, contentId }: Change, move: ChangeMove) =>
  TARGETS[move].includes(status) && (move !== 'refuse' || refusal?.contentId === contentId);

/** The authors with one more; a refusal where nobody more can be named. */
function withAuthor({ authors }: Pick<Change, 'authors'>, { actor }: MutatorContext): Change['authors'] | Outcome {
  if (authors.some((one) => sameJson(one, actor.ref))) return authors;
  if (authors.length >= MOST_AUTHORS) return rejected('invalid', { message: `authors: ${MOST_AUTHORS} at most` });
  return [...authors, actor.ref];
}

const NO_WAY_BACK = rejected('invalid', { message: 'rollback: a change of high risk says how to go back' });

/** What is wrong with a window; undefined where nothing is. */
export function windowProblem({ from, to, zone }: ChangeContent['window']): Outcome | undefined {
  if (!isZone(zone)) return rejected('invalid', { message: `zone: ${zone} is not an IANA time zone` });
  if (to - from > LONGEST_WINDOW) return rejected('invalid', { message: 'to: a window is five years long at most' });
  if (to > LATEST_WINDOW) return rejected('invalid', { message: 'to: a window ends before the year 2200' });
  return to > from ? undefined : rejected('invalid', { message: 'to: a window ends after it begins' });
}

export async function unknownService(tx: ReadTx, ids: readonly string[]): Promise<Outcome | undefined> {
  for (const one of ids) if (!(await tx.get('service', one))) return rejected('notFound', { what: 'service' });
  return undefined;
}

const newSchema = z.object({ id, ...changeContentSchema.shape });

/** A new one, as a draft, of whoever acts. */
export async function draftChange(
  tx: MutatorTx,
  { id: of, ...content }: z.infer<typeof newSchema>,
  ctx: MutatorContext,
): Promise<Outcome> {
  const known = await tx.get('change', of);
  if (known) return sameJson(known.createdBy, ctx.actor.ref) ? noop : rejected('conflict');
  const problem = windowProblem(content.window) ?? (await unknownService(tx, content.services));
  if (problem) return problem;
  const said = { by: ctx.actor.ref, at: ctx.at };
  tx.put('change', of, {
    ...content,
    status: 'draft',
    authors: [ctx.actor.ref],
    contentId: ctx.newId(),
    gates: {},
    exceptions: [],
    incidents: [],
    runs: [],
    acts: [{ kind: 'created', ...said }],
    revision: 1,
    createdBy: ctx.actor.ref,
    createdAt: ctx.at,
    updatedAt: ctx.at,
  });
  return applied;
}

/** A new one, as a draft. The caller makes the id, which is no occurrence's: that would be taken for its change. */
export const createChange = mutator({
  args: newSchema,
  role: 'responder',
  async apply(tx, args, ctx) {
    if (occurrenceOfChange(args.id)) {
      return rejected('invalid', { message: 'id: the change of an occurrence is opened by occurrence.start' });
    }
    return draftChange(tx, args, ctx);
  },
});

const ABOUT_PEOPLE: ReadonlySet<string> = new Set(['owner', 'team']);

/**
 * Edits what the person changed, seen at revision `base`: somebody else's edit between is a conflict. What was said of
 * the content before, approval, passed environments, exceptions, is void: an approved change is put forward anew.
 */
export const editChange = mutator({
  args: z.object({
    id,
    base: z.int().positive(),
    set: z
      .object({
        title,
        type,
        services,
        risk,
        window,
        owner: owner.nullable(),
        team: team.nullable(),
        riskText: riskText.nullable(),
        rollback: rollback.nullable(),
      })
      .partial(),
  }),
  role: 'responder',
  async apply(tx, { id: of, base, set }, ctx) {
    const before = await tx.get('change', of);
    if (!before) return rejected('notFound');
    const fields = Object.entries(set).flatMap(([key, value]) =>
      sameJson(Object.entries(before).find(([name]) => name === key)?.[1], value ?? undefined) ? [] : [key],
    );
    if (fields.length === 0) return noop;
    if (before.revision !== base || !isEditable(before)) {
      return rejected('conflict', { revision: before.revision, status: before.status });
    }
    const problem = set.window && windowProblem(set.window);
    if (problem) return problem;
    const unknown = set.services && (await unknownService(tx, set.services));
    if (unknown) return unknown;
    const revision = before.revision + 1;
    const next = changeSchema.parse(withoutNothing({ ...before, ...set, revision }));
    if (next.status !== 'draft' && lacksRollback(next)) return NO_WAY_BACK;
    const act = { kind: 'edited', fields } as const;
    if (fields.every((field) => ABOUT_PEOPLE.has(field))) return putChange(tx, ctx, of, next, act);
    const authors = withAuthor(before, ctx);
    if ('kind' in authors) return authors;
    const anew = { ...asNew(next, ctx), authors };
    if (next.status === 'draft') return putChange(tx, ctx, of, anew, act);
    return putChange(tx, ctx, of, { ...anew, status: 'proposed', proposedAt: saidNow(before, ctx).at }, act);
  },
});

/** With another content, of which nobody has said anything. */
export function asNew(change: Change, ctx: MutatorContext): Change {
  const { approval: _approved, ...rest } = change;
  return { ...rest, contentId: ctx.newId(), gates: {}, exceptions: [] };
}

/** Puts it forward for approval; at a high risk with its way back. */
export const proposeChange = mutator({
  args: seenSchema,
  role: 'responder',
  apply: (tx, seen, ctx) =>
    onMove(tx, seen, 'propose', ({ refusal: _answered, ...before }, status) => {
      if (lacksRollback(before)) return NO_WAY_BACK;
      const authors = withAuthor(before, ctx);
      if ('kind' in authors) return authors;
      const next = { ...before, status, authors, proposedAt: saidNow(before, ctx).at };
      return putChange(tx, ctx, seen.id, next, { kind: 'proposed' });
    }),
});

/** Takes it back to write on it; with `of` as if it had not been put forward, where nothing came between. */
export const withdrawChange = mutator({
  args: undoSchema,
  role: 'responder',
  apply: (tx, { of, ...seen }, ctx) =>
    onMove(tx, seen, 'withdraw', ({ approval: _void, ...before }, status) => {
      const was = of === undefined ? undefined : asBefore(before, 'proposed');
      return (
        otherDeed(before, ctx, of, ({ kind }) => kind === 'proposed' || kind === 'approved') ??
        putChange(tx, ctx, seen.id, was ?? { ...before, status }, { kind: 'withdrawn' })
      );
    }),
});

/** A lead who wrote none of it lets it go ahead, as it was read. */
export const approveChange = mutator({
  args: seenSchema,
  role: 'lead',
  apply: (tx, seen, ctx) =>
    onMove(tx, seen, 'approve', (before, status) => {
      if (isAuthor(before, ctx.actor.ref)) return rejected('forbidden', { needs: 'another person' });
      const next = { ...before, status, approval: saidOfContent(before, ctx) };
      return putChange(tx, ctx, seen.id, next, { kind: 'approved' });
    }),
});

export const refuseChange = mutator({
  args: seenSchema.extend({ reason: reasonSchema }),
  role: 'lead',
  apply: (tx, { reason, ...seen }, ctx) =>
    onMove(tx, seen, 'refuse', (before, status) => {
      const next = { ...before, status, refusal: { reason, ...saidOfContent(before, ctx) } };
      return putChange(tx, ctx, seen.id, next, { kind: 'refused', reason });
    }),
});

export const cancelChange = mutator({
  args: seenSchema.extend({ reason: reasonSchema }),
  role: 'responder',
  apply: (tx, { reason, ...seen }, ctx) =>
    onMove(tx, seen, 'cancel', async ({ approval: _void, ...before }, status) => {
      const endedAt = saidNow(before, ctx).at;
      await putChange(tx, ctx, seen.id, { ...before, status, endedAt }, { kind: 'cancelled', reason });
      await leaveSteps(tx, seen.id);
      return applied;
    }),
});
