import { isQuiet, type QuietHours } from '../../src-shared/alarms/quiet.ts';
import { type Clock, type Instant, MINUTE, type Scheduler } from '../../src-shared/time/clock.ts';

export interface QuietDeps {
  hours(): QuietHours | null;
  zone(): string;
  file: { quietUntil(): number | null; setQuietUntil(until: number | null): void };
  clock: Clock;
  scheduler: Scheduler;
  changed(until: Instant | null): void;
}

export interface Quiet {
  isQuiet(now: Instant): boolean;
  /** Until when, asked for by hand; `null` when over or not asked for. */
  until(): Instant | null;
  /** 0 minutes ends it. */
  quietFor(minutes: number): Instant | null;
  /** The machine woke: what ran out meanwhile is over. */
  look(): void;
}

/** Do-not-disturb hours and "quiet for one hour" together. */
export function createQuiet({ hours, zone, file, clock, scheduler, changed }: QuietDeps): Quiet {
  let asked = file.quietUntil();
  let timer: { cancel(): void } | undefined;
  const until = (now = clock.now()) => (asked !== null && asked > now ? asked : null);
  const set = (next: Instant | null) => {
    asked = next;
    file.setQuietUntil(next);
    changed(next);
  };
  const look = () => {
    timer?.cancel();
    if (asked === null) return;
    const left = asked - clock.now();
    if (left > 0) timer = scheduler.after(Math.min(left, MINUTE), look);
    else set(null);
  };
  return {
    until,
    isQuiet: (now) => until(now) !== null || isQuiet(hours(), zone(), now),
    quietFor(minutes) {
      set(minutes === 0 ? null : clock.now() + minutes * MINUTE);
      look();
      return asked;
    },
    look,
  };
}
