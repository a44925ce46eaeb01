import { expect } from '@playwright/test';
import { incidentId } from '../../src-shared/model/ids.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { raiseAlert } from '../support/raise-alert.ts';
import { layWire, type Wire } from '../support/wire.ts';

const TITLE = 'Base injoignable';

let wire: Wire;
test.beforeEach(async ({ server }) => {
  wire = await layWire(server.url);
});
test.afterEach(() => wire.stop());

test('an acknowledgement made while the server is down waits, says so, and goes out when it is back', async ({
  server,
  openConsole,
}) => {
  const token = await server.token('ines');
  await raiseAlert(server, { title: TITLE });
  const { page } = await openConsole({ server: server.url, token });
  const { t, boardRow, status, pending } = consolePage(page);
  await expect(boardRow(TITLE)).toBeVisible();
  await expect(pending(0)).toBeVisible();

  await server.stop();
  await page.keyboard.press('a');
  await expect(boardRow(TITLE)).toContainText(t('incident.waiting.acknowledged'));
  await expect(pending(1)).toBeVisible();
  await expect(status).toContainText(/serveur muet depuis \d\d:\d\d/, { timeout: 40_000 });

  await server.start();
  await status.getByRole('button', { name: t('statusLine.retry') }).click();
  await expect(pending(0)).toBeVisible();
  await expect(status).toContainText(/à jour \d\d:\d\d/);
  await expect(boardRow(TITLE)).not.toContainText(t('incident.waiting.acknowledged'));
  const device = await connectDevice(server.url, token);
  expect((await device.records('incident'))[0]?.doc.status).toBe('acknowledged');
  const acknowledgements = (await device.records('timelineEntry')).filter(
    ({ doc }) => doc.event.kind === 'acknowledged',
  );
  expect(acknowledgements).toHaveLength(1);
});

test('with the network cut, work goes on, and a colleague who was faster is believed afterwards', async ({
  server,
  openConsole,
}) => {
  const [mine, theirs] = [await server.token('ines'), await server.token('omar')];
  await raiseAlert(server, { title: TITLE });
  const first = await openConsole({ server: wire.url, token: mine });
  const second = await openConsole({ server: server.url, token: theirs });
  const ines = consolePage(first.page);
  const omar = consolePage(second.page);
  await expect(ines.boardRow(TITLE)).toBeVisible();
  await expect(omar.boardRow(TITLE)).toBeVisible();

  await test.step('Inès, cut off, acknowledges by the keyboard', async () => {
    wire.cut();
    await first.page.keyboard.press('a');
    await expect(ines.boardRow(TITLE)).toContainText(ines.t('incident.waiting.acknowledged'));
    await expect(ines.pending(1)).toBeVisible();
  });

  await test.step('Omar acknowledges on a console that is connected', async () => {
    await second.page.keyboard.press('a');
    await expect(omar.boardRow(TITLE)).not.toContainText(omar.t('incident.status.triggered'));
    const device = await connectDevice(server.url, theirs);
    await expect
      .poll(async () => (await device.records('incident'))[0]?.doc.acknowledgedBy)
      .toMatchObject({
        id: device.person,
      });
  });

  await test.step('reconnected, both agree, and the refused change waits with its reason', async () => {
    wire.mend();
    await expect(ines.status).toContainText(ines.t('statusLine.review', { count: 1 }), { timeout: 40_000 });
    await expect(ines.pending(0)).toBeVisible();
    await ines.boardRow(TITLE).click();
    await omar.boardRow(TITLE).click();
    await expect(ines.timeline).toContainText('omar');
    await expect(ines.timeline).not.toContainText(ines.t('incident.event.acknowledged_me'));
    await expect(omar.timeline).toContainText(omar.t('incident.event.acknowledged_me'));
  });

  await test.step('the refused change can be copied, tried again and discarded', async () => {
    await ines.go('review');
    const refused = first.page.getByRole('listitem').filter({ hasText: ines.t('change.incident.acknowledge') });
    await expect(refused).toContainText(ines.t('rejection.alreadyAcknowledged'));
    await expect(refused).toContainText(TITLE);

    await refused.getByRole('button', { name: ines.t('review.copy') }).click();
    await expect
      .poll(() => first.app.evaluate(({ clipboard }) => clipboard.readText()))
      .toContain('incident.acknowledge');

    await refused.getByRole('button', { name: ines.t('review.retry') }).click();
    await expect(first.page.getByText(ines.t('rejection.alreadyAcknowledged')).first()).toBeVisible();
    await expect(refused).toHaveCount(1);

    await refused.getByRole('button', { name: ines.t('review.discard') }).click();
    await expect(first.page.getByText(ines.t('review.nothing'), { exact: true })).toBeVisible();
    await expect(ines.status).not.toContainText(ines.t('place.review'), { ignoreCase: true });
  });

  await test.step('what the colleague undoes can be done again: nothing is stuck', async () => {
    const device = await connectDevice(server.url, theirs);
    const [incident] = await device.records('incident');
    await device.mutate('incident.unacknowledge', { id: incidentId(incident?.id ?? '') });
    await ines.go('board');
    await expect(ines.boardRow(TITLE)).toContainText(ines.t('incident.status.triggered'));
    await first.page.keyboard.press('a');
    await expect.poll(async () => (await device.records('incident'))[0]?.doc.status).toBe('acknowledged');
  });
});
