import { expect, type Page } from '@playwright/test';
import { incidentId } from '../../src-shared/model/ids.ts';
import '../support/bare-page.ts';
import { sendOver, stormPayloads } from '../support/alert-storm.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';

/** How long the storm lasts. Shorter than a real one's minute, so that it is harder. */
const LASTING = Number(process.env.VIGIE_STORM_SECONDS ?? 20) * 1_000;

/** From now on, what keeps the page's thread and what keeps a person's key waiting, by the browser's own entries. */
async function watchThread(page: Page) {
  await page.evaluate(() => {
    const seen = { blocks: [] as number[], keys: [] as number[] };
    Object.assign(window, { stormSeen: seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.blocks.push(entry.duration);
    }).observe({ type: 'longtask' });
    const options: PerformanceObserverInit & { durationThreshold: number } = { type: 'event', durationThreshold: 16 };
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === 'keydown') seen.keys.push(entry.duration);
    }).observe(options);
  });
  return () =>
    page.evaluate(() => {
      const { blocks, keys }: { blocks: number[]; keys: number[] } = Reflect.get(window, 'stormSeen');
      const most = (list: number[]) => Math.round(Math.max(0, ...list));
      return { longestBlock: most(blocks), blocks: blocks.length, slowestKey: most(keys), keys: keys.length };
    });
}

test('2,800 alerts over 40 services are one storm: an incident a service, few toasts, a usable screen', async ({
  server,
  openConsole,
  desktop,
}, info) => {
  test.setTimeout(180_000);
  const token = await server.token('ines');
  const device = await connectDevice(server.url, token);
  const { page } = await openConsole({ server: server.url, token });
  const screen = consolePage(page);
  const { t } = screen;
  await expect(page.getByText(t('board.calm'))).toBeVisible();
  const before = desktop.notifications().length;
  const measured = await watchThread(page);

  const address = await server.intakeUrl('alertmanager');
  const sending = sendOver(address, stormPayloads({ now: Date.now() }), LASTING);
  const storm = page.getByRole('region', { name: t('storm.label') });
  await expect(storm).toBeVisible({ timeout: LASTING });
  // The list is used while the storm goes on.
  await screen.go('incidents');
  await expect(screen.list).toBeVisible();
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press(step % 3 === 2 ? 'k' : 'j');
    await page.waitForTimeout(100);
  }
  await sending;
  await screen.go('board');
  await expect(storm).toContainText(t('storm.alerts', { count: 2_800, number: '2 800' }), { timeout: 30_000 });
  await expect(storm).toContainText('40');
  const toasts = desktop.notifications().slice(before);
  const found = await measured();
  info.annotations.push({ type: 'storm', description: JSON.stringify({ ...found, toasts: toasts.length }) });
  console.log(`storm: ${JSON.stringify({ ...found, toasts: toasts.length })}`);

  // One incident a service; four of them critical by now.
  const incidents = await device.records('incident');
  expect(incidents).toHaveLength(40);
  expect(incidents.map(({ doc }) => doc.alertsFiring)).toEqual(incidents.map(() => 70));
  expect(incidents.filter(({ doc }) => doc.priority === 'P0')).toHaveLength(4);

  // Each P0 was told, alone or first in a list; and it was a few toasts, not forty and not 2,800.
  expect(toasts.length).toBeLessThanOrEqual(24);
  expect(toasts.some(({ title }) => title.startsWith('P0 ·'))).toBe(true);
  expect(found.longestBlock).toBeLessThan(1_000);

  // The alarm rings for P0s and P1s by now: it is quieted for all at once.
  const alarm = page.getByRole('alertdialog');
  await expect(alarm).toBeVisible({ timeout: 30_000 });
  await page.waitForTimeout(600);
  await page.screenshot({ path: info.outputPath('alarm-of-many.png') });
  await alarm.getByRole('button', { name: /Tout est vu/ }).click();
  await expect(alarm).toHaveCount(0);
  await expect(storm.getByRole('listitem').filter({ hasText: 'service-' }).first()).toContainText('P0');

  // Somebody else takes the grave ones but one; that service is taken in one press, and given back.
  const grave = incidents.filter(({ doc }) => doc.priority === 'P0' || doc.priority === 'P1');
  const left = grave.find(({ doc }) => doc.priority === 'P0');
  const taken = grave.filter((one) => one !== left).map(({ id }) => ({ id: incidentId(id) }));
  await device.mutateAll('incident.acknowledge', taken);
  const first = storm.getByRole('button', { name: t('storm.takeOf', { service: left?.doc.service ?? '' }) });
  await first.click();
  const undo = page.getByRole('region', { name: t('notice.region') }).getByRole('button', { name: t('undo.action') });
  await expect(undo).toBeVisible();
  await expect(first).toHaveText(t('storm.taken'));
  const waiting = async () => (await device.records('incident')).find(({ id }) => id === left?.id)?.doc.status;
  await expect.poll(waiting).toBe('acknowledged');
  // The toast passes by itself; the key takes it back for longer.
  await page.keyboard.press('Control+z');
  await expect(undo).toHaveCount(0);
  await expect.poll(waiting).toBe('triggered');
});
