import type { Silence, SilencedSpan } from '../model/silence.ts';
import type { Instant, Millis } from '../time/clock.ts';
import { MINUTE } from '../time/clock.ts';

export type SilenceState = 'pending' | 'active' | 'expired';

/** Half-open: at its end a silence is over. One that was ended before its start never was. */
export function silenceState({ startsAt, endsAt }: Pick<Silence, 'startsAt' | 'endsAt'>, now: Instant): SilenceState {
  if (endsAt <= now || endsAt <= startsAt) return 'expired';
  return startsAt <= now ? 'active' : 'pending';
}

/** What keeps an alert quiet. */
export interface Cover {
  /** Ids of the silences, sorted. */
  by: string[];
  /** When the last of them ends. */
  until: Instant;
}

/** One incident's alerts are quiet together until the first of them is not; undefined where one is not, or none is. */
export function coverAll(covers: readonly (Cover | undefined)[]): Cover | undefined {
  let all: Cover | undefined;
  for (const cover of covers) {
    if (!cover) return undefined;
    all = all ? { by: [...new Set([...all.by, ...cover.by])].sort(), until: Math.min(all.until, cover.until) } : cover;
  }
  return all;
}

/** The stretch that is running at `now`. */
export function runningSpan(spans: readonly SilencedSpan[] | undefined, now: Instant): SilencedSpan | undefined {
  const last = spans?.at(-1);
  return last && last.since <= now && now < last.until ? last : undefined;
}

const MOST_SPANS = 50;

/**
 * The stretches after what covers the incident now is known. A running one goes on, is moved, or ends now; the past is
 * left as it was. Answers the same list where nothing changes.
 */
export function withCover(
  spans: readonly SilencedSpan[] | undefined,
  cover: Cover | undefined,
  now: Instant,
): SilencedSpan[] | undefined {
  const list = [...(spans ?? [])];
  const last = list.at(-1);
  const running = last !== undefined && last.since <= now && now <= last.until;
  if (running && cover) {
    const by = [...new Set(cover.by)].slice(0, 50);
    list[list.length - 1] = { by, since: last.since, until: cover.until };
  } else if (running) list[list.length - 1] = { ...last, until: Math.min(last.until, now) };
  else if (cover) list.push({ by: cover.by.slice(0, 50), since: now, until: cover.until });
  return list.length === 0 ? undefined : list.slice(-MOST_SPANS);
}

/** When what falls due at `at` may be said: `at` itself, or the end of the silence that it falls into. */
export function afterSilence(spans: readonly SilencedSpan[] | undefined, at: Instant): Instant {
  let said = at;
  for (const { since, until } of spans ?? []) if (since <= said && said < until) said = until;
  return said;
}

/** Long enough before the end to look whether the work is done. */
const WARN_BEFORE: Millis = 15 * MINUTE;

/** When to warn that a silence ends; undefined for one so short that its maker still remembers it. */
export function endWarningAt({ startsAt, endsAt }: Pick<Silence, 'startsAt' | 'endsAt'>): Instant | undefined {
  const at = endsAt - WARN_BEFORE;
  return at > startsAt ? at : undefined;
}
