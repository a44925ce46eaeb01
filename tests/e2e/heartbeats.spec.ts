import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import '../support/bare-page.ts';
import { pingAddress, pingLines } from '../../src-shared/heartbeat/ping-lines.ts';
import { type HeartbeatSchedule, heartbeatId } from '../../src-shared/model/heartbeat.ts';
import { serviceId } from '../../src-shared/model/ids.ts';
import { consolePage } from '../support/console-page.ts';
import { canRunCron, startCron } from '../support/cron.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { dress, type Faults, LOOKS, look } from '../support/looks.ts';

const execute = promisify(execFile);
const curl = async (...args: string[]) => (await execute('curl', ['-fsS', '-m', '10', ...args])).stdout;

const MINUTE = 60_000;
const KEY = '5f0c1ad1-6e0c-4a52-9d6e-0f2f6d1c7a';

test('the screens of watched jobs in both languages and themes', async ({ server, openConsole }) => {
  test.setTimeout(240_000);
  const faults: Faults = [];
  const lea = await connectDevice(server.url, await server.token('lea', 'lead'));
  const token = await server.token('ines');
  const { page } = await openConsole({ server: server.url, token });
  await expect(consolePage(page).status).toContainText(/à jour \d\d:\d\d/);

  for (const as of LOOKS) {
    await dress(page, as);
    const { t, visit } = consolePage(page, as.language);
    await visit('/heartbeats');
    await expect(page.getByText(t('heartbeats.none'), { exact: true })).toBeVisible();
    await look(page, 'heartbeats-empty', as, faults);
  }

  const base = serviceId('base-de-donnees');
  await lea.mutate('service.update', { id: base, doc: { name: 'Base de données' } as never });
  const create = async (at: number, name: string, more: object = {}) => {
    const id = heartbeatId(`h${at}`);
    const result = await lea.mutate('heartbeat.create', {
      id,
      key: `${KEY}${String(at).padStart(2, '0')}`,
      name,
      tags: [],
      priority: 'P2',
      schedule: { kind: 'period', period: 60 * MINUTE, grace: 10 * MINUTE },
      ...more,
    });
    expect(result).toMatchObject({ status: 'applied' });
    return `${server.url}/ping/${KEY}${String(at).padStart(2, '0')}`;
  };
  const nightly = await create(1, 'Sauvegarde RDS', {
    service: base,
    tags: ['sauvegarde', 'nuit'],
    priority: 'P1',
    schedule: { kind: 'cron', expression: '30 2 * * *', zone: 'Asia/Tokyo', grace: 30 * MINUTE },
  });
  const sync = await create(2, 'Synchronisation des comptes', { tags: ['ldap'] });
  const exports = await create(3, 'Export comptable du mois', {
    schedule: { kind: 'onCalendar', expression: 'Mon..Fri 06:00', zone: 'Europe/Paris', grace: 60 * MINUTE },
  });
  const running = await create(4, 'Réindexation de la recherche');
  // A time that cron itself does not read: the page gives its command alone.
  await create(5, 'Purge des sessions expirées', {
    schedule: { kind: 'cron', expression: '0 4 L * *', zone: 'Europe/Paris', grace: 60 * MINUTE },
  });
  await create(6, 'Relevé des capteurs');
  await lea.mutate('heartbeat.pause', { id: heartbeatId('h6') });
  for (const size of [81_200_000_000, 82_300_000_000]) {
    await curl(`${nightly}/start`);
    await curl('--data-raw', `dump done\nsize=${size}\n`, nightly);
  }
  await curl(sync);
  await curl('--data-raw', 'could not bind: invalid credentials', `${sync}/49`);
  await curl(exports);
  await curl(`${running}/start`);

  for (const as of LOOKS) {
    await dress(page, as);
    const { t, visit } = consolePage(page, as.language);
    await visit('/heartbeats');
    const list = page.getByRole('listbox', { name: t('place.heartbeats') });
    await expect(list.getByRole('option')).toHaveCount(6);
    await expect(list.getByRole('option').first()).toContainText(t('heartbeats.state.down'));
    await look(page, 'heartbeats', as, faults);
    await visit('/heartbeats/h1');
    await expect(page.getByText('Asia/Tokyo').first()).toBeVisible();
    await page.getByRole('button', { name: /size=82300000000/ }).click();
    await look(page, 'heartbeat', as, faults);
    await page.getByRole('button', { name: t('heartbeats.edit') }).click();
    await expect(page.getByRole('dialog', { name: t('heartbeats.editTitle') })).toBeVisible();
    await expect(page.getByRole('table', { name: t('heartbeats.nextTimes') }).getByRole('row')).toHaveCount(6);
    await look(page, 'heartbeat-dialog', as, faults);
    await page.keyboard.press('Escape');
    await visit('/heartbeats/h2');
    await expect(page.getByText(t('heartbeats.exitCode', { code: 49 })).first()).toBeVisible();
    await look(page, 'heartbeat-down', as, faults);
    await visit('/heartbeats/h5');
    await expect(page.getByText(t('heartbeats.logEmpty'))).toBeVisible();
    await look(page, 'heartbeat-new', as, faults);
  }
  expect(faults).toEqual([]);
});

