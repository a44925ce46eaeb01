import type { Instant, Millis } from '../time/clock.ts';
import { MINUTE, SECOND } from '../time/clock.ts';
import { repeatId, windowOf } from './occurrence.ts';
import { type Pace, paced, UNPACED } from './pace.ts';
import type { Alarm } from './plan.ts';

/** When each alarm id went out, the ids of repeats (`…#3`) included. Persist what `settles` says before showing. */
export type Fired = Pick<ReadonlyMap<string, Instant>, 'get'>;

export interface DueAlarm {
  /** The plan's id, or `<id>#<n>` for the n-th repeat after the lapse. */
  id: string;
  alarm: Alarm;
  /** 0 the first time. */
  repeat: number;
  /** When it should have gone out. */
  dueAt: Instant;
}

export interface Due {
  /** One toast each, the most pressing first. */
  show: DueAlarm[];
  /** What was missed (sleep, a stopped app), recurs at one time or comes in a flood: one toast. Empty or at least two. */
  digest: DueAlarm[];
  /** Ids that are done with now: those above, and those that a later alarm of the same clock made pointless. */
  settles: string[];
  /** Due, and kept for the digest at `waitsUntil`, since enough has been said for now. Never a P0 for long. */
  deferred: string[];
  waitsUntil?: Instant;
  /** What to hand in the next time. */
  pace: Pace;
}

/** Later than this, an alarm was missed rather than delayed. */
const MISSED_AFTER: Millis = 30 * SECOND;
/** An entry from farther in the future than this was written under a wrong clock and proves nothing. */
const CLOCK_SLACK: Millis = MINUTE;

function hasFired(fired: Fired, id: string, now: Instant): boolean {
  const at = fired.get(id);
  return at !== undefined && at <= now + CLOCK_SLACK;
}

/** How many repeats of a lapse have come due: 0 before the first. */
function repeatsBy({ fireAt, repeatEvery }: Alarm, now: Instant): number {
  return repeatEvery === undefined || now < fireAt ? 0 : Math.floor((now - fireAt) / repeatEvery);
}

function morePressing(a: DueAlarm, b: DueAlarm): number {
  if (a.alarm.priority !== b.alarm.priority) return a.alarm.priority < b.alarm.priority ? -1 : 1;
  return a.alarm.deadline - b.alarm.deadline || (a.id < b.id ? -1 : 1);
}

/**
 * What must go out at `now`. Each id goes out once, in whatever order wakes, restarts and sleeps come; of repeats that
 * were slept through only the latest does. After the clock was set back, what was noted ahead of it goes out again.
 * `pace` tells what was said in the last minute: a storm is a few toasts and then a digest a minute.
 */
export function dueAlarms(alarms: Iterable<Alarm>, fired: Fired, now: Instant, pace: Pace = UNPACED): Due {
  const settled = new Map<string, string[]>();
  const latest = new Map<string, DueAlarm>();
  for (const alarm of alarms) {
    if (alarm.fireAt > now) continue;
    const first = !hasFired(fired, alarm.id, now);
    const repeat = repeatsBy(alarm, now);
    const id = repeatId(alarm.id, repeat);
    const again = repeat > 0 && !hasFired(fired, id, now);
    if (!first && !again) continue;
    const window = windowOf(alarm.id);
    settled.set(window, [...(settled.get(window) ?? []), ...(first ? [alarm.id] : []), ...(again ? [id] : [])]);
    // Never shown before: it comes as itself, even when repeats of it have come due since.
    const due: DueAlarm = first
      ? { id: alarm.id, alarm, repeat: 0, dueAt: alarm.fireAt }
      : { id, alarm, repeat, dueAt: alarm.fireAt + repeat * (alarm.repeatEvery ?? 0) };
    const rival = latest.get(window);
    if (!rival || rival.alarm.fireAt <= alarm.fireAt) latest.set(window, due);
  }
  const all = [...latest.values()].sort(morePressing);
  const isMissed = (one: DueAlarm) => now - one.dueAt > MISSED_AFTER;
  const missed = all.filter(isMissed);
  // The tasks of one hour are one toast.
  const recurring = all.filter(({ alarm }) => alarm.kind === 'maintenance');
  const together = new Set([missed, recurring].flatMap((some) => (some.length > 1 ? some : [])));
  const { show, digest, later, waitsUntil, pace: next } = paced(all, (one) => together.has(one), pace, now);
  const deferred = later.flatMap((one) => settled.get(windowOf(one.id)) ?? []);
  for (const one of later) settled.delete(windowOf(one.id));
  return {
    show,
    digest,
    settles: [...settled.values()].flat(),
    deferred,
    pace: next,
    ...(waitsUntil === undefined ? {} : { waitsUntil }),
  };
}

/** The toasts in the order in which they go out: one of P0s first, however many share it. */
export function toastsOf({ show, digest }: Pick<Due, 'show' | 'digest'>): DueAlarm[][] {
  const toasts = [...show.map((one) => [one]), ...(digest.length > 0 ? [digest] : [])];
  const gravest = ([first]: DueAlarm[]) => first?.alarm.priority ?? '';
  return toasts.sort((a, b) => gravest(a).localeCompare(gravest(b)));
}

/** When something of this alarm is next due: `now` if it is already, `undefined` if it holds nothing more. */
export function nextOf(alarm: Alarm, fired: Fired, now: Instant): Instant | undefined {
  if (!hasFired(fired, alarm.id, now)) return Math.max(now, alarm.fireAt);
  if (alarm.repeatEvery === undefined) return undefined;
  const repeat = repeatsBy(alarm, now);
  const isMissing = repeat > 0 && !hasFired(fired, repeatId(alarm.id, repeat), now);
  return isMissing ? now : alarm.fireAt + (repeat + 1) * alarm.repeatEvery;
}
