import { type AlertId, alertId, type IncidentId, incidentId, type ServiceId, serviceId } from '../model/ids.ts';
import type { Instant } from '../time/clock.ts';
import type { GroupRef } from './normalised.ts';

/** 128 bits of a text as 32 hexadecimal digits (cyrb128). Spreads well; not for secrets. */
export function hashText(text: string): string {
  let a = 1779033703;
  let b = 3144134277;
  let c = 1013904242;
  let d = 2773480762;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = b ^ Math.imul(a ^ code, 597399067);
    b = c ^ Math.imul(b ^ code, 2869860233);
    c = d ^ Math.imul(c ^ code, 951274213);
    d = a ^ Math.imul(d ^ code, 2716044179);
  }
  a = Math.imul(c ^ (a >>> 18), 597399067);
  b = Math.imul(d ^ (b >>> 22), 2869860233);
  c = Math.imul(a ^ (c >>> 17), 951274213);
  d = Math.imul(b ^ (d >>> 19), 2716044179);
  return [a ^ b ^ c ^ d, b ^ a, c ^ a, d ^ a].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** Unambiguous whatever the parts contain. */
const joined = (...parts: (string | number)[]) => JSON.stringify(parts);

export function alertIdOf(sender: string, dedupKey: string): AlertId {
  return alertId(`alert-${hashText(joined(sender, dedupKey))}`);
}

/** Where an alert stays when its key starts anew, as the alert of the incident that it was in. */
export function pastAlertIdOf(sender: string, dedupKey: string, incident: IncidentId): AlertId {
  return alertId(`alert-${hashText(joined(sender, dedupKey, incident))}`);
}

/** « Paiement API » and « paiement-api » are the same service. */
export function serviceIdOf(name: string): ServiceId {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 120)
    .toWellFormed();
  return serviceId(slug || `service-${hashText(name)}`);
}

export function groupKeyOf(sender: string, group: GroupRef): string {
  const key = joined(sender, group.service ? serviceIdOf(group.service) : '', group.key);
  return key.length <= 500 ? key : `${key.slice(0, 400)}…${hashText(key)}`;
}

/** `salt` tells apart a second incident of what the sender still calls the same firing. */
export function incidentIdOf(groupKey: string, startsAt: Instant, ...salt: (string | number)[]): IncidentId {
  return incidentId(`incident-${hashText(joined(groupKey, startsAt, ...salt))}`);
}
