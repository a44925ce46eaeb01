import { z } from 'zod';
import { idsOfSlug, madeByPing } from '../heartbeat/made-by-ping.ts';
import { scheduleProblem } from '../heartbeat/schedule.ts';
import {
  heardBy,
  isOwnUnheard,
  isWokenSince,
  pause,
  reschedule,
  resume,
  settle,
  unpause,
  unreschedule,
} from '../heartbeat/state.ts';
import type { Entity } from '../model/collections.ts';
import {
  type Heartbeat,
  type HeartbeatId,
  heartbeatId,
  heartbeatIdSchema,
  heartbeatSchema,
} from '../model/heartbeat.ts';
import { instantSchema } from '../model/ids.ts';
import { nameSchema, tagsSchema } from '../model/name.ts';
import type { Instant } from '../time/clock.ts';
import { alignAlert, isTold } from './heartbeat-alert.ts';
import {
  type Actor,
  applied,
  hasRole,
  type MutatorContext,
  type MutatorTx,
  mutator,
  noop,
  type Outcome,
  type ReadTx,
  type RejectionReason,
  rejected,
} from './mutator.ts';
import { sameJson } from './same.ts';
import { withoutNothing } from './without-nothing.ts';

const id = heartbeatIdSchema;
const { key, slug, service, team, priority, schedule, manualResume } = heartbeatSchema.shape;
const name = nameSchema(200);
const tags = tagsSchema;

/** Why a heartbeat of this content cannot be kept. */
async function problemOf(
  tx: ReadTx,
  { schedule, service, team }: Pick<Partial<Heartbeat>, 'schedule' | 'service' | 'team'>,
  now: Instant,
): Promise<Outcome | undefined> {
  const problem = schedule && scheduleProblem(schedule, now);
  if (problem) return rejected('invalid', { message: `schedule: ${problem.part}: ${problem.text}`.slice(0, 500) });
  if (service && !(await tx.get('service', service))) return rejected('notFound', { what: 'service' });
  if (team && !(await tx.get('team', team))) return rejected('notFound', { what: 'team' });
  return undefined;
}

/**
 * A refusal where another than these has the slug: two could not be pinged by it. The server knows all; what a laptop
 * has not heard of is refused there.
 */
async function slugTaken(
  tx: ReadTx,
  slug: string | null | undefined,
  ...own: readonly (string | undefined)[]
): Promise<Outcome | undefined> {
  const all = slug ? await tx.bySlug?.('heartbeat', slug) : undefined;
  const other = all?.find(({ id }) => !own.includes(id));
  return other && rejected('invalid', { message: `slug: ${slug} is the name of ${other.doc.name}`.slice(0, 500) });
}

/** The caller makes the id and the key, a random UUID: the address stands on the laptop before the server knows it. */
export const createHeartbeat = mutator({
  args: z.object({ id, key, name, slug, service, team, tags, priority, schedule, manualResume }),
  role: 'responder',
  async apply(tx, { id, ...said }, ctx) {
    const known = await tx.get('heartbeat', id);
    if (known) return known.key === said.key ? noop : rejected('conflict');
    if ((await tx.list('heartbeat', said.key)).length > 0) return rejected('conflict', { what: 'key' });
    const problem = (await problemOf(tx, said, ctx.at)) ?? (await slugTaken(tx, said.slug, id));
    if (problem) return problem;
    tx.put('heartbeat', id, { ...said, createdAt: ctx.at, createdBy: ctx.actor.ref });
    return applied;
  },
});

/**
 * Only the fields that are given change, `null` takes one away. What was due under the schedule until now came to pass,
 * unless `of` takes back the schedule that was set then. While it is down, its open incident hears of its new name,
 * service and priority.
 */
export const editHeartbeat = mutator({
  args: z.object({
    id,
    of: instantSchema.optional(),
    set: z
      .object({
        name,
        slug: slug.nullable(),
        service: service.nullable(),
        team: team.nullable(),
        tags,
        priority,
        schedule,
        manualResume: manualResume.nullable(),
      })
      .partial(),
  }),
  role: 'responder',
  async apply(tx, { id, set, of }, ctx) {
    const before = await tx.get('heartbeat', id);
    if (!before) return rejected('notFound');
    const settled = settle(before, ctx.at);
    const { schedule: asked } = set;
    const isOther = asked !== undefined && !sameJson(asked, before.schedule);
    const timing = of === undefined ? reschedule : unreschedule;
    const timed = isOther ? timing(settled, asked, of ?? ctx.at) : settled;
    const next = heartbeatSchema.parse(withoutNothing({ ...timed, ...set }));
    if (sameJson(settled, next)) return noop;
    const changed = <K extends keyof Heartbeat>(field: K) =>
      sameJson(before[field], next[field]) ? {} : { [field]: next[field] };
    const problem =
      (await problemOf(tx, { ...changed('schedule'), ...changed('service'), ...changed('team') }, ctx.at)) ??
      (await slugTaken(tx, changed('slug').slug, id));
    if (problem) return problem;
    const isUp = before.alertedAt !== undefined && next.facts?.down === undefined;
    const tells = isUp || (settled.facts?.down !== undefined && (await isTold(tx, id)));
    tx.put('heartbeat', id, tells ? await alignAlert(tx, ctx, id, next) : next);
    return applied;
  },
});

/**
 * Nothing is expected of it; if it was down, that is over. A ping wakes it, unless only a person may, and so does one
 * that came before the pause was heard of.
 */
