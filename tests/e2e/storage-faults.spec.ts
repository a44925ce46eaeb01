import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { expectSaved, notesOn, writeNotes } from '../support/notes.ts';
import { raiseAlert } from '../support/raise-alert.ts';
import { layWire } from '../support/wire.ts';

const TITLE = 'Base injoignable';

test('a copy that is wiped while it is in use is taken anew, and what waited comes back from the journal', async ({
  server,
  openConsole,
}) => {
  const token = await server.token('ines');
  await raiseAlert(server, { title: TITLE });
  const wire = await layWire(server.url);
  const first = await openConsole({ server: wire.url, token });
  const { page } = first;
  const screen = consolePage(page);
  await screen.boardRow(TITLE).click();
  await expect(screen.heading(TITLE)).toBeVisible();
  wire.cut();
  await writeNotes(page, screen, ['un', 'deux']);
  await expectSaved(screen, 2);

  await test.step('by the browser itself', async () => {
    const session = await page.context().newCDPSession(page);
    await session.send('Storage.clearDataForOrigin', { origin: 'app://console', storageTypes: 'indexeddb' });
    await session.detach();
    await expect(screen.pending(2)).toBeVisible({ timeout: 20_000 });
    wire.mend();
    await screen.visit('/board');
    await expect(screen.boardRow(TITLE)).toBeVisible({ timeout: 20_000 });
    await expect(screen.pending(0)).toBeVisible({ timeout: 20_000 });
  });
  const device = await connectDevice(server.url, token);
  await expect.poll(() => notesOn(device)).toEqual(['deux', 'un']);

  await test.step('by its files', async () => {
    await screen.boardRow(TITLE).click();
    wire.cut();
    await writeNotes(page, screen, ['trois']);
    await expectSaved(screen, 1);
    rmSync(join(first.userData, 'IndexedDB'), { recursive: true });
    await writeNotes(page, screen, ['quatre']);
    await expectSaved(screen, 2);
    await first.kill();
    const second = await openConsole({ server: wire.url, token, userData: first.userData });
    const after = consolePage(second.page);
    wire.mend();
    await expect(after.boardRow(TITLE)).toBeVisible({ timeout: 20_000 });
    await expect.poll(() => notesOn(device), { timeout: 20_000 }).toEqual(['deux', 'quatre', 'trois', 'un']);
    await expect(after.pending(0)).toBeVisible();
  });
  await wire.stop();
});

test('a journal that cannot be written or is spoilt: said plainly, nothing that was shown as saved is lost', async ({
  server,
  openConsole,
}) => {
  const token = await server.token('ines');
  await raiseAlert(server, { title: TITLE });
  const wire = await layWire(server.url);
  const first = await openConsole({ server: wire.url, token });
  const before = consolePage(first.page);
  const { t } = before;
  const segment = join(first.userData, 'journal', 'journal-000001.log');
  await before.boardRow(TITLE).click();
  await expect(before.heading(TITLE)).toBeVisible();
  wire.cut();

  await test.step('full, then not writable: the change waits, and the status line says why', async () => {
    // Every write to this device is refused with ENOSPC.
    symlinkSync('/dev/full', segment);
    await writeNotes(first.page, before, ['1 sur un disque plein']);
    await expect(before.status).toContainText(
      `${t('statusLine.unsaved', { count: 1 })} · ${t('statusLine.whyStorageFull')}`,
    );
    await expect(before.pending(1)).toBeVisible();
    rmSync(segment);
    mkdirSync(segment);
    await expect(before.status).toContainText(t('statusLine.whyJournal'), { timeout: 20_000 });
  });
  await test.step('with room again everything is saved by itself', async () => {
    rmdirSync(segment);
    await expect(before.status).not.toContainText(/pas encore enregistré/, { timeout: 40_000 });
    await writeNotes(first.page, before, ['2 avant la panne', '3 déchirée']);
    await expectSaved(before, 3);
    await first.kill();
  });
  await test.step('a bit flipped in the middle, the last entry cut, rubbish at the end', async () => {
    const bytes = readFileSync(segment);
    const middle = bytes.indexOf('avant la panne');
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    writeFileSync(segment, Buffer.concat([bytes.subarray(0, -20), Buffer.from('\0\0rubbish\n{"kind":"entry"}')]));
    const second = await openConsole({ server: wire.url, token, userData: first.userData });
    const after = consolePage(second.page);
    await expectSaved(after, 3);
    wire.mend();
    await expect(after.pending(0)).toBeVisible({ timeout: 40_000 });
    const device = await connectDevice(server.url, token);
    expect(await notesOn(device)).toEqual(['1 sur un disque plein', '2 avant la panne', '3 déchirée']);
  });
  await wire.stop();
});

test('a laptop whose disk is full: alarms go on, nothing shown as saved is lost, and it recovers', async ({
  desktop,
  server,
  openConsole,
}) => {
  const userData = mkdtempSync(join(tmpdir(), 'vigie-full-'));
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=96m', 'tmpfs', userData]).status === 0;
  test.skip(!isMounted, 'a disk of its own needs the right to mount');
  const filling = join(userData, 'filling');
  try {
    const token = await server.token('ines');
    await raiseAlert(server, { title: TITLE });
    const wire = await layWire(server.url);
    const first = await openConsole({ server: wire.url, token, userData });
    const before = consolePage(first.page);
    await before.boardRow(TITLE).click();
    await expect(before.heading(TITLE)).toBeVisible();
    wire.cut();
    await writeNotes(first.page, before, ['avant']);
    await expectSaved(before, 1);
    expect(spawnSync('sh', ['-c', `cat /dev/zero > ${filling}`]).status).not.toBe(0);
    await before.visit('/board');
    await first.page.keyboard.press('a');
    wire.mend();
    const title = 'Sauvegarde arrêtée';
    await raiseAlert(server, { title, service: 'storage' });
    await desktop.notification((one) => one.title.includes(title), 40_000);
    await expect(before.boardRow(title)).toBeVisible({ timeout: 20_000 });
    await expect(before.status).toContainText(before.t('statusLine.memoryStorage'));
    const device = await connectDevice(server.url, token);
    await expect.poll(() => notesOn(device), { timeout: 20_000 }).toEqual(['avant']);

    await test.step('with room again what is done is saved, and the next start is on the disk again', async () => {
      rmSync(filling);
      await before.boardRow(title).click();
      await writeNotes(first.page, before, ['après']);
      await expectSaved(before, 0);
      await expect.poll(() => notesOn(device), { timeout: 20_000 }).toEqual(['après', 'avant']);
      await first.close();
      const second = await openConsole({ server: wire.url, token, userData });
      const after = consolePage(second.page);
      await expect(after.boardRow(title)).toBeVisible({ timeout: 20_000 });
      await expect(after.status).not.toContainText(after.t('statusLine.memoryStorage'));
      await second.close();
    });
    await wire.stop();
  } finally {
    spawnSync('umount', ['-l', userData]);
    rmSync(userData, { recursive: true, force: true });
  }
});
