import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { procedureId, revisionId } from '../../src-shared/model/procedure.ts';
import { runId } from '../../src-shared/model/run.ts';
import { accessibilityFaults } from '../support/accessibility.ts';
import '../support/bare-page.ts';
import { type ConsolePage, consolePage } from '../support/console-page.ts';
import { connectDevice, type Device } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { runPage } from '../support/run-page.ts';
import { layWire, type Wire } from '../support/wire.ts';

const ID = procedureId('basculer-la-base');
const BODY = `## Diagnostic

- [ ] Regarder le disque

## Remède

- [ ] Redémarrer la base

## Après

- [ ] Prévenir l'équipe
`;
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

const writeRunbook = (device: Device, body = BODY) =>
  device.mutate('procedure.create', {
    id: ID,
    kind: 'runbook',
    title: 'Basculer la base',
    body,
    tags: [],
    services: [],
  });

/** The text in force, as the server has it. */
async function standing(device: Device): Promise<{ title: string; body: string; number: number } | undefined> {
  const head = (await device.records('procedure')).find(({ id }) => id === ID)?.doc;
  const wanted = revisionId({ collection: 'procedure', id: ID }, head?.revision ?? 0);
  return (await device.records('revision')).find(({ id }) => id === wanted)?.doc;
}

const textOf = (page: Page, { t }: ConsolePage) => page.getByRole('textbox', { name: t('procedureEditor.text') });

async function openEditor(page: Page, screen: ConsolePage) {
  await screen.visit(`/procedures/${ID}/edit`);
  await expect(textOf(page, screen)).toBeVisible();
}

/** Goes to the end of a line of the text by the keyboard, and writes there. */
async function writeAtLine(page: Page, screen: ConsolePage, line: number, text: string) {
  await textOf(page, screen).focus();
  await page.keyboard.press('Control+Home');
  for (let at = 1; at < line; at += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await page.keyboard.type(text);
}

test('a runbook is written by the keyboard, outlives a kill, and is saved with its picture', async ({
  server,
  openConsole,
}) => {
  const token = await server.token('ines');
  const device = await connectDevice(server.url, token);
  const first = await openConsole({ server: server.url, token });
  const before = consolePage(first.page);
  const { t } = before;
  await expect(before.status).toContainText(/à jour \d\d:\d\d/);

  await before.visit('/procedures/new');
  await expect(first.page.getByRole('textbox', { name: t('procedureEditor.title') })).toBeFocused();
  await first.page.keyboard.type('Disque plein');
  await textOf(first.page, before).focus();
  await first.page.keyboard.press('Control+A');
  await first.page.keyboard.type('- [ ] Regarder {.mesure');
  await expect(first.page.getByText(/^Gardé ici à/)).toBeVisible();
  await expect(first.page.getByText(/^Gardé ici à/)).toHaveAttribute('aria-busy', 'false');
  await first.kill();

  const { page } = await openConsole({ server: server.url, token, userData: first.userData });
  const screen = consolePage(page);
  await screen.visit('/procedures/new');
  await expect(page.getByText(t('procedureEditor.foundNew'))).toBeVisible();
  await expect(page.getByRole('textbox', { name: t('procedureEditor.title') })).toHaveValue('Disque plein');
  await expect(textOf(page, screen)).toContainText('Regarder {.mesure');

  await test.step('a step that makes no sense is marked, and said', async () => {
    await writeAtLine(page, screen, 1, '}');
    const problems = page.getByRole('region', { name: t('procedureEditor.problems', { count: 1 }) });
    await expect(problems).toContainText(t('procedureEditor.problem.unknownClass'));
    await page.keyboard.press('Control+A');
    await page.keyboard.type('- [ ] Regarder le disque');
    await expect(problems).toHaveCount(0);
  });

  await test.step('a step is inserted from the menu, and shown as one', async () => {
    await page.getByRole('button', { name: t('procedureEditor.insert') }).click();
    await page.getByRole('menuitem', { name: t('procedureEditor.step.measure.name') }).click();
    await page.keyboard.type('Espace libre');
    await expect(textOf(page, screen)).toContainText('- [ ] Espace libre {.measure unit=ms max=200}');
    const preview = page.getByRole('region', { name: t('procedureEditor.preview') });
    await expect(preview).toContainText('Espace libre');
    await expect(preview).toContainText('≤ 200 ms');
  });

  await test.step('a pasted picture is kept and shown', async () => {
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Enter');
    await textOf(page, screen).evaluate((target, base64) => {
      const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], 'disque.png', { type: 'image/png' }));
      target.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }, PNG);
    await expect(textOf(page, screen)).toContainText(/!\[disque\]\(blob\/[0-9a-f]{64}\.png\)/);
    const shown = page.getByRole('region', { name: t('procedureEditor.preview') }).getByRole('img');
    await expect.poll(() => shown.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(1);
  });

  await test.step('Escape, then Tab, leaves the text', async () => {
    await textOf(page, screen).focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    await expect(textOf(page, screen)).not.toBeFocused();
  });

  await page.keyboard.press('Control+S');
  const ours = async () => (await device.records('procedure')).find(({ doc }) => doc.title === 'Disque plein');
  await expect.poll(async () => (await ours())?.doc.kind).toBe('runbook');
  const id = (await ours())?.id;
  const made = (await device.records('revision')).find(({ doc }) => doc.of.id === id);
  expect(made?.doc.body).toMatch(/^- \[ \] Regarder le disque\n- \[ \] Espace libre \{\.measure unit=ms max=200\}\n/);
  await screen.visit('/procedures/new');
  await expect(page.getByRole('textbox', { name: t('procedureEditor.title') })).toHaveValue('');
});

