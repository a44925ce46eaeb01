import { expect } from '@playwright/test';
import '../support/bare-page.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { dress, type Faults, LOOKS, look } from '../support/looks.ts';
import { makePlan, NOON, row, terms, wall, writeProcedure } from '../support/maintenance.ts';

test('what is typed into a plan or a freeze is kept, and the keyboard stays in a list whose row goes', async ({
  server,
  openConsole,
}) => {
  test.setTimeout(150_000);
  const token = await server.token('omar', 'lead');
  const lead = await connectDevice(server.url, token);
  await writeProcedure(lead);
  await makePlan(lead, 'morning', 'Vérifications systèmes quotidiennes', terms({ zone: 'Asia/Tokyo', time: '23:30' }));
  const once = { rrule: 'FREQ=DAILY;COUNT=1', duration: 60_000, grace: 0 };
  for (const [index, name] of ['Journaux', 'Sauvegardes', 'Certificats', 'Disques', 'Comptes'].entries()) {
    await makePlan(lead, `late-${index}`, name, terms({ ...once, time: wall(-180 + index * 10) }));
  }
  for (const index of [0, 1, 2]) {
    const title = `Contrôle de l’après-midi ${index + 1}`;
    await makePlan(lead, `later-${index}`, title, terms({ ...once, time: wall(60 + index * 10), grace: 60_000 }));
  }
  const { page } = await openConsole({ server: server.url, token, zone: NOON });
  const { t, status, visit } = consolePage(page);
  await expect(status).toContainText(/à jour \d\d:\d\d/);

  await test.step('the last late one is skipped: the keys of the rows go on working', async () => {
    await visit('/maintenance');
    const late = page.getByRole('list', { name: t('maintenance.late'), exact: true });
    await expect(late.locator('[data-row]')).toHaveCount(5);
    await row(page, 'Comptes').getByRole('button', { name: 'Comptes', exact: true }).focus();
    await page.keyboard.press('s');
    await page.getByRole('dialog').getByRole('textbox').fill('Fait hier');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(late.locator('[data-row]')).toHaveCount(4);
    await expect(page.locator('[data-row] [data-main]:focus')).toHaveCount(1);
    // It stands below by its hour now, and the keys go on from there over all lists of the day.
    const at = page.locator('[data-row]:focus-within');
    await expect(at).toContainText('Comptes');
    await page.keyboard.press('k');
    await expect(at).toContainText('Disques');
    await page.keyboard.press('o');
    await expect(page).toHaveURL(/#\/runs\//);
  });

  const title = page.getByRole('textbox', { name: t('plans.field.title') });
  await test.step('a plan is left while it is edited, and taken up again', async () => {
    await visit('/maintenance/plans/morning');
    await title.fill('Vérifications hebdo');
    await expect(page.getByText(/^Brouillon gardé/)).toBeVisible();
    await visit('/maintenance/plans');
    await visit('/maintenance/plans/morning');
    await expect(page.getByText(t('changes.draftFound'))).toBeVisible();
    await expect(title).toHaveValue('Vérifications hebdo');
  });

  await test.step('so is a freeze', async () => {
    await visit('/changes');
    await expect(page.getByRole('navigation', { name: t('changes.views') })).toBeVisible();
    await page.keyboard.press('Shift+F');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: t('changes.freeze.title') }).fill('Fin d’année');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await page.keyboard.press('Shift+F');
    await expect(dialog.getByRole('textbox', { name: t('changes.freeze.title') })).toHaveValue('Fin d’année');
  });

  const faults: Faults = [];
  for (const as of LOOKS) {
    await dress(page, as);
    const words = consolePage(page, as.language).t;
    if (as === LOOKS[0]) await look(page, 'freeze-draft', as, faults);
    else {
      await visit('/changes');
      await expect(page.getByRole('navigation', { name: words('changes.views') })).toBeVisible();
      await page.keyboard.press('Shift+F');
      await expect(page.getByText(words('changes.draftFound'))).toBeVisible();
      await look(page, 'freeze-draft', as, faults);
    }
    await page.keyboard.press('Escape');
    await visit('/maintenance/plans/morning');
    await expect(page.getByText(words('changes.draftFound'))).toBeVisible();
    await look(page, 'plan-draft', as, faults);
  }
  expect(faults).toEqual([]);

  await visit('/maintenance/plans/morning');
  await page.getByRole('button', { name: t('procedureEditor.discardDraft') }).click();
  await expect(title).toHaveValue('Vérifications systèmes quotidiennes');
});
