import type { AlertGroup } from '../../src-shared/intake/normalised.ts';

/** A payload of more alerts is taken in by several commits, so that others get their turn in between. */
const ALERTS_A_COMMIT = 100;

/** Payloads that come together are taken in together up to this many alerts, for the same reason. */
export const ALERTS_A_RUN = 256;

/** A large group whose alerts all say the same is as well told in parts; what fires and what ends belong together. */
function parts(one: AlertGroup): AlertGroup[] {
  const { group, alerts } = one;
  if (alerts.length <= ALERTS_A_COMMIT || alerts.some(({ status }) => status !== alerts[0]?.status)) return [one];
  const count = Math.ceil(alerts.length / ALERTS_A_COMMIT);
  return Array.from({ length: count }, (_, n) => ({
    group,
    alerts: alerts.slice(n * ALERTS_A_COMMIT, (n + 1) * ALERTS_A_COMMIT),
  }));
}

/** Groups in their order, together of at most `ALERTS_A_COMMIT` alerts; a larger mixed group stands alone. */
export function portions(groups: readonly AlertGroup[]): AlertGroup[][] {
  const all: AlertGroup[][] = [];
  let room = 0;
  for (const group of groups.flatMap(parts)) {
    const last = all.at(-1);
    if (last && group.alerts.length <= room) last.push(group);
    else {
      all.push([group]);
      room = ALERTS_A_COMMIT;
    }
    room -= group.alerts.length;
  }
  return all;
}

/** Alerts of one group stand together, in the order they came; an alert said twice alike stands once. */
export function mergeInto(groups: Map<string, AlertGroup>, { group, alerts }: AlertGroup): void {
  const key = JSON.stringify([group.key, group.service]);
  const together = groups.get(key);
  if (together) together.alerts.push(...alerts);
  else groups.set(key, { group, alerts: [...alerts] });
}
