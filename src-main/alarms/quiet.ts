import { isQuiet, type QuietHours } from '../../src-shared/alarms/quiet.ts';
import { type Instant, MINUTE } from '../../src-shared/time/clock.ts';

export interface QuietDeps {
  hours(): QuietHours | null;
  zone(): string;
  file: { quietUntil(): number | null; setQuietUntil(until: number | null): void };
  changed(until: Instant | null): void;
}

export interface Quiet {
  isQuiet(now: Instant): boolean;
  /** Until when, asked for by hand; `null` when over or not asked for. */
  until(now: Instant): Instant | null;
  /** 0 minutes ends it. */
  quietFor(minutes: number, now: Instant): Instant | null;
}

/** Do-not-disturb hours and "quiet for one hour" together. */
export function createQuiet({ hours, zone, file, changed }: QuietDeps): Quiet {
  let asked = file.quietUntil();
  const until = (now: Instant) => (asked !== null && asked > now ? asked : null);
  return {
    until,
    isQuiet: (now) => until(now) !== null || isQuiet(hours(), zone(), now),
    quietFor(minutes, now) {
      asked = minutes === 0 ? null : now + minutes * MINUTE;
      file.setQuietUntil(asked);
      changed(asked);
      return asked;
    },
  };
}
