import { createHash } from 'node:crypto';
import { expect } from '@playwright/test';
import { calendarId } from '../../src-shared/model/ids.ts';
import '../support/bare-page.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { dress, type Faults, LOOKS, look } from '../support/looks.ts';
import { day, eventsOf, makePlan, NOON, occurrenceOf, terms, wall, writeProcedure } from '../support/maintenance.ts';
import { layWire } from '../support/wire.ts';

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const LOG = Buffer.from('02:11 sauvegarde complète, 41 Go\n');
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('what is done without a run takes files that show it, cut off as well, for whoever signs', async ({
  server,
  openConsole,
}) => {
  test.setTimeout(240_000);
  const lead = await connectDevice(server.url, await server.token('omar', 'lead'));
  await writeProcedure(lead);
  await makePlan(lead, 'night', 'Sauvegarde à vérifier', terms({ time: wall(-10) }), { signature: true });
  const wire = await layWire(server.url);
  const token = await server.token('ines');
  const first = await openConsole({ server: wire.url, token, zone: NOON });
  const { page } = first;
  const { t, status, visit, pending } = consolePage(page);
  await expect(status).toContainText(/à jour \d\d:\d\d/);
  await visit(`/maintenance/${occurrenceOf('night')}`);
  await expect(page.getByRole('toolbar', { name: t('maintenance.acts') })).toBeVisible();
  wire.cut();

  const dialog = page.getByRole('dialog');
  const files = dialog.getByRole('list', { name: t('evidence.label') });
  await test.step('chosen, pasted and let go, each once; what is too large is named', async () => {
    await page.keyboard.press('d');
    await dialog.getByRole('textbox').fill('41 Go, lisibles');
    const picker = dialog.locator('input[type=file]');
    await picker.setInputFiles({ name: 'journal.txt', mimeType: 'text/plain', buffer: LOG });
    await expect(files.getByRole('button', { name: t('evidence.save', { name: 'journal.txt' }) })).toBeEnabled();
    for (const how of ['paste', 'drop', 'drop'] as const) {
      await dialog.getByRole('textbox').evaluate(
        (element, { how, base64 }) => {
          const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
          const data = new DataTransfer();
          data.items.add(new File([bytes], 'capture.png', { type: 'image/png' }));
          const init = { bubbles: true, cancelable: true };
          element.dispatchEvent(
            how === 'paste'
              ? new ClipboardEvent('paste', { ...init, clipboardData: data })
              : new DragEvent('drop', { ...init, dataTransfer: data }),
          );
        },
        { how, base64: PIXEL.toString('base64') },
      );
    }
    await expect(files.getByRole('listitem')).toHaveCount(2);
    const large = { name: 'vidage.bin', mimeType: '', buffer: Buffer.alloc(10 * 1024 * 1024 + 1) };
    await picker.setInputFiles(large);
    await expect(page.getByText(t('evidence.refused', { name: 'vidage.bin' }))).toBeVisible();
  });

  await test.step('left by accident it is there again; the picture is shown over it, and one is taken away', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('d');
    await expect(files.getByRole('listitem')).toHaveCount(2);
    await files.getByRole('button', { name: t('evidence.show', { name: 'capture.png' }) }).click();
    const shown = page.getByRole('dialog', { name: 'capture.png' });
    await expect(shown.getByRole('img')).toBeVisible();
    // What is below it hears none of its keys.
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Escape');
    await expect(shown).toBeHidden();
    await expect(files.getByRole('listitem')).toHaveCount(2);
    await dialog.locator('input[type=file]').setInputFiles({ name: 'trop.txt', mimeType: '', buffer: PIXEL });
    await dialog.getByRole('button', { name: t('evidence.remove', { name: 'trop.txt' }) }).click();
    await expect(files.getByRole('listitem')).toHaveCount(2);
  });

  await test.step('done, taken back and done again, the files go with it', async () => {
    await dialog.getByRole('textbox').press('Enter');
    await expect(pending(1)).toBeVisible();
    const evidence = page.getByRole('list', { name: t('evidence.label') });
    await expect(evidence.getByRole('button', { name: t('evidence.show', { name: 'capture.png' }) })).toBeEnabled();
    wire.mend();
    await expect(pending(0)).toBeVisible({ timeout: 40_000 });
    expect(await eventsOf(lead, 'night')).toMatchObject([
      {
        kind: 'completed',
        note: '41 Go, lisibles',
        files: [
          { name: 'journal.txt', hash: sha(LOG), size: LOG.length },
          { name: 'capture.png', hash: sha(PIXEL), type: 'image/png' },
        ],
      },
    ]);
    const onServer = async () => {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await fetch(`${server.url}/api/blobs/${sha(PIXEL)}`, { headers });
      return answer.ok ? sha(new Uint8Array(await answer.arrayBuffer())) : answer.status;
    };
    await expect.poll(onServer, { timeout: 40_000 }).toBe(sha(PIXEL));
  });

  await test.step('whoever signs sees them on their own laptop', async () => {
    const lea = await openConsole({ server: server.url, token: await server.token('lea'), zone: NOON });
    const other = consolePage(lea.page);
    await expect(other.status).toContainText(/à jour \d\d:\d\d/);
    await other.visit(`/maintenance/${occurrenceOf('night')}`);
    const seen = lea.page.getByRole('list', { name: t('evidence.label') });
    await expect(seen.getByRole('button', { name: t('evidence.show', { name: 'capture.png' }) })).toBeEnabled({
      timeout: 40_000,
    });
    await lea.page.keyboard.press('Shift+S');
    await expect.poll(async () => (await eventsOf(lead, 'night')).map(({ kind }) => kind)).toContain('signed');
    await lea.close();
  });
  await wire.stop();
});

