import type { Change, ChangeWindow } from '../model/change.ts';
import type { Instant } from '../time/clock.ts';

/** Half-open. */
export interface Span {
  from: Instant;
  to: Instant;
}

type Placed = Pick<Change, 'window'> & Partial<Pick<Change, 'startedAt' | 'endedAt' | 'until'>>;

/** What two half-open spans share; undefined where the one ends before or as the other begins. */
export function overlapOf(a: Span, b: Span): Span | undefined {
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  return from < to ? { from, to } : undefined;
}

/** When the work is to be over: with its window, or as was said since. */
export const plannedEnd = ({ until, window }: Pick<Placed, 'until' | 'window'>): Instant => until ?? window.to;

/** Where a change lies: in its window, and once it has begun where it is worked on, up to now where it runs over. */
export function workSpan(change: Placed, now: Instant): Span {
  const { startedAt, endedAt, window } = change;
  if (startedAt === undefined) return { from: window.from, to: window.to };
  return { from: startedAt, to: endedAt ?? Math.max(plannedEnd(change), now + 1) };
}

/** Work that begins then begins before its window or after it: it says why. */
export const isOutside = ({ from, to }: Pick<ChangeWindow, 'from' | 'to'>, at: Instant): boolean =>
  at < from || at >= to;

/** When work that begins then is to be over: no longer after that than its window is long. */
export function endOfWork({ from, to }: Pick<ChangeWindow, 'from' | 'to'>, at: Instant): Instant {
  const full = at + (to - from);
  return at < to ? Math.min(to, full) : full;
}
