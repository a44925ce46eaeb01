import { cleanLine } from './clean.ts';
import { hashText, serviceIdOf } from './keys.ts';
import type { AlertGroup, NormalisedAlert } from './normalised.ts';

/** Why a payload was refused, in one sentence for the sender's log. `tooMany` is a payload to be split (HTTP 413). */
export interface IntakeError {
  code: 'invalid' | 'tooMany';
  message: string;
}

/** An alert, its sender's group and its service as the sender writes it. */
export interface Placed {
  alert: NormalisedAlert;
  group: string;
  service: string | undefined;
}

/** Splits alerts into one group per service and sender's group, in the order they came. */
export function groupAlerts(placed: readonly Placed[]): AlertGroup[] {
  const groups = new Map<string, AlertGroup>();
  for (const { alert, group, service: rawService } of placed) {
    const service = cleanLine(rawService, 200);
    const key = group.length <= 2_000 ? group : `${group.slice(0, 1_900)}…${hashText(group)}`;
    const place = JSON.stringify([key, service === undefined ? null : serviceIdOf(service)]);
    const known = groups.get(place);
    if (known) known.alerts.push(alert);
    else groups.set(place, { group: { key, ...(service === undefined ? {} : { service }) }, alerts: [alert] });
  }
  return [...groups.values()];
}
