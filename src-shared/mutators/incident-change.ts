import { currentSince } from '../incident/transitions.ts';
import type { ActorRef } from '../model/actor.ts';
import type { IncidentId } from '../model/ids.ts';
import type { Incident, TimelineEvent } from '../model/incident.ts';
import type { SlaPolicy } from '../model/sla-policy.ts';
import { PROCEDURES_SLA_POLICY } from '../sla/default-policy.ts';
import type { Instant, Millis } from '../time/clock.ts';
import { type MutatorContext, type MutatorTx, type Outcome, type ReadTx, rejected } from './mutator.ts';

/** How far a laptop's corrected clock may lag behind the server that opened the incident: taken as the same moment. */
export const CLOCK_TOLERANCE: Millis = 2_000;

/** The policy an incident was opened under; the procedures' own until a record says otherwise. */
export async function policyOf(tx: ReadTx, incident: Pick<Incident, 'policy'>): Promise<SlaPolicy> {
  return (await tx.get('slaPolicy', incident.policy)) ?? PROCEDURES_SLA_POLICY;
}

export function actorLabel(by: ActorRef | undefined): string {
  if (by?.kind === 'person') return by.id;
  return by?.kind === 'sender' ? by.name : 'system';
}

/** Appends one entry; nothing where there is no incident. A given `id` makes the same fact impossible to append twice. */
export function append(
  tx: MutatorTx,
  ctx: MutatorContext,
  incident: IncidentId | undefined,
  event: TimelineEvent,
  { at = ctx.at, id = ctx.newId() }: { at?: Instant; id?: string } = {},
): void {
  if (incident === undefined) return;
  tx.put('timelineEntry', id, {
    incident,
    event,
    by: ctx.actor.ref,
    via: ctx.via,
    at,
    ...(ctx.receivedAt === undefined ? {} : { receivedAt: ctx.receivedAt }),
  });
}

/**
 * Finds an incident that may still be changed and the instant to do it at, then runs `change`. Rejects `notFound`,
 * `merged`, `notOpen` (closed) and `atTooEarly` (before the opening or the last reopening).
 */
export async function onIncident(
  tx: MutatorTx,
  id: IncidentId,
  ctx: MutatorContext,
  change: (incident: Incident, at: Instant) => Outcome | Promise<Outcome>,
): Promise<Outcome> {
  const incident = await tx.get('incident', id);
  if (!incident) return rejected('notFound');
  if (incident.mergedInto) return rejected('merged', { into: incident.mergedInto });
  if (incident.status === 'closed') return rejected('notOpen', { status: incident.status });
  const since = currentSince(incident);
  if (ctx.at < since - CLOCK_TOLERANCE) return rejected('atTooEarly', { since });
  return change(incident, Math.max(ctx.at, since));
}

/** `rejected(alreadyResolved)` with who and when. */
export function alreadyResolved(incident: Incident): Outcome {
  return rejected('alreadyResolved', {
    by: actorLabel(incident.resolvedBy),
    at: incident.resolvedAt ?? incident.openedAt,
  });
}
