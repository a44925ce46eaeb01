import type { Matcher, Silence } from '../model/silence.ts';
import { silenceState } from '../silence/state.ts';
import type { Instant } from '../time/clock.ts';
import type { MutatorContext, MutatorTx } from './mutator.ts';

const literal = (name: string) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What alerts of these services are found by. */
function matcherOf(names: readonly string[]): Matcher {
  const [only, ...others] = names;
  const isRegex = others.length > 0;
  return { name: 'service', value: isRegex ? names.map(literal).join('|') : (only ?? ''), isRegex, isEqual: true };
}

interface Window {
  id: string;
  services: readonly string[];
  until: Instant;
  zone: string;
  reason: string;
}

/**
 * Silences services from now until `until`, because somebody works on them. Opens again a window of that id that was
 * closed. Answers whether there is one now: not without services, nor where the end has passed.
 */
export async function openWindow(tx: MutatorTx, ctx: MutatorContext, window: Window): Promise<boolean> {
  const docs = await Promise.all(window.services.map((id) => tx.get('service', id)));
  const names = docs.flatMap((doc) => (doc ? [doc.name] : []));
  const matcher = matcherOf(names);
  if (names.length === 0 || matcher.value.length > 1_000 || window.until <= ctx.at) return false;
  const before = await tx.get('silence', window.id);
  const asked = {
    matchers: [matcher],
    startsAt: ctx.at,
    endsAt: window.until,
    zone: window.zone,
    reason: window.reason.slice(0, 2_000),
  };
  const by = ctx.actor.ref;
  const doc: Silence = before
    ? { ...asked, createdBy: before.createdBy, createdAt: before.createdAt, revision: before.revision + 1 }
    : { ...asked, createdBy: by, createdAt: ctx.at, revision: 1 };
  tx.put('silence', window.id, before ? { ...doc, updatedBy: by, updatedAt: ctx.at } : doc);
  return true;
}

/** Ends a window now; nothing where it is over, or never was. */
export async function closeWindow(tx: MutatorTx, ctx: MutatorContext, id: string): Promise<void> {
  const before = await tx.get('silence', id);
  if (!before || silenceState(before, ctx.at) === 'expired') return;
  tx.put('silence', id, {
    ...before,
    startsAt: Math.min(before.startsAt, ctx.at),
    endsAt: ctx.at,
    revision: before.revision + 1,
    updatedBy: ctx.actor.ref,
    updatedAt: ctx.at,
  });
}
