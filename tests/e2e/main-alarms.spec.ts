import { expect, type Page } from '@playwright/test';
import type { PlannedAlarm } from '../../src-shared/alarms/plan.ts';
import { incidentId } from '../../src-shared/model/ids.ts';
import { goBare, received } from '../support/bare-page.ts';
import { test } from '../support/fixtures.ts';

/** An alarm of a response clock, `inMs` from now, a minute before its deadline. */
function anAlarm(incident: string, inMs: number, over: Partial<PlannedAlarm> = {}): PlannedAlarm {
  const fireAt = Date.now() + inMs;
  return {
    id: `${incident}/response/0/0.8`,
    incident: incidentId(incident),
    title: `Paiement indisponible ${incident}`,
    service: 'Paiement',
    priority: 'P0',
    kind: 'warning',
    clock: 'response',
    fireAt,
    deadline: fireAt + 60_000,
    loud: true,
    ...over,
  };
}

const setPlan = (page: Page, ...alarms: PlannedAlarm[]) =>
  page.evaluate((plan) => window.vigie.call('alarms.setPlan', plan), { madeAt: Date.now(), alarms });

const receipts = async (page: Page, incident: string) =>
  (await page.evaluate(() => window.vigie.call('alarms.receipts')))
    .filter(({ alarm }) => alarm.startsWith(`${incident}/`))
    .map(({ kind }) => kind);

test('an alarm becomes a toast in the person’s language, whose click opens the incident', async ({
  openConsole,
  desktop,
}) => {
  const { app, page } = await openConsole({ language: 'fr' });
  await goBare(page);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  await setPlan(page, anAlarm('e2e-toast', 500));
  const toast = await desktop.notification(({ title }) => title.includes('e2e-toast'), 20_000);
  expect(toast.title).toBe('P0 · Paiement indisponible e2e-toast');
  expect(toast.body).toBe('Paiement · Réponse : reste 1 min');
  expect(toast.urgency).toBe('critical');
  await expect.poll(() => receipts(page, 'e2e-toast')).toEqual(['due', 'shown']);
  await desktop.clickNotification(toast.id);
  await expect
    .poll(() => received(page, 'command'))
    .toEqual([{ command: 'incident.open', incident: 'e2e-toast', via: 'toast' }]);
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
    .toBe(true);
});

test('a loud alarm that nobody acts on takes the screen after 20 s; one that was seen does not', async ({
  openConsole,
  desktop,
}) => {
  const { app, page } = await openConsole();
  await goBare(page);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  await setPlan(page, anAlarm('e2e-loud', 100), anAlarm('e2e-seen', 100));
  await desktop.notification(({ title }) => title.includes('e2e-loud'));
  await page.evaluate(
    (incident) => window.vigie.call('alarms.receipt', { incident, kind: 'seen' }),
    incidentId('e2e-seen'),
  );
  await expect.poll(() => received(page, 'alarm'), { timeout: 25_000 }).toHaveLength(1);
  expect(await received(page, 'alarm')).toMatchObject([{ alarms: [{ incident: 'e2e-loud' }] }]);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(true);
});

test('alarms go on from the persisted plan after a kill, what lapsed meanwhile as one digest', async ({
  openConsole,
  desktop,
}) => {
  const first = await openConsole();
  await goBare(first.page);
  await setPlan(
    first.page,
    anAlarm('e2e-past-1', -120_000, { priority: 'P2', loud: false, deadline: Date.now() - 60_000 }),
    anAlarm('e2e-next', 6_000, { priority: 'P2', loud: false }),
  );
  await desktop.notification(({ title }) => title.includes('e2e-past-1'));
  await first.kill();
  const second = await openConsole({ userData: first.userData });
  await goBare(second.page);
  await desktop.notification(({ title }) => title.includes('e2e-next'), 15_000);
  expect(desktop.notifications().filter(({ title }) => title.includes('e2e-past-1'))).toHaveLength(1);
  await expect.poll(() => receipts(second.page, 'e2e-next')).toEqual(['due', 'shown']);
});

