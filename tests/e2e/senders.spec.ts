import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { accessibilityFaults } from '../support/accessibility.ts';
import '../support/bare-page.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';

const FOLDER = fileURLToPath(new URL('../../test-results/screens', import.meta.url));

const PAYLOAD = {
  host: 'nas-1',
  check: { name: 'Sauvegarde de nuit', level: 'high' },
  state: 'failed',
  tags: { site: 'paris' },
};

/** A picture of the screen, and what axe finds wrong with it. */
async function look(page: Page, name: string): Promise<string[]> {
  await page.screenshot({ path: join(FOLDER, 'senders', `${name}.png`), animations: 'disabled', fullPage: true });
  return (await accessibilityFaults(page)).map((fault) => `${name}: ${fault}`);
}

test('a sender of one’s own is made by pointing at what it sent, and its alerts come in', async ({
  server,
  openConsole,
}) => {
  test.setTimeout(240_000);
  const token = await server.token('ines', 'admin');
  const device = await connectDevice(server.url, token);
  const { page } = await openConsole({ server: server.url, token });
  const screen = consolePage(page);
  const { t, visit } = screen;
  const faults: string[] = [];
  const field = (name: string) => page.getByRole('textbox', { name: t(`settings.senders.field.${name}`), exact: true });
  const place = (name: string) => page.getByRole('row', { name: new RegExp(`^${name} `) });
  const post = (path: string, body: unknown) =>
    fetch(new URL(path, server.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  await expect(screen.status).toContainText(/à jour \d\d:\d\d/);

  await test.step('nothing yet, then a payload that is no JSON is said and kept', async () => {
    await visit('/settings/senders');
    await expect(page.getByText(t('settings.senders.none'), { exact: true })).toBeVisible();
    faults.push(...(await look(page, 'empty')));
    await page.getByRole('button', { name: t('settings.senders.make') }).click();
    await page.getByRole('textbox', { name: t('settings.senders.name') }).fill('Sauvegardes');
    const payload = page.getByRole('textbox', { name: t('settings.senders.payload') });
    await payload.fill('{"host": ');
    await expect(page.getByText(t('settings.senders.notJson'))).toBeVisible();
    await visit('/settings/about');
    await visit('/settings/senders');
    await page.getByRole('button', { name: t('settings.senders.make') }).click();
    await expect(payload).toHaveValue('{"host": ');
    await payload.fill(JSON.stringify(PAYLOAD));
  });

  await test.step('pointing by hand and by keyboard', async () => {
    await page.getByRole('radio', { name: t('settings.senders.asTree') }).click();
    await field('title').focus();
    await place('check').getByText('name', { exact: true }).or(place('name')).first().click();
    await expect(field('title')).toHaveValue('check.name');
    await expect(page.getByRole('heading', { name: 'Sauvegarde de nuit' })).toBeVisible();
    await field('status').focus();
    await place('state').click();
    await expect(field('status')).toHaveValue('state');
    await expect(
      page.getByRole('button', { name: t('settings.senders.meaningOf', { value: 'failed' }) }),
    ).toContainText(t('settings.senders.means.firing'));
    await field('service').focus();
    await place('host').focus();
    await page.keyboard.press('Enter');
    await expect(field('service')).toHaveValue('host');
    await field('group').focus();
    await place('host').click();
    await expect(field('group')).toHaveValue('host');
    await page.keyboard.press('Control+z');
    await expect(field('group')).toHaveValue('');
    await field('dedupKey').fill('{host}/{check.name}');
    await field('priority').focus();
    await place('level').click();
    await expect(page.getByRole('button', { name: t('settings.senders.meaningOf', { value: 'high' }) })).toContainText(
      'P1',
    );
    await page.getByRole('textbox', { name: t('settings.senders.field.labels') }).focus();
    await place('tags').click();
    await expect(page.getByText('site=paris')).toBeVisible();
    faults.push(...(await look(page, 'editor-fr')));
    await page.evaluate((preferences) => window.vigie.call('preferences.set', preferences), {
      language: 'en' as const,
      theme: 'dark' as const,
    });
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    faults.push(...(await look(page, 'editor-en-dark')));
    await page.evaluate((preferences) => window.vigie.call('preferences.set', preferences), {
      language: 'fr' as const,
      theme: 'light' as const,
    });
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  });

  await test.step('kept, it reads what the key that names it brings', async () => {
    await page.getByRole('button', { name: t('settings.senders.save'), exact: true }).click();
    await expect(page.getByRole('button', { name: t('settings.senders.edit') })).toBeVisible();
    await expect.poll(async () => (await device.records('mapping')).length).toBe(1);
    await visit('/settings/intake-keys');
    await page.getByRole('textbox', { name: t('settings.keys.name') }).fill('nas');
    await page.getByRole('button', { name: t('settings.keys.source') }).click();
    await page.getByRole('option', { name: t('settings.keys.sources.custom') }).click();
    await page.getByRole('button', { name: t('settings.keys.make') }).click();
    const shown = page.getByRole('region', { name: 'nas', exact: true });
    await expect(shown).toContainText('/intake/custom/vk_');
    faults.push(...(await look(page, 'key')));
    const path = new URL(/http\S+/.exec(await shown.innerText())?.[0] ?? '').pathname;
    expect((await post(path, PAYLOAD)).status).toBe(200);
    expect((await post(path, { ...PAYLOAD, state: 'odd' })).status).toBe(400);
    await visit('/board');
    await expect(screen.boardRow('Sauvegarde de nuit')).toBeVisible();
  });

  await test.step('it travels as a file, and a file that is something else changes nothing', async () => {
    await visit('/settings/senders');
    const [stored] = await device.records('mapping');
    const file = (content: string) => ({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(content) });
    const chooser = page.locator('input[type=file]');
    await chooser.setInputFiles(file('{"name":"x"}'));
    await expect(page.getByText(t('settings.senders.importRefused'))).toBeVisible();
    await chooser.setInputFiles(file(`\ufeff${JSON.stringify({ ...Object(stored?.doc), name: 'Copie' })}`));
    await expect(page.getByRole('textbox', { name: t('settings.senders.name') })).toHaveValue('Copie');
    await expect(field('dedupKey')).toHaveValue('{host}/{check.name}');
    await page.getByRole('button', { name: t('settings.senders.cancel') }).click();
    await page.getByRole('button', { name: t('settings.senders.remove') }).click();
    await page.getByRole('button', { name: t('settings.senders.removeSure') }).click();
    await expect(page.getByText(t('settings.senders.none'), { exact: true })).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect(page.getByRole('button', { name: t('settings.senders.edit') })).toBeVisible();
    await expect.poll(async () => (await device.records('mapping')).length).toBe(1);
  });

  await test.step('what PagerDuty’s events tell is shown and nothing is fetched', async () => {
    const routing_key = await server.vigie('key', 'create', '--source', 'pagerduty', '--name', 'Paiement');
    await post('/v2/change/enqueue', { routing_key, payload: { summary: 'Version 42 déployée', source: 'ci' } });
    await post('/v2/enqueue', {
      routing_key,
      event_action: 'trigger',
      dedup_key: 'p',
      payload: { summary: 'Paiements refusés', source: 'db-2', severity: 'error', custom_details: { taux: '31 %' } },
      links: [{ href: 'https://runbooks.example/42', text: 'Runbook des paiements' }],
      images: [{ src: 'https://images.example/1.png', alt: 'Courbe des refus' }],
    });
    await visit('/board');
    await expect(screen.boardRow('Paiements refusés')).toBeVisible();
    await visit('/incidents/2');
    await expect(page.getByText('Version 42 déployée')).toBeVisible();
    await page
      .getByRole('button', { name: /Paiements refusés/ })
      .first()
      .click();
    await expect(page.getByRole('button', { name: 'Courbe des refus' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Runbook des paiements' })).toBeVisible();
    await expect(page.locator('img')).toHaveCount(0);
    faults.push(...(await look(page, 'incident')));
  });

  expect(faults).toEqual([]);
});
