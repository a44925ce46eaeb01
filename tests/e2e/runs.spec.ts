import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import '../support/bare-page.ts';
import { connectDevice } from '../support/device.ts';
import { readWhenThere, saveDownloadsAs } from '../support/downloads.ts';
import { test } from '../support/fixtures.ts';
import { FOLDER } from '../support/looks.ts';
import { runPage, start, writeProcedure } from '../support/run-page.ts';
import { layWire } from '../support/wire.ts';

/** A picture of one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('a run is worked through by the keyboard, with evidence, and leaves as Markdown and as a PDF', async ({
  server,
  openConsole,
}, info) => {
  const omar = await connectDevice(server.url, await server.token('omar', 'lead'));
  const token = await server.token('ines');
  await writeProcedure(omar);
  await start(omar, 'run-1');
  const { app, page } = await openConsole({ server: server.url, token });
  const { t, status, steps, box, row, list, bar, visit, exportAs } = runPage(page);
  await expect(status).toContainText(/à jour \d\d:\d\d/);

  await test.step('from the list to the first step in two keys', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await expect(list.getByRole('option')).toContainText('Bascule du prestataire de paiement');
    await page.keyboard.press('Enter');
    await expect(box('Ouvrir le tableau de bord')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(box('Ouvrir le tableau de bord')).toBeChecked();
    await expect(row('Ouvrir le tableau de bord')).toContainText(t('incident.you'));
  });

  await test.step('a measure out of its range is recorded and says so', async () => {
    await expect(box('Temps de réponse')).toBeFocused();
    await page.keyboard.press('Enter');
    await page.keyboard.type('342,5');
    await page.keyboard.press('Enter');
    await expect(row('Temps de réponse')).toContainText(/342,5\sms/);
    await expect(row('Temps de réponse')).toContainText('trop haut');
  });

  await test.step('a choice, and a step taken back', async () => {
    await expect(box('Quel prestataire échoue')).toBeFocused();
    await page.keyboard.press('Enter');
    await page.keyboard.press('2');
    // The buttons say it too: what was chosen stands once the step is done.
    await expect(box('Quel prestataire échoue')).toBeChecked();
    await expect(row('Quel prestataire échoue')).toContainText('Virement');
    await page.keyboard.press('k');
    await page.keyboard.press('u');
    await expect(box('Quel prestataire échoue')).not.toBeChecked();
    await page.keyboard.press('Enter');
    await page.keyboard.press('1');
    await expect(box('Quel prestataire échoue')).toBeChecked();
    await expect(row('Quel prestataire échoue')).toContainText('Carte');
  });

  await test.step('a step is skipped with its reason, which survives as a draft', async () => {
    await expect(box('Lire la page d’état')).toBeFocused();
    await page.keyboard.press('s');
    await page.keyboard.type('le prestataire');
    await page.keyboard.press('Escape');
    await expect(box('Lire la page d’état')).toBeFocused();
    await page.keyboard.press('s');
    await page.keyboard.type(' ne la tient pas');
    await page.keyboard.press('Enter');
    await expect(row('Lire la page d’état')).toContainText('« le prestataire ne la tient pas »');
  });

  await test.step('a command is copied, and done', async () => {
    await expect(box('Basculer le trafic')).toBeFocused();
    await page.keyboard.press('c');
    await expect
      .poll(() => app.evaluate(({ clipboard }) => clipboard.readText()))
      .toBe('vigie-psp switch --to secondary --confirm');
    await page.keyboard.press('Enter');
    await expect(box('Basculer le trafic')).toBeChecked();
  });

  await test.step('a timer counts down', async () => {
    await expect(box('Attendre la vidange')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(row('Attendre la vidange').getByRole('timer')).toHaveText(/[45]:\d\d/);
    await page.keyboard.press('Enter');
    await expect(box('Attendre la vidange')).toBeChecked();
  });

  await test.step('another person than who started it approves', async () => {
    await expect(box('Accord du responsable')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(box('Accord du responsable')).toBeChecked();
  });

  await test.step('a text, a note, and a step assigned', async () => {
    await expect(box('Ce qui a été constaté')).toBeFocused();
    await page.keyboard.press('Enter');
    await page.keyboard.type('Erreurs 502 chez le prestataire');
    await page.keyboard.press('Enter');
    await expect(row('Ce qui a été constaté')).toContainText('Erreurs 502 chez le prestataire');
    await expect(box('Prévenir la comptabilité')).toBeFocused();
    await page.keyboard.press('n');
    await page.keyboard.type('Injoignable avant 8 h');
    await page.keyboard.press('Enter');
    await expect(row('Prévenir la comptabilité')).toContainText('Injoignable avant 8 h');
    await page.keyboard.press('a');
    await expect(page.getByRole('menuitem').first()).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(row('Prévenir la comptabilité')).toContainText('ines');
  });

  await test.step('evidence: a file, a pasted picture, and one that is too large', async () => {
    const picker = steps.locator('input[type=file]');
    await picker.setInputFiles({ name: 'journal.txt', mimeType: 'text/plain', buffer: Buffer.from('502 502 502') });
    await expect(row('Prévenir la comptabilité').getByRole('button', { name: /journal\.txt/ })).toBeVisible();
    await box('Prévenir la comptabilité').evaluate((element, base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([bytes], 'capture.png', { type: 'image/png' }));
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, PIXEL.toString('base64'));
    await expect(row('Prévenir la comptabilité').getByRole('button', { name: /capture\.png/ })).toBeEnabled();
    await picker.setInputFiles({
      name: 'vidage.bin',
      mimeType: 'application/octet-stream',
      buffer: Buffer.alloc(10 * 1024 * 1024 + 1),
    });
    await expect(page.getByText(t('evidence.refused', { name: 'vidage.bin' }))).toBeVisible();
  });

  await test.step('it leaves as Markdown and as a PDF of the document alone', async () => {
    const markdown = info.outputPath('run.md');
    await saveDownloadsAs(app, markdown);
    await exportAs('markdown');
    const text = (await readWhenThere(markdown)).toString('utf8');
    expect(text).toContain('# Bascule du prestataire de paiement');
    expect(text).toContain('- [x] Temps de réponse du point de paiement');
    expect(text).toContain('- **journal.txt** · 11');
    expect(text).toMatch(/ {2}- SHA-256 `[0-9a-f]{64}`/);
    const pdf = info.outputPath('run.pdf');
    await saveDownloadsAs(app, pdf);
    await exportAs('pdf');
    expect((await readWhenThere(pdf)).subarray(0, 5).toString()).toBe('%PDF-');
    const said = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
    expect(said).toContain('Bascule du prestataire de paiement');
    expect(said).toContain('Erreurs 502 chez le prestataire');
    expect(said).toContain('journal.txt');
    // Nothing of the console around it.
    for (const shell of [t('place.incidents'), t('place.settings'), t('runs.export.label')]) {
      expect(said).not.toContain(shell);
    }
    execFileSync('pdftoppm', ['-png', '-r', '80', pdf, join(FOLDER, 'run-on-paper')]);
    // A grey map of the first sheet: as white as paper to its edges, in the dark theme too.
    const grey = execFileSync('pdftoppm', ['-gray', '-r', '20', '-f', '1', '-l', '1', pdf]);
    expect(grey.subarray(-160 * 4, -160 * 3).every((level) => level > 250)).toBe(true);
    const facts = execFileSync('pdfinfo', [pdf], { encoding: 'utf8' });
    expect(facts).toMatch(/Page size:\s+59[45]\.?\d* x 84[12]\.?\d* pts \(A4\)/);
  });

  await test.step('leaving it says what it lacks', async () => {
    await page.getByRole('button', { name: t('runs.endAsk'), exact: true }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('Prévenir la comptabilité');
    await page.keyboard.type('repris demain');
    await page.keyboard.press('Enter');
    await expect(page.getByText(t('runs.endReason', { reason: 'repris demain' }))).toBeVisible();
    await page.getByRole('button', { name: t('runs.reopen') }).click();
    await expect(page.getByRole('button', { name: t('runs.endAsk'), exact: true })).toBeVisible();
    await expect(bar).toHaveAttribute('aria-valuenow', '8');
  });

  await test.step('the server has all of it', async () => {
    const entries = await omar.records('runEntry');
    expect(entries.filter(({ doc }) => doc.event.kind === 'evidence')).toHaveLength(2);
    expect(entries.some(({ doc }) => doc.event.kind === 'measure' && doc.event.value === 342.5)).toBe(true);
    await visit('/runs');
    await page.getByRole('button', { name: t('runs.view.mine'), exact: true }).click();
    await expect(list.getByRole('option')).toContainText('Prévenir la comptabilité');
  });
});

test('two people tick the same run with the network cut, and both ticks stand', async ({ server, openConsole }) => {
  test.setTimeout(120_000);
  const wire = await layWire(server.url);
  const omar = await connectDevice(server.url, await server.token('omar', 'lead'));
  await writeProcedure(omar);
  await start(omar, 'run-1');
  const first = await openConsole({ server: wire.url, token: await server.token('ines') });
  const second = await openConsole({ server: wire.url, token: await server.token('lea') });
  const ines = runPage(first.page);
  const lea = runPage(second.page);
  for (const one of [ines, lea]) {
    await expect(one.status).toContainText(/à jour \d\d:\d\d/);
    await one.visit('/runs/run-1');
    await expect(one.box('Ouvrir le tableau de bord')).toBeVisible();
  }
  wire.cut();
  // Of two windows one alone has the keyboard.
  for (const one of [ines, lea]) await one.box('Ouvrir le tableau de bord').press('Enter');
  await ines.steps
    .locator('input[type=file]')
    .setInputFiles({ name: 'capture.png', mimeType: 'image/png', buffer: PIXEL });
  for (const one of [ines, lea]) {
    await expect(one.row('Ouvrir le tableau de bord')).toContainText(one.t('runs.waiting'));
  }
  await expect(ines.row('Temps de réponse').getByRole('button', { name: /capture\.png/ })).toBeEnabled();
  wire.mend();
  for (const one of [ines, lea]) {
    const row = one.row('Ouvrir le tableau de bord');
    await expect(row).toContainText(one === ines ? 'lea' : 'ines', { timeout: 40_000 });
    await expect(row).not.toContainText(one.t('runs.waiting'), { timeout: 40_000 });
  }
  const ticks = (await omar.records('runEntry')).filter(({ doc }) => doc.event.kind === 'done' && doc.step === 'board');
  expect(ticks).toHaveLength(2);
  await expect(lea.row('Temps de réponse').getByRole('button', { name: /capture\.png/ })).toBeEnabled({
    timeout: 60_000,
  });
  await wire.stop();
});
