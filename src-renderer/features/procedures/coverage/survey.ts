import type { Entity } from '../../../../src-shared/model/collections.ts';
import { alertNameOf, type RunbookFinder } from '../../../../src-shared/procedure/match.ts';
import { staleSince } from '../../../../src-shared/procedure/review-due.ts';
import { DAY, type Instant, type Millis } from '../../../../src-shared/time/clock.ts';

/** How far back alerts are looked at. */
export const COVERED: Millis = 90 * DAY;
/** A runbook that nobody has worked through for so long may not work any more. */
const TEST_EVERY: Millis = 180 * DAY;

/** Alerts of one name that no runbook is for. */
export interface UncoveredAlert {
  name: string;
  /** Times it fired, as far as the records tell. */
  firings: number;
  last: Instant;
  services: readonly string[];
  incident: string | undefined;
}

export interface AlertSurvey {
  add(alerts: readonly Entity<'alert'>[]): void;
  /** The most frequent first. */
  uncovered(): UncoveredAlert[];
  /** Alerts looked at, and how many of their names have a runbook. */
  counts(): { alerts: number; names: number; covered: number };
}

/**
 * Goes over alerts a page at a time. A runbook that is only its service's is not the alert's own: it does not count.
 */
export function createAlertSurvey(find: RunbookFinder, since: Instant): AlertSurvey {
  const missing = new Map<
    string,
    { firings: number; last: Instant; services: Set<string>; incident: string | undefined }
  >();
  const covered = new Set<string>();
  let alerts = 0;
  return {
    add(page) {
      for (const { doc } of page) {
        if (doc.lastReceivedAt < since) continue;
        alerts += 1;
        const name = alertNameOf(doc);
        if (find(doc).some(({ reason }) => reason !== 'service')) {
          covered.add(name);
          continue;
        }
        const before = missing.get(name);
        const one = before ?? { firings: 0, last: 0, services: new Set<string>(), incident: undefined };
        one.firings += doc.firings;
        if (doc.lastReceivedAt >= one.last) {
          one.last = doc.lastReceivedAt;
          one.incident = doc.incident ?? one.incident;
        }
        if (doc.service !== undefined) one.services.add(doc.service);
        if (!before) missing.set(name, one);
      }
    },
    uncovered: () =>
      [...missing]
        .map(([name, { services, ...rest }]) => ({ name, ...rest, services: [...services] }))
        .sort((a, b) => b.firings - a.firings || b.last - a.last || (a.name < b.name ? -1 : 1)),
    counts: () => ({ alerts, names: new Set([...missing.keys(), ...covered]).size, covered: covered.size }),
  };
}

export interface Neglected {
  neverUsed: Entity<'procedure'>[];
  /** Used, and worked through as a test never or long ago. */
  notTested: Entity<'procedure'>[];
  overdue: { procedure: Entity<'procedure'>; due: Instant }[];
}

/** What of the library has been left alone; `used` holds the procedures that some run was started from. */
export function neglectedOf(
  procedures: readonly Entity<'procedure'>[],
  used: ReadonlySet<string>,
  now: Instant,
): Neglected {
  const live = procedures.filter(({ doc }) => !doc.archived);
  const runbooks = live.filter(({ doc }) => doc.kind === 'runbook');
  const byTitle = (a: Entity<'procedure'>, b: Entity<'procedure'>) => a.doc.title.localeCompare(b.doc.title);
  return {
    neverUsed: runbooks.filter(({ id }) => !used.has(id)).sort(byTitle),
    notTested: runbooks
      .filter(({ doc }) => (doc.testedAt ?? 0) < now - TEST_EVERY)
      .sort((a, b) => (a.doc.testedAt ?? 0) - (b.doc.testedAt ?? 0) || byTitle(a, b)),
    overdue: live
      .flatMap((procedure) => {
        const due = staleSince(procedure.doc, now);
        return due === undefined ? [] : [{ procedure, due }];
      })
      .sort((a, b) => a.due - b.due),
  };
}
