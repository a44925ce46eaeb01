import { expect } from '@playwright/test';
import '../support/bare-page.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';

const alert = (name: string, labels: Record<string, string>, status: 'firing' | 'resolved' = 'firing') => ({
  version: '4',
  groupKey: `{}:{alertname="${name}"}`,
  status,
  alerts: [
    {
      status,
      labels: { alertname: name, ...labels },
      annotations: { summary: `${name} sonne` },
      startsAt: new Date(Date.now() - 60_000).toISOString(),
      endsAt: '0001-01-01T00:00:00Z',
      fingerprint: name,
    },
  ],
});

test('a silence made from an incident quiets it, holds later alerts back, shows on the board, and pages at its end', async ({
  server,
  openConsole,
}) => {
  const token = await server.token('ines');
  const device = await connectDevice(server.url, token);
  const address = await server.intakeUrl('alertmanager');
  const send = async (body: unknown) => {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.ok).toBe(true);
  };
  const { page } = await openConsole({ server: server.url, token });
  const screen = consolePage(page);
  const { t } = screen;
  await send(alert('DisquePlein', { service: 'stockage', env: 'test', severity: 'warning' }));
  await expect(screen.boardRow('DisquePlein')).toBeVisible();

  // By the keyboard: Z on the incident, matchers are there, the reason is asked for.
  await page.keyboard.press('z');
  const dialog = page.getByRole('dialog', { name: t('silences.newTitle') });
  await expect(dialog.getByRole('textbox', { name: t('silences.matchers') })).toHaveValue(/alertname="DisquePlein"/);
  await expect(dialog.getByText(t('silences.preview', { count: 1, total: 1 }))).toBeVisible();
  await dialog.getByRole('textbox', { name: t('silences.matchers') }).fill('env="test", service=~"stock.*"');
  await expect(dialog.getByText(t('silences.preview', { count: 1, total: 1 }))).toBeVisible();
  await page.keyboard.press('Tab');
  await dialog.getByRole('button', { name: t('silences.create') }).click();
  await expect(dialog.getByText(t('silences.reasonMissing'))).toBeVisible();
  await dialog.getByRole('textbox', { name: t('silences.reason') }).fill('Essais de charge');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText(t('board.silenced', { count: 1 }))).toBeVisible();

  await send(alert('LatenceHaute', { service: 'stockage', env: 'test', severity: 'critical' }));
  await expect(page.getByText(t('board.silenced', { count: 2 }))).toBeVisible();
  expect(await device.records('incident')).toHaveLength(1);

  await page.keyboard.press('g');
  await page.keyboard.press('l');
  await expect(page.getByText('Essais de charge')).toBeVisible();
  await expect(page.getByText(t('silences.matching', { count: 2 }))).toBeVisible();
  await page.getByRole('button', { name: t('silences.extend') }).click();
  await expect(page.getByText(t('silences.did.extended', { count: 1 }))).toBeVisible();

  // Ended by hand: what fires still pages now, in an incident of its own.
  await page.getByRole('button', { name: t('silences.expire'), exact: true }).click();
  await expect(page.getByText(t('silences.state.expired'))).toBeVisible();
  await expect.poll(async () => (await device.records('incident')).length).toBe(2);
  await screen.go('board');
  await expect(screen.boardRow('LatenceHaute')).toBeVisible();
  await expect(page.getByText(t('board.silenced', { count: 2 }))).toHaveCount(0);
  await send(alert('LatenceHaute', { service: 'stockage', env: 'test', severity: 'critical' }, 'resolved'));
  await expect
    .poll(async () => (await device.records('incident')).find(({ doc }) => doc.title.startsWith('Latence'))?.doc.status)
    .toBe('resolved');
});

test('silences of a real Alertmanager’s export come in once, and bad matchers say where they are bad', async ({
  server,
  openConsole,
}) => {
  const token = await server.token('ines');
  const device = await connectDevice(server.url, token);
  const { page } = await openConsole({ server: server.url, token });
  const { t, visit } = consolePage(page);
  await visit('/silences');
  await expect(page.getByText(t('silences.none'))).toBeVisible();
  await page.getByRole('button', { name: t('silences.import') }).click();
  const bring = page.getByRole('dialog', { name: t('silences.importTitle') });
  const exported = (endsAt: number) =>
    JSON.stringify([
      {
        id: '7e1bd1ae-0d9b-4c9f-9e52-6d8a7f0f4f2a',
        status: { state: 'active' },
        updatedAt: '2026-11-22T02:00:00.000Z',
        comment: 'Fenêtre de maintenance',
        createdBy: 'admin',
        startsAt: new Date(Date.now() - 60_000).toISOString(),
        endsAt: new Date(endsAt).toISOString(),
        matchers: [{ isEqual: true, isRegex: true, name: 'instance', value: '10\\.0\\..*' }],
      },
    ]);
  await bring.getByRole('textbox').fill(exported(Date.now() - 1_000));
  await expect(bring.getByText(t('silences.importCount', { count: 0 }), { exact: true })).toBeVisible();
  await bring.getByRole('textbox').fill(exported(Date.now() + 3_600_000));
  await page.getByRole('button', { name: t('silences.importDo', { count: 1 }) }).click();
  await expect(page.getByText('instance=~"10\\\\.0\\\\..*"')).toBeVisible();
  await expect.poll(async () => (await device.records('silence')).length).toBe(1);

  await page.keyboard.press('Shift+S');
  const dialog = page.getByRole('dialog', { name: t('silences.newTitle') });
  // A day and a time as French reads them, by the keyboard alone: 24 hours and the day first.
  const end = dialog.getByRole('group', { name: t('silences.end') });
  const year = new Date().getUTCFullYear() + 1;
  await end.getByRole('spinbutton').first().focus();
  await page.keyboard.type(`2402${year}2305`);
  await expect(end).toHaveText(new RegExp(`24/02/${year}\\D+23:05`));
  await page.keyboard.press('Alt+ArrowDown');
  await expect(page.getByRole('gridcell', { selected: true })).toHaveText('24');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  const matchers = dialog.getByRole('textbox', { name: t('silences.matchers') });
  await matchers.fill('env="test');
  await expect(dialog.getByText(t('silences.matcher.unterminated', { at: 5 }))).toBeVisible();
  await matchers.fill('env=~"(a"');
  await expect(dialog.getByText(/RE2/).last()).toBeVisible();
  await matchers.fill('env=~".*"');
  await expect(dialog.getByText(t('silences.matchesEverything'))).toBeVisible();
});
