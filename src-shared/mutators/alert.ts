import { z } from 'zod';
import { currentSince, isOpen, openingClocks, reopen, resolve, setPriority } from '../incident/transitions.ts';
import { alertIdOf, groupKeyOf, incidentIdOf, pastAlertIdOf, serviceIdOf } from '../intake/keys.ts';
import { type AlertGroup, alertGroupSchema, type NormalisedAlert } from '../intake/normalised.ts';
import { isMoreUrgent, PROCEDURES_PRIORITY_RULES, priorityOf } from '../intake/priority.ts';
import { type Alert, DEFAULT_PRIORITY_RULES, type PriorityRules } from '../model/alert.ts';
import type { AlertId, IncidentId, ServiceId } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import type { Priority } from '../model/priority.ts';
import { DEFAULT_SLA_POLICY } from '../model/sla-policy.ts';
import { MINUTE } from '../time/clock.ts';
import { append, policyOf } from './incident-change.ts';
import { applied, type MutatorContext, type MutatorTx, mutator, noop, type ReadTx } from './mutator.ts';
import { sameJson } from './same.ts';

/** A repeat that says nothing new is written down once in this time. */
const REPEAT_EVERY = MINUTE;

export interface Found {
  id: IncidentId;
  doc: Incident;
}

/** An incident, or the one it was merged into in the end. */
export async function followMerges(tx: ReadTx, id: IncidentId): Promise<Found | undefined> {
  let at = id;
  for (;;) {
    const doc = await tx.get('incident', at);
    if (!doc?.mergedInto) return doc && { id: at, doc };
    at = doc.mergedInto;
  }
}

/** Where alerts of a group go: the newest open incident, else the one resolved last. Closed ones take nothing in. */
async function incidentOfGroup(tx: ReadTx, groupKey: string): Promise<Found | undefined> {
  let best: Found | undefined;
  for (const { id } of await tx.list('incident', groupKey)) {
    const found = await followMerges(tx, id as IncidentId);
    if (!found || found.doc.status === 'closed') continue;
    const rank = (one: Found) => [isOpen(one.doc) ? 1 : 0, one.doc.resolvedAt ?? one.doc.openedAt] as const;
    const [open, since] = rank(found);
    const [bestOpen, bestSince] = best ? rank(best) : [-1, 0];
    if (open > bestOpen || (open === bestOpen && since > bestSince)) best = found;
  }
  return best;
}

interface Incoming {
  id: AlertId;
  alert: NormalisedAlert;
  priority: Priority;
  guessed: boolean;
  before: Alert | undefined;
}

/** Each alert once, with what is known of it: of two that a payload holds, the later start, else the last, is true. */
async function incoming(tx: ReadTx, sender: string, rules: PriorityRules, group: AlertGroup): Promise<Incoming[]> {
  const byKey = new Map<string, NormalisedAlert>();
  for (const alert of group.alerts) {
    const other = byKey.get(alert.dedupKey);
    if (!other || alert.startsAt >= other.startsAt) byKey.set(alert.dedupKey, alert);
  }
  const list: Incoming[] = [];
  for (const alert of byKey.values()) {
    const id = alertIdOf(sender, alert.dedupKey);
    list.push({ id, alert, ...priorityOf(alert.labels, rules), before: await tx.get('alert', id) });
  }
  return list;
}

/** An alert's record after this payload. */
function record(
  one: Incoming,
  sender: string,
  incident: IncidentId,
  service: ServiceId | undefined,
  at: number,
): Alert {
  const { alert, before, priority } = one;
  const refires = before?.status !== 'firing' && alert.status === 'firing';
  return {
    incident,
    sender,
    service,
    dedupKey: alert.dedupKey,
    status: alert.status,
    priority,
    title: alert.title,
    summary: alert.summary,
    labels: alert.labels,
    annotations: alert.annotations,
    sourceUrl: alert.sourceUrl,
    links: alert.links,
    images: alert.images,
    startsAt: alert.startsAt,
    endsAt: alert.status === 'resolved' ? (alert.endsAt ?? at) : undefined,
    lastReceivedAt: at,
    firings: (before?.firings ?? 0) + (refires ? 1 : 0) || 1,
    extra: alert.extra,
  };
}

const titlesOf = (list: readonly Incoming[]) => list.slice(0, 20).map((one) => one.alert.title);

/** The service's record is made at the first alert or change that names it; its team owns the incident. */
export async function serviceOf(tx: MutatorTx, name: string | undefined) {
  if (!name) return undefined;
  const id = serviceIdOf(name);
  const known = await tx.get('service', id);
  if (!known) tx.put('service', id, { name });
  return { id, team: known?.team };
}

interface Reception {
  sender: string;
  rules: PriorityRules;
  /** What is over stays over: a key that fires again is a new alert in a new incident. */
  afresh: boolean;
}

