import { expect, type Page } from '@playwright/test';
import { consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { raiseAlert } from '../support/raise-alert.ts';

/** Whether what has the focus shows it: an outline or a ring around it or the row its cursor is on. */
function focusShows(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return false;
    const pointed = document.getElementById(focused.getAttribute('aria-activedescendant') ?? '');
    const marks = [focused, ...(pointed ? [pointed, ...pointed.children] : [])].map((one) => getComputedStyle(one));
    return marks.some(
      ({ outlineStyle, outlineWidth, boxShadow }) =>
        (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none',
    );
  });
}

test('everything an on-call engineer does at night works without a mouse', async ({ server, openConsole }) => {
  const token = await server.token('ines');
  const device = await connectDevice(server.url, token);
  const statusOf = async (title: string) =>
    (await device.records('incident')).find(({ doc }) => doc.title.endsWith(title))?.doc.status;
  for (const [index, priority] of (['P0', 'P1', 'P2'] as const).entries()) {
    await raiseAlert(server, { title: `Panne ${priority}`, priority, service: `service-${index}` });
  }
  const { page } = await openConsole({ server: server.url, token });
  const { t, boardRow, list, listRow, heading, timeline } = consolePage(page);
  const { keyboard } = page;
  await expect(boardRow('Panne P2')).toBeVisible();

  await test.step('the board is in hand at once: j and k move, Enter opens, Escape or G B comes back', async () => {
    const board = page.getByRole('listbox', { name: t('board.byDeadline') });
    await expect(board).toBeFocused();
    expect(await focusShows(page)).toBe(true);
    await keyboard.press('j');
    await expect(boardRow('Panne P1')).toHaveAttribute('aria-selected', 'true');
    await keyboard.press('k');
    await expect(boardRow('Panne P0')).toHaveAttribute('aria-selected', 'true');
    await keyboard.press('Enter');
    await expect(heading('Panne P0')).toBeVisible();
    await keyboard.press('g');
    await keyboard.press('b');
    await expect(board).toBeFocused();
  });

  await test.step('the palette finds and runs', async () => {
    await keyboard.press('Control+k');
    const palette = page.getByRole('dialog', { name: t('palette.title') });
    await expect(palette).toBeVisible();
    await expect(palette.getByRole('combobox')).toBeFocused();
    await keyboard.type('aller aux inc');
    await expect(palette.getByRole('option', { selected: true })).toContainText(t('command.go.incidents'));
    await keyboard.press('Enter');
    await expect(palette).toBeHidden();
    await expect(list).toBeFocused();
    await keyboard.press('Control+k');
    await keyboard.type('panne p1');
    await keyboard.press('Enter');
    await expect(heading('Panne P1')).toBeVisible();
    await keyboard.press('Control+k');
    await expect(palette).toBeVisible();
    await keyboard.press('Escape');
    await expect(palette).toBeHidden();
    await expect(heading('Panne P1')).toBeVisible();
  });

  await test.step('in the list, A acknowledges and Ctrl+Z takes it back', async () => {
    await keyboard.press('g');
    await keyboard.press('i');
    await expect(list).toBeFocused();
    expect(await focusShows(page)).toBe(true);
    await expect(listRow('Panne P0')).toBeVisible();
    await keyboard.press('j');
    await keyboard.press('a');
    await expect.poll(() => statusOf('Panne P1')).toBe('acknowledged');
    await keyboard.press('Control+z');
    await expect.poll(() => statusOf('Panne P1')).toBe('triggered');
    await expect(listRow('Panne P1')).toContainText(t('incident.status.triggered'));
    await expect(list).toBeFocused();
  });

  await test.step('several are marked with X and acknowledged together', async () => {
    await keyboard.press('Home');
    await keyboard.press('x');
    await keyboard.press('j');
    await keyboard.press('x');
    await expect(list.getByRole('option', { selected: true })).toHaveCount(2);
    await keyboard.press('a');
    await expect.poll(() => statusOf('Panne P0')).toBe('acknowledged');
    await expect.poll(() => statusOf('Panne P1')).toBe('acknowledged');
    await keyboard.press('Escape');
    await expect(list.getByRole('option', { selected: true })).toHaveCount(0);
  });

  await test.step('C opens an incident by hand', async () => {
    await keyboard.press('c');
    const dialog = page.getByRole('dialog', { name: t('incident.ask.open') });
    await expect(dialog.getByRole('textbox', { name: t('incident.ask.title') })).toBeFocused();
    await keyboard.press('Enter');
    await expect(dialog).toContainText(t('incident.ask.titleMissing'));
    await keyboard.type('Sauvegarde en échec');
    await keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(heading('Sauvegarde en échec')).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('#4');
    await expect.poll(() => statusOf('Sauvegarde en échec')).toBe('triggered');
  });

  await test.step('N writes a note, Ctrl+Enter adds it, Escape leaves the field', async () => {
    await keyboard.press('n');
    const note = page.getByRole('textbox', { name: t('incident.note.label') });
    await expect(note).toBeFocused();
    await keyboard.type('Disque de secours plein');
    await keyboard.press('Control+Enter');
    await expect(timeline).toContainText('Disque de secours plein');
    await expect(note).toHaveValue('');
    await keyboard.press('Escape');
    await expect(note).not.toBeFocused();
  });

  await test.step('single keys are silent while text is written', async () => {
    await keyboard.press('n');
    await keyboard.type('a c ? g b');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(heading('Sauvegarde en échec')).toBeVisible();
    expect(await statusOf('Sauvegarde en échec')).toBe('triggered');
    await keyboard.press('Control+a');
    await keyboard.press('Delete');
    await keyboard.press('Escape');
  });

  await test.step('? shows every key, and Escape gives the page back', async () => {
    await keyboard.press('?');
    const help = page.getByRole('dialog', { name: t('help.title') });
    await expect(help).toContainText(t('command.incident.acknowledge'));
    await keyboard.press('Escape');
    await expect(help).toBeHidden();
  });

  await test.step('E resolves, with a word', async () => {
    await keyboard.press('e');
    const dialog = page.getByRole('dialog', { name: t('incident.ask.resolve') });
    await expect(dialog).toBeVisible();
    await keyboard.type('Espace libéré');
    await keyboard.press('Control+Enter');
    await expect(dialog).toBeHidden();
    await expect.poll(() => statusOf('Sauvegarde en échec')).toBe('resolved');
  });

  await test.step('Tab reaches what there is to press, each shows its focus, and never gets stuck', async () => {
    await keyboard.press('g');
    await keyboard.press('b');
    await expect(boardRow('Panne P2')).toBeVisible();
    const seen = new Set<string>();
    for (let step = 0; step < 40; step += 1) {
      await keyboard.press('Tab');
      const place = await page.evaluate(() => {
        const one = document.activeElement;
        if (!one || one === document.body) return '';
        return `${one.tagName} ${one.getAttribute('aria-label') ?? one.textContent?.trim().slice(0, 40)}`;
      });
      if (place !== '') expect(await focusShows(page), `${place} shows its focus`).toBe(true);
      seen.add(place);
    }
    const all = [...seen].join('\n');
    for (const name of [t('place.incidents'), t('place.settings'), t('palette.field'), t('board.byDeadline')]) {
      expect(all).toContain(name);
    }
  });
});
