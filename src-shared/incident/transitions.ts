import type { ActorRef } from '../model/actor.ts';
import type { IncidentId, PersonId } from '../model/ids.ts';
import type { Incident, Segment, SlaClock } from '../model/incident.ts';
import type { Priority } from '../model/priority.ts';
import type { ClockName, SlaPolicy } from '../model/sla-policy.ts';
import {
  abandonClock,
  changeTerms,
  continueClock,
  isPausedClock,
  restartClock,
  startClock,
  stopClock,
  termsOf,
  windowStart,
} from '../sla/segments.ts';
import type { Instant } from '../time/clock.ts';

/** triggered or acknowledged: somebody still has to end it. */
export function isOpen(incident: Incident): boolean {
  return incident.status === 'triggered' || incident.status === 'acknowledged';
}

/** « En attente »: its clocks consume nothing until it is resumed. */
export function isPaused(incident: Incident): boolean {
  return isOpen(incident) && (isPausedClock(incident.clocks.response) || isPausedClock(incident.clocks.resolution));
}

/** When the work in hand began: at the opening, or at the last reopening. Nothing may be done to it before. */
export function currentSince(incident: Incident): Instant {
  const segments = (incident.clocks.resolution ?? incident.clocks.response).segments;
  return segments.findLast((one) => one.reason === 'reopened')?.from ?? incident.openedAt;
}

/** The clocks of a new incident. All run from the opening. */
export function openingClocks(policy: SlaPolicy, priority: Priority, at: Instant): Incident['clocks'] {
  return {
    response: startClock(termsOf(policy, 'response', priority), { at, reason: 'opened' }),
    resolution: startClock(termsOf(policy, 'resolution', priority), { at, reason: 'opened' }),
  };
}

export function acknowledge(incident: Incident, by: ActorRef, at: Instant): Incident {
  return {
    ...incident,
    status: 'acknowledged',
    acknowledgedAt: at,
    acknowledgedBy: by,
    assignee: incident.assignee ?? (by.kind === 'person' ? by.id : undefined),
    clocks: { ...incident.clocks, response: stopClock(incident.clocks.response, at) },
  };
}

/** The response window starts anew. Who was assigned by the acknowledgement alone is unassigned. */
export function unacknowledge(incident: Incident, policy: SlaPolicy, at: Instant): Incident {
  const { acknowledgedAt: _at, acknowledgedBy: by, assignee, ...rest } = incident;
  const keeps = assignee !== undefined && !(by?.kind === 'person' && by.id === assignee);
  const response = restartClock(incident.clocks.response, termsOf(policy, 'response', incident.priority), {
    at,
    reason: 'unacknowledged',
    paused: isPaused(incident),
  });
  return {
    ...rest,
    ...(keeps ? { assignee } : {}),
    status: 'triggered',
    clocks: { ...incident.clocks, response },
  };
}

export function assign(incident: Incident, to: PersonId | null): Incident {
  const { assignee: _, ...rest } = incident;
  return to === null ? rest : { ...rest, assignee: to };
}

/** New targets from `at` on; what was consumed keeps the weight it had. A paused incident stays paused. */
export function setPriority(incident: Incident, policy: SlaPolicy, priority: Priority, at: Instant): Incident {
  const change = (clock: SlaClock | undefined, name: ClockName): SlaClock | undefined =>
    clock &&
    changeTerms(clock, termsOf(policy, name, priority), { at, reason: 'priority', paused: isPausedClock(clock) });
  const { priorityGuessed: _, ...rest } = incident;
  const review = termsOf(policy, 'postIncident', priority);
  const postIncident =
    change(incident.clocks.postIncident, 'postIncident') ??
    (incident.status === 'resolved' && review.target !== null
      ? startClock(review, { at, reason: 'priority' })
      : undefined);
  return {
    ...rest,
    priority,
    clocks: {
      response: change(incident.clocks.response, 'response') ?? incident.clocks.response,
      resolution: change(incident.clocks.resolution, 'resolution'),
      postIncident,
    },
  };
}

function overWork(
  incident: Incident,
  policy: SlaPolicy,
  beginning: { at: Instant; reason: Segment['reason']; note?: string; paused?: boolean },
): Incident {
  const change = (clock: SlaClock, name: ClockName) =>
    changeTerms(clock, termsOf(policy, name, incident.priority), beginning);
  const { response, resolution } = incident.clocks;
  return {
    ...incident,
    clocks: {
      ...incident.clocks,
      response: change(response, 'response'),
      resolution: resolution && change(resolution, 'resolution'),
    },
  };
}

export function pause(incident: Incident, policy: SlaPolicy, note: string, at: Instant): Incident {
  return overWork(incident, policy, { at, reason: 'paused', note: note.slice(0, 2_000), paused: true });
}

export function resume(incident: Incident, policy: SlaPolicy, at: Instant): Incident {
  return overWork(incident, policy, { at, reason: 'resumed' });
}

/** Stops response (if it was never acknowledged) and resolution; the post-incident phase begins where one is promised. */
export function resolve(incident: Incident, policy: SlaPolicy, by: ActorRef, at: Instant): Incident {
  const { response, resolution, postIncident } = incident.clocks;
  const review = termsOf(policy, 'postIncident', incident.priority);
  return {
    ...incident,
    status: 'resolved',
    resolvedAt: at,
    resolvedBy: by,
    clocks: {
      response: stopClock(response, at),
      resolution: resolution && stopClock(resolution, at),
      postIncident:
        review.target === null ? postIncident : restartClock(postIncident, review, { at, reason: 'resolved' }),
    },
  };
}

/** Back to triggered: a new response window, the same resolution window (no free reset), no review for now. */
export function reopen(incident: Incident, policy: SlaPolicy, at: Instant): Incident {
  const { acknowledgedAt: _a, acknowledgedBy: _b, resolvedAt: _c, resolvedBy: _d, ...rest } = incident;
  const { response, resolution, postIncident } = incident.clocks;
  const beginning = { at, reason: 'reopened' } as const;
  return {
    ...rest,
    status: 'triggered',
    clocks: {
      response: restartClock(response, termsOf(policy, 'response', incident.priority), beginning),
      resolution: resolution && continueClock(resolution, termsOf(policy, 'resolution', incident.priority), beginning),
      postIncident: postIncident && abandonClock(postIncident, at),
    },
  };
}

export function close(incident: Incident, at: Instant): Incident {
  const { postIncident } = incident.clocks;
  return {
    ...incident,
    status: 'closed',
    closedAt: at,
    clocks: { ...incident.clocks, postIncident: postIncident && stopClock(postIncident, at) },
  };
}

/** Ends as part of another incident, whose clocks count from here on. */
export function absorb(incident: Incident, into: IncidentId, at: Instant): Incident {
  const { response, resolution, postIncident } = incident.clocks;
  return {
    ...incident,
    status: 'closed',
    closedAt: at,
    mergedInto: into,
    alertsTotal: 0,
    alertsFiring: 0,
    clocks: {
      response: abandonClock(response, at),
      resolution: resolution && abandonClock(resolution, at),
      postIncident: postIncident && abandonClock(postIncident, at),
    },
  };
}

/** Whether `at` lies before the running response window: an acknowledgement of something older. */
export function precedesResponse(incident: Incident, at: Instant): boolean {
  return at < (windowStart(incident.clocks.response) ?? incident.openedAt);
}
