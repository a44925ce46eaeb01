import { expect, type Locator, type Page } from '@playwright/test';
import { occurrenceId, type PlanTerms, planId } from '../../src-shared/model/plan.ts';
import { procedureId } from '../../src-shared/model/procedure.ts';
import { localDate } from '../../src-shared/time/zone.ts';
import type { Device } from './device.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Where it is between twelve and one o'clock now: what lies hours before or after lies on the same day. */
export const NOON = (() => {
  const ahead = 12 - new Date().getUTCHours();
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
})();

/** Days from today on, or back, on the clocks of a zone. */
export const day = (later = 0, zone = NOON): string => localDate(Date.now() + later * DAY, zone);

/** Minutes from now on, or back, as a clock on the wall at noon shows them. */
export function wall(minutes: number): string {
  const hour = new Intl.DateTimeFormat('en-GB', { timeZone: NOON, hour: '2-digit', minute: '2-digit' });
  return hour.format(Date.now() + minutes * 60_000);
}

/** Daily from today on, as its zone has it; half an hour with four of grace. */
export const terms = (rest: Partial<PlanTerms> = {}): PlanTerms => ({
  from: day(0, rest.zone),
  anchor: day(0, rest.zone),
  rrule: 'FREQ=DAILY',
  duration: HOUR / 2,
  zone: NOON,
  grace: 4 * HOUR,
  holidays: 'keep',
  ...rest,
});

export const CHECK = procedureId('health-check');
const BODY = `- [ ] Ouvrir le tableau de bord {#board}
- [ ] Lire les journaux {#logs}
- [ ] Ce qui a été constaté {#seen .text}
`;

/** The procedure of all plans here. */
export async function writeProcedure(lead: Device): Promise<void> {
  const made = await lead.mutate('procedure.create', {
    id: CHECK,
    kind: 'maintenance',
    title: 'Contrôle du matin',
    body: BODY,
    tags: [],
    services: [],
    reviewEvery: 90,
  });
  expect(made).toMatchObject({ status: 'applied' });
}

export async function makePlan(lead: Device, id: string, title: string, when: PlanTerms, rest: object = {}) {
  const made = await lead.mutate('plan.create', { id: planId(id), title, procedure: CHECK, terms: when, ...rest });
  expect(made).toMatchObject({ status: 'applied' });
}

/** Today's, or that of a later day. */
export const occurrenceOf = (plan: string, later = 0) => occurrenceId(planId(plan), day(later));

/** What happened to an occurrence, as the server has it. */
export async function eventsOf(device: Device, plan: string, later = 0) {
  const id = occurrenceOf(plan, later);
  return (await device.records('occurrence')).find((one) => one.id === id)?.doc.events ?? [];
}

export const row = (page: Page, title: string): Locator => page.locator('[data-row]').filter({ hasText: title });
