import { expect } from '@playwright/test';
import {
  CHANGE_PROCEDURE,
  changeId,
  freezeId,
  MONITORING_PROCEDURE,
  monitoringRunId,
} from '../../src-shared/model/change.ts';
import { serviceId } from '../../src-shared/model/ids.ts';
import { planId } from '../../src-shared/model/plan.ts';
import { procedureId } from '../../src-shared/model/procedure.ts';
import '../support/bare-page.ts';
import { DAY, HOUR } from '../../src-shared/time/clock.ts';
import { dateOfDay, weekdayOf } from '../../src-shared/time/day.ts';
import { dayNumberAt, inMonth } from '../../src-shared/time/month.ts';
import { instantOfWallClock } from '../../src-shared/time/zone.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice, type Device } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { dress, type Faults, LOOKS, look } from '../support/looks.ts';

/** Of the laptops that tests start. */
const ZONE = 'UTC';
const API = serviceId('api');
const today = () => dayNumberAt(Date.now(), ZONE);
/** An hour of a day, on the clocks of the tests. */
const at = (day: number, hour: number) => instantOfWallClock(day * DAY + hour * HOUR, ZONE, 'earlier');
/** The middle of the month to come: its neighbours are in it too, and none of them is over. */
const middle = () => {
  const first = inMonth(today(), 1);
  return first - Number(dateOfDay(first).slice(8)) + 16;
};

async function updatePlan(lead: Device): Promise<void> {
  const from = dateOfDay(today());
  const terms = { from, anchor: from, rrule: 'FREQ=WEEKLY', zone: ZONE, grace: 6 * DAY, holidays: 'keep' as const };
  await lead.mutate('plan.create', {
    id: planId('dependances'),
    title: 'Mises à jour de dépendances',
    procedure: procedureId(CHANGE_PROCEDURE),
    change: 'dependency',
    service: API,
    terms,
  });
}

/** Five changes on one day, and a freeze over the days after it. */
async function fullDay(lead: Device): Promise<void> {
  const day = middle();
  for (const [hour, title] of [
    'Noyau 6.12',
    'PostgreSQL 17',
    'Certificats',
    'Cache des sessions',
    'Sondes',
  ].entries()) {
    await lead.mutate('change.create', {
      id: changeId(title),
      title,
      type: 'minor',
      services: [API],
      risk: 'low',
      window: { from: at(day, 9 + hour), to: at(day, 9 + hour) + (hour === 0 ? 90 : 45) * 60_000, zone: ZONE },
    });
  }
  await lead.mutate('freeze.create', {
    id: freezeId('soldes'),
    title: 'Soldes d’hiver',
    window: { from: at(day + 1, 0), to: at(day + 9, 0), zone: ZONE },
    services: [],
    reason: 'Trois fois le trafic',
  });
}

test('a month of changes by the keyboard: days, months, a day of five, a draft that is moved and taken back', async ({
  server,
  openConsole,
}) => {
  test.setTimeout(120_000);
  const token = await server.token('omar', 'lead');
  const omar = await connectDevice(server.url, token);
  await omar.mutate('service.update', { id: API, doc: { name: 'api' } });
  await fullDay(omar);
  const { page } = await openConsole({ server: server.url, token });
  const { t, visit, status } = consolePage(page);
  await expect(status).toContainText(/à jour \d\d:\d\d/);
  await visit('/changes');
  const grid = page.getByRole('grid');
  const cell = (day: number) => grid.locator(`[data-day="${day}"]`);
  // By a command, for what is pressed keeps the hand.
  await page.keyboard.press('Control+k');
  await page.keyboard.type(t('command.change.calendar'));
  await page.keyboard.press('Enter');
  await expect(cell(today())).toBeFocused();
  await page.keyboard.press('PageDown');
  await expect(cell(inMonth(today(), 1))).toBeFocused();
  await page.keyboard.press('PageUp');
  await page.keyboard.press('Home');
  const monday = inMonth(inMonth(today(), 1), -1);
  await expect(cell(monday - weekdayOf(monday) + 1)).toBeFocused();
  // The bar keeps the hand that presses it.
  const after = page.getByRole('button', { name: t('changes.calendar.after') });
  await after.click();
  await expect(after).toBeFocused();
  await page.getByRole('button', { name: t('changes.calendar.today') }).click();
  await after.click();

  const day = middle();
  await cell(day).focus();
  await expect(cell(day).getByRole('button')).toHaveCount(4);
  await cell(day)
    .getByRole('button', { name: t('changes.calendar.more_other', { count: 2 }) })
    .click();
  await expect(cell(day).getByRole('button')).toHaveCount(5);
  await expect(cell(day).getByRole('button', { name: /Cache des sessions/ })).toBeFocused();
  await expect(cell(day).getByRole('button', { name: /Noyau.*PostgreSQL 17/ })).toBeVisible();
  await expect(cell(day + 1)).toHaveAccessibleName(/Soldes/);

  const sessions = page.getByRole('button', { name: /Cache des sessions/ });
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(cell(day - 1).getByRole('button', { name: /Cache des sessions/ })).toBeFocused();
  const window = async () => (await omar.records('change')).find(({ id }) => id === 'Cache des sessions')?.doc.window;
  await expect.poll(async () => (await window())?.from).toBe(at(day - 1, 12));
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await window())?.from).toBe(at(day, 12));
  const kernel = page.getByRole('button', { name: /^\d\d:\d\d Noyau/ });
  await kernel.dragTo(cell(day - 3));
  await expect(cell(day - 3).getByRole('button')).toHaveCount(1);
  // Where it was put the hand goes on.
  await expect(cell(day - 3).getByRole('button')).toBeFocused();
  await expect(kernel).toHaveCount(1);
  await expect(sessions).toHaveCount(1);
});

