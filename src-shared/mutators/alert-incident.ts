import type { FlapRules } from '../incident/flapping.ts';
import { noteFiring } from '../incident/flapping.ts';
import { currentSince, isOpen, openingClocks, reopen, setPriority } from '../incident/transitions.ts';
import { incidentIdOf, serviceIdOf } from '../intake/keys.ts';
import { isMoreUrgent } from '../intake/priority.ts';
import type { Alert } from '../model/alert.ts';
import { type IncidentId, incidentId, type ServiceId } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import { DEFAULT_SLA_POLICY } from '../model/sla-policy.ts';
import { withCover } from '../silence/state.ts';
import type { Instant } from '../time/clock.ts';
import { countFlap, flapsNow } from './alert-flap.ts';
import { type Incoming, isNoisy, record, titlesOf } from './alert-record.ts';
import { append, policyOf } from './incident-change.ts';
import type { MutatorContext, MutatorTx, ReadTx } from './mutator.ts';

export interface Found {
  id: IncidentId;
  doc: Incident;
}

/** An incident, or the one it was merged into in the end. */
export async function followMerges(tx: ReadTx, id: IncidentId | undefined): Promise<Found | undefined> {
  let at = id;
  while (at !== undefined) {
    const doc: Incident | undefined = await tx.get('incident', at);
    if (!doc?.mergedInto) return doc && { id: at, doc };
    at = doc.mergedInto;
  }
  return undefined;
}

/** Where alerts of a group go: the newest open incident, else the one resolved last. Closed ones take nothing in. */
async function incidentOfGroup(tx: ReadTx, groupKey: string): Promise<Found | undefined> {
  let best: Found | undefined;
  for (const { id } of await tx.list('incident', groupKey)) {
    const found = await followMerges(tx, incidentId(id));
    if (!found || found.doc.status === 'closed') continue;
    const rank = (one: Found) => [isOpen(one.doc) ? 1 : 0, one.doc.resolvedAt ?? one.doc.openedAt] as const;
    const [open, since] = rank(found);
    const [bestOpen, bestSince] = best ? rank(best) : [-1, 0];
    if (open > bestOpen || (open === bestOpen && since > bestSince)) best = found;
  }
  return best;
}

/** Whether a firing alert's incident still stands for it: open, or resolved by a person a moment ago. */
export async function stillCovers(tx: ReadTx, home: Found, at: Instant, afresh: boolean): Promise<boolean> {
  if (isOpen(home.doc)) return true;
  if (afresh) return false;
  if (home.doc.status !== 'resolved' || home.doc.resolvedAt === undefined) return false;
  return at - home.doc.resolvedAt <= (await policyOf(tx, home.doc)).reopenWithin;
}

/** The highest priority of its alerts wins; nothing lowers an incident but a person. */
export async function raise(tx: MutatorTx, ctx: MutatorContext, { id, doc }: Found, by: Incoming): Promise<Incident> {
  if (!isMoreUrgent(by.priority, doc.priority)) return doc;
  const at = Math.max(ctx.at, currentSince(doc));
  const event = { kind: 'priority', from: doc.priority, to: by.priority, reason: by.alert.title } as const;
  append(tx, ctx, id, event, { at });
  return setPriority(doc, await policyOf(tx, doc), by.priority, at);
}

/** The service's record is made at the first alert or change that names it; its team owns the incident. */
export async function serviceOf(tx: MutatorTx, name: string | undefined) {
  if (!name) return undefined;
  const id = serviceIdOf(name);
  const known = await tx.get('service', id);
  if (!known) tx.put('service', id, { name });
  return { id, team: known?.team };
}

/** Alerts of one group that begin to fire, and that no silence holds back. */
export interface Joining {
  groupKey: string;
  sender: string;
  serviceId: ServiceId | undefined;
  team: Incident['team'];
  joining: readonly Incoming[];
  afresh: boolean;
  flaps: FlapRules | undefined;
}

/** New firings, and alerts that fire again: into the group's open incident, the one just resolved, or a new one. */
export async function join(tx: MutatorTx, ctx: MutatorContext, group: Joining): Promise<IncidentId> {
  const { joining, sender, serviceId } = group;
  const top = joining.reduce((best, one) => (isMoreUrgent(one.priority, best.priority) ? one : best));
  const known = await incidentOfGroup(tx, group.groupKey);
  const reusable = known && (await stillCovers(tx, known, ctx.at, group.afresh)) ? known : undefined;
  const { id, doc } = reusable ? await takeIn(tx, ctx, group, reusable, top) : await openFor(tx, ctx, group, top);
  let { alertsTotal, alertsFiring } = doc;
  for (const one of joining) {
    if (one.before && one.before.incident !== id) await leave(tx, one.before);
    if (!one.before || one.before.incident !== id) alertsTotal += 1;
    if (one.before?.status !== 'firing' || one.before.incident !== id) alertsFiring += 1;
    tx.put('alert', one.id, record(one, sender, { incident: id, service: serviceId }, ctx.at));
  }
  tx.put('incident', id, { ...doc, alertsTotal, alertsFiring });
  return id;
}

/** An incident that stands for the group already, with these alerts in it. */
async function takeIn(
  tx: MutatorTx,
  ctx: MutatorContext,
  { joining, flaps }: Joining,
  { id, doc: known }: Found,
  top: Incoming,
): Promise<Found> {
  let doc = known;
  const at = Math.max(ctx.at, currentSince(doc), doc.resolvedAt ?? 0);
  if (!isOpen(doc)) {
    doc = { ...reopen(doc, await policyOf(tx, doc), at), reopenings: (doc.reopenings ?? 0) + 1 };
    if (flaps) doc = { ...doc, recentFirings: noteFiring(doc.recentFirings, at, flaps) };
    append(tx, ctx, id, { kind: 'reopened' }, { at });
  }
  let told = joining;
  if (flapsNow(doc, joining, at, flaps)) {
    // What was never here before is news even now.
    told = joining.filter((one) => !one.before && !isNoisy(one, at, flaps));
    doc = await countFlap(tx, ctx, id, doc, at, flaps);
  }
  if (told.length > 0) append(tx, ctx, id, { kind: 'alertJoined', titles: titlesOf(told), count: told.length }, { at });
  const raised = await raise(tx, ctx, { id, doc }, top);
  return { id, doc: await heard(tx, ctx, id, raised, at) };
}

/** An alert that no silence covers fires in it: it warns again. */
export async function heard(
  tx: MutatorTx,
  ctx: MutatorContext,
  id: IncidentId,
  doc: Incident,
  at: Instant,
): Promise<Incident> {
  const last = doc.silences?.at(-1);
  if (!last || last.until <= at) return doc;
  append(tx, ctx, id, { kind: 'unsilenced' }, { at });
  return { ...doc, silences: withCover(doc.silences, undefined, at) };
}

/** A firing alert goes over to another incident: the one it was in counts it no longer as firing. */
export async function leave(tx: MutatorTx, alert: Alert): Promise<void> {
  if (alert.incident === undefined || alert.status !== 'firing') return;
  const old = await tx.get('incident', alert.incident);
  if (!old) return;
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
    ...(group.flaps ? { recentFirings: [ctx.at] } : {}),
    clocks: openingClocks(policy, top.priority, ctx.at),
  };
  append(tx, ctx, id, { kind: 'opened', title: doc.title, priority: doc.priority });
  if (joining.length > 1) {
    append(tx, ctx, id, { kind: 'alertJoined', titles: titlesOf(joining), count: joining.length });
  }
  return { id, doc };
}