test('a job made in the window, called by curl, goes down into an incident and comes back', async ({
  server,
  openConsole,
}) => {
  const token = await server.token('lea', 'lead');
  const { page } = await openConsole({ server: server.url, token });
  const screen = consolePage(page);
  const { t } = screen;
  await expect(screen.status).toContainText(/à jour \d\d:\d\d/);

  // By the keyboard: the place, the question, its words.
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await expect(page.getByText(t('heartbeats.none'))).toBeVisible();
  await page.keyboard.press('Shift+H');
  const dialog = page.getByRole('dialog', { name: t('heartbeats.newTitle') });
  await expect(dialog).toBeVisible();
  await page.keyboard.type('Sauvegarde de nuit');
  // Left by a mistaken key, it is found again.
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press('Shift+H');
  await expect(dialog.getByText(t('changes.draftFound'))).toBeVisible();
  const name = dialog.getByRole('textbox', { name: t('heartbeats.field.name'), exact: true });
  await expect(name).toHaveValue('Sauvegarde de nuit');
  await dialog.getByRole('radio', { name: t('heartbeats.kind.cron') }).click();
  const line = dialog.getByRole('textbox', { name: t('heartbeats.field.cron') });
  await line.fill('61 * * * *');
  await expect(dialog.getByText(t('heartbeats.problem.minute', { text: '61' }))).toBeVisible();
  await line.fill('30 2 * * 1-5');
  await expect(dialog.getByText('À 02:30, de lundi à vendredi')).toBeVisible();
  await expect(dialog.getByRole('table').getByRole('row')).toHaveCount(6);
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(screen.heading('Sauvegarde de nuit')).toBeVisible();
  await expect(page.getByText(t('heartbeats.newWhy'))).toBeVisible();
  const address = (
    await page
      .getByRole('region', { name: t('heartbeats.address') })
      .locator('pre')
      .first()
      .innerText()
  ).trim();
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/ping\/[0-9a-f-]{36}$/);
  await expect(screen.pending(0)).toBeVisible();

  expect(await curl(`${address}/start`)).toBe('OK');
  await expect(page.getByText(t('heartbeats.state.started'), { exact: true })).toBeVisible();
  expect(await curl('--data-raw', 'size=123456', address)).toBe('OK');
  await expect(page.getByText(t('heartbeats.state.up'), { exact: true })).toBeVisible();
  await expect(page.getByText('size=123456')).toBeVisible();

  // It fails: an incident of its priority, which its page leads to.
  await curl('--data-raw', 'disk full', `${address}/1`);
  await expect(page.getByText(t('heartbeats.state.down'), { exact: true })).toBeVisible();
  await page.getByRole('link', { name: /Sauvegarde de nuit/ }).click();
  await expect(page.getByRole('heading', { level: 2, name: /Sauvegarde de nuit/ })).toBeVisible();
  await page.goBack();

  await curl(address);
  await expect(page.getByText(t('heartbeats.state.up'), { exact: true })).toBeVisible();
  await page.getByRole('button', { name: t('heartbeats.pause'), exact: true }).click();
  await expect(page.getByText(t('heartbeats.state.paused'), { exact: true })).toBeVisible();
  // Taken back, it is as it was: not new, with all that is expected of it.
  await page.keyboard.press('Control+z');
  await expect(page.getByText(t('heartbeats.state.up'), { exact: true })).toBeVisible();

  // A new address: the old one is unknown. Removed, and brought back.
  await page.getByRole('button', { name: t('heartbeats.actions') }).click();
  await page.getByRole('menuitem', { name: t('heartbeats.renew') }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('heartbeats.sureDo.renew') })
    .click();
  await expect
    .poll(() =>
      curl(address).then(
        () => 'known',
        () => 'unknown',
      ),
    )
    .toBe('unknown');
  await page.getByRole('button', { name: t('heartbeats.actions') }).click();
  await page.getByRole('menuitem', { name: t('heartbeats.remove') }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('heartbeats.sureDo.remove') })
    .click();
  await expect(page.getByText(t('heartbeats.none'))).toBeVisible();
  await page.keyboard.press('Control+z');
  const back = page.getByRole('option').filter({ hasText: 'Sauvegarde de nuit' });
  await expect(back.getByText(t('heartbeats.state.up'), { exact: true })).toBeVisible();

  // The server falls silent: states are of then.
  await server.stop();
  await expect(page.getByText(/^Le serveur ne répond pas/)).toBeVisible({ timeout: 90_000 });
});

