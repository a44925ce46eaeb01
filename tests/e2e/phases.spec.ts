import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { personId, teamId } from '../../src-shared/model/ids.ts';
import { phaseRunId } from '../../src-shared/model/run.ts';
import { accessibilityFaults } from '../support/accessibility.ts';
import { startAlertSource } from '../support/alertmanager.ts';
import '../support/bare-page.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';

const TITLE = 'DatabaseDown: The database on db-1 does not answer';
const FOLDER = fileURLToPath(new URL('../../test-results/screens', import.meta.url));
const LOOKS = [
  { language: 'fr', theme: 'light' },
  { language: 'fr', theme: 'dark' },
  { language: 'en', theme: 'light' },
  { language: 'en', theme: 'dark' },
] as const;

/** Takes a screen in every look and says what axe finds in each; ends as it began, in light French. */
async function inEveryLook(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  for (const look of [...LOOKS, LOOKS[0]]) {
    await page.evaluate((next) => window.vigie.call('preferences.set', { ...next, contrast: 'normal' }), look);
    await expect(page.locator('html')).toHaveAttribute('lang', look.language);
    await expect(page.locator('html')).toHaveAttribute('data-theme', look.theme);
    const variant = `${look.language}-${look.theme}`;
    await page.screenshot({ path: join(FOLDER, variant, `${name}.png`), animations: 'disabled' });
    for (const fault of await accessibilityFaults(page)) faults.push(`${variant} ${name}: ${fault}`);
  }
  return faults;
}

test('a P0 is worked through by the checklist of its phases', async ({ server, openConsole }) => {
  test.setTimeout(240_000);
  const token = await server.token('ines', 'admin');
  await server.token('omar');
  const device = await connectDevice(server.url, token);
  const omar = (await device.records('person')).find(({ doc }) => doc.name === 'omar');
  await device.mutate('person.update', { id: personId(omar?.id ?? ''), patch: { teams: [teamId('security')] } });
  const { page } = await openConsole({ server: server.url, token });
  const screen = consolePage(page);
  const { t } = screen;
  const faults: string[] = [];
  const incident = async () => (await device.records('incident')).at(0);
  const phase = (title: string) =>
    page.locator('[data-phase]').filter({ has: page.getByRole('button', { name: title }) });
  const step = (name: string) => page.getByRole('checkbox', { name });
  const source = await startAlertSource({ webhookUrl: await server.intakeUrl('alertmanager') });
  try {
    source.fire('DatabaseDown', 'db-1');
    await expect(screen.boardRow(TITLE)).toBeVisible({ timeout: 20_000 });

    await test.step('its page opens at the first step of the immediate response', async () => {
      await screen.boardRow(TITLE).click();
      await page.keyboard.press('o');
      await expect(screen.heading(TITLE)).toBeVisible();
      await expect(phase('P0 · Réponse immédiate')).toContainText(t('phases.count', { done: 0, total: 7 }));
      await expect(phase('P0 · Résolution')).toContainText(t('phases.ahead'));
      await expect(phase('P0 · Réponse immédiate').getByRole('timer')).toHaveText(/^4:\d\d/);
      faults.push(...(await inEveryLook(page, 'phases-opened')));
    });

    await test.step('the keyboard alone: T to the steps, Enter acknowledges, a text, a status', async () => {
      await page.keyboard.press('t');
      await expect(step("Acknowledger l'alerte")).toBeFocused();
      await page.keyboard.press('Enter');
      await expect.poll(async () => (await incident())?.doc.status).toBe('acknowledged');
      await expect(step("Acknowledger l'alerte")).toBeChecked();
      await expect(step("Évaluer l'impact et la portée")).toBeFocused();
      await page.keyboard.press('Enter');
      await page.keyboard.type('Toutes les cartes sont refusées');
      await page.keyboard.press('Control+Enter');
      await expect(step("Évaluer l'impact et la portée")).toBeChecked();
      const run = phaseRunId((await incident())?.id ?? '', { priority: 'P0', clock: 'response' });
      await expect.poll(async () => (await device.records('run')).map(({ id }) => id)).toEqual([run]);
    });

    await test.step('a team is called, and who is reached is said before', async () => {
      await step("Activer l'équipe d'urgence").focus();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: t('incident.ask.page') });
      await expect(dialog).toBeVisible();
      await dialog.getByRole('button', { name: t('incident.ask.pageTeam') }).click();
      await page.getByRole('option', { name: /^Security/ }).click();
      await expect(dialog).toContainText(t('incident.ask.pageReaches', { names: 'omar' }));
      faults.push(...(await inEveryLook(page, 'phases-call')));
      await dialog.getByRole('button', { name: t('incident.ask.pageDo') }).click();
      await expect(step("Activer l'équipe d'urgence")).toBeChecked();
      await expect.poll(async () => (await incident())?.doc.pages?.map(({ team }) => team)).toEqual(['security']);
    });

    await test.step('a status that is written is the step done', async () => {
      await step('Communiquer le statut initial').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').getByRole('textbox').fill('Paiements interrompus, équipe dessus');
      await page.keyboard.press('Control+Enter');
      await expect(step('Communiquer le statut initial')).toBeChecked();
      await expect(phase('P0 · Réponse immédiate')).toContainText(t('phases.count', { done: 4, total: 7 }));
      faults.push(...(await inEveryLook(page, 'phases-worked')));
    });

    await test.step('resolving warns of what is lacking, and holds nobody up', async () => {
      await page.locator('body').click({ position: { x: 5, y: 5 } });
      await page.keyboard.press('e');
      const dialog = page.getByRole('dialog', { name: t('incident.ask.resolve') });
      await expect(dialog.getByRole('note')).toContainText(t('phases.lacking', { count: 7 }));
      faults.push(...(await inEveryLook(page, 'phases-lacking')));
      await dialog.getByRole('button', { name: t('phases.doNow') }).click();
      await expect(dialog).toHaveCount(0);
      await expect(step('Implémenter un workaround si possible')).toBeFocused();
      await page.keyboard.press('Space');
      await expect(step('Implémenter un workaround si possible')).toBeChecked();
      await page.locator('body').click({ position: { x: 5, y: 5 } });
      await page.keyboard.press('e');
      await dialog.getByRole('textbox').fill('Bascule sur db-2');
      await page.keyboard.press('Control+Enter');
      await expect.poll(async () => (await incident())?.doc.status).toBe('resolved');
    });

    await test.step('the resolution goes on with what comes after it, and the post-mortem is a button', async () => {
      await phase('P0 · Résolution').getByRole('button', { name: 'P0 · Résolution' }).focus();
      await expect(step('Valider la résolution')).toBeVisible();
      await expect(step('Valider la résolution')).toBeChecked();
      await phase('P0 · Post-incident').getByRole('button', { name: 'P0 · Post-incident' }).click();
      faults.push(...(await inEveryLook(page, 'phases-afterwards')));
    });
    expect(faults).toEqual([]);
  } finally {
    await source.stop();
  }
});
