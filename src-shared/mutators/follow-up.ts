import { z } from 'zod';
import { partsOf } from '../maintenance/occurrence-parts.ts';
import { incidentIdSchema } from '../model/ids.ts';
import { nameSchema } from '../model/name.ts';
import { occurrenceIdSchema } from '../model/plan.ts';
import { followUpIdSchema, followUpSchema } from '../model/post-mortem.ts';
import { append } from './incident-change.ts';
import { applied, mutator, noop, rejected } from './mutator.ts';
import { incidentWrittenAbout } from './post-mortem.ts';
import { sameJson } from './same.ts';
import { withoutNothing } from './without-nothing.ts';

const id = followUpIdSchema;
const { detail, owner, team, due, url } = followUpSchema.shape;
const title = nameSchema(300);

/** Added to any incident, before or after it was closed, or to an occurrence of a plan. The caller makes the id. */
export const createFollowUp = mutator({
  args: z
    .object({
      id,
      incident: incidentIdSchema.optional(),
      occurrence: occurrenceIdSchema.optional(),
      title,
      detail,
      owner,
      team,
      due,
      url,
    })
    .refine(({ incident, occurrence }) => incident !== undefined || occurrence !== undefined, 'is about nothing'),
  role: 'responder',
  async apply(tx, { id, ...said }, ctx) {
    const known = await tx.get('followUp', id);
    if (known) {
      return known.incident === said.incident && known.occurrence === said.occurrence ? noop : rejected('conflict');
    }
    let { at } = ctx;
    if (said.incident !== undefined) {
      const about = await incidentWrittenAbout(tx, said.incident, ctx);
      if (!about.incident) return about.refusal;
      at = about.at;
    }
    if (said.occurrence !== undefined && !(await tx.get('plan', partsOf(said.occurrence).plan))) {
      return rejected('notFound', { what: 'plan' });
    }
    tx.put('followUp', id, { ...said, status: 'open', createdAt: at, createdBy: ctx.actor.ref });
    append(tx, ctx, said.incident, { kind: 'followUpAdded', title: said.title }, { at });
    return applied;
  },
});

/** Only the fields that are given change, `null` takes one away. Two people who change two fields both stand. */
export const editFollowUp = mutator({
  args: z.object({
    id,
    set: z
      .object({
        title,
        detail: detail.nullable(),
        owner: owner.nullable(),
        team: team.nullable(),
        due: due.nullable(),
        url: url.nullable(),
      })
      .partial(),
  }),
  role: 'responder',
  async apply(tx, { id, set }) {
    const before = await tx.get('followUp', id);
    if (!before) return rejected('notFound');
    const next = followUpSchema.parse(withoutNothing({ ...before, ...set }));
    if (sameJson(before, next)) return noop;
    tx.put('followUp', id, next);
    return applied;
  },
});

/** Done, or dropped for a reason. Closed already: the first one stands. */
export const closeFollowUp = mutator({
  args: z.object({
    id,
    as: z.discriminatedUnion('status', [
      z.object({ status: z.literal('done') }),
      z.object({ status: z.literal('dropped'), reason: z.string().trim().min(1).max(2_000) }),
    ]),
  }),
  role: 'responder',
  async apply(tx, { id, as }, ctx) {
    const before = await tx.get('followUp', id);
    if (!before) return rejected('notFound');
    if (before.status === as.status) return noop;
    if (before.status !== 'open') return rejected('notOpen', { status: before.status });
    const at = Math.max(ctx.at, before.createdAt);
    tx.put('followUp', id, { ...before, ...as, closedAt: at, closedBy: ctx.actor.ref });
    const { title } = before;
    append(
      tx,
      ctx,
      before.incident,
      as.status === 'done' ? { kind: 'followUpDone', title } : { kind: 'followUpDropped', title, reason: as.reason },
      { at },
    );
    return applied;
  },
});

export const reopenFollowUp = mutator({
  args: z.object({ id }),
  role: 'responder',
  async apply(tx, { id }, ctx) {
    const before = await tx.get('followUp', id);
    if (!before) return rejected('notFound');
    if (before.status === 'open') return noop;
    const { reason: _reason, closedAt: _at, closedBy: _by, ...rest } = before;
    tx.put('followUp', id, { ...rest, status: 'open' });
    const at = Math.max(ctx.at, before.closedAt ?? before.createdAt);
    append(tx, ctx, before.incident, { kind: 'followUpReopened', title: before.title }, { at });
    return applied;
  },
});
