import type { Matcher, Silence } from '../model/silence.ts';
import { silenceState } from '../silence/state.ts';
import { windowMatchers } from '../silence/window.ts';
import type { Instant } from '../time/clock.ts';
import type { MutatorContext, MutatorTx } from './mutator.ts';

/** A silence asks for all of its conditions: where one does not hold all names, there are several, `<id>`, `<id>/2`… */
const partId = (id: string, at: number): string => (at === 0 ? id : `${id}/${at + 1}`.slice(-200));

interface Window {
  id: string;
  services: readonly string[];
  until: Instant;
  zone: string;
  reason: string;
}

/**
 * Silences services until `until`, because somebody works on them: from now on, or from when it began where it is open.
 * Opens again a window of that id that was closed. Answers whether there is one now: not without services, nor where
 * the end has passed.
 */
export async function openWindow(tx: MutatorTx, ctx: MutatorContext, window: Window): Promise<boolean> {
  const docs = await Promise.all(window.services.map((id) => tx.get('service', id)));
  const matchers = windowMatchers(docs.flatMap((doc) => (doc ? [doc.name] : [])));
  if (matchers.length === 0 || window.until <= ctx.at) return false;
  for (const [at, matcher] of matchers.entries()) await openPart(tx, ctx, window, partId(window.id, at), matcher);
  await closeParts(tx, ctx, window.id, matchers.length);
  return true;
}

async function openPart(tx: MutatorTx, ctx: MutatorContext, window: Window, id: string, matcher: Matcher) {
  const before = await tx.get('silence', id);
  const isOpen = before !== undefined && silenceState(before, ctx.at) === 'active';
  const asked = {
    matchers: [matcher],
    startsAt: isOpen ? before.startsAt : ctx.at,
    endsAt: window.until,
    zone: window.zone,
    reason: window.reason.slice(0, 2_000),
  };
  const by = ctx.actor.ref;
  const doc: Silence = before
    ? { ...asked, createdBy: before.createdBy, createdAt: before.createdAt, revision: before.revision + 1 }
    : { ...asked, createdBy: by, createdAt: ctx.at, revision: 1 };
  tx.put('silence', id, before ? { ...doc, updatedBy: by, updatedAt: ctx.at } : doc);
}

/** Ends a window now; nothing where it is over, or never was. */
export const closeWindow = (tx: MutatorTx, ctx: MutatorContext, id: string): Promise<void> =>
  closeParts(tx, ctx, id, 0);

async function closeParts(tx: MutatorTx, ctx: MutatorContext, id: string, from: number): Promise<void> {
  for (let at = from; ; at += 1) {
    const part = partId(id, at);
    const before = await tx.get('silence', part);
    if (!before) return;
    if (silenceState(before, ctx.at) === 'expired') continue;
    tx.put('silence', part, {
      ...before,
      startsAt: Math.min(before.startsAt, ctx.at),
      endsAt: ctx.at,
      revision: before.revision + 1,
      updatedBy: ctx.actor.ref,
      updatedAt: ctx.at,
    });
  }
}
