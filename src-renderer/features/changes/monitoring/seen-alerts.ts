import type { Alert } from '../../../../src-shared/model/alert.ts';
import type { Priority } from '../../../../src-shared/model/priority.ts';
import { DAY, type Instant } from '../../../../src-shared/time/clock.ts';

/** How far back alerts count. */
export const SEEN_WITHIN = 90 * DAY;

/** Alerts of a service by priority. */
export type Seen = Readonly<Record<Priority, number>>;

const nothing = (): Record<Priority, number> => ({ P0: 0, P1: 0, P2: 0, P3: 0, P4: 0 });

/** What each service has sent in the 90 days before `now`, whatever became of it. */
export function seenAlerts(
  alerts: Iterable<Pick<Alert, 'service' | 'priority' | 'lastReceivedAt'>>,
  now: Instant,
): ReadonlyMap<string, Seen> {
  const found = new Map<string, Record<Priority, number>>();
  for (const { service, priority, lastReceivedAt } of alerts) {
    if (service === undefined || lastReceivedAt <= now - SEEN_WITHIN) continue;
    const counts = found.get(service) ?? nothing();
    counts[priority] += 1;
    found.set(service, counts);
  }
  return found;
}
