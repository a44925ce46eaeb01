import { isOpen } from '../incident/transitions.ts';
import type { Entity } from '../model/collections.ts';
import type { PersonId } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import type { PhaseWindow } from '../model/procedure.ts';
import type { SlaPolicy } from '../model/sla-policy.ts';
import { isPromised, phaseClock } from '../procedure/phase-clock.ts';
import { windowIndex } from '../sla/segments.ts';
import { consumedAtEach } from '../sla/state.ts';
import type { Calendars } from '../sla/working-time.ts';
import { DAY, type Instant } from '../time/clock.ts';
import { concerns } from './concerns.ts';
import type { PlannedAlarm } from './plan.ts';

/** What a phase of an incident lacks: all that an alarm needs to know of its checklist. */
export interface PhaseLack {
  window: PhaseWindow;
  /** Above 0. */
  lacking: number;
}

/** A person is told once before a phase ends, when so much of it is gone, and once at its end. */
const WARN_AT = 0.8;
/** What has lapsed for longer is history: the page of the incident says it, no toast does. */
const HISTORY = DAY;

/**
 * The alarms of phases that lack steps where no promise has a clock that tells of them: after the acknowledgement the
 * immediate response, after the resolution what comes after it. Never loud: somebody is at work. Where a promise is
 * still counted, its own alarms say what is lacking: a moment that passed meanwhile is not told again.
 */
export function phaseAlarms(
  id: string,
  doc: Incident,
  lacks: readonly PhaseLack[],
  { policy, calendars }: { policy: SlaPolicy; calendars: Calendars },
  shared: Pick<PlannedAlarm, 'incident' | 'number' | 'title' | 'service' | 'priority'>,
): PlannedAlarm[] {
  if (doc.status === 'closed') return [];
  return lacks.flatMap(({ window, lacking }): PlannedAlarm[] => {
    const { clock, priority } = window;
    if (priority !== doc.priority || isPromised(doc, clock)) return [];
    const timing = phaseClock(doc, window, policy);
    const last = timing?.segments.at(-1);
    // A pause keeps the end away.
    if (!timing || (isOpen(doc) && last?.reason === 'paused')) return [];
    const [deadline, warning] = consumedAtEach(timing, [1, WARN_AT], calendars);
    if (deadline === undefined) return [];
    const key = `${id}/${clock}/phase-${priority}-${windowIndex(timing)}`;
    const one = { ...shared, kind: 'phase', clock, deadline, lacking, loud: false } as const;
    const told = doc.clocks[clock]?.stoppedAt ?? 0;
    return [
      ...(warning === undefined ? [] : [{ ...one, id: `${key}/${WARN_AT}`, fireAt: warning }]),
      { ...one, id: `${key}/lapse`, fireAt: deadline },
    ].filter(({ fireAt }) => fireAt > told);
  });
}

export const isHistory = (alarm: PlannedAlarm, now: Instant): boolean =>
  alarm.kind === 'phase' && alarm.deadline < now - HISTORY;

/** In a storm nobody works through a checklist for each incident: beyond so many only those that were begun count. */
export const MOST_UNBEGUN = 20;

/**
 * The incidents whose checklists an alarm may tell of: in this person's hands, taken by somebody, of a priority that
 * has a checklist. `begun` holds the incidents of runs that exist.
 */
export function watchedPhases<T extends Entity<'incident'>>(facts: {
  incidents: Iterable<T>;
  begun: ReadonlySet<string>;
  hasChecklist(priority: Incident['priority']): boolean;
  me: PersonId;
  onDuty: boolean;
}): T[] {
  const begun: T[] = [];
  let unbegun: T[] | undefined = [];
  for (const one of facts.incidents) {
    const { status, priority } = one.doc;
    if ((status !== 'acknowledged' && status !== 'resolved') || !facts.hasChecklist(priority)) continue;
    if (!concerns(one.doc, facts.me, facts.onDuty)) continue;
    if (facts.begun.has(one.id)) begun.push(one);
    else if (unbegun) {
      unbegun.push(one);
      if (unbegun.length > MOST_UNBEGUN) unbegun = undefined;
    }
  }
  return [...begun, ...(unbegun ?? [])];
}
