import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { SECTIONS } from '../../src-renderer/features/settings/sections.ts';
import { personId } from '../../src-shared/model/ids.ts';
import '../support/bare-page.ts';
import { sendOver, stormPayloads } from '../support/alert-storm.ts';
import { type BusyNight, busyNight } from '../support/busy-night.ts';
import { type ConsolePage, consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { dress, type Faults, FIRST, FOLDER, LOOKS, type Look, look } from '../support/looks.ts';

const settled = (page: Page, heading: string) => expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);

async function lookAtSettings(page: Page, { t, visit }: ConsolePage, as: Look, faults: Faults): Promise<void> {
  for (const section of SECTIONS) {
    await visit(`/settings/${section}`);
    await expect(page.getByText(t(`settings.section.${section}`), { exact: true }).first()).toBeVisible();
    await look(page, `settings-${section}`, as, faults);
  }
}

test('signing in', async ({ server, openConsole }) => {
  const faults: Faults = [];
  const { page } = await openConsole();
  for (const as of LOOKS) {
    const { t } = consolePage(page, as.language);
    await dress(page, as);
    await expect(page.getByText(t('signIn.join'), { exact: true })).toBeVisible();
    await look(page, 'sign-in-server', as, faults);
  }
  const { t } = consolePage(page, 'fr');
  await page.getByRole('textbox').fill(server.url);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: t('signIn.user') })).toBeVisible();
  await page.getByRole('textbox', { name: t('signIn.user') }).fill('personne');
  await page.getByLabel(t('signIn.password')).fill('un mot de passe');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText(t('error.badCredentials'));
  for (const as of LOOKS) {
    await dress(page, as);
    await look(page, 'sign-in-refused', as, faults);
  }
  expect(faults).toEqual([]);
});

test('a quiet console', async ({ server, openConsole }) => {
  test.setTimeout(300_000);
  const faults: Faults = [];
  const { page } = await openConsole({ server: server.url, token: await server.token('ines', 'admin') });
  await expect(consolePage(page).status).toContainText(/à jour \d\d:\d\d/);
  for (const as of LOOKS) {
    const screen = consolePage(page, as.language);
    const { t } = screen;
    await dress(page, as);
    await screen.visit('/board');
    await expect(page.getByText(t('board.calm'))).toBeVisible();
    await look(page, 'board-empty', as, faults);
    await screen.visit('/incidents');
    await expect(page.getByText(t('incidents.calm'))).toBeVisible();
    await look(page, 'incidents-empty', as, faults);
    await screen.visit('/review');
    await expect(page.getByText(t('review.nothing'), { exact: true })).toBeVisible();
    await look(page, 'review-empty', as, faults);
    await screen.visit('/silences');
    await expect(page.getByText(t('silences.none'), { exact: true })).toBeVisible();
    await look(page, 'silences-empty', as, faults);
    await screen.visit('/incidents/404');
    await expect(page.getByText(t('incident.notFound'))).toBeVisible();
    await look(page, 'incident-not-found', as, faults);
    await screen.visit('/nowhere');
    await settled(page, t('app.notFound'));
    await look(page, 'page-not-found', as, faults);
    await screen.visit('/board');
    await expect(page.getByText(t('board.calm'))).toBeVisible();
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: t('help.title') })).toBeVisible();
    await look(page, 'help', as, faults);
    await page.keyboard.press('Escape');
    await lookAtSettings(page, screen, as, faults);
  }
  expect(faults).toEqual([]);
});

const STATES: readonly (keyof BusyNight)[] = [
  'firing',
  'breached',
  'acknowledged',
  'paused',
  'resolved',
  'closed',
  'merged',
];

test('a busy night', async ({ server, openConsole }) => {
  test.setTimeout(300_000);
  const faults: Faults = [];
  const token = await server.token('ines');
  const lead = await connectDevice(server.url, await server.token('omar', 'lead'));
  const night = await busyNight(server, lead);
  const { page } = await openConsole({ server: server.url, token });
  await expect(consolePage(page).boardRow('InstanceDown')).toBeVisible();
  const closeDialog = async () => {
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  };

  for (const as of LOOKS) {
    const screen = consolePage(page, as.language);
    const { t, visit } = screen;
    await dress(page, as);
    await visit('/board');
    await expect(screen.boardRow('InstanceDown')).toBeVisible();
    await look(page, 'board', as, faults);

    await visit('/incidents');
    await expect(screen.listRow('InstanceDown')).toBeVisible();
    await page.getByRole('button', { name: t('incidents.view.all'), exact: true }).click();
    await look(page, 'incidents', as, faults);
    await screen.list.focus();
    await page.keyboard.press('x');
    await look(page, 'incidents-marked', as, faults);
    await page.keyboard.press('Escape');
    await page.getByRole('searchbox', { name: t('incidents.search') }).fill('introuvable');
    await expect(page.getByText(t('incidents.noMatch'), { exact: true })).toBeVisible();
    await look(page, 'incidents-no-match', as, faults);
    await page
      .getByRole('button', { name: t('incidents.filter.clear') })
      .last()
      .click();
    await page.getByRole('button', { name: t('incidents.filter.priority'), exact: true }).click();
    await look(page, 'incidents-filter', as, faults);
    await page.keyboard.press('Escape');

    for (const state of STATES) {
      await visit(`/incidents/${night[state]}`);
      await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
      await look(page, `incident-${state}`, as, faults);
    }

    await visit(`/incidents/${night.firing}`);
    await expect(screen.heading('InstanceDown')).toBeVisible();
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox')).toBeFocused();
    await look(page, 'palette', as, faults);
    await page.keyboard.type('zzz');
    await look(page, 'palette-nothing', as, faults);
    await closeDialog();
    for (const [key, name] of Object.entries({ c: 'open', i: 'assign', p: 'priority', e: 'resolve' })) {
      await page.keyboard.press(key);
      await expect(page.getByRole('dialog')).toBeVisible();
      await look(page, `dialog-${name}`, as, faults);
      await closeDialog();
    }
  }
  expect(faults).toEqual([]);
});

