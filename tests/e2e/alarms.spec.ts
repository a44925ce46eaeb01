import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, type Page } from '@playwright/test';
import { incidentId } from '../../src-shared/model/ids.ts';
import { procedureId } from '../../src-shared/model/procedure.ts';
import { runId } from '../../src-shared/model/run.ts';
import { SECOND } from '../../src-shared/time/clock.ts';
import '../support/bare-page.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { promise } from '../support/promises.ts';
import { raiseAlert } from '../support/raise-alert.ts';

/** What became of each alarm of an incident: `response/0/lapse` → `due shown`. */
async function receiptsOf(page: Page, incident: string): Promise<Record<string, string>> {
  const all = await page.evaluate(() => window.vigie.call('alarms.receipts'));
  const mine = all.filter(({ alarm }) => alarm.startsWith(`${incident}/`));
  const byAlarm = Object.groupBy(mine, ({ alarm }) => alarm.slice(incident.length + 1));
  return Object.fromEntries(
    Object.entries(byAlarm).map(([alarm, list]) => [alarm, list?.map(({ kind }) => kind).join(' ') ?? '']),
  );
}

test('a P0 that nobody answers is said at its opening, at 50 and 80 %, at the lapse; then it takes the screen', async ({
  desktop,
  server,
  openConsole,
}) => {
  const title = 'Paiement indisponible';
  const token = await server.token('lea', 'lead');
  const device = await connectDevice(server.url, token);
  await promise(device, 'P0', { response: 12 * SECOND });
  const { page } = await openConsole({ server: server.url, token });
  const { t, boardRow, status } = consolePage(page);
  await expect(status).toContainText(/à jour \d\d:\d\d/);
  const toasts = () => desktop.notifications().filter((one) => one.title.includes(title));

  await raiseAlert(server, { title });
  await expect(boardRow(title)).toBeVisible();
  await expect.poll(toasts, { timeout: 15_000 }).toHaveLength(4);
  // Each says what is left when it is shown: on a busy machine up to two seconds less than at its time.
  expect(toasts().map(({ body }) => body)).toEqual([
    expect.stringMatching(/reste (?:9|1[0-2]) s$/),
    expect.stringMatching(/reste [4-6] s$/),
    expect.stringMatching(/reste [0-3] s$/),
    expect.stringMatching(/dépassé depuis [0-3] s$/),
  ]);
  expect(new Set(toasts().map(({ urgency }) => urgency))).toEqual(new Set(['critical']));
  const alarm = page.getByRole('alertdialog');
  await expect(alarm).toContainText(title, { timeout: 15_000 });
  const acknowledge = alarm.getByRole('button', { name: t('command.incident.acknowledge') });
  await expect(acknowledge).toBeFocused();
  // At first it is deaf: a key that was meant for something else must not acknowledge.
  await expect(async () => {
    // Never one key more than it takes: the board below would open the incident.
    if (await alarm.isVisible()) await acknowledge.press('Enter', { timeout: 1_000 });
    await expect(alarm).toBeHidden({ timeout: 200 });
  }).toPass();
  await expect.poll(async () => (await device.records('incident'))[0]?.doc.status).toBe('acknowledged');
  await expect(boardRow(title)).not.toContainText(t('incident.status.triggered'));

  expect(toasts()).toHaveLength(4);
  const [incident] = await device.records('incident');
  const receipts = await receiptsOf(page, incident?.id ?? '');
  expect(Object.keys(receipts).sort()).toEqual([
    'response/0/0.5',
    'response/0/0.8',
    'response/0/lapse',
    'response/0/opened',
  ]);
  for (const trace of Object.values(receipts)) expect(trace).toMatch(/^due shown( seen)? acted$/);
});

test('quiet hours hold a P2 back until they end and let a P0 pass, also while the window is hidden', async ({
  desktop,
  server,
  openConsole,
}) => {
  const token = await server.token('ines');
  const device = await connectDevice(server.url, token);
  const { app, page } = await openConsole({ server: server.url, token });
  const { status } = consolePage(page);
  await expect(status).toContainText(/à jour \d\d:\d\d/);
  await desktop.tray.click('Silence pendant 1 h (sauf P0 et P1)');
  await expect(status).toContainText(/silence jusqu’à \d\d:\d\d/);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
    .toBe(false);

  await raiseAlert(server, { title: 'Certificat bientôt échu', priority: 'P2', service: 'portail' });
  await raiseAlert(server, { title: 'Portail en panne', priority: 'P0', service: 'portail' });
  await desktop.notification(({ title }) => /^P0 · .*Portail en panne$/.test(title));
  const incidents = await device.records('incident');
  const held = incidents.find(({ doc }) => doc.priority === 'P2');
  await expect.poll(() => receiptsOf(page, held?.id ?? '')).toEqual({ 'response/0/opened': 'due silenced' });
  expect(desktop.notifications().some(({ title }) => title.includes('Certificat'))).toBe(false);

  const lift = (await desktop.tray.menu()).find(({ label }) => label.startsWith('Silence jusqu’à'));
  await desktop.tray.click(lift?.label ?? '');
  await desktop.notification(({ title }) => /^P2 · .*Certificat bientôt échu$/.test(title));
});

