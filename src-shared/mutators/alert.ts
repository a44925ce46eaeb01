import { z } from 'zod';
import { flapRulesOf } from '../incident/flapping.ts';
import { currentSince, isOpen, resolve } from '../incident/transitions.ts';
import { groupKeyOf, pastAlertIdOf, serviceIdOf } from '../intake/keys.ts';
import { type AlertGroup, alertGroupSchema } from '../intake/normalised.ts';
import { isMoreUrgent, PROCEDURES_PRIORITY_RULES } from '../intake/priority.ts';
import { type Alert, DEFAULT_PRIORITY_RULES } from '../model/alert.ts';
import type { IncidentId, ServiceId, TeamId } from '../model/ids.ts';
import type { Priority } from '../model/priority.ts';
import { DEFAULT_SLA_POLICY } from '../model/sla-policy.ts';
import type { Silencer } from '../silence/silencer.ts';
import { runningSpan } from '../silence/state.ts';
import { countFlap, flapsNow } from './alert-flap.ts';
import { hold, isNews } from './alert-hold.ts';
import { type Found, followMerges, heard, join, leave, raise, serviceOf, stillCovers } from './alert-incident.ts';
import { type Incoming, incoming, isNoisy, type Reception, record, titlesOf } from './alert-record.ts';
import { append, policyOf } from './incident-change.ts';
import { applied, type MutatorContext, type MutatorTx, mutator, noop } from './mutator.ts';
import { silencerAt, withCurrentCover } from './silence-cover.ts';

async function receiveGroup(
  tx: MutatorTx,
  reception: Reception,
  group: AlertGroup,
  ctx: MutatorContext,
  silencer: Silencer,
): Promise<void> {
  const { sender, afresh, flaps } = reception;
  const groupKey = groupKeyOf(sender, group.group);
  const all = await incoming(tx, reception, group, ctx.at);
  const service = await serviceOf(
    tx,
    all.some((one) => one.alert.status === 'firing') ? group.group.service : undefined,
  );
  const serviceId = service?.id ?? (group.group.service ? serviceIdOf(group.group.service) : undefined);

  const ended = all.filter((one) => one.alert.status === 'resolved' && one.before?.status === 'firing');
  const joining: Incoming[] = [];
  for (const one of all) {
    const { before } = one;
    if (one.alert.status !== 'firing') continue;
    const home = before?.status === 'firing' ? await followMerges(tx, before.incident) : undefined;
    if (home && before && (await stillCovers(tx, home, ctx.at, afresh))) {
      await repeat(tx, ctx, one, home, before, { sender, serviceId, silencer });
      continue;
    }
    const cover = silencer.cover(one.alert.labels);
    if (cover || afresh) await putAway(tx, ctx, before);
    if (cover) await hold(tx, ctx, one, cover, { sender, groupKey, serviceId });
    // What was held back until now goes on under its own record.
    else joining.push(afresh && before?.incident !== undefined ? { ...one, before: undefined } : one);
  }
  if (joining.length > 0) {
    await join(tx, ctx, { groupKey, sender, serviceId, team: service?.team ?? reception.team, joining, afresh, flaps });
  }
  await end(tx, ctx, ended, reception, silencer);
}

/** The alert that had the key until now stays in its incident under an id of its own. */
async function putAway(tx: MutatorTx, ctx: MutatorContext, before: Alert | undefined): Promise<void> {
  if (before?.incident === undefined) return;
  await leave(tx, before);
  const past: Alert = before.status === 'resolved' ? before : { ...before, status: 'resolved', endsAt: ctx.at };
  tx.put('alert', pastAlertIdOf(before.sender, before.dedupKey, before.incident), past);
}

/** Still firing, as we know: only what changed is written, and the timeline hears of a raised priority alone. */
async function repeat(
  tx: MutatorTx,
  ctx: MutatorContext,
  one: Incoming,
  home: Found,
  before: Alert,
  { sender, serviceId, silencer }: { sender: string; serviceId: ServiceId | undefined; silencer: Silencer },
): Promise<void> {
  const next = record(one, sender, { incident: home.id, service: serviceId }, ctx.at);
  if (isNews(next, before)) tx.put('alert', one.id, next);
  let { doc } = home;
  if (isMoreUrgent(one.priority, before.priority)) doc = await raise(tx, ctx, home, one);
  // Its labels are not what the silence was made for any more.
  if (runningSpan(doc.silences, ctx.at) && !silencer.cover(one.alert.labels)) {
    doc = await heard(tx, ctx, home.id, doc, ctx.at);
  }
  if (doc !== home.doc) tx.put('incident', home.id, doc);
}

