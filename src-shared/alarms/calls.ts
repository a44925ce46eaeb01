import { callsFor } from '../incident/pages.ts';
import type { Doc, Entity } from '../model/collections.ts';
import { incidentId, type PersonId } from '../model/ids.ts';
import type { SlaPolicy } from '../model/sla-policy.ts';
import { PROCEDURES_SLA_POLICY } from '../sla/default-policy.ts';
import type { CallAlarm } from './plan.ts';

export interface CallFacts {
  incidents: Iterable<Entity<'incident'>>;
  policies: ReadonlyMap<string, SlaPolicy>;
  people: readonly Entity<'person'>[];
  teams?: ReadonlyMap<string, Doc<'team'>>;
  services: ReadonlyMap<string, Doc<'service'>>;
  me: PersonId;
}

/**
 * Somebody has called my team: it rings whether I am on duty or not, through quiet hours and silences, again and again
 * until I answer, or the incident is acknowledged after the call, or is over.
 */
export function callAlarms(facts: CallFacts): CallAlarm[] {
  const me = facts.people.find(({ id }) => id === facts.me)?.doc;
  if (!me || me.disabled || me.role === 'viewer' || me.teams.length === 0) return [];
  const alarms: CallAlarm[] = [];
  for (const { id, doc } of facts.incidents) {
    const last = doc.pages && callsFor(doc, facts.me, me.teams).at(-1);
    if (!last) continue;
    const { repeatEvery } = facts.policies.get(doc.policy) ?? PROCEDURES_SLA_POLICY;
    const again = repeatEvery[doc.priority] ?? repeatEvery.P1;
    const { by } = last;
    alarms.push({
      id: `${id}/call/${last.at}`,
      kind: 'called',
      incident: incidentId(id),
      ...(doc.number === undefined ? {} : { number: doc.number }),
      title: doc.title,
      ...(doc.service === undefined ? {} : { service: facts.services.get(doc.service)?.name ?? doc.service }),
      priority: doc.priority,
      team: facts.teams?.get(last.team)?.name ?? last.team.slice(0, 120),
      by: (by.kind === 'person' ? facts.people.find((one) => one.id === by.id)?.doc.name : undefined) ?? 'Vigie',
      fireAt: last.at,
      deadline: last.at,
      loud: true,
      ...(again === null ? {} : { repeatEvery: again }),
    });
  }
  return alarms;
}