test.describe('two people at one text', () => {
  let wire: Wire;
  test.beforeEach(async ({ server }) => {
    wire = await layWire(server.url);
  });
  test.afterEach(() => wire.stop());

  test('cut off, at different places: both stand, twice saved or once', async ({ server, openConsole }) => {
    const [mine, theirs] = [await server.token('ines'), await server.token('omar')];
    const device = await connectDevice(server.url, mine);
    await writeRunbook(device);
    const one = await openConsole({ server: wire.url, token: mine });
    const other = await openConsole({ server: server.url, token: theirs });
    const [ines, omar] = [consolePage(one.page), consolePage(other.page)];
    await openEditor(one.page, ines);
    await openEditor(other.page, omar);

    wire.cut();
    await writeAtLine(one.page, ines, 3, ' et la mémoire');
    await one.page.keyboard.press('Control+S');
    await expect(ines.pending(1)).toBeVisible();
    await writeAtLine(one.page, ines, 11, ' et le client');
    await one.page.keyboard.press('Control+S');
    await expect(ines.pending(2)).toBeVisible();
    await writeAtLine(other.page, omar, 7, ' proprement');
    await other.page.keyboard.press('Control+S');
    await expect.poll(async () => (await standing(device))?.number).toBe(2);

    wire.mend();
    await expect(ines.pending(0)).toBeVisible({ timeout: 40_000 });
    const both = BODY.replace('le disque', 'le disque et la mémoire')
      .replace('la base', 'la base proprement')
      .replace("l'équipe", "l'équipe et le client");
    await expect.poll(async () => (await standing(device))?.body).toBe(both);
    await expect(textOf(one.page, ines)).toContainText('la base proprement');
    await expect(textOf(other.page, omar)).toContainText("l'équipe et le client");
  });

  test('cut off, at the same place: the second one makes one text of both', async ({ server, openConsole }) => {
    const [mine, theirs] = [await server.token('ines'), await server.token('omar')];
    const device = await connectDevice(server.url, theirs);
    await writeRunbook(device);
    const { page } = await openConsole({ server: wire.url, token: mine });
    const screen = consolePage(page);
    const { t } = screen;
    await openEditor(page, screen);

    wire.cut();
    await writeAtLine(page, screen, 7, ' par le pilote');
    await page.keyboard.press('Control+Enter');
    await expect(screen.pending(1)).toBeVisible();
    await device.mutate('procedure.save', {
      id: ID,
      base: 1,
      title: 'Basculer la base',
      body: BODY.replace('la base', 'la base par le script'),
    });
    wire.mend();
    await expect(screen.status).toContainText(t('statusLine.review', { count: 1 }), { timeout: 40_000 });

    await screen.visit('/review');
    const refused = page.getByRole('listitem').filter({ hasText: t('change.procedure.save') });
    await expect(refused.getByRole('region', { name: t('review.text.diff') })).toContainText('par le pilote');
    await expect(refused.getByRole('region', { name: t('review.text.diff') })).toContainText('par le script');
    await refused.getByRole('link', { name: t('review.text.open') }).click();

    const conflict = page.getByRole('group', { name: 'Conflit 1 sur 1' });
    await expect(conflict).toBeVisible();
    await page.keyboard.press('Control+S');
    await expect(conflict).toBeVisible();
    await textOf(page, screen).focus();
    await page.keyboard.press('F8');
    await page.keyboard.press('Alt+3');
    await expect(conflict).toHaveCount(0);
    await page.keyboard.press('Control+Z');
    await expect(conflict).toBeVisible();
    await conflict.getByRole('button', { name: t('textEditor.keepBoth') }).click();
    await page.keyboard.press('Control+Enter');
    await expect
      .poll(async () => (await standing(device))?.body)
      .toBe(
        BODY.replace(
          '- [ ] Redémarrer la base\n',
          '- [ ] Redémarrer la base par le pilote\n- [ ] Redémarrer la base par le script\n',
        ),
      );
    // The server may have it before the editor has left for the page.
    await expect(page).not.toHaveURL(/\/edit/);
    await screen.visit('/review');
    await expect(page.getByText(t('review.nothing'), { exact: true })).toBeVisible();
  });

  test('both cut off, on the same line and at the same step of a run: one text is made of both, and both ticks stand', async ({
    server,
    openConsole,
  }) => {
    test.setTimeout(120_000);
    const further = await layWire(server.url);
    const [mine, theirs] = [await server.token('ines'), await server.token('omar')];
    const device = await connectDevice(server.url, theirs);
    await writeRunbook(device);
    await device.mutate('run.start', { id: runId('run-1'), procedure: ID, revision: 1 });
    const one = await openConsole({ server: wire.url, token: mine });
    const other = await openConsole({ server: further.url, token: theirs });
    const [ines, omar] = [runPage(one.page), runPage(other.page)];
    const { t } = omar;
    const both = [
      { page: one.page, screen: ines, words: ' par le pilote' },
      { page: other.page, screen: omar, words: ' par le script' },
    ];
    for (const { page, screen } of both) {
      await openEditor(page, screen);
      await expect(screen.pending(0)).toBeVisible();
    }

    wire.cut();
    further.cut();
    for (const { page, screen, words } of both) {
      await writeAtLine(page, screen, 7, words);
      await page.keyboard.press('Control+S');
      await expect(screen.pending(1)).toBeVisible();
      await screen.visit('/runs/run-1');
      await expect(screen.box('Regarder le disque')).toBeFocused();
      await page.keyboard.press('Enter');
      await expect(screen.row('Regarder le disque')).toContainText(t('runs.waiting'));
    }

    wire.mend();
    await ines.status.getByRole('button', { name: t('statusLine.retry') }).click();
    await expect(ines.pending(0)).toBeVisible();
    further.mend();
    await omar.status.getByRole('button', { name: t('statusLine.retry') }).click();
    await expect(omar.status).toContainText(t('statusLine.review', { count: 1 }));
    await expect(ines.row('Regarder le disque')).toContainText('omar');
    await expect(omar.row('Regarder le disque')).toContainText('ines');
    const done = (await device.records('runEntry')).filter(({ doc }) => doc.event.kind === 'done');
    expect(new Set(done.map(({ doc }) => (doc.by.kind === 'person' ? doc.by.id : '')))).toHaveProperty('size', 2);
    expect(done).toHaveLength(2);

    await omar.visit('/review');
    await other.page.getByRole('link', { name: t('review.text.open') }).click();
    await expect(other.page.getByRole('group', { name: 'Conflit 1 sur 1' })).toBeVisible();
    await textOf(other.page, omar).focus();
    await other.page.keyboard.press('F8');
    await other.page.keyboard.press('Alt+3');
    await other.page.keyboard.press('Control+S');
    const line = (words: string) => `- [ ] Redémarrer la base${words}\n`;
    const settled = BODY.replace(line(''), line(' par le script') + line(' par le pilote'));
    await expect.poll(async () => (await standing(device))?.body).toBe(settled);
    await ines.visit(`/procedures/${ID}`);
    await expect(one.page.getByText('Redémarrer la base par le script')).toBeVisible();
    await expect(one.page.getByText('Redémarrer la base par le pilote')).toBeVisible();
    await expect(omar.status).not.toContainText(t('statusLine.review', { count: 1 }));
    await further.stop();
  });

  test('online, a newer revision is said while one writes, shown, and brought together', async ({
    server,
    openConsole,
  }) => {
    const [mine, theirs] = [await server.token('ines'), await server.token('omar')];
    const device = await connectDevice(server.url, theirs);
    await writeRunbook(device);
    const { page } = await openConsole({ server: server.url, token: mine });
    const screen = consolePage(page);
    const { t } = screen;
    await openEditor(page, screen);
    await writeAtLine(page, screen, 3, ' et la mémoire');
    const body = BODY.replace("l'équipe", 'le client');
    await device.mutate('procedure.save', { id: ID, base: 1, title: 'Basculer la base', body });
    await expect(page.getByText(t('procedureEditor.newerApart'))).toBeVisible();
    await page.getByRole('button', { name: t('procedureEditor.whatChanged') }).click();
    await expect(page.getByRole('region', { name: t('procedureEditor.whatChanged') })).toContainText('le client');
    await page.getByRole('button', { name: t('procedureEditor.together') }).click();
    await expect(textOf(page, screen)).toContainText('le client');
    await expect(textOf(page, screen)).toContainText('et la mémoire');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    const leaving = page.getByRole('dialog', { name: t('procedureEditor.leaveTitle') });
    await expect(leaving).toBeVisible();
    await leaving.getByRole('button', { name: `${t('procedureEditor.stay')} Esc`, exact: true }).click();
    await page.keyboard.press('Control+Enter');
    await expect
      .poll(async () => (await standing(device))?.body)
      .toBe(body.replace('le disque', 'le disque et la mémoire'));
  });
});