/**
 * The sender says that alerts are over. When none fires any more, what it opened is resolved in its name; what flaps
 * stays open until it has been quiet for a while.
 */
async function end(
  tx: MutatorTx,
  ctx: MutatorContext,
  ended: readonly Incoming[],
  { sender, flaps }: Reception,
  silencer: Silencer,
): Promise<void> {
  const byIncident = new Map<IncidentId, Incoming[]>();
  for (const one of ended) {
    if (!one.before) continue;
    const { incident, service, silencedBy, groupKey } = one.before;
    tx.put('alert', one.id, { ...record(one, sender, { incident, service }, ctx.at), silencedBy, groupKey });
    if (incident !== undefined) byIncident.set(incident, [...(byIncident.get(incident) ?? []), one]);
  }
  for (const [id, list] of byIncident) {
    const incident = await tx.get('incident', id);
    if (!incident) continue;
    const at = Math.max(ctx.at, currentSince(incident));
    let doc = { ...incident, alertsFiring: Math.max(0, incident.alertsFiring - list.length) };
    const damped = isOpen(doc) && flapsNow(doc, list, at, flaps);
    const told = damped ? list.filter((one) => !isNoisy(one, at, flaps)) : list;
    if (told.length > 0)
      append(tx, ctx, id, { kind: 'alertResolved', titles: titlesOf(told), count: told.length }, { at });
    if (damped && flaps) doc = { ...doc, ...(await countFlap(tx, ctx, id, doc, at, flaps)) };
    if (doc.alertsFiring > 0) tx.put('incident', id, await withCurrentCover(tx, ctx, id, doc, silencer));
    else if (damped || !isOpen(doc) || doc.openedBy.kind !== 'sender') tx.put('incident', id, doc);
    else {
      tx.put('incident', id, resolve(doc, await policyOf(tx, doc), ctx.actor.ref, at));
      append(tx, ctx, id, { kind: 'resolved' }, { at });
    }
  }
}

const receivedSchema = z.object({
  sender: z.string().min(1).max(120),
  groups: z.array(alertGroupSchema).min(1).max(1_000),
  /** As PagerDuty has it: a trigger after a resolve is a new alert and opens a new incident. */
  afresh: z.boolean().optional(),
});

/** What our own senders know better than labels say. */
interface Known {
  priority?: Priority;
  /** Who looks after it where its service says nothing. */
  team?: TeamId;
}

/**
 * What a sender says, as its adapter brought it to our form. `sender` is the intake key's name: with the dedup key it
 * is the alert's identity, so it must be unique. Run it with `ctx.actor.ref = { kind: 'sender', name }`, role system.
 * False when it said nothing new.
 */
export async function takeInAlerts(
  tx: MutatorTx,
  args: z.infer<typeof receivedSchema>,
  ctx: MutatorContext,
  { priority, team }: Known = {},
): Promise<boolean> {
  const rules = (await tx.get('priorityRules', DEFAULT_PRIORITY_RULES)) ?? PROCEDURES_PRIORITY_RULES;
  const flaps = flapRulesOf(await policyOf(tx, { policy: DEFAULT_SLA_POLICY }));
  const silencer = await silencerAt(tx, ctx.at);
  let wrote = false;
  const watched: MutatorTx = {
    get: (collection, id) => tx.get(collection, id),
    list: (collection, ref) => tx.list(collection, ref),
    remove: (collection, id) => tx.remove(collection, id),
    nextNumber: (series) => tx.nextNumber(series),
    put(collection, id, doc) {
      wrote = true;
      tx.put(collection, id, doc);
    },
  };
  const afresh = args.afresh === true;
  const reception = {
    sender: args.sender,
    rules,
    // Where each firing is an alert of its own there is nothing that flaps.
    flaps: afresh ? undefined : flaps,
    afresh,
    priority,
    team,
  };
  for (const group of args.groups) await receiveGroup(watched, reception, group, ctx, silencer);
  return wrote;
}

export const receiveAlerts = mutator({
  args: receivedSchema,
  role: 'system',
  apply: async (tx, args, ctx) => ((await takeInAlerts(tx, args, ctx)) ? applied : noop),
});
