import { flapRulesOf } from '../incident/flapping.ts';
import { PROCEDURES_PRIORITY_RULES, priorityOf } from '../intake/priority.ts';
import { type Alert, DEFAULT_PRIORITY_RULES } from '../model/alert.ts';
import type { Entity } from '../model/collections.ts';
import { alertId, type IncidentId, type ServiceId } from '../model/ids.ts';
import { DEFAULT_SLA_POLICY } from '../model/sla-policy.ts';
import type { Cover } from '../silence/state.ts';
import { MINUTE } from '../time/clock.ts';
import { join, leave } from './alert-incident.ts';
import { type Incoming, record } from './alert-record.ts';
import { append, policyOf } from './incident-change.ts';
import type { MutatorContext, MutatorTx } from './mutator.ts';
import { sameJson } from './same.ts';

/** A repeat that says nothing new is written down once in this time. */
export const REPEAT_EVERY = MINUTE;

/** Whether the record is worth writing: it says something new, or nothing was written for a while. */
export function isNews(next: Alert, before: Alert | undefined): boolean {
  if (!before || next.lastReceivedAt - before.lastReceivedAt >= REPEAT_EVERY) return true;
  return !sameJson({ ...next, lastReceivedAt: 0 }, { ...before, lastReceivedAt: 0 });
}

/** Records an alert that silences cover: it is seen, and opens and pages nothing. */
export async function hold(
  tx: MutatorTx,
  ctx: MutatorContext,
  one: Incoming,
  cover: Cover,
  to: { sender: string; groupKey: string; serviceId: ServiceId | undefined },
): Promise<void> {
  const { before } = one;
  const next = {
    ...record(one, to.sender, { service: to.serviceId }, ctx.at),
    groupKey: to.groupKey,
    silencedBy: cover.by.slice(0, 50),
  };
  if (before?.incident !== undefined) await leave(tx, before);
  if (isNews(next, before)) tx.put('alert', one.id, next);
}

function asIncoming(id: string, doc: Alert, rules: Parameters<typeof priorityOf>[1]): Incoming {
  const { dedupKey, status, title, summary, labels, annotations, startsAt, sourceUrl, links, images, extra } = doc;
  return {
    id: alertId(id),
    alert: { dedupKey, status, title, summary, labels, annotations, startsAt, sourceUrl, links, images, extra },
    ...priorityOf(labels, rules),
    before: doc,
    recentFirings: doc.recentFirings,
    receivedAt: doc.lastReceivedAt,
  };
}

/**
 * Nothing covers these firing alerts any more: they open or join the incident of their group now, in their sender's
 * name, so that the sender's resolve ends it. Answers the incidents.
 */
export async function release(
  tx: MutatorTx,
  ctx: MutatorContext,
  alerts: readonly Entity<'alert'>[],
): Promise<IncidentId[]> {
  const rules = (await tx.get('priorityRules', DEFAULT_PRIORITY_RULES)) ?? PROCEDURES_PRIORITY_RULES;
  const flaps = flapRulesOf(await policyOf(tx, { policy: DEFAULT_SLA_POLICY }));
  const groups = Map.groupBy(alerts, ({ doc }) => JSON.stringify([doc.sender, doc.groupKey ?? '']));
  const homes: IncidentId[] = [];
  for (const group of groups.values()) {
    const first = group[0]?.doc;
    if (!first) continue;
    const { sender, service, groupKey = '' } = first;
    const inItsName: MutatorContext = { ...ctx, actor: { ...ctx.actor, ref: { kind: 'sender', name: sender } } };
    const id = await join(tx, inItsName, {
      groupKey,
      sender,
      serviceId: service,
      team: service && (await tx.get('service', service))?.team,
      joining: group.map((one) => asIncoming(one.id, one.doc, rules)),
      afresh: false,
      flaps,
    });
    append(tx, ctx, id, { kind: 'unsilenced' });
    homes.push(id);
  }
  return homes;
}