test('the end of a phase that lacks steps, and of a timer, are told while the window is closed; a click leads to the work', async ({
  desktop,
  server,
  openConsole,
}) => {
  const title = 'Base pleine';
  const token = await server.token('ines', 'lead');
  const device = await connectDevice(server.url, token);
  await promise(device, 'P0', { response: 8 * SECOND });
  await device.mutate('procedure.create', {
    id: procedureId('purge'),
    kind: 'runbook',
    title: 'Purger la base',
    body: '- [ ] Laisser purger {#purge .timer for=6s}\n- [ ] Regarder la place {#look}\n',
    tags: [],
    services: [],
  });
  await device.mutate('run.start', { id: runId('run-1'), procedure: procedureId('purge'), revision: 1 });
  const { app, page } = await openConsole({ server: server.url, token });
  const { t, status, visit, heading } = consolePage(page);
  const isVisible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  const closeWindow = async () => {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expect.poll(isVisible).toBe(false);
  };
  await expect(status).toContainText(/à jour \d\d:\d\d/);
  await visit('/runs/run-1');
  await expect(page.getByRole('checkbox', { name: 'Laisser purger' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('timer')).toHaveText(/0:0\d/);
  await visit('/board');
  await closeWindow();
  const id = incidentId('01990000-0000-7000-8000-0000000000a1');
  await device.mutate('incident.open', { id, title, priority: 'P0' });
  await device.mutate('incident.acknowledge', { id });

  await test.step('the timer, once, with the step and its run', async () => {
    const toast = await desktop.notification((one) => one.title === 'Minuteur écoulé · Laisser purger');
    expect(toast.body).toBe('Purger la base');
    await desktop.clickNotification(toast.id);
    await expect.poll(isVisible).toBe(true);
    await expect(page).toHaveURL(/#\/runs\/run-1$/);
    await expect(page.getByRole('checkbox', { name: 'Laisser purger' })).toBeChecked();
    // Without a window manager the window lies over the toasts.
    await closeWindow();
  });

  await test.step('the phase, before its end and at its end, with what it lacks', async () => {
    const bodies = () =>
      desktop.notifications().flatMap((one) => (one.body.includes('il manque') ? [`${one.title} · ${one.body}`] : []));
    await expect.poll(bodies).toHaveLength(2);
    expect(bodies()).toEqual([
      expect.stringMatching(/^P0 · Base pleine · Réponse : reste [12] s · il manque 6 étapes$/),
      expect.stringMatching(/^P0 · Base pleine · Réponse : dépassé depuis [01] s · il manque 6 étapes$/),
    ]);
    const toast = await desktop.notification((one) => one.body.includes('dépassé'));
    await desktop.clickNotification(toast.id);
    await expect.poll(isVisible).toBe(true);
    await expect(heading(title)).toBeVisible();
    const phase = page.locator('[data-phase]').filter({ hasText: 'P0 · Réponse immédiate' });
    await expect(phase).toContainText(t('phases.count', { done: 1, total: 7 }));
  });
  expect(desktop.notifications().filter((one) => one.title.startsWith('Minuteur'))).toHaveLength(1);
});

test('a second start brings the first to the front, and its link opens the incident', async ({
  desktop,
  server,
  openConsole,
}) => {
  const token = await server.token('ines');
  await raiseAlert(server, { title: 'Premier', service: 'a' });
  await raiseAlert(server, { title: 'Second', service: 'b' });
  const { app, page, userData } = await openConsole({ server: server.url, token });
  const { boardRow, heading } = consolePage(page);
  await expect(boardRow('Second')).toBeVisible();
  const { executable, folder } = await app.evaluate(({ app: electron }) => ({
    executable: process.execPath,
    folder: electron.getAppPath(),
  }));
  const startAgain = async (...args: string[]): Promise<void> => {
    const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const child = spawn(executable, [...flags, folder, `--user-data-dir=${userData}`, ...args], {
      env: desktop.env,
      stdio: 'ignore',
    });
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
  };
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  await startAgain();
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
    .toBe(true);

  await startAgain('vigie://incident/2');
  await expect(heading('Second')).toBeVisible();
  await startAgain('vigie://incident/1');
  await expect(heading('Premier')).toBeVisible();
  await startAgain('vigie://incident/404');
  await expect(page.getByText('Aucun incident à cette adresse')).toBeVisible();
  await startAgain('vigie://board');
  await expect(boardRow('Premier')).toBeVisible();
});
