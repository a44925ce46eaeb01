import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { SECOND } from '../../src-shared/time/clock.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { expectSaved, notesOn, writeNotes } from '../support/notes.ts';
import { promise } from '../support/promises.ts';
import { raiseAlert } from '../support/raise-alert.ts';

const TITLE = 'Base injoignable';

test('nothing that was shown as saved is lost when the app is killed', async ({ server, openConsole }) => {
  const token = await server.token('ines');
  await raiseAlert(server, { title: TITLE });
  const first = await openConsole({ server: server.url, token });
  const before = consolePage(first.page);
  await expect(before.boardRow(TITLE)).toBeVisible();
  await server.stop();

  await first.page.keyboard.press('a');
  await before.boardRow(TITLE).click();
  await writeNotes(first.page, before, ['Bascule vers le réplica', 'Requêtes lentes coupées']);
  await expectSaved(before, 3);
  await first.kill();

  const second = await openConsole({ server: server.url, token, userData: first.userData });
  const after = consolePage(second.page);
  await expect(after.pending(3)).toBeVisible();
  await expect(after.boardRow(TITLE)).toContainText(after.t('incident.waiting.acknowledged'));

  await server.start();
  await after.status.getByRole('button', { name: after.t('statusLine.retry') }).click();
  await expect(after.pending(0)).toBeVisible();
  const device = await connectDevice(server.url, token);
  expect((await device.records('incident'))[0]?.doc.status).toBe('acknowledged');
  expect(await notesOn(device)).toEqual(['Bascule vers le réplica', 'Requêtes lentes coupées']);
});

test('50 changes that wait survive the loss of IndexedDB, and arrive exactly once', async ({ server, openConsole }) => {
  const token = await server.token('ines');
  await raiseAlert(server, { title: TITLE });
  const first = await openConsole({ server: server.url, token });
  const before = consolePage(first.page);
  await before.boardRow(TITLE).click();
  await expect(before.heading(TITLE)).toBeVisible();
  await server.stop();
  const texts = Array.from({ length: 50 }, (_, index) => `note ${String(index + 1).padStart(2, '0')}`);
  await writeNotes(first.page, before, texts);
  await expectSaved(before, 50);
  await first.close();

  const store = join(first.userData, 'IndexedDB');
  expect(readdirSync(store).length).toBeGreaterThan(0);
  rmSync(store, { recursive: true });

  const second = await openConsole({ server: server.url, token, userData: first.userData });
  const after = consolePage(second.page);
  await expect(after.pending(50)).toBeVisible();
  await server.start();
  await after.status.getByRole('button', { name: after.t('statusLine.retry') }).click();
  await expect(after.pending(0)).toBeVisible({ timeout: 20_000 });
  const device = await connectDevice(server.url, token);
  await expect.poll(() => notesOn(device)).toEqual(texts);
  await after.boardRow(TITLE).click();
  await expect(after.timeline.getByRole('listitem').filter({ hasText: /note \d\d/ })).toHaveCount(50);
  expect(existsSync(store)).toBe(true);
});

test('a page that is killed comes back with its records, and alarms go on meanwhile', async ({
  desktop,
  server,
  openConsole,
}) => {
  const token = await server.token('lea', 'lead');
  // The opening's toast comes at once, the next after half of the window.
  await promise(await connectDevice(server.url, token), 'P1', { response: 16 * SECOND });

  const { app, page } = await openConsole({ server: server.url, token });
  const screen = consolePage(page);
  await expect(screen.status).toContainText(/à jour \d\d:\d\d/);
  const title = 'Courtier de messages arrêté';
  await raiseAlert(server, { title, priority: 'P1' });
  const toasts = () => desktop.notifications().filter((one) => one.title.includes(title));
  await expect.poll(toasts).toHaveLength(1);

  const rendererPid = () =>
    app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      return contents && !contents.isCrashed() && !contents.isLoading() ? contents.getOSProcessId() : 0;
    });
  const killed = await rendererPid();
  process.kill(killed, 'SIGKILL');
  await expect.poll(async () => ![0, killed].includes(await rendererPid())).toBe(true);
  // Playwright has lost the page with its process: the window itself says what it shows.
  const shown = () =>
    app.evaluate(
      ({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.body.innerText') as Promise<string>,
    );
  await expect.poll(shown).toContain(title);

  await expect.poll(toasts, { timeout: 20_000 }).toHaveLength(4);
  expect(toasts().map((one) => one.body)).toEqual([
    expect.stringMatching(/reste 1[56] s$/),
    expect.stringMatching(/reste [78] s$/),
    expect.stringMatching(/reste [34] s$/),
    expect.stringMatching(/dépassé depuis [01] s$/),
  ]);
});

test('a server that is killed and comes back finds its consoles again', async ({ server, openConsole }) => {
  const token = await server.token('ines');
  await raiseAlert(server, { title: TITLE });
  const { page } = await openConsole({ server: server.url, token });
  const screen = consolePage(page);
  await expect(screen.boardRow(TITLE)).toBeVisible();

  await server.kill();
  await page.keyboard.press('a');
  await expect(screen.boardRow(TITLE)).toContainText(screen.t('incident.waiting.acknowledged'));
  await server.start();
  const device = await connectDevice(server.url, token);
  await expect.poll(async () => (await device.records('incident'))[0]?.doc.status).toBe('acknowledged');
  await raiseAlert(server, { title: 'Disque plein', service: 'storage' });
  await expect(screen.boardRow('Disque plein')).toBeVisible();
  await expect(screen.pending(0)).toBeVisible();
});

test('what a restored backup lacks, the console sends again', async ({ server, openConsole }, info) => {
  const token = await server.token('ines');
  await raiseAlert(server, { title: TITLE });
  const { page } = await openConsole({ server: server.url, token });
  const screen = consolePage(page);
  await screen.boardRow(TITLE).click();
  await expect(screen.heading(TITLE)).toBeVisible();
  const file = info.outputPath('vigie.backup');
  await server.vigie('backup', '--to', file);

  await page
    .getByRole('toolbar')
    .getByRole('button', { name: screen.t('command.incident.acknowledge') })
    .click();
  await writeNotes(page, screen, ['Après la sauvegarde']);
  await expect(screen.pending(0)).toBeVisible();
  const device = await connectDevice(server.url, token);
  await expect.poll(() => notesOn(device)).toEqual(['Après la sauvegarde']);

  await server.stop();
  await server.vigie('restore', '--from', file);
  await server.start();
  await screen.status.getByRole('button', { name: screen.t('statusLine.retry') }).click();
  await expect.poll(() => notesOn(device), { timeout: 20_000 }).toEqual(['Après la sauvegarde']);
  expect((await device.records('incident'))[0]?.doc.status).toBe('acknowledged');
  await expect(screen.pending(0)).toBeVisible();
  await expect(screen.timeline).toContainText('Après la sauvegarde');
  await expect(screen.status).not.toContainText(screen.t('statusLine.review', { count: 1 }));
});
