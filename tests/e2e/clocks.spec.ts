import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from '@playwright/test';
import { DAY, MINUTE, SECOND } from '../../src-shared/time/clock.ts';
import type { TestConsole } from '../support/console.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { promise } from '../support/promises.ts';
import { raiseAlert } from '../support/raise-alert.ts';
import { startServer } from '../support/server.ts';

/** Sets the clock of the running console, in both of its processes, as `date -s` would: timers go on undisturbed. */
async function setClock({ app, page }: TestConsole, by: number): Promise<void> {
  const set = (step: number): void => {
    const before = Date.now.bind(Date);
    Date.now = () => before() + step;
  };
  await app.evaluate((_electron, step) => {
    const before = Date.now.bind(Date);
    Date.now = () => before() + step;
  }, by);
  await page.evaluate(set, by);
}

test('a clock that is set by a day, or a server’s that is ten minutes off, breaches nothing and misses nothing', async ({
  desktop,
  withoutPlans,
  openConsole,
}) => {
  test.setTimeout(150_000);
  const folder = mkdtempSync(join(tmpdir(), 'vigie-clock-'));
  const file = join(folder, 'ahead.mjs');
  // The server of this test lives ten minutes ahead.
  writeFileSync(
    file,
    `const now = Date.now.bind(Date); const D = Date;
     globalThis.Date = class extends D { constructor(...args) { if (args.length === 0) super(now() + ${10 * MINUTE}); else super(...args); } static now() { return now() + ${10 * MINUTE}; } };`,
  );
  const server = await startServer({
    from: withoutPlans,
    flags: ['--pack', 'none'],
    env: { NODE_OPTIONS: `--import=${pathToFileURL(file)}` },
  });
  try {
    const token = await server.token('lea', 'lead');
    const device = await connectDevice(server.url, token, 10 * MINUTE);
    await promise(device, 'P1', { response: 60 * SECOND });
    const one = await openConsole({ server: server.url, token });
    const screen = consolePage(one.page);
    await expect(screen.status).toContainText(/à jour \d\d:\d\d/);
    await raiseAlert(server, { title: 'Long', priority: 'P2', service: 'long' });
    await raiseAlert(server, { title: 'Court', priority: 'P1', service: 'court' });
    await expect(screen.boardRow('Court')).toBeVisible();
    const toasts = (title: string) => desktop.notifications().filter((toast) => toast.title.endsWith(title));
    await expect.poll(() => toasts('Court').length + toasts('Long').length).toBe(2);
    expect(toasts('Court')[0]?.body).toMatch(/reste (1\smin|5\d\ss)/);

    for (const step of [DAY, -2 * DAY, DAY]) {
      await setClock(one, step);
      // As long as the page's own second takes, and main's look at its plan.
      await one.page.evaluate(() => window.vigie.call('alarms.receipts'));
      await expect(screen.boardRow('Long')).toContainText(/5\d\smin/);
      await expect(screen.boardRow('Court')).toContainText(/\d+\ss|0:\d\d/);
      await one.page.waitForTimeout(2_500);
      await expect(screen.boardRow('Long')).toContainText(/5\d\smin/);
    }
    await screen.visit('/board');
    await one.page.keyboard.press('a');
    await expect(screen.pending(0)).toBeVisible();
    expect(toasts('Long')).toHaveLength(1);
    expect([...toasts('Court'), ...toasts('Long')].some(({ body }) => /dépassé/.test(body))).toBe(false);
    // `A` took the first row, the short one: nothing of it lapses any more.
    await expect
      .poll(async () =>
        (await device.records('incident'))
          .filter(({ doc }) => doc.status === 'acknowledged')
          .map(({ doc }) => doc.title),
      )
      .toEqual(['Court']);

    await test.step('on the other side of the world the same time is left', async () => {
      await one.close();
      desktop.env.TZ = 'Pacific/Kiritimati';
      const two = await openConsole({ server: server.url, token, userData: one.userData });
      const there = consolePage(two.page);
      await expect(there.boardRow('Long')).toContainText(/5\d\smin/);
      await expect(there.status).toContainText(/à jour \d\d:\d\d/);
      expect(await two.page.evaluate(() => new Date().getTimezoneOffset())).toBe(-14 * 60);
      expect([...toasts('Court'), ...toasts('Long')].some(({ body }) => /dépassé/.test(body))).toBe(false);
    });
  } finally {
    delete desktop.env.TZ;
    await server.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
});