test('a text of 400,000 characters takes key presses without delay', async ({ server, openConsole }) => {
  const token = await server.token('ines');
  const device = await connectDevice(server.url, token);
  const line = (at: number) => `- [ ] Étape ${at} : regarder le serveur numéro ${at} et noter ce qu'il en dit ici\n`;
  const body = Array.from({ length: 5_000 }, (_, at) => line(at))
    .join('')
    .slice(0, 399_000);
  await writeRunbook(device, body);
  const { page } = await openConsole({ server: server.url, token });
  const screen = consolePage(page);
  await openEditor(page, screen);
  await textOf(page, screen).focus();
  await page.keyboard.press('Control+End');
  const took: number[] = [];
  for (let at = 0; at < 30; at += 1) {
    took.push(
      await page.evaluate(async () => {
        const from = performance.now();
        document.execCommand('insertText', false, 'x');
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        return performance.now() - from;
      }),
    );
  }
  const sorted = took.toSorted((a, b) => a - b);
  test.info().annotations.push({ type: 'key press', description: `median ${sorted[15]} ms, worst ${sorted[29]} ms` });
  process.stdout.write(
    `key press in 400,000 characters: median ${sorted[15]?.toFixed(1)} ms, worst ${sorted[29]?.toFixed(1)} ms\n`,
  );
  await expect(textOf(page, screen)).toContainText('xxxxx');
});