test('an update that its plan asks for becomes a change, and its end is the plan’s', async ({
  server,
  openConsole,
}) => {
  test.setTimeout(120_000);
  const token = await server.token('omar', 'lead');
  const omar = await connectDevice(server.url, token);
  await omar.mutate('service.update', { id: API, doc: { name: 'api' } });
  await updatePlan(omar);
  const { page } = await openConsole({ server: server.url, token });
  const { t, visit, status, heading } = consolePage(page);
  await expect(status).toContainText(/à jour \d\d:\d\d/);
  await visit('/changes');
  const due = page.getByRole('region', { name: t('changes.due.title') });
  await due.getByRole('button', { name: t('changes.due.begin') }).click();
  const id = `dependances@${dateOfDay(today())}`;
  await expect(heading(`Mises à jour de dépendances · ${dateOfDay(today())}`)).toBeVisible();
  const steps = page.getByRole('group', { name: t('changes.steps') }).getByRole('checkbox');
  await expect(steps).toHaveCount(8);
  await steps.first().press('Space');
  await expect.poll(async () => (await omar.records('runEntry')).map(({ doc }) => doc.run)).toEqual([id]);
  await page.getByRole('link', { name: 'Mises à jour de dépendances' }).click();
  await expect(page.getByRole('link', { name: t('maintenance.toChange') })).toBeVisible();
  await visit('/changes');
  await expect(page.getByRole('link', { name: /Mises à jour de dépendances · / })).toBeVisible();
  await expect(due).toHaveCount(0);
});

test('an update that was prepared by hand is linked to what its plan asks for, and taken off it again', async ({
  server,
  openConsole,
}) => {
  const token = await server.token('omar', 'lead');
  const omar = await connectDevice(server.url, token);
  await omar.mutate('service.update', { id: API, doc: { name: 'api' } });
  await updatePlan(omar);
  const window = { from: at(today() + 1, 9), to: at(today() + 1, 10), zone: ZONE };
  const change = { title: 'Bibliothèques', services: [API], risk: 'low' as const, window };
  await omar.mutate('change.create', { id: changeId('lib'), type: 'dependency', ...change });
  const { page } = await openConsole({ server: server.url, token });
  const { t, visit, status, heading } = consolePage(page);
  await expect(status).toContainText(/à jour \d\d:\d\d/);
  await visit('/changes');
  const due = page.getByRole('region', { name: t('changes.due.title') });
  await due.getByRole('button', { name: t('changes.due.linkTo', { title: 'Mises à jour de dépendances' }) }).click();
  await page.keyboard.press('Space');
  await page.getByRole('option', { name: /Bibliothèques/ }).press('Enter');
  await page.keyboard.press('Control+Enter');
  await expect(due).toHaveCount(0);
  await visit('/changes/lib');
  await expect(heading('Bibliothèques')).toBeVisible();
  const unlink = page.getByRole('button', {
    name: t('changes.unlinkThis', { what: 'Mises à jour de dépendances' }),
  });
  await unlink.click();
  await expect(unlink).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(unlink).toBeVisible();
  await page.getByRole('link', { name: 'Mises à jour de dépendances' }).click();
  await page.getByRole('link', { name: t('maintenance.toChange') }).click();
  await expect(heading('Bibliothèques')).toBeVisible();
});

test('calendars, updates that are due and monitoring in both languages and themes', async ({ server, openConsole }) => {
  test.setTimeout(240_000);
  const faults: Faults = [];
  const token = await server.token('omar', 'lead');
  const omar = await connectDevice(server.url, token);
  await omar.mutate('service.update', { id: API, doc: { name: 'api' } });
  await omar.mutate('service.update', { id: serviceId('site'), doc: { name: 'site' } });
  await updatePlan(omar);
  await fullDay(omar);
  const run = monitoringRunId('api');
  const procedure = procedureId(MONITORING_PROCEDURE);
  await omar.mutate('run.start', { id: run, procedure, revision: 1, service: API });
  for (const step of ['system-metrics-cpu-memory-disk', 'automatic-alerts', 'alert-P1']) {
    await omar.mutate('run.record', { run, step, event: { kind: 'done' } });
  }
  const { page } = await openConsole({ server: server.url, token });
  await expect(consolePage(page).status).toContainText(/à jour \d\d:\d\d/);
  for (const as of LOOKS) {
    await dress(page, as);
    const { t, visit } = consolePage(page, as.language);
    await visit('/changes');
    await page.getByRole('button', { name: t('changes.view.open') }).click();
    await expect(page.getByRole('region', { name: t('changes.due.title') })).toBeVisible();
    await look(page, 'changes-due', as, faults);
    await page.getByRole('button', { name: t('changes.view.calendar') }).click();
    await page.getByRole('button', { name: t('changes.calendar.after') }).click();
    await expect(page.getByRole('button', { name: /Certificats/ })).toBeVisible();
    await look(page, 'changes-calendar-full', as, faults);
    await visit('/changes/monitoring');
    await expect(page.getByRole('img', { name: new RegExp(t('changes.monitoring.fresh')) })).toHaveCount(3);
    await look(page, 'changes-monitoring-checked', as, faults);
    await page.getByRole('button', { name: t('changes.monitoring.renew') }).scrollIntoViewIfNeeded();
    await visit('/maintenance');
    await page.getByRole('button', { name: t('maintenance.view.month') }).click();
    await expect(page.getByRole('grid')).toBeVisible();
    await look(page, 'maintenance-month-grid', as, faults);
    await visit('/maintenance/plans/dependances');
    await expect(page.getByText(t('plans.field.change'), { exact: true })).toBeVisible();
    await look(page, 'plan-of-updates', as, faults);
  }
  expect(faults).toEqual([]);
});
