import type { Doc, Entity } from '../model/collections.ts';
import type { PersonId } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import { ROLES } from '../model/person.ts';
import type { Priority } from '../model/priority.ts';

/** P0 and P1 make noise and pass through do-not-disturb hours. */
export function isLoud(priority: Priority): boolean {
  return priority === 'P0' || priority === 'P1';
}

/**
 * Whether alarms call me: I am on duty; or nobody is, and then everybody who may respond is meant: an alarm more rather
 * than one missed.
 */
export function answers(people: Iterable<Entity<'person'>>, me: PersonId): boolean {
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

/** Mine; or, for whom alarms call (`answers`), nobody's or not acknowledged yet, whoever is assigned. */
export function concerns(incident: Incident, me: PersonId, onDuty: boolean): boolean {
  if (incident.status === 'closed') return false;
  if (incident.assignee === me) return true;
  return onDuty && (incident.assignee === undefined || incident.status === 'triggered');
}
