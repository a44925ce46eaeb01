import { expect } from '@playwright/test';
import { personId } from '../../src-shared/model/ids.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { DAY, day, HOUR, makePlan, NOON, occurrenceOf, terms, wall, writeProcedure } from '../support/maintenance.ts';

test('what is due is told while the window is closed, and a click leads to its page, where nothing has begun', async ({
  desktop,
  server,
  openConsole,
}) => {
  const lead = await connectDevice(server.url, await server.token('omar', 'lead'));
  await writeProcedure(lead);
  const token = await server.token('ines');
  const { person } = await connectDevice(server.url, token);
  const { app, page } = await openConsole({ server: server.url, token, zone: NOON });
  const { t, status } = consolePage(page);
  await expect(status).toContainText(/à jour \d\d:\d\d/);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  const isVisible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  await expect.poll(isVisible).toBe(false);
  await makePlan(lead, 'morning', 'Contrôle du matin', terms({ time: wall(0) }), { owner: personId(person) });
  const toast = await desktop.notification(({ title }) => title.includes('Contrôle du matin'));
  expect(toast.title).toBe('À faire · Contrôle du matin');
  await desktop.clickNotification(toast.id);
  await expect.poll(isVisible).toBe(true);
  await expect(page).toHaveURL(new RegExp(`#/maintenance/${encodeURIComponent(occurrenceOf('morning'))}$`));
  await expect(page.getByRole('toolbar', { name: t('maintenance.acts') })).toBeVisible();
  expect(await lead.records('occurrence')).toEqual([]);
});

test('a console that was closed for a week says what it missed once', async ({ desktop, server, openConsole }) => {
  // Written on a laptop a week ago, which is heard of now.
  const lead = await connectDevice(server.url, await server.token('omar', 'lead'), -8 * DAY);
  await writeProcedure(lead);
  const token = await server.token('ines');
  const { person } = await connectDevice(server.url, token);
  const when = terms({ from: day(-8), anchor: day(-8), time: wall(-180), grace: HOUR });
  await makePlan(lead, 'nightly', 'Sauvegarde à vérifier', when, { owner: personId(person) });
  const { page } = await openConsole({ server: server.url, token, zone: NOON });
  await expect(consolePage(page).status).toContainText(/à jour \d\d:\d\d/);
  const toast = await desktop.notification(({ title }) => /^\d+ interventions/.test(title));
  expect(toast.title).toBe('7 interventions de maintenance');
  expect(toast.body).toContain('En retard · Sauvegarde à vérifier');
  await page.waitForTimeout(3_000);
  const told = desktop
    .notifications()
    .filter(({ body, title }) => `${title} ${body}`.includes('Sauvegarde à vérifier'));
  expect(told).toHaveLength(1);
});