test('an alarm that takes the screen, a change that waits and one that was refused', async ({
  desktop,
  server,
  openConsole,
}) => {
  test.setTimeout(180_000);
  const faults: Faults = [];
  const lead = await connectDevice(server.url, await server.token('omar', 'lead'));
  const { page } = await openConsole({ server: server.url, token: await server.token('ines') });
  const { t, boardRow, status, visit } = consolePage(page);
  await expect(status).toContainText(/à jour \d\d:\d\d/);
  const night = await busyNight(server, lead);
  await expect(boardRow('InstanceDown')).toBeVisible();

  await page.keyboard.press('Shift+D');
  await expect(page.getByRole('alertdialog')).toContainText('InstanceDown', { timeout: 30_000 });
  desktop.screenshot(join(FOLDER, 'desktop.png'));
  for (const as of LOOKS) {
    await dress(page, as);
    await look(page, 'alarm', as, faults);
  }

  await server.stop();
  await dress(page, FIRST);
  const alarm = page.getByRole('alertdialog');
  // At first it is deaf: a press that was meant for something else must not acknowledge.
  await expect(async () => {
    const acknowledge = alarm.getByRole('button', { name: t('command.incident.acknowledge') });
    if (await alarm.isVisible()) await acknowledge.click({ timeout: 200 });
    await expect(alarm).toBeHidden({ timeout: 200 });
  }).toPass();
  await visit(`/incidents/${night.firing}`);
  await expect(page.getByText(t('incident.waiting.acknowledged')).first()).toBeVisible();
  for (const as of LOOKS) {
    await dress(page, as);
    await look(page, 'incident-waiting', as, faults);
  }
  await server.start();
  await lead.mutate('incident.acknowledge', { id: night.firing });
  await status.getByRole('button').first().click();
  await expect(status).toContainText(t('statusLine.review', { count: 1 }), { timeout: 20_000 });
  await visit('/review');
  await settled(page, consolePage(page, 'fr').t('place.review'));
  for (const as of LOOKS) {
    await dress(page, as);
    await look(page, 'review', as, faults);
  }
  expect(faults).toEqual([]);
});

test('a storm, with silences', async ({ server, openConsole }) => {
  test.setTimeout(300_000);
  const faults: Faults = [];
  const lead = await connectDevice(server.url, await server.token('omar', 'lead'));
  const address = await server.intakeUrl('alertmanager');
  const matcher = (name: string, value: string, isRegex = false) => ({ name, value, isRegex, isEqual: true });
  const now = Date.now();
  const hours = (count: number) => now + count * 3_600_000;
  const silences = [
    { matchers: [matcher('service', 'service-0[01]', true)], startsAt: now, endsAt: hours(2), reason: 'Migration' },
    { matchers: [matcher('datacenter', 'ams3')], startsAt: hours(20), endsAt: hours(24), reason: 'Coupure du réseau' },
    { matchers: [matcher('service', 'report')], startsAt: now, endsAt: hours(1), reason: 'Rapport rejoué' },
  ];
  const ids = silences.map(() => crypto.randomUUID());
  for (const [index, silence] of silences.entries()) {
    await lead.mutate('silence.create', { id: ids[index] ?? '', zone: 'Europe/Paris', ...silence });
  }
  await lead.mutate('silence.expire', { id: ids[2] ?? '' });
  // Somebody else is called: no alarm covers the screens.
  await lead.mutate('person.setDuty', { person: personId(lead.person), on: true });
  await sendOver(address, stormPayloads({ now }), 3_000);
  const { page } = await openConsole({ server: server.url, token: await server.token('ines') });
  const storm = (t: (key: string) => string) => page.getByRole('region', { name: t('storm.label') });
  await expect(storm(consolePage(page).t)).toBeVisible();

  for (const as of LOOKS) {
    const { t, visit } = consolePage(page, as.language);
    await dress(page, as);
    await visit('/board');
    await expect(storm(t)).toBeVisible();
    await look(page, 'board-storm', as, faults);
    await visit('/silences');
    await expect(page.getByText(t('silences.matching', { count: 140 }))).toBeVisible();
    await look(page, 'silences', as, faults);
    await page.keyboard.press('Shift+S');
    await page.getByRole('textbox', { name: t('silences.matchers') }).fill('service=~"service-1.", severity!="info"');
    await look(page, 'silence-new', as, faults);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: t('silences.import') }).click();
    await look(page, 'silence-import', as, faults);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  expect(faults).toEqual([]);
});
