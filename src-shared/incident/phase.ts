import type { Incident } from '../model/incident.ts';
import { CLOCKS, type ClockName } from '../model/sla-policy.ts';
import { windowStart } from '../sla/segments.ts';
import { type ClockState, stateAt } from '../sla/state.ts';
import type { Calendars } from '../sla/working-time.ts';
import type { Instant } from '../time/clock.ts';

/** One phase of the procedures: response, resolution, post-incident. */
export interface Phase {
  clock: ClockName;
  /** `ahead` has not begun, `current` is what is being worked on, `past` is over. */
  place: 'ahead' | 'current' | 'past';
  /** When its window began; absent ahead of it. */
  since?: Instant;
  state: ClockState;
}

const CURRENT: Record<Incident['status'], number> = { triggered: 0, acknowledged: 1, resolved: 2, closed: 3 };

/** All three phases, in order, as they stand at `now`. */
export function phasesOf(incident: Incident, calendars: Calendars, now: Instant): Phase[] {
  return CLOCKS.map((clock, index) => {
    const current = CURRENT[incident.status];
    const since = windowStart(incident.clocks[clock]);
    return {
      clock,
      place: index < current ? 'past' : index === current ? 'current' : 'ahead',
      ...(since === undefined ? {} : { since }),
      state: stateAt(incident.clocks[clock], calendars, now),
    };
  });
}

/** The phase that an incident is in; `undefined` once it is closed. */
export function phaseOf(incident: Incident, calendars: Calendars, now: Instant): Phase | undefined {
  return phasesOf(incident, calendars, now).find((phase) => phase.place === 'current');
}