test('a viewer reads the text, and is told why it cannot be written', async ({ server, openConsole }) => {
  const device = await connectDevice(server.url, await server.token('ines'));
  await writeRunbook(device);
  const { page } = await openConsole({ server: server.url, token: await server.token('vera', 'viewer') });
  const screen = consolePage(page);
  await openEditor(page, screen);
  await expect(page.getByText(screen.t('procedureEditor.why.responder'))).toBeVisible();
  await textOf(page, screen).focus();
  await page.keyboard.type('x');
  await expect(textOf(page, screen)).not.toContainText('x');
  await expect(page.getByRole('button', { name: screen.t('procedureEditor.save') })).toHaveCount(0);
});

const FOLDER = fileURLToPath(new URL('../../test-results/screens', import.meta.url));

test('the editor in every look', async ({ server, openConsole }) => {
  test.setTimeout(180_000);
  const faults: string[] = [];
  const device = await connectDevice(server.url, await server.token('omar'));
  await writeRunbook(device);
  const { page } = await openConsole({ server: server.url, token: await server.token('ines', 'lead') });
  await expect(consolePage(page).status).toContainText(/à jour \d\d:\d\d/);
  const screenOf = async (name: string, variant: string) => {
    await page.screenshot({ path: join(FOLDER, variant, `${name}.png`), animations: 'disabled' });
    for (const fault of await accessibilityFaults(page)) faults.push(`${variant} ${name}: ${fault}`);
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (wider > 0) faults.push(`${variant} ${name}: wider than its window by ${wider} px`);
  };
  const looks = [
    { language: 'fr', theme: 'light', contrast: 'normal' },
    { language: 'fr', theme: 'dark', contrast: 'normal' },
    { language: 'en', theme: 'light', contrast: 'normal' },
    { language: 'en', theme: 'dark', contrast: 'normal' },
    { language: 'fr', theme: 'dark', contrast: 'high' },
  ] as const;
  let base = 1;
  for (const look of looks) {
    const variant = `${look.language}-${look.theme}${look.contrast === 'high' ? '-high' : ''}`;
    await page.evaluate((next) => window.vigie.call('preferences.set', next), look);
    await expect(page.locator('html')).toHaveAttribute('data-theme', look.theme);
    await expect(page.locator('html')).toHaveAttribute('lang', look.language);
    const screen = consolePage(page, look.language);
    const { t } = screen;
    await screen.visit('/procedures/new');
    await expect(textOf(page, screen)).toBeVisible();
    await screenOf('procedure-new', variant);

    await openEditor(page, screen);
    await writeAtLine(page, screen, 7, ' par le pilote {.mesure}');
    await expect(page.getByRole('region', { name: t('procedureEditor.problems', { count: 1 }) })).toBeVisible();
    await screenOf('procedure-edit-problems', variant);

    const body = BODY.replace('la base', `la base par le script ${base}`);
    await device.mutate('procedure.save', { id: ID, base, title: 'Basculer la base', body });
    base += 1;
    await page.getByRole('button', { name: t('procedureEditor.whatChanged') }).click();
    await screenOf('procedure-edit-newer', variant);
    await page.getByRole('button', { name: t('procedureEditor.together') }).click();
    await expect(page.getByRole('group', { name: /1/ })).toBeVisible();
    await screenOf('procedure-edit-conflict', variant);
    await page.getByRole('button', { name: `${t('procedureEditor.leave')} Esc`, exact: true }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await screenOf('procedure-edit-leave', variant);
    await page.getByRole('button', { name: t('procedureEditor.discard') }).click();
    await device.mutate('procedure.save', { id: ID, base, title: 'Basculer la base', body: BODY });
    base += 1;
  }
  expect(faults).toEqual([]);
});
