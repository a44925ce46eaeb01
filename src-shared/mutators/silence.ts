import { z } from 'zod';
import { instantSchema, recordIdSchema } from '../model/ids.ts';
import { lineSchema } from '../model/name.ts';
import { type Matcher, type Silence, silenceSchema } from '../model/silence.ts';
import { matchesEverything, regexProblem } from '../silence/matcher.ts';
import { silenceState } from '../silence/state.ts';
import type { Instant } from '../time/clock.ts';
import { isZone } from '../time/zone.ts';
import { applied, mutator, noop, type Outcome, rejected } from './mutator.ts';
import { sameJson } from './same.ts';

const content = {
  matchers: silenceSchema.shape.matchers,
  startsAt: instantSchema,
  endsAt: instantSchema,
  zone: silenceSchema.shape.zone,
  reason: z.string().trim().min(1).max(2_000),
};

/** Why a silence of this content is none, as Alertmanager sees it too. */
function problemOf(
  { matchers, startsAt, endsAt, zone }: { matchers: Matcher[]; startsAt: Instant; endsAt: Instant; zone: string },
  now: Instant,
): Outcome | undefined {
  const refuse = (message: string) => rejected('invalid', { message });
  if (!isZone(zone)) return refuse(`zone: ${zone} is not an IANA time zone`);
  if (endsAt <= startsAt) return refuse('endsAt: a silence ends after it begins');
  if (endsAt <= now) return refuse('endsAt: the end has passed');
  for (const { isRegex, name, value } of matchers) {
    const problem = isRegex ? regexProblem(value) : undefined;
    if (problem !== undefined) return refuse(`matchers: ${name}: ${problem}`.slice(0, 500));
  }
  return matchesEverything(matchers) ? refuse('matchers: at least one must not match the empty label') : undefined;
}

/** The caller makes the id (a UUID), so that importing the same file twice makes nothing twice. */
export const createSilence = mutator({
  args: z.object({ id: z.uuid(), ...content, author: lineSchema(200).optional() }),
  role: 'responder',
  async apply(tx, args, ctx) {
    const { id, author, ...asked } = args;
    const known = await tx.get('silence', id);
    if (known) return sameJson(known.matchers, asked.matchers) ? noop : rejected('conflict');
    // It silences nothing before it was made.
    const doc = { ...asked, startsAt: Math.max(asked.startsAt, ctx.at) };
    const problem = problemOf(doc, ctx.at);
    if (problem) return problem;
    tx.put('silence', id, {
      ...doc,
      ...(author ? { author } : {}),
      createdBy: ctx.actor.ref,
      createdAt: ctx.at,
      revision: 1,
    });
    return applied;
  },
});

/** `revision` is what the editor saw: when somebody else was faster, the edit is a conflict for the person to settle. */
export const updateSilence = mutator({
  args: z.object({ id: recordIdSchema, revision: z.int().positive(), ...content }),
  role: 'responder',
  async apply(tx, { id, revision, ...asked }, ctx) {
    const before = await tx.get('silence', id);
    if (!before) return rejected('notFound');
    const state = silenceState(before, ctx.at);
    // What began has begun: only the future is edited.
    const startsAt = state === 'pending' ? Math.max(asked.startsAt, ctx.at) : before.startsAt;
    const next: Silence = { ...before, ...asked, startsAt };
    if (sameJson(next, before)) return noop;
    if (before.revision !== revision) return rejected('conflict');
    if (state === 'expired') return rejected('invalid', { message: 'the silence is over; make a new one' });
    const problem = problemOf(next, ctx.at);
    if (problem) return problem;
    // An extension made in time may arrive after the end was gone through: it silences again from then on.
    const { settled: _, ...open } = next;
    tx.put('silence', id, { ...open, revision: revision + 1, updatedBy: ctx.actor.ref, updatedAt: ctx.at });
    return applied;
  },
});

/** Ends it now. What it held back and still fires pages as soon as the server knows. */
export const expireSilence = mutator({
  args: z.object({ id: recordIdSchema }),
  role: 'responder',
  async apply(tx, { id }, ctx) {
    const before = await tx.get('silence', id);
    if (!before) return rejected('notFound');
    if (silenceState(before, ctx.at) === 'expired') return noop;
    const startsAt = Math.min(before.startsAt, ctx.at);
    const revision = before.revision + 1;
    tx.put('silence', id, {
      ...before,
      startsAt,
      endsAt: ctx.at,
      revision,
      updatedBy: ctx.actor.ref,
      updatedAt: ctx.at,
    });
    return applied;
  },
});
