import { expect, type Page } from '@playwright/test';
import { incidentId, personId, teamId } from '../../src-shared/model/ids.ts';
import { phaseRunId } from '../../src-shared/model/run.ts';
import { startAlertSource } from '../support/alertmanager.ts';
import '../support/bare-page.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { dress, type Faults, FIRST, LOOKS, look } from '../support/looks.ts';
import { layWire } from '../support/wire.ts';

const TITLE = 'DatabaseDown: The database on db-1 does not answer';

const CALLED = incidentId('01990000-0000-7000-8000-0000000000a2');

test('the emergency team is called without a network: that waits, says whom to telephone, and goes out once', async ({
  server,
  openConsole,
}) => {
  const wire = await layWire(server.url);
  const token = await server.token('ines', 'admin');
  const device = await connectDevice(server.url, token);
  const omar = await connectDevice(server.url, await server.token('omar'));
  const lea = await connectDevice(server.url, await server.token('lea'));
  const join = (person: string, phone?: string) =>
    device.mutate('person.update', {
      id: personId(person),
      patch: { teams: [teamId('security')], ...(phone === undefined ? {} : { phone }) },
    });
  await join(omar.person, '+33 6 12 34 56 78');
  await join(lea.person);
  await device.mutate('incident.open', { id: CALLED, title: TITLE, priority: 'P0' });
  await device.mutate('incident.acknowledge', { id: CALLED });
  const { page } = await openConsole({ server: wire.url, token });
  const screen = consolePage(page);
  const { t } = screen;
  await expect(screen.status).toContainText(/à jour \d\d:\d\d/);
  await screen.visit(`/incidents/${CALLED}`);
  const step = page.getByRole('checkbox', { name: "Activer l'équipe d'urgence" });
  await expect(step).toBeVisible();
  const pages = async () => (await omar.records('incident')).at(0)?.doc.pages ?? [];

  wire.cut();
  await step.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: t('incident.ask.page') });
  await dialog.getByRole('button', { name: t('incident.ask.pageTeam') }).click();
  await page.getByRole('option', { name: /^Security/ }).click();
  const numbers = /lea, omar \+33 6 12 34 56 78|omar \+33 6 12 34 56 78, lea/;
  await expect(dialog.getByRole('status')).toContainText(t('incident.ask.pageOffline'));
  await expect(dialog.getByRole('status')).toContainText(numbers);
  await dialog.getByRole('button', { name: t('incident.ask.pageDo') }).click();
  await expect(step).toBeChecked();
  const calls = page.getByRole('list', { name: t('phases.calls') });
  await expect(calls).toContainText(t('phases.notSent'));
  await expect(calls).toContainText(numbers);
  await expect(screen.pending(1)).toBeVisible();
  expect(await pages()).toEqual([]);

  wire.mend();
  await screen.status.getByRole('button', { name: t('statusLine.retry') }).click();
  await expect(calls).not.toContainText(t('phases.notSent'));
  await expect(calls).toContainText('sans réponse');
  await expect(screen.pending(0)).toBeVisible();
  expect(await pages()).toMatchObject([{ team: 'security', by: { id: device.person }, answers: [] }]);
  const told = (await omar.records('timelineEntry')).filter(({ doc }) => doc.event.kind === 'paged');
  expect(told).toHaveLength(1);
  await omar.mutate('incident.answer', { id: CALLED });
  await expect(calls).toContainText(t('phases.answered', { names: 'omar' }));
  await wire.stop();
});

/** Takes a screen in every look; ends as it began, in light French. */
async function inEveryLook(page: Page, name: string, faults: Faults): Promise<void> {
  for (const as of LOOKS) {
    await dress(page, as);
    await look(page, name, as, faults);
  }
  await dress(page, FIRST);
}

