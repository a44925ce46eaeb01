import { expect, type Page } from '@playwright/test';
import { changeId } from '../../src-shared/model/change.ts';
import { incidentId } from '../../src-shared/model/ids.ts';
import { runId } from '../../src-shared/model/run.ts';
import '../support/bare-page.ts';
import { MINUTE } from '../../src-shared/time/clock.ts';
import { busyMonth, seen } from '../support/changes.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { dress, type Faults, LOOKS, look } from '../support/looks.ts';

test('the screens of changes in both languages and themes', async ({ server, openConsole }) => {
  test.setTimeout(240_000);
  const faults: Faults = [];
  const token = await server.token('omar', 'lead');
  const omar = await connectDevice(server.url, token);
  const lea = await connectDevice(server.url, await server.token('lea'));
  const address = await server.intakeUrl('alertmanager');
  const { page } = await openConsole({ server: server.url, token });
  await expect(consolePage(page).status).toContainText(/à jour \d\d:\d\d/);
  const each = async (screens: (as: (typeof LOOKS)[number], t: ReturnType<typeof consolePage>) => Promise<void>) => {
    for (const as of LOOKS) {
      await dress(page, as);
      await screens(as, consolePage(page, as.language));
    }
  };
  await each(async (as, { t, visit }) => {
    await visit('/changes');
    await expect(page.getByText(t('changes.empty.open'), { exact: true })).toBeVisible();
    await look(page, 'changes-empty', as, faults);
  });
  await busyMonth(omar, lea);
  const sent = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      version: '4',
      groupKey: 'g',
      status: 'firing',
      alerts: [
        {
          status: 'firing',
          labels: { alertname: 'LatenceHaute', service: 'site', severity: 'info' },
          annotations: {},
          startsAt: new Date(Date.now() - MINUTE).toISOString(),
          endsAt: '0001-01-01T00:00:00Z',
          fingerprint: 'f',
        },
      ],
    }),
  });
  expect(sent.ok).toBe(true);
  await each((as, screen) => shown(page, as, screen, faults));
  expect(faults).toEqual([]);
});

async function shown(
  page: Page,
  as: (typeof LOOKS)[number],
  { t, visit, heading }: ReturnType<typeof consolePage>,
  faults: Faults,
): Promise<void> {
  const view = (name: string) =>
    page.getByRole('navigation', { name: t('changes.views') }).getByRole('button', { name });
  await visit('/changes');
  await view(t('changes.view.open')).click();
  await expect(page.getByRole('link', { name: /PostgreSQL 17/ })).toBeVisible();
  await look(page, 'changes', as, faults);
  await view(t('changes.view.over')).click();
  await expect(page.getByRole('link', { name: /Cache des sessions/ })).toBeVisible();
  await look(page, 'changes-over', as, faults);
  await view(t('changes.view.calendar')).click();
  // The one at work now lies in today's month; what begins tomorrow may lie in the next one.
  await expect(page.getByRole('button', { name: /Certificats des passerelles/ }).first()).toBeVisible();
  await look(page, 'changes-calendar', as, faults);
  await page.keyboard.press('Shift+F');
  await expect(page.getByRole('dialog')).toBeVisible();
  await look(page, 'changes-freeze', as, faults);
  await page.keyboard.press('Escape');
  await visit(`/changes/${encodeURIComponent('PostgreSQL 17')}`);
  await expect(heading('PostgreSQL 17')).toBeVisible();
  await look(page, 'change-refused', as, faults);
  await visit(`/changes/${encodeURIComponent('Certificats des passerelles')}`);
  await expect(heading('Certificats des passerelles')).toBeVisible();
  await expect(page.getByText(t('changes.suggested'))).toBeVisible();
  await look(page, 'change-working', as, faults);
  await visit(`/changes/${encodeURIComponent('PostgreSQL 17')}/edit`);
  await expect(page.getByRole('textbox', { name: t('changes.field.title') })).toHaveValue('PostgreSQL 17');
  await look(page, 'change-edit', as, faults);
  await visit('/changes/monitoring');
  await expect(page.getByRole('table', { name: t('changes.monitoring.title') })).toBeVisible();
  await expect(page.getByRole('img', { name: new RegExp(t('changes.monitoring.fresh')) })).toHaveCount(2);
  await look(page, 'changes-monitoring', as, faults);
}

test('the questions about changes, the board and an incident in both languages and themes', async ({
  server,
  openConsole,
}) => {
  test.setTimeout(240_000);
  const faults: Faults = [];
  const token = await server.token('omar', 'lead');
  const omar = await connectDevice(server.url, token);
  const lea = await connectDevice(server.url, await server.token('lea'));
  const { page } = await openConsole({ server: server.url, token });
  await expect(consolePage(page).status).toContainText(/à jour \d\d:\d\d/);
  await busyMonth(omar, lea);
  const core = changeId('Noyau 6.12 sur les serveurs d’API');
  await lea.mutate('change.propose', await seen(lea, core));
  await omar.mutate('change.approve', await seen(lea, core));
  const working = changeId('Certificats des passerelles');
  const [incident] = await omar.records('incident');
  const [run] = await omar.records('run');
  if (!incident || !run) throw new Error('no incident, or no run');
  await lea.mutate('change.link', { id: working, incident: incidentId(incident.id), on: true });
  await lea.mutate('change.linkRun', { id: working, run: runId(run.id), on: true });
  for (const as of LOOKS) {
    await dress(page, as);
    const { t, visit, heading } = consolePage(page, as.language);
    const dialog = page.getByRole('dialog');
    const open = async (id: string, act: string, name: string) => {
      await visit(`/changes/${encodeURIComponent(id)}`);
      await expect(heading(id)).toBeVisible();
      await page.getByRole('button', { name: t(`changes.act.${act}`), exact: true }).click();
      await expect(dialog).toBeVisible();
      await look(page, name, as, faults);
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
    };
    await open(core, 'start', 'change-start');
    await open(working, 'extend', 'change-extend');
    await expect(page.getByRole('link', { name: run.doc.title })).toBeVisible();
    await look(page, 'change-linked', as, faults);
    await page.getByRole('button', { name: t('changes.linkRun') }).click();
    await expect(dialog).toBeVisible();
    await look(page, 'change-link', as, faults);
    await page.keyboard.press('Escape');
    await visit(`/changes/${encodeURIComponent('Bibliothèques du site')}`);
    await expect(page.getByRole('note')).toContainText('Soldes d’hiver');
    await look(page, 'change-held', as, faults);
    await page.getByRole('button', { name: t('changes.linkIncident') }).click();
    await page.keyboard.press('Space');
    await page.getByRole('option').first().press('Enter');
    await look(page, 'change-link-incident', as, faults);
    await page.keyboard.press('Escape');
    await open('Bibliothèques du site', 'except', 'change-except');
    await visit('/board');
    await expect(page.getByText(t('changes.waitForMe', { count: 1 }))).toBeVisible();
    await look(page, 'board-approvals', as, faults);
    await visit(`/incidents/${incident.id}`);
    await expect(page.getByRole('list', { name: t('changes.onService') }).getByRole('listitem')).toHaveCount(2);
    await look(page, 'incident-changes', as, faults);
  }
  expect(faults).toEqual([]);
});