export const pauseHeartbeat = mutator({
  args: z.object({ id }),
  role: 'responder',
  async apply(tx, { id }, ctx) {
    const before = await tx.get('heartbeat', id);
    if (!before) return rejected('notFound');
    if (before.pausedAt !== undefined || isWokenSince(before, ctx.at)) return noop;
    tx.put('heartbeat', id, await alignAlert(tx, ctx, id, pause(before, ctx.at)));
    return applied;
  },
});

/** It waits for its next ping as if it were new; `of` takes the pause of then back instead, with all that was due. */
export const resumeHeartbeat = mutator({
  args: z.object({ id, of: instantSchema.optional() }),
  role: 'responder',
  async apply(tx, { id, of }, ctx) {
    const before = await tx.get('heartbeat', id);
    if (!before) return rejected('notFound');
    if (before.pausedAt === undefined) return noop;
    if (of !== undefined && before.pausedAt !== of) return rejected('conflict', { at: before.pausedAt });
    tx.put('heartbeat', id, await alignAlert(tx, ctx, id, of === undefined ? resume(before) : unpause(before)));
    return applied;
  },
});

/** A lead removes any, and brings it back; who made one takes it back while it was never pinged. */
const mayRemove = (doc: Heartbeat | undefined, actor: Actor): RejectionReason | undefined =>
  hasRole(actor, 'lead') || (doc && isOwnUnheard(doc, actor.ref)) ? undefined : 'forbidden';

async function removeWhole(tx: MutatorTx, ctx: MutatorContext, id: HeartbeatId, doc: Heartbeat): Promise<void> {
  await alignAlert(tx, ctx, id, pause(doc, ctx.at));
  for (const ping of await tx.list('ping', id)) tx.remove('ping', ping.id);
  tx.remove('heartbeat', id);
}

/** Gone with its pings; if it was down, that is over. */
export const removeHeartbeat = mutator({
  args: z.object({ id }),
  role: 'responder',
  authorize: async (tx, { id }, actor) => mayRemove(await tx.get('heartbeat', id), actor),
  async apply(tx, { id }, ctx) {
    const before = await tx.get('heartbeat', id);
    if (!before) return noop;
    await removeWhole(tx, ctx, id, before);
    return applied;
  },
});

/** As a ping made it: nobody has said anything about it. */
function isAsMade({
  name,
  slug,
  service,
  team,
  tags,
  priority,
  schedule,
  manualResume,
  createdBy,
}: Heartbeat): boolean {
  const said = { name, slug, service, team, tags, priority, schedule, manualResume };
  return createdBy.kind === 'sender' && slug !== undefined && sameJson(said, madeByPing(slug));
}

/** What a ping has made under a slug since what had it was removed. */
async function madeMeanwhile(tx: ReadTx, slug: string): Promise<Entity<'heartbeat'> | undefined> {
  for (const id of idsOfSlug(slug)) {
    const doc = await tx.get('heartbeat', id);
    if (!doc) return undefined;
    if (doc.slug === slug) return { id, doc };
  }
  return undefined;
}

/** Nothing is pinged as often: after these a heartbeat goes on counting. */
const MOST_PINGS = 1e12;
const countsOn = ({ facts }: Heartbeat) => Math.max(facts?.pings ?? 0, facts?.lastFail?.n ?? 0) <= MOST_PINGS;

/**
 * Takes a removal back, with the record as the laptop had it; its pings are gone. What a ping has made meanwhile under
 * its slug gives way, and its last pings count for this one: two with a slug could not be pinged by it. What somebody
 * has edited since stays, and this one does not come back.
 */
export const restoreHeartbeat = mutator({
  args: z.object({ id, doc: heartbeatSchema.refine(countsOn, 'facts.pings: nothing is pinged as often') }),
  role: 'responder',
  authorize: async (_, { doc }, actor) => mayRemove(doc, actor),
  async apply(tx, { id, doc }, ctx) {
    const known = await tx.get('heartbeat', id);
    if (known) return known.key === doc.key ? noop : rejected('conflict');
    if ((await tx.list('heartbeat', doc.key)).length > 0) return rejected('conflict', { what: 'key' });
    const { service, team, schedule } = doc;
    // A schedule that has ended since is no reason to lose it; one that nobody can read was never kept.
    const hasEnded = scheduleProblem(schedule, ctx.at)?.part === 'never';
    const problem = await problemOf(tx, { service, team, ...(hasEnded ? {} : { schedule }) }, ctx.at);
    if (problem) return problem;
    const made = doc.slug === undefined ? undefined : await madeMeanwhile(tx, doc.slug);
    // Only a lead removes what has been pinged.
    if (made && !(isAsMade(made.doc) && hasRole(ctx.actor, 'lead'))) return rejected('conflict', { what: 'slug' });
    const taken = await slugTaken(tx, doc.slug, id, made?.id);
    if (taken) return taken;
    if (made) await removeWhole(tx, ctx, heartbeatId(made.id), made.doc);
    tx.put('heartbeat', id, await alignAlert(tx, ctx, id, heardBy(doc, made?.doc.facts)));
    return applied;
  },
});

/** From now on its old address is unknown: who had it can ping no more. `of` takes that address back and no later one. */
export const renewHeartbeatKey = mutator({
  args: z.object({ id, key, of: key.optional() }),
  role: 'lead',
  async apply(tx, { id, key, of }) {
    const before = await tx.get('heartbeat', id);
    if (!before) return rejected('notFound');
    if (before.key === key) return noop;
    if (of !== undefined && before.key !== of) return rejected('conflict', { what: 'key' });
    if ((await tx.list('heartbeat', key)).length > 0) return rejected('conflict', { what: 'key' });
    tx.put('heartbeat', id, { ...before, key });
    return applied;
  },
});