test('a P0 is worked through by the checklist of its phases', async ({ desktop, server, openConsole }) => {
  test.setTimeout(240_000);
  const token = await server.token('ines', 'admin');
  const device = await connectDevice(server.url, token);
  const omar = await connectDevice(server.url, await server.token('omar'));
  const join = (person: string, team: string) =>
    device.mutate('person.update', { id: personId(person), patch: { teams: [teamId(team)] } });
  await join(omar.person, 'security');
  await join(device.person, 'devops');
  const { page } = await openConsole({ server: server.url, token });
  const screen = consolePage(page);
  const { t } = screen;
  const faults: Faults = [];
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
      await expect(phase('P0 · Réponse immédiate').getByRole('timer')).toHaveText(/4:\d\d/);
      await inEveryLook(page, 'phases-opened', faults);
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
      await page.keyboard.press('ArrowDown');
      await page.getByRole('option', { name: /^Security/ }).click();
      await expect(dialog).toContainText(t('incident.ask.pageReaches', { names: 'omar' }));
      await inEveryLook(page, 'phases-call', faults);
      await dialog.getByRole('button', { name: t('incident.ask.pageTeam') }).focus();
      await page.keyboard.press('Enter');
      await expect(dialog).toHaveCount(0);
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
      await inEveryLook(page, 'phases-worked', faults);
      const place = page.url().split('#')[1] ?? '';
      await screen.visit('/runs');
      const row = page.getByRole('option', { name: /P0 · Réponse immédiate/ });
      await expect(row).toContainText(t('runs.doneOf', { done: 4, total: 7 }));
      await screen.visit(place);
    });

    await test.step('a colleague calls my team: this console rings, and says who comes', async () => {
      const { id = '' } = (await incident()) ?? {};
      await omar.mutate('incident.page', { id: incidentId(id), team: teamId('devops') });
      const toast = await desktop.notification((one) => one.title.startsWith('On vous appelle'));
      expect(toast).toMatchObject({ title: `On vous appelle · P0 · ${TITLE}`, urgency: 'critical' });
      expect(toast.body).toContain('omar appelle l’équipe DevOps');
      await expect(page.getByRole('list', { name: t('phases.calls') })).toContainText('DevOps');
      await inEveryLook(page, 'phases-called', faults);
      await page.getByRole('button', { name: t('phases.answer') }).click();
      await expect
        .poll(async () => (await incident())?.doc.pages?.find(({ team }) => team === 'devops')?.answers)
        .toMatchObject([{ by: device.person }]);
      await expect(page.getByRole('button', { name: t('phases.answer') })).toHaveCount(0);
    });

    const resolveDialog = page.getByRole('dialog', { name: t('incident.ask.resolve') });
    const askToResolve = () =>
      page
        .getByRole('toolbar', { name: t('incident.actions') })
        .getByRole('button', { name: /^Résoudre/ })
        .click();
    await test.step('resolving warns of what is lacking, and holds nobody up', async () => {
      await askToResolve();
      await expect(resolveDialog.getByRole('note')).toContainText(t('phases.lacking', { count: 7 }));
      await inEveryLook(page, 'phases-lacking', faults);
      await resolveDialog.getByRole('button', { name: t('phases.doNow') }).click();
      await expect(resolveDialog).toHaveCount(0);
      await expect(step('Implémenter un workaround si possible')).toBeFocused();
      await page.keyboard.press('Space');
      await expect(step('Implémenter un workaround si possible')).toBeChecked();
      await askToResolve();
      await resolveDialog.getByRole('textbox').fill('Bascule sur db-2');
      await page.keyboard.press('Control+Enter');
      await expect.poll(async () => (await incident())?.doc.status).toBe('resolved');
    });

    await test.step('what comes after a resolution is still there, and the post-mortem is a button', async () => {
      await phase('P0 · Résolution').getByRole('button', { name: 'P0 · Résolution' }).click();
      await expect(step('Valider la résolution')).toBeChecked();
      await expect(step('Surveiller la stabilité')).not.toBeChecked();
      await step('Déployer la solution en production').focus();
      await page.keyboard.press('Enter');
      const link = page.getByRole('dialog', { name: t('incident.ask.link') });
      await link.getByRole('textbox', { name: t('incident.ask.url') }).fill('https://ci.example/deploy/42');
      await page.keyboard.press('Enter');
      await expect(step('Déployer la solution en production')).toBeChecked();
      await phase('P0 · Post-incident').getByRole('button', { name: 'P0 · Post-incident' }).click();
      await expect(step("Analyser l'incident en détail")).toBeVisible();
      await inEveryLook(page, 'phases-afterwards', faults);
    });

    await test.step('its button begins the post-mortem with the facts, which does the step, and leads to what follows', async () => {
      await step("Analyser l'incident en détail").focus();
      await page.keyboard.press('Enter');
      await expect(page).toHaveURL(/#\/post-mortems\/1$/);
      await expect(page.getByRole('region', { name: t('postMortem.preview') })).toContainText('Bascule sur db-2');
      const add = page.getByRole('form', { name: t('followUp.add') });
      await add.getByRole('textbox', { name: t('followUp.field.title') }).fill('Alerter avant que db-1 soit pleine');
      await add.getByRole('textbox', { name: t('followUp.field.title') }).press('Enter');
      await expect.poll(async () => (await device.records('followUp')).length).toBe(1);
      expect(await device.records('postMortem')).toHaveLength(1);
      await screen.visit('/incidents/1');
      await phase('P0 · Post-incident').getByRole('button', { name: 'P0 · Post-incident' }).click();
      await expect(step("Analyser l'incident en détail")).toBeChecked();
      await expect(step("Préparer le rapport d'incident")).not.toBeChecked();
    });
    expect(faults).toEqual([]);
  } finally {
    await source.stop();
  }
});
