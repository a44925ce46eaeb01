import { isOpen } from '../incident/transitions.ts';
import { isMoreUrgent } from '../intake/priority.ts';
import type { MaintenanceItem } from '../maintenance/items.ts';
import type { Doc, Entity } from '../model/collections.ts';
import { type IncidentId, incidentId, type PersonId } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import { CLOCKS, type SlaPolicy } from '../model/sla-policy.ts';
import { PROCEDURES_SLA_POLICY } from '../sla/default-policy.ts';
import { slaPoints } from '../sla/points.ts';
import { runningSegment, windowIndex, windowStart } from '../sla/segments.ts';
import type { Calendars } from '../sla/working-time.ts';
import type { Instant } from '../time/clock.ts';
import { callAlarms } from './calls.ts';
import { changeAlarms } from './changes.ts';
import { answers, concerns, isLoud } from './concerns.ts';
import { followUpAlarms } from './follow-ups.ts';
import { maintenanceAlarms } from './maintenance.ts';
import { isHistory, type PhaseLack, phaseAlarms } from './phases.ts';
import type { Alarm, AlarmPlan, PlannedAlarm } from './plan.ts';
import { putOff, silenceAlarms } from './silenced.ts';
import { type RunFacts, timerAlarms } from './timers.ts';

/** The records that an alarm plan is derived from. */
export interface AlarmFacts {
  incidents: Iterable<Entity<'incident'>>;
  policies: ReadonlyMap<string, SlaPolicy>;
  calendars: Calendars;
  people: Iterable<Entity<'person'>>;
  services: ReadonlyMap<string, Doc<'service'>>;
  me: PersonId;
  /** Silences that are not settled, and the firing alerts that they hold back. */
  silences?: Iterable<Entity<'silence'>>;
  held?: Iterable<Entity<'alert'>>;
  teams?: ReadonlyMap<string, Doc<'team'>>;
  /** What the phases lack of the incidents that `watchedPhases` names, by incident; the same list while nothing changes. */
  phases?: ReadonlyMap<string, readonly PhaseLack[]>;
  /** Open runs in which timers were started. */
  runs?: Iterable<RunFacts>;
  /** Follow-ups that are open. */
  followUps?: Iterable<Entity<'followUp'>>;
  /** Occurrences of plans that meet `alarmRange`. */
  maintenance?: Iterable<MaintenanceItem>;
  /** System updates that wait for an approval, or are worked on. */
  changes?: Iterable<Entity<'change'>>;
  /** The laptop's zone, for a person who names none. */
  zone?: string;
  now: Instant;
}

const NOTHING_LACKING: readonly PhaseLack[] = [];
const MAX_ALARMS = 20_000;

/** All alarms of one incident, whomever it concerns, each window's in the order they fall. */
function alarmsOf(id: IncidentId, doc: Incident, facts: AlarmFacts, lacks: readonly PhaseLack[]): PlannedAlarm[] {
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
  const working = isOpen(doc);
  const alarms: PlannedAlarm[] = [];
  for (const point of slaPoints(id, doc, policy, facts.calendars)) {
    const kind = point.point === 'lapse' ? 'lapse' : 'warning';
    if (point.clock === 'response' && alarms.length === 0) {
      alarms.push({
        ...shared,
        id: `${id}/response/${point.window}/opened`,
        kind: 'opened',
        clock: 'response',
        fireAt: windowStart(doc.clocks.response) ?? doc.openedAt,
        deadline: point.deadline,
        loud,
      });
    }
    const lack = lacks.find(({ window }) => window.clock === point.clock && window.priority === doc.priority);
    const repeatEvery = kind === 'lapse' && working ? policy.repeatEvery[doc.priority] : null;
    alarms.push({
      ...shared,
      id: point.key,
      kind,
      clock: point.clock,
      fireAt: point.at,
      deadline: point.deadline,
      loud: loud && working,
      ...(lack ? { lacking: lack.lacking } : {}),
      ...(repeatEvery === null ? {} : { repeatEvery }),
    });
  }
  const raised = raisedAt(doc);
  const response = alarms.findLast((one) => one.clock === 'response');
  if (raised !== undefined && response) {
    const window = windowIndex(doc.clocks.response);
    const key = `${id}/response/${window}/raised-${doc.priority}`;
    alarms.push({
      ...shared,
      id: key,
      kind: 'opened',
      clock: 'response',
      fireAt: raised,
      deadline: response.deadline,
      loud,
    });
  }
  alarms.push(...phaseAlarms(id, doc, lacks, { policy, calendars: facts.calendars }, shared));
  const inOrder = (a: PlannedAlarm, b: PlannedAlarm) =>
    CLOCKS.indexOf(a.clock) - CLOCKS.indexOf(b.clock) || a.fireAt - b.fireAt;
  return alarms.flatMap((alarm) => putOff(alarm, doc.silences)).sort(inOrder);
}