test('a job that falls silent is late, then down with an incident and a toast, and its next success ends that', async ({
  desktop,
  server,
  openConsole,
}) => {
  test.setTimeout(200_000);
  const lea = await connectDevice(server.url, await server.token('lea', 'lead'));
  const { page } = await openConsole({ server: server.url, token: await server.token('ines') });
  const screen = consolePage(page);
  const { t } = screen;
  await expect(screen.status).toContainText(/à jour \d\d:\d\d/);
  const make = async (id: string, name: string, schedule: HeartbeatSchedule) => {
    const key = `${KEY}${id}`;
    const content = { id: heartbeatId(id), key, name, tags: [], priority: 'P1' as const, schedule };
    const made = await lea.mutate('heartbeat.create', content);
    expect(made).toMatchObject({ status: 'applied' });
    return pingAddress(server.url, key);
  };
  // Once a day, half a minute from now, so that a ping before it and one after it last; and a minute of grace: less
  // there is not.
  const soon = new Date(Date.now() + 30_000).toISOString().slice(11, 19);
  const daily = { kind: 'onCalendar', expression: `*-*-* ${soon}`, zone: 'UTC', grace: MINUTE } as const;
  const silent = await make('11', 'Relevé des sondes', daily);
  const title = 'Relevé des sondes · no ping';
  const minutely = { kind: 'cron', expression: '* * * * *', zone: 'Europe/Paris', grace: MINUTE } as const;
  const byCron = await make('12', 'Rotation des journaux', minutely);
  const line = pingLines(byCron, { cron: '* * * * *' }).find(({ client }) => client === 'crontab')?.text ?? '';
  const cron = canRunCron ? await startCron([line.replace('/usr/local/bin/my-job', 'sleep 1')]) : undefined;
  const state = (of: 'up' | 'late' | 'down') => page.getByText(t(`heartbeats.state.${of}`), { exact: true });

  try {
    expect(await curl(silent)).toBe('OK');
    await screen.visit('/heartbeats/11');
    await expect(state('up')).toBeVisible();
    await expect(state('late')).toBeVisible({ timeout: 50_000 });
    expect(await lea.records('incident')).toEqual([]);

    const byItself = async () => {
      const pings = async () => (await lea.records('ping')).filter(({ doc }) => doc.heartbeat === '12');
      await expect.poll(async () => (await pings()).length, { timeout: 70_000 }).toBe(2);
      await screen.visit('/heartbeats/12');
      await expect(page.getByText(t('heartbeats.exitCode', { code: 0 }))).toBeVisible();
      await expect(page.getByText(/· curl\//)).toHaveCount(2);
      await screen.visit('/heartbeats/11');
    };
    // Without root cron cannot take on the users of its crontabs.
    if (cron) await test.step('cron meanwhile runs the line that the page gives', byItself);

    await expect(state('down')).toBeVisible({ timeout: 75_000 });
    const toast = await desktop.notification((one) => one.title.includes(title), 20_000);
    expect(toast.title).toBe(`P1 · ${title}`);
    await screen.go('board');
    await expect(screen.boardRow(title)).toContainText(t('incident.status.triggered'));

    expect(await curl(silent)).toBe('OK');
    await expect(screen.boardRow(title)).toHaveCount(0);
    expect(await lea.records('incident')).toMatchObject([{ doc: { status: 'resolved', priority: 'P1' } }]);
    expect(desktop.notifications().filter((one) => one.title === `P1 · ${title}`)).toHaveLength(1);
    await screen.visit('/heartbeats/11');
    await expect(state('up')).toBeVisible();
  } finally {
    await cron?.stop();
  }
});