async function receiveGroup(
  tx: MutatorTx,
  { sender, rules, afresh }: Reception,
  group: AlertGroup,
  ctx: MutatorContext,
): Promise<void> {
  const groupKey = groupKeyOf(sender, group.group);
  const all = await incoming(tx, sender, rules, group);
  const service = await serviceOf(
    tx,
    all.some((one) => one.alert.status === 'firing') ? group.group.service : undefined,
  );
  const serviceId = service?.id ?? (group.group.service ? serviceIdOf(group.group.service) : undefined);

  const ended = all.filter((one) => one.alert.status === 'resolved' && one.before?.status === 'firing');
  const joining: Incoming[] = [];
  for (const one of all) {
    if (one.alert.status !== 'firing') continue;
    const home = one.before?.status === 'firing' ? await followMerges(tx, one.before.incident) : undefined;
    if (!home || !one.before || !(await stillCovers(tx, home, ctx.at, afresh))) {
      joining.push(afresh ? await putAway(tx, ctx, one) : one);
      continue;
    }
    await repeat(tx, ctx, one, home, one.before, sender, serviceId);
  }
  if (joining.length > 0) await join(tx, ctx, { groupKey, sender, serviceId, team: service?.team, joining, afresh });
  await end(tx, ctx, ended, sender);
}

/** The alert that had the key until now stays in its incident under an id of its own. */
async function putAway(tx: MutatorTx, ctx: MutatorContext, one: Incoming): Promise<Incoming> {
  const { before } = one;
  if (!before) return one;
  await leave(tx, before);
  const past: Alert = before.status === 'resolved' ? before : { ...before, status: 'resolved', endsAt: ctx.at };
  tx.put('alert', pastAlertIdOf(before.sender, before.dedupKey, before.incident), past);
  return { ...one, before: undefined };
}

/** Whether a firing alert's incident still stands for it: open, or resolved by a person a moment ago. */
async function stillCovers(tx: ReadTx, home: Found, at: number, afresh: boolean): Promise<boolean> {
  if (isOpen(home.doc)) return true;
  if (afresh) return false;
  if (home.doc.status !== 'resolved' || home.doc.resolvedAt === undefined) return false;
  return at - home.doc.resolvedAt <= (await policyOf(tx, home.doc)).reopenWithin;
}

/** Still firing, as we know: only what changed is written, and the timeline hears of a raised priority alone. */
async function repeat(
  tx: MutatorTx,
  ctx: MutatorContext,
  one: Incoming,
  home: Found,
  before: Alert,
  sender: string,
  serviceId: ServiceId | undefined,
): Promise<void> {
  const next = record(one, sender, home.id, serviceId, ctx.at);
  const news = !sameJson({ ...next, lastReceivedAt: 0 }, { ...before, lastReceivedAt: 0 });
  if (news || ctx.at - before.lastReceivedAt >= REPEAT_EVERY) tx.put('alert', one.id, next);
  if (isMoreUrgent(one.priority, before.priority)) {
    const raised = await raise(tx, ctx, home, one);
    if (raised !== home.doc) tx.put('incident', home.id, raised);
  }
}

/** The highest priority of its alerts wins; nothing lowers an incident but a person. */
async function raise(tx: MutatorTx, ctx: MutatorContext, { id, doc }: Found, by: Incoming): Promise<Incident> {
  if (!isMoreUrgent(by.priority, doc.priority)) return doc;
  const at = Math.max(ctx.at, currentSince(doc));
  const event = { kind: 'priority', from: doc.priority, to: by.priority, reason: by.alert.title } as const;
  append(tx, ctx, id, event, { at });
  return setPriority(doc, await policyOf(tx, doc), by.priority, at);
}

interface Joining {
  groupKey: string;
  sender: string;
  serviceId: ServiceId | undefined;
  team: Incident['team'];
  joining: Incoming[];
  afresh: boolean;
}

/** New firings, and alerts that fire again: into the group's open incident, the one just resolved, or a new one. */
async function join(tx: MutatorTx, ctx: MutatorContext, group: Joining): Promise<void> {
  const { joining, sender, serviceId } = group;
  const top = joining.reduce((best, one) => (isMoreUrgent(one.priority, best.priority) ? one : best));
  let target = await incidentOfGroup(tx, group.groupKey);
  const reusable = target && (await stillCovers(tx, target, ctx.at, group.afresh)) ? target : undefined;
  if (reusable) {
    let { doc } = reusable;
    const at = Math.max(ctx.at, currentSince(doc), doc.resolvedAt ?? 0);
    if (!isOpen(doc)) {
      doc = { ...reopen(doc, await policyOf(tx, doc), at), reopenings: (doc.reopenings ?? 0) + 1 };
      append(tx, ctx, reusable.id, { kind: 'reopened' }, { at });
    }
    append(tx, ctx, reusable.id, { kind: 'alertJoined', titles: titlesOf(joining), count: joining.length }, { at });
    target = { id: reusable.id, doc: await raise(tx, ctx, { id: reusable.id, doc }, top) };
  } else {
    target = await openFor(tx, ctx, group, top);
  }
  const { id } = target;
  let { alertsTotal, alertsFiring } = target.doc;
  for (const one of joining) {
    if (one.before && one.before.incident !== id) await leave(tx, one.before);
    if (!one.before || one.before.incident !== id) alertsTotal += 1;
    if (one.before?.status !== 'firing' || one.before.incident !== id) alertsFiring += 1;
    tx.put('alert', one.id, record(one, sender, id, serviceId, ctx.at));
  }
  tx.put('incident', id, { ...target.doc, alertsTotal, alertsFiring });
}

