import { expect } from '@playwright/test';
import { startAlertSource } from '../support/alertmanager.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';

const TITLE = 'DatabaseDown: The database on db-1 does not answer';

test('a real alert becomes a page, is acknowledged from the tray, and ends with its sender', async ({
  desktop,
  server,
  openConsole,
}) => {
  const token = await server.token('ines');
  const device = await connectDevice(server.url, token);
  const incident = async () => (await device.records('incident')).at(0);
  const { page } = await openConsole({ server: server.url, token });
  const screen = consolePage(page);
  await expect(page.getByText(screen.t('board.calm'))).toBeVisible();

  const source = await startAlertSource({ webhookUrl: await server.intakeUrl('alertmanager') });
  try {
    source.fire('DatabaseDown', 'db-1');

    await test.step('the board shows it as P0 with a countdown that runs', async () => {
      const row = screen.boardRow(TITLE);
      await expect(row).toBeVisible({ timeout: 20_000 });
      await expect(row).toContainText('P0');
      await expect(row).toContainText(screen.t('incident.status.triggered'));
      await expect(screen.next).toContainText(TITLE);
      const countdown = screen.next.getByRole('timer');
      await expect(countdown).toHaveText(/^4:[0-5]\d$/);
      const first = await countdown.textContent();
      await expect(countdown).not.toHaveText(first ?? '');
    });

    await test.step('the desktop got one toast with title, priority and time left', async () => {
      const toast = await desktop.notification((one) => one.title.includes(TITLE));
      expect(toast.title).toBe(`P0 · ${TITLE}`);
      expect(toast.body).toMatch(/^database · Réponse : reste (5 min|4 min 5\d s)$/);
      expect(toast.urgency).toBe('critical');
      expect(desktop.notifications().filter((one) => one.title.includes(TITLE))).toHaveLength(1);
    });

    await test.step('the tray names the next deadline', async () => {
      await expect
        .poll(() => desktop.tray.tooltip())
        .toMatch(new RegExp(`^1 incident ouvert\nP0 · ${TITLE} · échéance à \\d\\d:\\d\\d$`));
    });

    await test.step('a click on the toast opens the incident', async () => {
      const toast = await desktop.notification((one) => one.title.includes(TITLE));
      await desktop.clickNotification(toast.id);
      await expect(screen.heading(TITLE)).toBeVisible();
      expect(page.url()).toMatch(/#\/incidents\/1$/);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('#1');
    });

    await test.step('the tray acknowledges it, and the server has the word', async () => {
      const entry = (await desktop.tray.menu()).find((one) => one.label.startsWith(screen.t('board.acknowledge')));
      expect(entry?.label).toContain(TITLE);
      await desktop.tray.click(entry?.label ?? '');
      await expect.poll(async () => (await incident())?.doc.status).toBe('acknowledged');
      expect((await incident())?.doc.acknowledgedBy).toEqual({ kind: 'person', id: device.person });
      await expect(page.getByText(screen.t('incident.status.acknowledged'), { exact: true }).first()).toBeVisible();
      await expect.poll(async () => (await desktop.tray.menu()).some((one) => one.label === entry?.label)).toBe(false);
    });

    await test.step("Alertmanager's resolve ends it", async () => {
      source.resolve('DatabaseDown', 'db-1');
      await expect.poll(async () => (await incident())?.doc.status, { timeout: 30_000 }).toBe('resolved');
      await expect(page.getByText(screen.t('incident.status.resolved'), { exact: true }).first()).toBeVisible();
      await expect.poll(() => desktop.tray.tooltip()).not.toContain(TITLE);
    });

    await test.step('the timeline tells all of it: who, and from where', async () => {
      const lines = screen.timeline.getByRole('listitem');
      await expect(lines.filter({ hasText: screen.t('incident.event.opened', { priority: 'P0' }) })).toContainText(
        screen.t('incident.via.intake'),
      );
      await expect(lines.filter({ hasText: screen.t('incident.event.acknowledged_me') })).toContainText(
        screen.t('incident.via.tray'),
      );
      await expect(lines.filter({ hasText: screen.t('incident.event.resolved') })).toContainText(
        screen.t('incident.via.intake'),
      );
    });
  } finally {
    await source.stop();
  }
});