test('completion, an incident to be named, and days off read well in each look', async ({ server, openConsole }) => {
  test.setTimeout(180_000);
  const faults: Faults = [];
  const lead = await connectDevice(server.url, await server.token('omar', 'lead'));
  const admin = await connectDevice(server.url, await server.token('ana', 'admin'));
  const { page } = await openConsole({ server: server.url, token: await server.token('ines', 'lead'), zone: NOON });
  await expect(consolePage(page).status).toContainText(/à jour \d\d:\d\d/);
  await writeProcedure(lead);
  await admin.mutate('calendar.update', {
    id: calendarId('office'),
    doc: {
      name: 'Bureau de Lyon',
      zone: 'Europe/Paris',
      hours: [1, 2, 3, 4, 5].map((number) => ({ day: number, from: '09:00', to: '18:00' })),
      holidays: [3, 4].map((later) => ({ date: day(later), name: later === 3 ? 'Fête des Lumières' : 'Pont' })),
    },
  });
  const working = { calendar: calendarId('office'), time: wall(-10) };
  await makePlan(lead, 'night', 'Sauvegarde à vérifier', terms({ ...working, holidays: 'nextWorkingDay' }));
  await makePlan(lead, 'skipped', 'Accès à relire', terms({ ...working, holidays: 'skip' }));
  const monthly = { ...working, rrule: 'FREQ=MONTHLY;BYMONTHDAY=1' };
  await makePlan(lead, 'first', 'Certificats à relire', terms({ ...monthly, holidays: 'nextWorkingDay' }));
  const { t: words, visit: go } = consolePage(page);
  await go(`/maintenance/${occurrenceOf('skipped')}`);
  await expect(page.getByRole('toolbar', { name: words('maintenance.acts') })).toBeVisible();
  await page.keyboard.press('d');
  for (const [name, mimeType, buffer] of [
    ['capture.png', 'image/png', PIXEL],
    ['journal-de-la-sauvegarde-de-la-nuit.txt', 'text/plain', LOG],
  ] as const) {
    await page.getByRole('dialog').locator('input[type=file]').setInputFiles({ name, mimeType, buffer });
  }
  await page.getByRole('dialog').getByRole('textbox').fill('41 Go, lisibles');
  await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(2);
  for (const as of LOOKS) {
    const { t, visit } = consolePage(page, as.language);
    await page.keyboard.press('Escape');
    await dress(page, as);
    await visit(`/maintenance/${occurrenceOf('skipped')}`);
    await expect(page.getByRole('toolbar', { name: t('maintenance.acts') })).toBeVisible();
    await page.keyboard.press('d');
    await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(2);
    await look(page, 'maintenance-evidence', as, faults);
    await page.keyboard.press('Escape');
    await page.keyboard.press('i');
    await expect(page.getByRole('dialog').getByRole('textbox')).toHaveValue('Accès à relire');
    await look(page, 'maintenance-raise', as, faults);
    await page.keyboard.press('Escape');
    for (const id of ['night', 'skipped', 'first']) {
      await visit(`/maintenance/plans/${id}`);
      const coming = page.getByRole('region', { name: t('plans.foreseen') });
      await expect(coming.getByRole('listitem').first()).toBeVisible();
      await look(page, `plan-days-off-${id}`, as, faults);
    }
  }
  const { t, visit } = consolePage(page, 'fr');
  await dress(page, LOOKS[0] ?? { language: 'fr', theme: 'light', contrast: 'normal' });
  await visit(`/maintenance/${occurrenceOf('skipped')}`);
  await expect(page.getByRole('toolbar', { name: t('maintenance.acts') })).toBeVisible();
  await page.keyboard.press('d');
  await page.getByRole('dialog').getByRole('textbox').press('Enter');
  for (const as of LOOKS) {
    const one = consolePage(page, as.language);
    await dress(page, as);
    await expect(page.getByRole('list', { name: one.t('evidence.label') })).toBeVisible();
    await look(page, 'occurrence-evidence', as, faults);
  }
  expect(faults).toEqual([]);
});
