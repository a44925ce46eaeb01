import { z } from 'zod';
import { afterMove, type ChangeMove, isAuthor, isEditable } from '../change/transitions.ts';
import type { ActorRef } from '../model/actor.ts';
import {
  type Change,
  type ChangeAct,
  type ChangeContent,
  changeContentSchema,
  changeIdSchema,
  MOST_ACTS,
} from '../model/change.ts';
import { isZone } from '../time/zone.ts';
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

const id = changeIdSchema;
export const reasonSchema = z.string().trim().min(1).max(2_000);
const { title, type, services, owner, team, risk, riskText, rollback, window } = changeContentSchema.shape;

type Said = { by: ActorRef; at: number };
type Act = ChangeAct extends infer Kind ? (Kind extends Said ? Omit<Kind, 'by' | 'at'> : never) : never;

/** Who and when: never before what is told already. */
export const saidNow = (change: Pick<Change, 'updatedAt'>, { actor, at }: MutatorContext): Said => ({
  by: actor.ref,
  at: Math.max(at, change.updatedAt),
});

/** Writes a change with what happened to it. */
export function putChange(tx: MutatorTx, ctx: MutatorContext, of: string, next: Change, act: Act): Outcome {
  const said = saidNow(next, ctx);
  const acts = [...next.acts, { ...act, ...said } as ChangeAct].slice(-MOST_ACTS);
  tx.put('change', of, { ...next, acts, updatedAt: said.at });
  return applied;
}

/** Moves a change; a noop where it is there already, a conflict where it cannot go from where it is. */
export async function onMove(
  tx: MutatorTx,
  of: string,
  move: ChangeMove,
  to: (before: Change, status: Change['status']) => Outcome | Promise<Outcome>,
): Promise<Outcome> {
  const before = await tx.get('change', of);
  if (!before) return rejected('notFound');
  const status = afterMove(before.status, move);
  if (status) return to(before, status);
  const isThere = TARGETS[move].includes(before.status);
  return isThere ? noop : rejected('conflict', { status: before.status });
}

const TARGETS: Readonly<Record<ChangeMove, readonly Change['status'][]>> = {
  propose: ['proposed'],
  withdraw: ['draft'],
  approve: ['approved'],
  refuse: [],
  start: ['inProgress'],
  complete: ['done'],
  rollBack: ['rolledBack'],
  cancel: ['cancelled'],
  reopen: ['inProgress', 'draft'],
};

/** What is wrong with a window; undefined where nothing is. */
export function windowProblem({ from, to, zone }: ChangeContent['window']): Outcome | undefined {
  if (!isZone(zone)) return rejected('invalid', { message: `zone: ${zone} is not an IANA time zone` });
  return to > from ? undefined : rejected('invalid', { message: 'to: a window ends after it begins' });
}

export async function unknownService(tx: ReadTx, ids: readonly string[]): Promise<Outcome | undefined> {
  for (const one of ids) if (!(await tx.get('service', one))) return rejected('notFound', { what: 'service' });
  return undefined;
}

/** A new one, as a draft. The caller makes the id. */
export const createChange = mutator({
  args: z.object({ id, ...changeContentSchema.shape }),
  role: 'responder',
  async apply(tx, { id: of, ...content }, ctx) {
    const known = await tx.get('change', of);
    if (known) return sameJson(known.createdBy, ctx.actor.ref) ? noop : rejected('conflict');
    const problem = windowProblem(content.window) ?? (await unknownService(tx, content.services));
    if (problem) return problem;
    const said = { by: ctx.actor.ref, at: ctx.at };
    tx.put('change', of, {
      ...content,
      status: 'draft',
      gates: {},
      exceptions: [],
      incidents: [],
      acts: [{ kind: 'created', ...said }],
      revision: 1,
      createdBy: ctx.actor.ref,
      createdAt: ctx.at,
      updatedAt: ctx.at,
    });
    return applied;
  },
});

const ABOUT_PEOPLE: ReadonlySet<string> = new Set(['owner', 'team']);

/**
 * Edits what the person changed, seen at revision `base`: somebody else's edit between is a conflict. What a lead has
 * approved is approved as it was: another content is put forward anew.
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
    const kept = Object.fromEntries(
      Object.entries({ ...before, ...set }).filter(([, value]) => value !== null && value !== undefined),
    );
    const problem = set.window && windowProblem(set.window);
    if (problem) return problem;
    const unknown = set.services && (await unknownService(tx, set.services));
    if (unknown) return unknown;
    const { approval, ...rest } = { ...before, ...changeContentSchema.parse(kept) };
    const next: Change = { ...withoutDropped(rest, set), revision: before.revision + 1 };
    const isVoid = before.status === 'approved' && fields.some((field) => !ABOUT_PEOPLE.has(field));
    return putChange(
      tx,
      ctx,
      of,
      isVoid ? { ...next, status: 'proposed' } : { ...next, ...(approval ? { approval } : {}) },
      { kind: 'edited', fields },
    );
  },
});

/** A field that was set to `null` is gone. */
function withoutDropped<D extends object>(doc: D, set: Readonly<Record<string, unknown>>): D {
  return Object.fromEntries(Object.entries(doc).filter(([key]) => set[key] !== null)) as D;
}

/** Puts it forward for approval. */
export const proposeChange = mutator({
  args: z.object({ id }),
  role: 'responder',
  apply: (tx, { id: of }, ctx) =>
    onMove(tx, of, 'propose', ({ refusal: _answered, ...before }, status) =>
      putChange(tx, ctx, of, { ...before, status }, { kind: 'proposed' }),
    ),
});

/** Takes it back to write on it. */
export const withdrawChange = mutator({
  args: z.object({ id }),
  role: 'responder',
  apply: (tx, { id: of }, ctx) =>
    onMove(tx, of, 'withdraw', ({ approval: _void, ...before }, status) =>
      putChange(tx, ctx, of, { ...before, status }, { kind: 'withdrawn' }),
    ),
});

/** A lead who wrote none of it lets it go ahead, as read at `revision`. */
export const approveChange = mutator({
  args: z.object({ id, revision: z.int().positive() }),
  role: 'lead',
  apply: (tx, { id: of, revision }, ctx) =>
    onMove(tx, of, 'approve', (before, status) => {
      if (before.revision !== revision) return rejected('conflict', { revision: before.revision });
      if (isAuthor(before, ctx.actor.ref)) return rejected('forbidden', { needs: 'another person' });
      return putChange(tx, ctx, of, { ...before, status, approval: saidNow(before, ctx) }, { kind: 'approved' });
    }),
});

export const refuseChange = mutator({
  args: z.object({ id, reason: reasonSchema }),
  role: 'lead',
  apply: (tx, { id: of, reason }, ctx) =>
    onMove(tx, of, 'refuse', (before, status) =>
      putChange(
        tx,
        ctx,
        of,
        { ...before, status, refusal: { reason, ...saidNow(before, ctx) } },
        {
          kind: 'refused',
          reason,
        },
      ),
    ),
});

export const cancelChange = mutator({
  args: z.object({ id, reason: reasonSchema }),
  role: 'responder',
  apply: (tx, { id: of, reason }, ctx) =>
    onMove(tx, of, 'cancel', ({ approval: _void, ...before }, status) => {
      const endedAt = saidNow(before, ctx).at;
      return putChange(tx, ctx, of, { ...before, status, endedAt }, { kind: 'cancelled', reason });
    }),
});
