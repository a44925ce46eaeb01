import { type FlapRules, isFlapping, noteFiring } from '../incident/flapping.ts';
import { alertIdOf } from '../intake/keys.ts';
import type { AlertGroup, NormalisedAlert } from '../intake/normalised.ts';
import { priorityOf } from '../intake/priority.ts';
import type { Alert, PriorityRules } from '../model/alert.ts';
import type { AlertId, IncidentId, ServiceId, TeamId } from '../model/ids.ts';
import type { Priority } from '../model/priority.ts';
import type { Instant } from '../time/clock.ts';
import type { ReadTx } from './mutator.ts';

/** One alert of a payload with what is known of it. */
export interface Incoming {
  id: AlertId;
  alert: NormalisedAlert;
  priority: Priority;
  guessed: boolean;
  before: Alert | undefined;
  /** When it fired of late, this payload's firing included. */
  recentFirings: Instant[] | undefined;
  /** When it was last heard of. */
  receivedAt: Instant;
}

/** By what a payload is judged. */
export interface Reception {
  sender: string;
  rules: PriorityRules;
  flaps: FlapRules | undefined;
  /** What is over stays over: a key that fires again is a new alert in a new incident. */
  afresh: boolean;
  /** Decides instead of the rules. */
  priority?: Priority | undefined;
  /** Owns the incident where the service names no team. */
  team?: TeamId | undefined;
}

/** Each alert once, with what is known of it: of two that a payload holds, the later start, else the last, is true. */
export async function incoming(
  tx: ReadTx,
  { sender, rules, flaps, priority }: Reception,
  group: AlertGroup,
  at: Instant,
): Promise<Incoming[]> {
  const byKey = new Map<string, NormalisedAlert>();
  for (const alert of group.alerts) {
    const other = byKey.get(alert.dedupKey);
    if (!other || alert.startsAt >= other.startsAt) byKey.set(alert.dedupKey, alert);
  }
  const list: Incoming[] = [];
  for (const alert of byKey.values()) {
    const id = alertIdOf(sender, alert.dedupKey);
    const before = await tx.get('alert', id);
    const fires = before?.status !== 'firing' && alert.status === 'firing';
    const recentFirings = fires && flaps ? noteFiring(before?.recentFirings, at, flaps) : before?.recentFirings;
    const urgency = priority === undefined ? priorityOf(alert.labels, rules) : { priority, guessed: false };
    list.push({ id, alert, ...urgency, before, recentFirings, receivedAt: at });
  }
  return list;
}

/** Whether the alert fires and resolves too often for each time to be news. */
export function isNoisy(one: Incoming, at: Instant, flaps: FlapRules | undefined): boolean {
  return flaps !== undefined && isFlapping(one.recentFirings, at, flaps);
}

/** An alert's record after this payload. */
export function record(
  one: Incoming,
  sender: string,
  { incident, service }: { incident?: IncidentId; service: ServiceId | undefined },
  at: Instant,
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
    // What has ended may say only when it ended.
    startsAt: alert.status === 'resolved' && before ? Math.min(before.startsAt, alert.startsAt) : alert.startsAt,
    endsAt: alert.status === 'resolved' ? (alert.endsAt ?? at) : undefined,
    lastReceivedAt: one.receivedAt,
    firings: (before?.firings ?? 0) + (refires ? 1 : 0) || 1,
    recentFirings: one.recentFirings,
    extra: alert.extra,
  };
}

export const titlesOf = (list: readonly Incoming[]) => list.slice(0, 20).map((one) => one.alert.title);
