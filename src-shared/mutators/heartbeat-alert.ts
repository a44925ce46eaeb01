import { HEARTBEAT_SENDER, heartbeatAlert } from '../heartbeat/alert.ts';
import { settle, stateAt } from '../heartbeat/state.ts';
import { isOpen } from '../incident/transitions.ts';
import { alertIdOf } from '../intake/keys.ts';
import type { Heartbeat, HeartbeatId, Ping } from '../model/heartbeat.ts';
import { takeInAlerts } from './alert.ts';
import { followMerges } from './alert-incident.ts';
import type { MutatorContext, MutatorTx } from './mutator.ts';

function inItsName(ctx: MutatorContext): MutatorContext {
  return { ...ctx, actor: { role: 'system', ref: { kind: 'sender', name: HEARTBEAT_SENDER } } };
}

/** What the last failing ping said, as long as it is kept. */
async function lastSaid(tx: MutatorTx, id: HeartbeatId): Promise<string | undefined> {
  const fails = (await tx.list('ping', id)).map(({ doc }) => doc).filter((one) => one.kind === 'fail' && !one.ignored);
  return fails.reduce<Ping | undefined>((last, one) => (last && last.n > one.n ? last : one), undefined)?.body;
}

/** Whether its being down is still somebody's to see: an incident that a person put away is not opened by an edit. */
export async function isTold(tx: MutatorTx, id: HeartbeatId): Promise<boolean> {
  const alert = await tx.get('alert', alertIdOf(HEARTBEAT_SENDER, id));
  if (alert?.status !== 'firing') return false;
  const incident = await followMerges(tx, alert.incident);
  return incident === undefined || isOpen(incident.doc);
}

/**
 * Brings the alert in line with the heartbeat and answers the heartbeat as it then is: raised or raised again while it
 * is down, over when it is not. What a failing ping said stands in the alert for as long as it fires.
 */
export async function alignAlert(
  tx: MutatorTx,
  ctx: MutatorContext,
  id: HeartbeatId,
  heartbeat: Heartbeat,
): Promise<Heartbeat> {
  const doc = settle(heartbeat, ctx.at);
  const view = stateAt(doc, ctx.at);
  const { down } = doc.facts ?? {};
  const { alertedAt: before, ...quiet } = doc;
  const raised = down === undefined ? await tx.get('alert', alertIdOf(HEARTBEAT_SENDER, id)) : undefined;
  if (down === undefined && raised?.status !== 'firing') return quiet;
  // It ends no earlier than it began: what ends it may have been said offline, before.
  const at = down ? ctx.at : Math.max(ctx.at, raised?.startsAt ?? 0);
  const service = doc.service && (await tx.get('service', doc.service))?.name;
  const group = heartbeatAlert(id, doc, view, {
    status: down ? 'firing' : 'resolved',
    startsAt: down?.at ?? raised?.startsAt ?? at,
    at,
    service: service ?? doc.service,
    said: down?.why === 'failed' ? await lastSaid(tx, id) : undefined,
  });
  const { priority, team } = doc;
  const known = { priority, ...(team === undefined ? {} : { team }) };
  await takeInAlerts(tx, { sender: HEARTBEAT_SENDER, groups: [group] }, inItsName(ctx), known);
  return down ? { ...quiet, alertedAt: Math.max(ctx.at, before ?? 0) } : quiet;
}
