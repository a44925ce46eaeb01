import type { Segment, SlaClock } from '../model/incident.ts';
import type { Instant, Millis } from '../time/clock.ts';
import type { Calendars } from './working-time.ts';

/**
 * `idle` promises nothing now; `met` and `missed` are how a stopped clock ended; `breached` runs past its deadline,
 * paused or not.
 */
type ClockStatus = 'idle' | 'running' | 'paused' | 'breached' | 'met' | 'missed';

export interface ClockState {
  status: ClockStatus;
  /** When the promise lapses, or would have; absent while paused and where nothing is promised. */
  deadline?: Instant;
  /** The target in force, in counted milliseconds. */
  target: Millis | null;
  /** Counted time of the window so far. */
  elapsed: Millis;
  /** Share of the window consumed; above 1 past the deadline. */
  fraction: number;
  /** Counted time left at the target in force; 0 from the deadline on. */
  remaining: Millis;
  /** Time on the wall since the deadline, until now or until it was stopped; 0 before it. */
  late: Millis;
}

/** A window as it was known at an instant: later segments, stops and ends do not exist yet. */
interface View {
  segments: Segment[];
  stoppedAt?: Instant;
  abandoned: boolean;
}

const isGap = (one: Segment) => one.reason === 'resolved' && one.target === null;

function viewAt(clock: SlaClock, now: Instant): View {
  const [only] = clock.segments;
  if (clock.segments.length === 1 && only && only.from <= now) {
    // Nearly every clock: nothing to cut, and screens ask it of thousands.
    if (clock.stoppedAt !== undefined && clock.stoppedAt <= now) {
      return { segments: clock.segments, abandoned: false, stoppedAt: clock.stoppedAt };
    }
    const ended = only.to !== undefined && only.to <= now;
    return { segments: clock.segments, abandoned: ended && clock.stoppedAt === undefined };
  }
  const known = clock.segments.filter((one) => one.from <= now);
  const last = known.at(-1);
  if (!last) return { segments: [], abandoned: false };
  let stoppedAt = clock.stoppedAt !== undefined && clock.stoppedAt <= now ? clock.stoppedAt : undefined;
  let abandoned = false;
  if (stoppedAt === undefined && isGap(last)) stoppedAt = last.from;
  else if (stoppedAt === undefined && last.to !== undefined && last.to <= now) {
    // It ended by now. What follows began anew later, so it had been kept; nothing follows what was abandoned.
    if (known.length < clock.segments.length) stoppedAt = last.to;
    else abandoned = clock.stoppedAt === undefined;
  }
  const first = Math.max(
    0,
    known.findLastIndex((one) => one.fresh),
  );
  const end = stoppedAt ?? now;
  const segments = known
    .slice(first)
    .filter((one, index) => index === 0 || (one.from <= end && !(isGap(one) && one === last)));
  return { segments, abandoned, ...(stoppedAt === undefined ? {} : { stoppedAt }) };
}

/** When the consumed share of these segments reaches `share`, the last of them running on for ever. */
function reach(segments: readonly Segment[], share: number, calendars: Calendars): Instant | undefined {
  let used = 0;
  for (let index = 0; index < segments.length; index += 1) {
    const one = segments[index];
    if (!one || one.target === null) continue;
    const time = calendars.of(one.calendar);
    const wanted = Math.max(0, Math.round((share - used) * one.target));
    if (index === segments.length - 1 || one.to === undefined) return time.add(one.from, wanted);
    const counted = time.counted(one.from, one.to);
    if (counted >= wanted) return time.add(one.from, wanted);
    used += counted / one.target;
  }
  return undefined;
}

function measure(segments: readonly Segment[], end: Instant, calendars: Calendars) {
  let elapsed = 0;
  let fraction = 0;
  for (const one of segments) {
    if (one.target === null) continue;
    const counted = calendars.of(one.calendar).counted(one.from, Math.min(one.to ?? end, end));
    elapsed += counted;
    fraction += counted / one.target;
  }
  return { elapsed, fraction };
}

/** Counted milliseconds of the current window at `now`. */
export function elapsed(clock: SlaClock, calendars: Calendars, now: Instant): Millis {
  const view = viewAt(clock, now);
  return measure(view.segments, view.stoppedAt ?? now, calendars).elapsed;
}

/** Share of the current window consumed at `now`: each stretch weighs by the target that was in force in it. */
export function consumed(clock: SlaClock, calendars: Calendars, now: Instant): number {
  const view = viewAt(clock, now);
  return measure(view.segments, view.stoppedAt ?? now, calendars).fraction;
}

/**
 * When `share` of the current window is (or was) consumed, by the facts known today. `undefined` while a pause keeps
 * it away, for a clock that was abandoned, and where nothing is promised.
 */
function consumedAt(clock: SlaClock, share: number, calendars: Calendars): Instant | undefined {
  const view = viewAt(clock, Number.POSITIVE_INFINITY);
  return view.abandoned ? undefined : reach(view.segments, share, calendars);
}

/** `consumedAt` of several shares at once, in their order. */
export function consumedAtEach(
  clock: SlaClock,
  shares: readonly number[],
  calendars: Calendars,
): (Instant | undefined)[] {
  const view = viewAt(clock, Number.POSITIVE_INFINITY);
  return shares.map((share) => (view.abandoned ? undefined : reach(view.segments, share, calendars)));
}

/** When the current window lapses, or would have lapsed had it not been stopped. */
export function deadline(clock: SlaClock, calendars: Calendars): Instant | undefined {
  return consumedAt(clock, 1, calendars);
}

/** Where the clock stands at `now`, by what was known then. A window is half-open: at its deadline it has lapsed. */
export function stateAt(clock: SlaClock | undefined, calendars: Calendars, now: Instant): ClockState {
  const view = clock ? viewAt(clock, now) : { segments: [], abandoned: true };
  const last = view.segments.at(-1);
  const end = view.stoppedAt ?? now;
  const lapse = view.abandoned ? undefined : reach(view.segments, 1, calendars);
  const { elapsed, fraction } = measure(view.segments, end, calendars);
  const target = view.segments.findLast((one) => one.target !== null)?.target ?? null;
  const lapsed = lapse !== undefined && end >= lapse;
  let status: ClockStatus = 'idle';
  if (view.abandoned || !last) status = 'idle';
  else if (view.stoppedAt !== undefined) status = target === null ? 'idle' : lapsed ? 'missed' : 'met';
  else if (lapsed) status = 'breached';
  else if (last.reason === 'paused') status = 'paused';
  else if (last.target !== null) status = 'running';
  return {
    status,
    ...(lapse === undefined ? {} : { deadline: lapse }),
    target,
    elapsed,
    fraction,
    remaining: target === null || lapsed ? 0 : Math.max(0, Math.round((1 - fraction) * target)),
    late: lapsed ? end - lapse : 0,
  };
}
