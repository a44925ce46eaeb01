import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { goBare, received } from '../support/bare-page.ts';
import { test } from '../support/fixtures.ts';

test('closing the window hides it, the page lives on, and a second start shows it again', async ({ openConsole }) => {
  const { app, page } = await openConsole();
  await goBare(page);
  const visible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  await expect.poll(visible).toBe(true);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(visible).toBe(false);
  expect(await page.evaluate(() => 1 + 1)).toBe(2);
  await app.evaluate(({ app: electron }) => electron.emit('second-instance', {}, ['vigie', 'vigie://board']));
  await expect.poll(visible).toBe(true);
  await expect.poll(() => received(page, 'command')).toEqual([{ command: 'board.open', via: 'link' }]);
});

test('a page that crashes is started again', async ({ openConsole }) => {
  const { app, userData } = await openConsole();
  const state = () =>
    app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      return contents && !contents.isCrashed() && !contents.isLoading() ? contents.getOSProcessId() : 0;
    });
  await expect.poll(state).toBeGreaterThan(0);
  const before = await state();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
  await expect.poll(async () => ![0, before].includes(await state())).toBe(true);
  const alive = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('[location.origin, typeof vigie]'),
  );
  expect(alive).toEqual(['app://console', 'object']);
  expect(readFileSync(join(userData, 'logs', 'console.log'), 'utf8')).toContain('page restarts');
});

test('the window comes back where it was, the preferences as they were', async ({ openConsole }) => {
  const first = await openConsole();
  await goBare(first.page);
  await first.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 120, y: 60, width: 900, height: 640 }),
  );
  await first.page.evaluate(() =>
    window.vigie.call('preferences.set', { theme: 'dark', quietHours: { from: '22:00', to: '07:00' } }),
  );
  await expect.poll(() => readFileSync(join(first.userData, 'settings.json'), 'utf8')).toContain('"width": 900');
  await first.close();
  const second = await openConsole({ userData: first.userData });
  const bounds = await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds());
  expect(bounds).toMatchObject({ width: 900, height: 640 });
  expect(await second.page.evaluate(() => window.vigie.call('preferences.get'))).toMatchObject({
    theme: 'dark',
    quietHours: { from: '22:00', to: '07:00' },
    sound: true,
  });
});

test('what the journal answered for survives a kill, in milliseconds an entry', async ({ openConsole }) => {
  const first = await openConsole();
  await goBare(first.page);
  const written = await first.page.evaluate(async () => {
    for (let seq = 1; seq <= 50; seq += 1) {
      const mutation = { seq, name: 'incident.note', args: { text: `n° ${seq}` }, at: 0, via: 'console' as const };
      await window.vigie.call('journal.append', { entries: [{ clientId: 'laptop-of-ines', mutation }] });
    }
    await window.vigie.call('journal.settle', { clientId: 'laptop-of-ines', upTo: 10 });
    return 50;
  });
  await first.kill();
  const second = await openConsole({ userData: first.userData });
  await goBare(second.page);
  const { entries, damaged } = await second.page.evaluate(() => window.vigie.call('journal.read'));
  expect(entries.map(({ mutation }) => mutation.seq)).toEqual(Array.from({ length: written }, (_, index) => index + 1));
  expect(entries.filter(({ settledAt }) => settledAt !== undefined)).toHaveLength(10);
  expect(damaged).toBe(0);
});

test('start at login is written only when asked for, and taken back', async ({ openConsole, desktop }) => {
  test.skip(process.platform !== 'linux', 'elsewhere the system keeps it');
  const { page } = await openConsole();
  await goBare(page);
  const file = join(desktop.env.XDG_CONFIG_HOME ?? '', 'autostart', 'vigie.desktop');
  const content = () => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return '';
    }
  };
  expect(content()).toBe('');
  await page.evaluate(() => window.vigie.call('preferences.set', { startAtLogin: true }));
  await expect.poll(content).toContain('--hidden');
  await page.evaluate(() => window.vigie.call('preferences.set', { startAtLogin: false }));
  await expect.poll(content).toBe('');
});
