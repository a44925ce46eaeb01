import { isOpen } from '../incident/transitions.ts';
import type { Doc, Entity } from '../model/collections.ts';
import { incidentId, type PersonId } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import { ROLES } from '../model/person.ts';
import type { Priority } from '../model/priority.ts';
import type { SlaPolicy } from '../model/sla-policy.ts';
import { PROCEDURES_SLA_POLICY } from '../sla/default-policy.ts';
import { slaPoints } from '../sla/points.ts';
import { runningSegment, windowIndex, windowStart } from '../sla/segments.ts';
import { deadline } from '../sla/state.ts';
import type { Calendars } from '../sla/working-time.ts';
import type { Instant } from '../time/clock.ts';
import type { AlarmPlan, PlannedAlarm } from './plan.ts';

/** The records that an alarm plan is derived from. */
export interface AlarmFacts {
  incidents: Iterable<Entity<'incident'>>;
  policies: ReadonlyMap<string, SlaPolicy>;
  calendars: Calendars;
  people: Iterable<Entity<'person'>>;
  services: ReadonlyMap<string, Doc<'service'>>;
  me: PersonId;
  now: Instant;
}

const MAX_ALARMS = 20_000;

/** P0 and P1 make noise and pass through do-not-disturb hours. */
export function isLoud(priority: Priority): boolean {
  return priority === 'P0' || priority === 'P1';
}

/** On duty; or nobody is, and then everybody who may respond is meant: an alarm more rather than one missed. */
function answers(people: Iterable<Entity<'person'>>, me: PersonId): boolean {
  let mine: Doc<'person'> | undefined;
  let somebody = false;
  for (const { id, doc } of people) {
    if (doc.disabled) continue;
    if (id === me) mine = doc;
    somebody ||= doc.onDutySince !== undefined;
  }
  if (!mine) return false;
  return somebody ? mine.onDutySince !== undefined : ROLES.indexOf(mine.role) >= ROLES.indexOf('responder');
}

/** Mine; or, for who is on duty, nobody's or not acknowledged yet, whoever is assigned. */
function concerns(incident: Incident, me: PersonId, onDuty: boolean): boolean {
  if (incident.status === 'closed') return false;
  if (incident.assignee === me) return true;
  return onDuty && (incident.assignee === undefined || incident.status === 'triggered');
}

/**
 * Everything that must reach this person, with no wording: the opening of what waits for an acknowledgement, and each
 * warning and lapse of the running clocks. Past ones are in it too; what went out already is for `dueAlarms` to know.
 */
export function planAlarms(facts: AlarmFacts): AlarmPlan {
  const onDuty = answers(facts.people, facts.me);
  const alarms: PlannedAlarm[] = [];
  for (const { id: rawId, doc } of facts.incidents) {
    if (!concerns(doc, facts.me, onDuty)) continue;
    const id = incidentId(rawId);
    const policy = facts.policies.get(doc.policy) ?? PROCEDURES_SLA_POLICY;
    const service = doc.service === undefined ? undefined : (facts.services.get(doc.service)?.name ?? doc.service);
    const shared = {
      incident: id,
      ...(doc.number === undefined ? {} : { number: doc.number }),
      title: doc.title,
      ...(service === undefined ? {} : { service }),
      priority: doc.priority,
    };
    const loud = isLoud(doc.priority);
    const { response } = doc.clocks;
    const lapse =
      doc.status === 'triggered' && runningSegment(response) ? deadline(response, facts.calendars) : undefined;
    if (lapse !== undefined) {
      alarms.push({
        ...shared,
        id: `${id}/response/${windowIndex(response)}/opened`,
        kind: 'opened',
        clock: 'response',
        fireAt: windowStart(response) ?? doc.openedAt,
        deadline: lapse,
        loud,
      });
    }
    for (const point of slaPoints(id, doc, policy, facts.calendars)) {
      const kind = point.point === 'lapse' ? 'lapse' : 'warning';
      const working = isOpen(doc);
      const repeatEvery = kind === 'lapse' && working ? policy.repeatEvery[doc.priority] : null;
      alarms.push({
        ...shared,
        id: point.key,
        kind,
        clock: point.clock,
        fireAt: point.at,
        deadline: point.deadline,
        loud: loud && working,
        ...(repeatEvery === null ? {} : { repeatEvery }),
      });
    }
  }
  alarms.sort((a, b) => a.fireAt - b.fireAt || (a.id < b.id ? -1 : 1));
  return { madeAt: facts.now, alarms: alarms.slice(0, MAX_ALARMS) };
}
