import { type NextDeadline, nextDeadline } from '../../../src-shared/incident/time-to-breach.ts';
import { isOpen } from '../../../src-shared/incident/transitions.ts';
import type { Incident } from '../../../src-shared/model/incident.ts';
import type { Calendars } from '../../../src-shared/sla/working-time.ts';

export interface DeadlineReader {
  /** The promise of an open incident that lapses first; undefined where nothing is promised, and while paused. */
  of(incident: Incident): NextDeadline | undefined;
}

/** Remembers by document: a list of thousands is read again at each change of one of them. */
export function createDeadlineReader(calendars: Calendars): DeadlineReader {
  const known = new WeakMap<Incident, NextDeadline | 'none'>();
  return {
    of(incident) {
      const cached = known.get(incident);
      if (cached !== undefined) return cached === 'none' ? undefined : cached;
      const next = isOpen(incident) ? nextDeadline(incident, calendars) : undefined;
      known.set(incident, next ?? 'none');
      return next;
    },
  };
}
