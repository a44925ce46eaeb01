import { expect } from '@playwright/test';
import { uuidv7 } from 'uuidv7';
import { incidentId } from '../../src-shared/model/ids.ts';
import type { Priority } from '../../src-shared/model/priority.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';

const COUNT = 10_000;
const HOSTS = 97;
/** None that raises an alarm over the screen. */
const QUIET: readonly Priority[] = ['P2', 'P3', 'P4'];
/** One host's incidents, and those of them that are P2. */
const OF_HOST = Array.from({ length: COUNT }, (_, index) => index).filter((index) => index % HOSTS === 42);
const P2_OF_HOST = OF_HOST.filter((index) => index % QUIET.length === 0);

test('a list of 10,000 opens, scrolls with few rows in the page, and keeps its views over a restart', async ({
  server,
  openConsole,
}) => {
  test.setTimeout(400_000);
  const token = await server.token('ines');
  const device = await connectDevice(server.url, token);
  const results = await device.mutateAll(
    'incident.open',
    Array.from({ length: COUNT }, (_, index) => ({
      id: incidentId(uuidv7()),
      title: `Panne n° ${index + 1} du serveur s${index % HOSTS}x`,
      priority: QUIET[index % QUIET.length] ?? 'P2',
    })),
  );
  expect(results.every(({ status }) => status === 'applied')).toBe(true);

  const first = await openConsole({ server: server.url, token });
  const { page } = first;
  const screen = consolePage(page);
  const { t, list } = screen;
  const rows = list.getByRole('option');

  await test.step('it opens, and only the rows in sight exist', async () => {
    await expect(screen.status).toContainText(/à jour \d\d:\d\d/, { timeout: 200_000 });
    await expect(screen.boardRow('Panne n°').first()).toBeVisible();
    await screen.go('incidents');
    await expect(list).toBeFocused();
    await expect(rows.first()).toHaveAttribute('aria-setsize', String(COUNT));
    expect(await rows.count()).toBeLessThan(80);
  });

  await test.step('it scrolls to its end and back, by wheel and by keys', async () => {
    await list.hover();
    await page.mouse.wheel(0, 160_000);
    await expect(list.getByRole('option').first()).not.toHaveAttribute('aria-posinset', '1');
    expect(await rows.count()).toBeLessThan(80);
    await list.focus();
    await page.keyboard.press('End');
    await expect(list.locator(`[aria-posinset="${COUNT}"]`)).toBeInViewport();
    expect(await rows.count()).toBeLessThan(80);
    await page.keyboard.press('Home');
    await expect(list.locator('[aria-posinset="1"]')).toBeInViewport();
    await page.keyboard.press('PageDown');
    await expect(list.locator('[data-cursor]')).toBeInViewport();
  });

  await test.step('text and conditions narrow it, and the view is kept under a name', async () => {
    const search = page.getByRole('searchbox', { name: t('incidents.search') });
    await search.fill('serveur s42x');
    await expect(rows.first()).toHaveAttribute('aria-setsize', String(OF_HOST.length));
    await page.getByRole('button', { name: t('incidents.filter.priority'), exact: true }).click();
    await page.getByRole('option', { name: `P2 ${t('priority.P2')}` }).click();
    await page.keyboard.press('Escape');
    await expect(rows.first()).toHaveAttribute('aria-setsize', String(P2_OF_HOST.length));
    for (const row of await rows.all()) await expect(row).toContainText('P2');
    await page.getByRole('button', { name: t('incidents.view.save') }).click();
    const dialog = page.getByRole('dialog', { name: t('incident.ask.saveView') });
    await dialog.getByRole('textbox', { name: t('incident.ask.viewName') }).fill('P2 du serveur s42x');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'P2 du serveur s42x', exact: true })).toHaveAttribute(
      'aria-current',
      'true',
    );
    await expect.poll(async () => (await device.records('savedView')).length).toBe(1);
  });

  await test.step('a view that matches nothing says so', async () => {
    const search = page.getByRole('searchbox', { name: t('incidents.search') });
    await search.fill('introuvable');
    await expect(page.getByText(t('incidents.noMatch'), { exact: true })).toBeVisible();
    await page
      .getByRole('button', { name: t('incidents.filter.clear') })
      .last()
      .click();
    await expect(rows.first()).toHaveAttribute('aria-setsize', String(COUNT));
  });

  await test.step('after a restart the view is there, and gives the same rows', async () => {
    await first.close();
    const second = await openConsole({ server: server.url, token, userData: first.userData });
    const again = consolePage(second.page);
    await expect(again.boardRow('Panne n°').first()).toBeVisible();
    await again.go('incidents');
    await second.page.getByRole('button', { name: 'P2 du serveur s42x', exact: true }).click();
    await expect(again.list.getByRole('option').first()).toHaveAttribute('aria-setsize', String(P2_OF_HOST.length));
    await expect(second.page.getByRole('searchbox', { name: t('incidents.search') })).toHaveValue('serveur s42x');
  });
});
