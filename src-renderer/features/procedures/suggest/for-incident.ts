import type { Alert } from '../../../../src-shared/model/alert.ts';
import { webUrlSchema } from '../../../../src-shared/model/web-url.ts';
import {
  alertNameOf,
  createRunbookFinder,
  MATCH_REASONS,
  type RunbookFinder,
  type Suggestion,
} from '../../../../src-shared/procedure/match.ts';
import type { Row } from '../../../../src-shared/sync/local-store.ts';
import type { VigieDatabase } from '../../../data/database.ts';
import type { Records } from '../../../data/records.ts';

/** A runbook for an incident, and the alert that it was found for. */
export interface IncidentRunbook extends Suggestion {
  alert: string;
}

export interface IncidentRunbooks {
  /** The surest first, each once. */
  found: readonly IncidentRunbook[];
  /** Addresses that the alerts name and no runbook here answers to. */
  elsewhere: readonly string[];
  /** Names of the alerts, firing ones first, each once. */
  alerts: readonly string[];
}

/** A storm of thousands repeats a few names. */
const MOST_ALERTS = 200;
const MOST_FOUND = 6;
const LOCAL = new Set(['alertName', 'matchers', 'runbookUrl']);

export const finderOver = (rows: ReadonlyMap<string, Row<'procedure'>>): RunbookFinder =>
  createRunbookFinder(rows.values());

/** Alerts of an incident, some of them in a storm; closed ones from history. */
export async function someAlerts(
  db: Pick<VigieDatabase, 'alert'>,
  records: Records,
  incident: string,
): Promise<readonly Row<'alert'>[]> {
  const some = await db.alert.where('ref').equals(incident).limit(MOST_ALERTS).toArray();
  return some.length > 0 ? some : records.referring('alert', incident);
}

/** The runbooks for the alerts of an incident. */
export function runbooksFor(alerts: readonly { doc: Alert }[], find: RunbookFinder): IncidentRunbooks {
  const firing = alerts
    .map(({ doc }) => doc)
    .sort((a, b) => Number(b.status === 'firing') - Number(a.status === 'firing') || a.startsAt - b.startsAt)
    .slice(0, MOST_ALERTS);
  const best = new Map<string, IncidentRunbook>();
  const elsewhere = new Set<string>();
  const rank = (one: Suggestion) => MATCH_REASONS.indexOf(one.reason);
  for (const alert of firing) {
    const found = find(alert);
    for (const one of found) {
      const before = best.get(one.id);
      if (!before || rank(one) < rank(before)) best.set(one.id, { ...one, alert: alertNameOf(alert) });
    }
    const address = webUrlSchema.safeParse(alert.annotations.runbook_url ?? alert.labels.runbook_url);
    if (address.success && !found.some(({ reason }) => LOCAL.has(reason))) elsewhere.add(address.data);
  }
  return {
    found: [...best.values()].sort((a, b) => rank(a) - rank(b)).slice(0, MOST_FOUND),
    elsewhere: [...elsewhere],
    alerts: [...new Set(firing.map(alertNameOf))],
  };
}
