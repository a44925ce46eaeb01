import type { Entity } from '../model/collections.ts';
import type { Incident } from '../model/incident.ts';
import { PRIORITIES, type Priority } from '../model/priority.ts';
import { type Instant, MINUTE, type Millis } from '../time/clock.ts';
import { currentSince, isOpen } from './transitions.ts';

export interface StormRules {
  /** As many incidents that senders open or reopen … */
  incidents: number;
  /** … within this time are a storm, and it goes on until none came for as long. */
  within: Millis;
  /** With fewer open than this it has passed. */
  leaves: number;
}

export const STORM_RULES: StormRules = { incidents: 8, within: 5 * MINUTE, leaves: 3 };

/** Incidents of one service in a storm, P0 first. */
export interface StormGroup<T> {
  service: string | undefined;
  incidents: T[];
  top: Priority;
  alerts: number;
  /** Nobody has acknowledged these yet. */
  untaken: T[];
}

export interface Storm<T> {
  since: Instant;
  lastAt: Instant;
  /** More may come: the last was a short while ago. */
  isGoingOn: boolean;
  /** All that it brought and that is not closed. */
  incidents: number;
  open: T[];
  alerts: number;
  services: number;
  /** Open ones. */
  byPriority: Record<Priority, number>;
  /** Open ones by service, the gravest first. */
  groups: StormGroup<T>[];
}

const rank = (priority: Priority) => PRIORITIES.indexOf(priority);
const gravest = <T extends { doc: Incident }>(a: T, b: T) =>
  rank(a.doc.priority) - rank(b.doc.priority) || currentSince(a.doc) - currentSince(b.doc);

/** Runs in which each began at most `within` after the one before, and as many as the rules ask for began together. */
function storms<T extends { doc: Incident }>(begun: { at: Instant; one: T }[], rules: StormRules): (typeof begun)[] {
  const runs: (typeof begun)[] = [];
  for (const entry of begun) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last && entry.at - last.at <= rules.within) run.push(entry);
    else runs.push([entry]);
  }
  return runs.filter((run) =>
    run.some(({ at }, index) => {
      const other = run[index + rules.incidents - 1];
      return other !== undefined && other.at - at <= rules.within;
    }),
  );
}

function grouped<T extends { doc: Incident }>(open: readonly T[]): StormGroup<T>[] {
  const groups = Map.groupBy(open, ({ doc }) => doc.service);
  return [...groups]
    .map(([service, list]) => {
      const incidents = list.toSorted(gravest);
      return {
        service,
        incidents,
        top: incidents[0]?.doc.priority ?? 'P4',
        alerts: incidents.reduce((sum, { doc }) => sum + doc.alertsTotal, 0),
        untaken: incidents.filter(({ doc }) => doc.status === 'triggered'),
      };
    })
    .sort((a, b) => rank(a.top) - rank(b.top) || b.alerts - a.alerts);
}

/**
 * The storm that is on, or undefined. A function of the incidents that are not closed and of `now`, so that all consoles
 * see the same one. An incident opened by hand is no part of it.
 */
export function findStorm<T extends Entity<'incident'>>(
  incidents: Iterable<T>,
  now: Instant,
  rules: StormRules = STORM_RULES,
): Storm<T> | undefined {
  const begun: { at: Instant; one: T }[] = [];
  for (const one of incidents) {
    const { doc } = one;
    if (doc.status === 'closed' || doc.openedBy.kind !== 'sender') continue;
    begun.push({ at: currentSince(doc), one });
  }
  if (begun.length < rules.incidents) return undefined;
  begun.sort((a, b) => a.at - b.at || (a.one.id < b.one.id ? -1 : 1));
  const run = storms(begun, rules).findLast(
    (one) => one.filter((entry) => isOpen(entry.one.doc)).length >= rules.leaves,
  );
  const first = run?.[0];
  const last = run?.at(-1);
  if (!run || !first || !last) return undefined;
  const all = run.map(({ one }) => one);
  const open = all.filter(({ doc }) => isOpen(doc)).sort(gravest);
  const byPriority: Record<Priority, number> = { P0: 0, P1: 0, P2: 0, P3: 0, P4: 0 };
  for (const { doc } of open) byPriority[doc.priority] += 1;
  return {
    since: first.at,
    lastAt: last.at,
    isGoingOn: now - last.at <= rules.within,
    incidents: all.length,
    open,
    alerts: all.reduce((sum, { doc }) => sum + doc.alertsTotal, 0),
    services: new Set(all.map(({ doc }) => doc.service)).size,
    byPriority,
    groups: grouped(open),
  };
}
