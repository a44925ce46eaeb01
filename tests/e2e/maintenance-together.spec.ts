import { expect } from '@playwright/test';
import { consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { eventsOf, makePlan, NOON, occurrenceOf, row, terms, wall, writeProcedure } from '../support/maintenance.ts';
import { layWire } from '../support/wire.ts';

test('several are skipped at once with a reason, and taken back at once', async ({ server, openConsole }) => {
  const lead = await connectDevice(server.url, await server.token('omar', 'lead'));
  await writeProcedure(lead);
  for (const [id, title] of [
    ['one', 'Journaux à relire'],
    ['two', 'Certificats à relire'],
    ['three', 'Accès à relire'],
  ] as const) {
    await makePlan(lead, id, title, terms({ time: wall(30), rrule: 'FREQ=DAILY;COUNT=1' }));
  }
  const { page } = await openConsole({ server: server.url, token: await server.token('ines'), zone: NOON });
  const { t, status, visit } = consolePage(page);
  await expect(status).toContainText(/à jour \d\d:\d\d/);
  await visit('/maintenance');
  await page.getByRole('button', { name: t('maintenance.view.list'), exact: true }).click();
  for (const title of ['Journaux à relire', 'Certificats à relire']) {
    await row(page, title).getByRole('button', { name: title, exact: true }).focus();
    await page.keyboard.press('x');
  }
  await expect(page.getByRole('region', { name: t('maintenance.markedLabel') })).toBeVisible();
  await page.keyboard.press('s');
  await page.getByRole('dialog').getByRole('textbox').fill('Gel de fin d’année');
  await page.keyboard.press('Enter');
  const kinds = async () =>
    (await Promise.all(['one', 'two', 'three'].map((plan) => eventsOf(lead, plan)))).map((events) =>
      events.map((event) => (event.kind === 'skipped' ? event.reason : event.kind)).join(),
    );
  await expect.poll(kinds).toEqual(['Gel de fin d’année', 'Gel de fin d’année', '']);
  await expect(row(page, 'Journaux à relire')).toContainText('Gel de fin d’année');
  await page.keyboard.press('Control+z');
  await expect.poll(kinds).toEqual(['Gel de fin d’année,reopened', 'Gel de fin d’année,reopened', '']);
  await expect(row(page, 'Journaux à relire')).not.toContainText('Gel de fin d’année');

  // Marked with one that is done, the others are asked about, and it is said that one is left.
  await row(page, 'Journaux à relire').getByRole('button', { name: 'Journaux à relire', exact: true }).focus();
  await page.keyboard.press('Escape');
  await row(page, 'Accès à relire').getByRole('button', { name: 'Accès à relire', exact: true }).focus();
  await page.keyboard.press('d');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('maintenance.confirm.complete') })
    .click();
  await expect(row(page, 'Accès à relire')).toContainText(t('maintenance.state.done'));
  for (const title of ['Accès à relire', 'Certificats à relire']) {
    await row(page, title).getByRole('button', { name: title, exact: true }).focus();
    await page.keyboard.press('x');
  }
  await page.keyboard.press('s');
  await expect(page.getByRole('dialog')).toContainText(t('maintenance.leftOut.settled', { count: 1 }));
});

test('of two who complete the same offline the first did it, the other is told who, and signs', async ({
  server,
  openConsole,
}) => {
  test.setTimeout(120_000);
  const lead = await connectDevice(server.url, await server.token('lea', 'lead'));
  await writeProcedure(lead);
  await makePlan(lead, 'morning', 'Contrôle du matin', terms({ time: wall(-5) }), { signature: true });
  const wires = await Promise.all([layWire(server.url), layWire(server.url)]);
  try {
    const open = async (name: string, at: number) => {
      const { page } = await openConsole({
        server: wires[at]?.url ?? '',
        token: await server.token(name),
        zone: NOON,
      });
      const screen = consolePage(page);
      await expect(screen.status).toContainText(/à jour \d\d:\d\d/);
      await screen.visit(`/maintenance/${occurrenceOf('morning')}`);
      const acts = page.getByRole('toolbar', { name: screen.t('maintenance.acts') });
      await expect(acts).toBeVisible();
      return { page, acts, ...screen };
    };
    const ines = await open('ines', 0);
    const omar = await open('omar', 1);
    const { t } = ines;
    for (const wire of wires) wire.cut();
    for (const { page, pending } of [ines, omar]) {
      await page.keyboard.press('d');
      await page.getByRole('dialog').getByRole('textbox').fill('Rien à signaler');
      await page.keyboard.press('Enter');
      await expect(pending(1)).toBeVisible();
      await expect(page.getByText(t('maintenance.state.done'), { exact: true })).toBeVisible();
    }
    await expect(ines.acts.getByRole('button', { name: t('maintenance.act.sign') })).toHaveAttribute(
      'aria-disabled',
      'true',
    );

    wires[0]?.mend();
    await expect(ines.pending(0)).toBeVisible({ timeout: 40_000 });
    wires[1]?.mend();
    await expect(omar.status).toContainText(t('statusLine.review', { count: 1 }), { timeout: 40_000 });
    await expect(omar.page.getByText(t('maintenance.event.completed', { by: 'ines' }))).toBeVisible();
    await omar.go('review');
    const refused = omar.page.getByRole('listitem').filter({ hasText: t('change.occurrence.complete') });
    await expect(refused).toContainText('ines');
    await expect(refused.getByRole('link', { name: /^Contrôle du matin · / })).toBeVisible();

    await omar.go('board');
    const waiting = omar.page.getByRole('button', { name: 'Contrôle du matin' });
    await expect(waiting).toContainText(t('maintenance.toSign'));
    await waiting.click();
    await expect(omar.acts).toBeVisible();
    await omar.page.keyboard.press('Shift+S');
    await expect
      .poll(async () => (await eventsOf(lead, 'morning')).map(({ kind }) => kind))
      .toEqual(['completed', 'signed']);
    await expect(ines.page.getByText(t('maintenance.signedBy', { by: 'omar' }))).toBeVisible();
  } finally {
    for (const wire of wires) wire.stop();
  }
});