/** A firing alert goes over to another incident: the one it was in counts it no longer as firing. */
async function leave(tx: MutatorTx, alert: Alert): Promise<void> {
  const old = await tx.get('incident', alert.incident);
  if (!old || alert.status !== 'firing') return;
  tx.put('incident', alert.incident, { ...old, alertsFiring: Math.max(0, old.alertsFiring - 1) });
}

async function openFor(tx: MutatorTx, ctx: MutatorContext, group: Joining, top: Incoming): Promise<Found> {
  const { groupKey, joining } = group;
  const startsAt = joining.reduce((least, one) => Math.min(least, one.alert.startsAt), top.alert.startsAt);
  let id = incidentIdOf(groupKey, startsAt);
  // Closed by a person while its sender goes on: the same firing needs a second incident.
  for (let again = 1; await tx.get('incident', id); again += 1) id = incidentIdOf(groupKey, startsAt, ctx.at, again);
  const policy = await policyOf(tx, { policy: DEFAULT_SLA_POLICY });
  const doc: Incident = {
    number: await tx.nextNumber('incident'),
    title: top.alert.title,
    priority: top.priority,
    ...(top.guessed ? { priorityGuessed: true } : {}),
    status: 'triggered',
    service: group.serviceId,
    team: group.team,
    policy: DEFAULT_SLA_POLICY,
    openedAt: ctx.at,
    openedBy: ctx.actor.ref,
    links: [],
    groupKey,
    alertsTotal: 0,
    alertsFiring: 0,
    clocks: openingClocks(policy, top.priority, ctx.at),
  };
  append(tx, ctx, id, { kind: 'opened', title: doc.title, priority: doc.priority });
  if (joining.length > 1) {
    append(tx, ctx, id, { kind: 'alertJoined', titles: titlesOf(joining), count: joining.length });
  }
  return { id, doc };
}

/** The sender says that alerts are over. When none fires any more, what it opened is resolved in its name. */
async function end(tx: MutatorTx, ctx: MutatorContext, ended: readonly Incoming[], sender: string): Promise<void> {
  const byIncident = new Map<IncidentId, Incoming[]>();
  for (const one of ended) {
    if (!one.before) continue;
    const { incident } = one.before;
    byIncident.set(incident, [...(byIncident.get(incident) ?? []), one]);
    tx.put('alert', one.id, record(one, sender, incident, one.before.service, ctx.at));
  }
  for (const [id, list] of byIncident) {
    const incident = await tx.get('incident', id);
    if (!incident) continue;
    const at = Math.max(ctx.at, currentSince(incident));
    const alertsFiring = Math.max(0, incident.alertsFiring - list.length);
    append(tx, ctx, id, { kind: 'alertResolved', titles: titlesOf(list), count: list.length }, { at });
    const over = alertsFiring === 0 && isOpen(incident) && incident.openedBy.kind === 'sender';
    const counted = { ...incident, alertsFiring };
    tx.put('incident', id, over ? resolve(counted, await policyOf(tx, incident), ctx.actor.ref, at) : counted);
    if (over) append(tx, ctx, id, { kind: 'resolved' }, { at });
  }
}

/**
 * What a sender says, as its adapter brought it to our form. `sender` is the intake key's name: with the dedup key it
 * is the alert's identity, so it must be unique. Run it with `ctx.actor.ref = { kind: 'sender', name }`, role system.
 */
export const receiveAlerts = mutator({
  args: z.object({
    sender: z.string().min(1).max(120),
    groups: z.array(alertGroupSchema).min(1).max(1_000),
    /** As PagerDuty has it: a trigger after a resolve is a new alert and opens a new incident. */
    afresh: z.boolean().optional(),
  }),
  role: 'system',
  async apply(tx, args, ctx) {
    const rules = (await tx.get('priorityRules', DEFAULT_PRIORITY_RULES)) ?? PROCEDURES_PRIORITY_RULES;
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
    const reception = { sender: args.sender, rules, afresh: args.afresh === true };
    for (const group of args.groups) await receiveGroup(watched, reception, group, ctx);
    return wrote ? applied : noop;
  },
});
