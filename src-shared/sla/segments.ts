import type { CalendarId } from '../model/ids.ts';
import type { Segment, SlaClock } from '../model/incident.ts';
import type { Priority } from '../model/priority.ts';
import type { ClockName, SlaPolicy } from '../model/sla-policy.ts';
import type { Instant, Millis } from '../time/clock.ts';

/** What a clock counts towards from now on. `target: null` promises nothing. */
export interface Terms {
  priority: Priority;
  target: Millis | null;
  calendar: CalendarId | null;
}

export function termsOf(policy: SlaPolicy, clock: ClockName, priority: Priority): Terms {
  return { priority, target: policy.targets[priority][clock], calendar: policy.calendars[priority] };
}

/** How a segment begins. `paused` keeps the target out of it: a paused stretch consumes nothing. */
interface Beginning {
  at: Instant;
  reason: Segment['reason'];
  note?: string;
  paused?: boolean;
  fresh?: boolean;
}

function segment(terms: Terms, { at, reason, note, paused, fresh }: Beginning): Segment {
  return {
    from: at,
    target: paused ? null : terms.target,
    priority: terms.priority,
    calendar: terms.calendar,
    reason: paused ? 'paused' : reason,
    ...(note ? { note } : {}),
    ...(fresh ? { fresh } : {}),
  };
}

/** The segment that is open now; `undefined` when the clock has stopped. */
export function runningSegment(clock: SlaClock | undefined): Segment | undefined {
  const last = clock?.segments.at(-1);
  return clock?.stoppedAt === undefined && last?.to === undefined ? last : undefined;
}

export function isPausedClock(clock: SlaClock | undefined): boolean {
  return runningSegment(clock)?.reason === 'paused';
}

/** How many windows were started before the current one. */
export function windowIndex(clock: SlaClock): number {
  return clock.segments.reduce((count, one, index) => (one.fresh && index > 0 ? count + 1 : count), 0);
}

/** When the current window began; `undefined` for a clock that never started. */
export function windowStart(clock: SlaClock | undefined): Instant | undefined {
  return (clock?.segments.findLast((one) => one.fresh) ?? clock?.segments[0])?.from;
}

export function startClock(terms: Terms, beginning: Beginning): SlaClock {
  return { segments: [segment(terms, beginning)] };
}

/** Ends what runs, at `at` or where it began if that is later: segments never overlap and never run backwards. */
function closed(segments: Segment[], at: Instant): { segments: Segment[]; end: Instant } {
  const last = segments.at(-1);
  if (!last) return { segments, end: at };
  if (last.to !== undefined) return { segments, end: Math.max(at, last.to) };
  const end = Math.max(at, last.from);
  return { segments: [...segments.slice(0, -1), { ...last, to: end }], end };
}

/** Closes the running segment and opens another. Leaves a stopped clock alone. */
export function changeTerms(clock: SlaClock, terms: Terms, beginning: Beginning): SlaClock {
  if (!runningSegment(clock)) return clock;
  const { segments, end } = closed(clock.segments, beginning.at);
  return { segments: [...segments, segment(terms, { ...beginning, at: end })] };
}

/**
 * The commitment counts as kept at `at`. It may lie before the last segment (done offline, then the priority was
 * raised): evaluation looks at nothing after it.
 */
export function stopClock(clock: SlaClock, at: Instant): SlaClock {
  if (!runningSegment(clock)) return clock;
  return { segments: closed(clock.segments, at).segments, stoppedAt: at };
}

/** Ends the running segment without the commitment being kept: the clock is no longer of interest. */
export function abandonClock(clock: SlaClock, at: Instant): SlaClock {
  return runningSegment(clock) ? { segments: closed(clock.segments, at).segments } : clock;
}

/** Runs again in a new window: nothing consumed before counts. */
export function restartClock(clock: SlaClock | undefined, terms: Terms, beginning: Beginning): SlaClock {
  const { segments, end } = closed(clock?.segments ?? [], beginning.at);
  return { segments: [...segments, segment(terms, { ...beginning, at: end, fresh: true })] };
}

/** Runs again in the same window: what was consumed still counts, the time in between does not. */
export function continueClock(clock: SlaClock, terms: Terms, beginning: Beginning): SlaClock {
  if (runningSegment(clock)) return clock;
  const last = clock.segments.at(-1);
  // Stopped before its last segment began (offline, then the priority was raised): segments still never run backwards.
  const from = Math.max(clock.stoppedAt ?? last?.to ?? beginning.at, last?.from ?? 0);
  const at = Math.max(from, last?.to ?? from, beginning.at);
  const gap: Segment = { ...segment({ ...terms, target: null }, { at: from, reason: 'resolved' }), to: at };
  return { segments: [...clock.segments, gap, segment(terms, { ...beginning, at })] };
}
