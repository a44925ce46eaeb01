import { HEARTBEAT_SENDER, heartbeatAlert } from '../heartbeat/alert.ts';
import { settle, stateAt } from '../heartbeat/state.ts';
import { alertIdOf } from '../intake/keys.ts';
import type { Heartbeat, HeartbeatId } from '../model/heartbeat.ts';
import { takeInAlerts } from './alert.ts';
import type { MutatorContext, MutatorTx } from './mutator.ts';

function inItsName(ctx: MutatorContext): MutatorContext {
  return { ...ctx, actor: { role: 'system', ref: { kind: 'sender', name: HEARTBEAT_SENDER } } };
}

/**
 * Brings the alert in line with the heartbeat and answers the heartbeat as it then is: raised or raised again while it
 * is down, over when it is not. `said` is what a failing ping said.
 */
export async function alignAlert(
  tx: MutatorTx,
  ctx: MutatorContext,
  id: HeartbeatId,
  heartbeat: Heartbeat,
  said?: string,
): Promise<Heartbeat> {
  const doc = settle(heartbeat, ctx.at);
  const view = stateAt(doc, ctx.at);
  const { down } = doc.facts ?? {};
  const { alertedAt: before, ...quiet } = doc;
  const raised = down === undefined ? await tx.get('alert', alertIdOf(HEARTBEAT_SENDER, id)) : undefined;
  if (down === undefined && raised?.status !== 'firing') return quiet;
  const service = doc.service && (await tx.get('service', doc.service))?.name;
  const group = heartbeatAlert(id, doc, view, {
    status: down ? 'firing' : 'resolved',
    startsAt: down?.at ?? raised?.startsAt ?? ctx.at,
    at: ctx.at,
    service: service ?? doc.service,
    said,
  });
  const { priority, team } = doc;
  const known = { priority, ...(team === undefined ? {} : { team }) };
  await takeInAlerts(tx, { sender: HEARTBEAT_SENDER, groups: [group] }, inItsName(ctx), known);
  return down ? { ...quiet, alertedAt: Math.max(ctx.at, before ?? 0) } : quiet;
}
