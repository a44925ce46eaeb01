import type { Change } from '../model/change.ts';
import type { Entity } from '../model/collections.ts';
import type { Incident } from '../model/incident.ts';
import { DAY, type Instant, type Millis } from '../time/clock.ts';
import { workSpan } from './work-span.ts';

/** What was over for longer when an incident began had no part in it. */
const LATELY: Millis = DAY;

/** Whether the service of an incident was worked on while it lasted, or shortly before it began. */
function touches({ startedAt, services, ...change }: Change, incident: Incident, now: Instant): boolean {
  if (startedAt === undefined || !services.some((one) => one === incident.service)) return false;
  const { from, to } = workSpan({ ...change, startedAt }, now);
  // What has begun has begun, although a page that counts minutes is behind it.
  return (incident.resolvedAt === undefined || from <= incident.resolvedAt) && to > incident.openedAt - LATELY;
}

/**
 * The changes that have to do with an incident: those that are linked to it, and those whose work on its service was
 * under way in it or was over less than a day before. The latest first.
 */
export function changesAround(
  incident: { id: string; doc: Incident },
  changes: readonly Entity<'change'>[],
  now: Instant,
): Entity<'change'>[] {
  const begun = ({ doc }: Entity<'change'>) => doc.startedAt ?? doc.window.from;
  return changes
    .filter(({ doc }) => doc.incidents.some((one) => one === incident.id) || touches(doc, incident.doc, now))
    .sort((a, b) => begun(b) - begun(a) || (a.id < b.id ? -1 : 1));
}