test('a flood and a sleep’s worth of alarms come as one digest', async ({ openConsole, desktop }) => {
  const { page } = await openConsole({ language: 'fr' });
  await goBare(page);
  const names = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `e2e-digest-${letter}`);
  await setPlan(page, ...names.map((name) => anAlarm(name, -3_600_000, { priority: 'P2', loud: false })));
  const toast = await desktop.notification(({ title }) => title === '6 alarmes : 6 P2');
  expect(toast.body).toContain('et 2 de plus');
  expect(desktop.notifications().filter(({ title }) => title.includes('e2e-digest'))).toEqual([]);
});

test('quiet for an hour holds P2 back and lets P0 pass', async ({ openConsole, desktop }) => {
  const { page } = await openConsole();
  await goBare(page);
  const { until } = await page.evaluate(() => window.vigie.call('alarms.quietFor', { minutes: 60 }));
  expect(until).toBeGreaterThan(Date.now() + 59 * 60_000);
  await setPlan(page, anAlarm('e2e-quiet', 100, { priority: 'P2', loud: false }), anAlarm('e2e-pass', 100));
  await desktop.notification(({ title }) => title.includes('e2e-pass'));
  await expect.poll(() => receipts(page, 'e2e-quiet')).toEqual(['due', 'silenced']);
  await page.evaluate(() => window.vigie.call('alarms.quietFor', { minutes: 0 }));
  await desktop.notification(({ title }) => title.includes('e2e-quiet'));
  expect(await received(page, 'quiet')).toEqual([{ until }, { until: null }]);
});

test('the tray shows state and next deadline, and its menu acknowledges, silences and opens', async ({
  openConsole,
  desktop,
}) => {
  const { app, page } = await openConsole({ language: 'fr' });
  await goBare(page);
  await expect.poll(() => desktop.tray.tooltip().catch(() => '')).toBe('Vigie');
  const icons = new Set<string>();
  for (const state of ['calm', 'dueSoon', 'breached', 'offline'] as const) {
    await page.evaluate((summary) => window.vigie.call('tray.set', summary), {
      state,
      tooltip: `P0 · reste 2 min · ${state}`,
      next: [
        {
          incident: incidentId('e2e-tray'),
          label: 'P0 · #42 Paiement & co',
          priority: 'P0' as const,
          canAcknowledge: true,
        },
      ],
    });
    await expect.poll(() => desktop.tray.tooltip()).toContain(state);
    icons.add(await desktop.tray.icon());
  }
  expect(icons.size).toBe(4);
  const labels = (await desktop.tray.menu()).map(({ label }) => label);
  expect(labels.some((label) => label.startsWith('P0 · #42'))).toBe(true);
  expect(labels).toEqual(expect.arrayContaining(['Ouvrir Vigie', 'Silence pendant 1 h (sauf P0 et P1)', 'Quitter']));
  const acknowledge = labels.find((label) => label.startsWith('Acquitter'));
  await desktop.tray.click(acknowledge ?? '');
  await expect
    .poll(() => received(page, 'command'))
    .toEqual([{ command: 'incident.acknowledge', incident: 'e2e-tray', via: 'tray' }]);
  await desktop.tray.click('Silence pendant 1 h (sauf P0 et P1)');
  await expect.poll(() => received(page, 'quiet')).toHaveLength(1);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  await desktop.tray.click('Ouvrir Vigie');
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
    .toBe(true);
});

test('waking and unlocking make main look again and tell the page', async ({ openConsole }) => {
  const { app, page } = await openConsole();
  await goBare(page);
  await app.evaluate(({ powerMonitor }) => {
    powerMonitor.emit('resume');
    powerMonitor.emit('unlock-screen');
  });
  await expect.poll(() => received(page, 'resumed')).toEqual([{ reason: 'resume' }, { reason: 'unlock' }]);
});
