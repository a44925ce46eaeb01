import { expect } from '@playwright/test';
import { consolePage } from '../support/console-page.ts';
import { test } from '../support/fixtures.ts';

test('a half-written answer and the view of the list are found again, after a restart too', async ({
  server,
  openConsole,
}) => {
  const token = await server.token('ines', 'responder');
  for (const title of ['Base lente', 'Disque plein']) {
    await server.vigie('simulate', 'alert', '--priority', 'P2', '--title', title, '--service', title);
  }
  const first = await openConsole({ server: server.url, token });
  const { page } = first;
  const { t, boardRow, go, listRow } = consolePage(page);
  await boardRow('Base lente').click();
  await expect(page.getByRole('heading', { level: 2, name: 'Base lente' })).toBeVisible();

  const words = 'Index refait, charge revenue à la norm';
  const dialog = page.getByRole('dialog', { name: t('incident.ask.resolve') });
  await page.keyboard.press('e');
  await dialog.getByRole('textbox').fill(words);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await go('incidents');
  await page.getByRole('searchbox', { name: t('incidents.search') }).fill('disque');
  await expect(listRow('Base lente')).toHaveCount(0);
  await expect(listRow('Disque plein')).toBeVisible();
  await first.close();

  const second = await openConsole({ server: server.url, token, userData: first.userData });
  const again = consolePage(second.page);
  await expect(again.boardRow('Base lente')).toBeVisible();
  await again.go('incidents');
  await expect(second.page.getByRole('searchbox', { name: t('incidents.search') })).toHaveValue('disque');
  await expect(again.listRow('Base lente')).toHaveCount(0);
  await again.go('board');
  await again.boardRow('Base lente').click();
  await expect(second.page.getByRole('heading', { level: 2, name: 'Base lente' })).toBeVisible();
  await second.page.keyboard.press('e');
  const asked = second.page.getByRole('dialog', { name: t('incident.ask.resolve') });
  await expect(asked.getByRole('textbox')).toHaveValue(words);
  await asked.getByRole('textbox').fill(`${words}ale`);
  await second.page.keyboard.press('Control+Enter');
  await expect(second.page.getByText(`${words}ale`).first()).toBeVisible();
});
