import type { Silence } from '../model/silence.ts';
import type { Instant } from '../time/clock.ts';

/** A mutation that Vigie itself makes at an instant. */
export interface SilenceTimer {
  key: string;
  at: Instant;
  name: 'silence.sweep';
  args: { id: string; revision: number };
}

/** At its beginning (or at once, for an edit of one that runs) and at its end all that fires is gone through. */
export function silenceTimers(id: string, silence: Silence): SilenceTimer[] {
  const { revision, appliedRevision, startsAt, endsAt, settled } = silence;
  if (settled) return [];
  const args = { id, revision };
  const timers: SilenceTimer[] = [];
  if (appliedRevision !== revision && startsAt < endsAt) {
    timers.push({ key: `silence:${id}/${revision}/begins`, at: startsAt, name: 'silence.sweep', args });
  }
  timers.push({ key: `silence:${id}/${revision}/ends`, at: endsAt, name: 'silence.sweep', args });
  return timers;
}