/** When an incident that waits for an acknowledgement became a P0 or P1: as urgent as one that opens so. */
function raisedAt({ status, clocks }: Incident): Instant | undefined {
  const running = runningSegment(clocks.response);
  const before = clocks.response.segments.at(-2);
  if (status !== 'triggered' || running?.reason !== 'priority' || !before) return undefined;
  return isLoud(running.priority) && isMoreUrgent(running.priority, before.priority) ? running.from : undefined;
}

/** Whether the alarm after `one` has come due too and says more about the same window. */
function isOvertaken(one: PlannedAlarm, next: PlannedAlarm | undefined, now: Instant): boolean {
  return next !== undefined && next.clock === one.clock && next.fireAt <= now;
}

/**
 * Everything that must reach this person, with no wording: the opening of what waits for an acknowledgement, and each
 * warning and lapse of the running clocks. Of past ones in a window the latest is in it; whether it went out already is
 * for `dueAlarms` to know.
 *
 * A planner remembers what it derived for each incident document: of ten thousand incidents a change of one costs that
 * one. Documents, policies, calendars and services are taken as values, so hand in new ones when they change.
 */
export function createAlarmPlanner(): (facts: AlarmFacts) => AlarmPlan {
  type Known = { lacks: readonly PhaseLack[]; alarms: PlannedAlarm[] };
  let known = new WeakMap<Incident, Known>();
  let basis: Pick<AlarmFacts, 'policies' | 'calendars' | 'services'> | undefined;
  return (facts) => {
    const { policies, calendars, services, me, now } = facts;
    if (basis?.policies !== policies || basis.calendars !== calendars || basis.services !== services) {
      known = new WeakMap();
      basis = { policies, calendars, services };
    }
    const people = [...facts.people];
    const mine = people.find(({ id }) => id === me);
    const onDuty = answers(people, me);
    const { silences = [], held = [] } = facts;
    const incidents = [...facts.incidents];
    const alarms: Alarm[] = [
      ...silenceAlarms({ silences, held, incidents, me, onDuty, now }),
      ...callAlarms({ ...facts, incidents, people }),
      ...timerAlarms({ runs: facts.runs ?? [], incidents, me, now }),
      ...followUpAlarms({
        followUps: facts.followUps ?? [],
        incidents,
        me,
        mine: mine?.doc,
        zone: facts.zone ?? 'UTC',
        now,
      }),
      ...changeAlarms({ changes: facts.changes ?? [], mine, services, now }, me),
      ...maintenanceAlarms({ items: facts.maintenance ?? [], people, services, me, now }),
    ];
    for (const { id, doc } of incidents) {
      if (!concerns(doc, me, onDuty)) continue;
      const lacks = facts.phases?.get(id) ?? NOTHING_LACKING;
      const before = known.get(doc);
      const all = before?.lacks === lacks ? before.alarms : alarmsOf(incidentId(id), doc, facts, lacks);
      if (all !== before?.alarms) known.set(doc, { lacks, alarms: all });
      all.forEach((one, index) => {
        if (!isOvertaken(one, all[index + 1], now) && !isHistory(one, now)) alarms.push(one);
      });
    }
    alarms.sort((a, b) => a.fireAt - b.fireAt || (a.id < b.id ? -1 : 1));
    return { madeAt: now, alarms: alarms.slice(0, MAX_ALARMS) };
  };
}
