import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import '../support/bare-page.ts';
import { RESTORE_TESTS } from '../../src-shared/backup/restore-tests.ts';
import { backupId } from '../../src-shared/model/backup.ts';
import { procedureId } from '../../src-shared/model/procedure.ts';
import { runId } from '../../src-shared/model/run.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { dress, type Faults, LOOKS, look } from '../support/looks.ts';

const execute = promisify(execFile);
const curl = async (...args: string[]) => (await execute('curl', ['-fsS', '-m', '10', ...args])).stdout;

const MINUTE = 60_000;
const DAY = 86_400_000;
const RDS = 'Sauvegardes quotidiennes (RDS)';
// The written procedures with their plans: the restore tests of each month are one of them.
test.use({ serverFlags: ['--pack', 'fr'] });

const of = (item: string) => backupId(`technical.backups.strategy.${item}`);

test('a backup watched with one press is told by curl with its size, fails, and its restore is tested in eight steps', async ({
  server,
  openConsole,
}) => {
  test.setTimeout(120_000);
  const token = await server.token('lea', 'lead');
  const lea = await connectDevice(server.url, token);
  await lea.mutate('backup.edit', {
    id: of('daily-backups-rds'),
    set: { restoreWithin: 30 * MINUTE, sizeAtLeast: 1_000 },
  });
  const { page } = await openConsole({ server: server.url, token });
  const screen = consolePage(page);
  const { t } = screen;
  await expect(screen.status).toContainText(/à jour \d\d:\d\d/);

  // The eight of the written procedures, none of them ever made.
  await page.keyboard.press('g');
  await page.keyboard.press('k');
  const register = page.getByRole('table', { name: t('backups.register') });
  await expect(register.getByText(t('backups.state.never'), { exact: true })).toHaveCount(8);
  const row = register.getByRole('row').filter({ hasText: RDS });
  await row.getByRole('button', { name: t('backups.watch'), exact: true }).click();
  await row.getByRole('link', { name: t('backups.watched') }).click();
  await expect(screen.heading(RDS)).toBeVisible();
  const block = page
    .getByRole('region', { name: t('heartbeats.address') })
    .locator('pre')
    .first();
  const address = (await block.innerText()).trim();
  await expect(screen.pending(0)).toBeVisible();

  await curl(`${address}/start`);
  await curl('--data-raw', 'dump ok\nsize=82300000000', address);
  await screen.visit('/backups');
  await expect(row.getByText(t('backups.state.ok'), { exact: true })).toBeVisible();
  await expect(row).toContainText(/82,3\sGo/);
  await curl('--data-raw', 'no space left', `${address}/2`);
  await expect(row.getByText(t('backups.state.failed'), { exact: true })).toBeVisible();
  await curl('--data-raw', '{"size": 12}', address);
  await expect(row).toContainText(t('backups.tooSmall', { size: '1' }).split('1')[0] ?? '');

  // By hand, and taken back.
  await row.getByRole('button', { name: t('backups.actions', { title: RDS }) }).click();
  await page.getByRole('menuitem', { name: t('backups.act.record') }).click();
  await page
    .getByRole('dialog')
    .getByRole('textbox', { name: t('backups.field.size') })
    .fill('82 Go');
  await page.keyboard.press('Enter');
  await expect(row).toContainText(t('backups.byHand'));
  await expect(row.getByText(t('backups.state.ok'), { exact: true })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(row.getByText(t('backups.state.failed'), { exact: true })).toBeVisible();

  // A restore, through its eight steps, with its time and its verdict.
  await row.getByRole('button', { name: t('backups.actions', { title: RDS }) }).click();
  await page.getByRole('menuitem', { name: t('backups.act.test') }).click();
  const panel = page.getByRole('region', { name: t('backups.panel') });
  await expect(panel).toContainText(RDS);
  const steps = page.getByRole('group', { name: t('runs.steps'), exact: true });
  const boxes = steps.getByRole('checkbox');
  await expect(boxes).toHaveCount(8);
  await panel.getByRole('button', { name: t('backups.startClock') }).click();
  await panel.getByRole('button', { name: t('backups.stopClock') }).click();
  // The step that asks for the time has it from the clock.
  await expect(steps.getByRole('checkbox', { checked: true })).toHaveCount(1);
  for (let at = 0; at < 8; at += 1) {
    if (!(await boxes.nth(at).isChecked())) await boxes.nth(at).click();
    await expect(boxes.nth(at)).toBeChecked();
  }
  await expect(page.getByText(t('runs.doneOf', { done: 8, total: 8 })).first()).toBeVisible();
  await panel.getByRole('button', { name: t('backups.sayIntact'), exact: true }).click();
  await expect(panel.getByText(t('backups.outcome.passed'), { exact: true })).toBeVisible();
  await page.getByRole('button', { name: t('runs.end'), exact: true }).click();
  await screen.visit('/backups');
  await expect(row.getByText(t('backups.outcome.passed'), { exact: true })).toBeVisible();
  await expect.poll(async () => (await lea.records('restoreTest'))[0]?.doc.verdict).toEqual({ result: 'ok' });

  // Another one fails: the board says so.
  await row.getByRole('button', { name: t('backups.actions', { title: RDS }) }).click();
  await page.getByRole('menuitem', { name: t('backups.act.test') }).click();
  await expect(panel.getByText(t('backups.outcome.running'), { exact: true })).toBeVisible();
  await panel.getByRole('textbox', { name: t('backups.enterTime') }).fill('42 min');
  await page.keyboard.press('Enter');
  await expect(panel).toContainText(/42\smin/);
  await panel.getByRole('button', { name: t('backups.sayDamaged') }).click();
  await page.keyboard.type('table comptes vide');
  await page.keyboard.press('Enter');
  await expect(panel.getByText(t('backups.outcome.failed'), { exact: true })).toBeVisible();
  await screen.go('board');
  const strip = page.getByRole('region', { name: t('backups.strip.label') });
  await expect(strip).toContainText(t('backups.strip.failed', { names: RDS }));
  await strip.getByRole('button').click();
  await expect(page.getByText('table comptes vide')).toBeVisible();
});

test('the screens of backups in both languages and themes', async ({ server, openConsole }) => {
  test.setTimeout(240_000);
  const faults: Faults = [];
  const token = await server.token('lea', 'lead');
  const lea = await connectDevice(server.url, token);
  const { page } = await openConsole({ server: server.url, token });
  await expect(consolePage(page).status).toContainText(/à jour \d\d:\d\d/);
  const now = Date.now();
  const set = { restoreWithin: 30 * MINUTE, sizeAtLeast: 40_000_000_000, retention: 30 };
  await lea.mutate('backup.edit', { id: of('daily-backups-rds'), set });
  const note = (item: string, ago: number, size?: number, failed?: string) =>
    lea.mutate('backup.record', {
      id: of(item),
      entry: `${item}-${ago}`,
      outcome: failed === undefined ? 'ok' : 'failed',
      made: now - ago * DAY,
      ...(size === undefined ? {} : { size }),
      ...(failed === undefined ? {} : { note: failed }),
    });
  for (let day = 14; day >= 1; day -= 1) await note('daily-backups-rds', day, 80e9 + (14 - day) * 4e8);
  await note('weekly-backups-s3', 12, 512e9);
  await note('configuration-backups', 1, 4_200_000);
  await note('log-backups', 1, 9e9);
  await note('log-backups', 0, undefined, 'jeton S3 expiré');
  const procedure = procedureId(RESTORE_TESTS);
  const restore = async (at: number, minutes?: number, bad?: string) => {
    const id = runId(`t${at}`);
    await lea.mutate('restoreTest.start', { id, backup: of('daily-backups-rds'), procedure, revision: 1 });
    if (minutes === undefined) return;
    await lea.mutate('restoreTest.measure', { id, took: minutes * MINUTE });
    await lea.mutate('restoreTest.conclude', {
      id,
      verdict: bad === undefined ? { result: 'ok' } : { result: 'bad', reason: bad },
    });
  };
  await restore(1, 18);
  await restore(2, 34);
  await restore(3, 41, 'table « comptes » vide après la restauration');
  await restore(4);

  for (const as of LOOKS) {
    await dress(page, as);
    const { t, visit } = consolePage(page, as.language);
    await visit('/backups');
    await expect(page.getByRole('table', { name: t('backups.register') }).getByRole('row')).toHaveCount(9);
    await look(page, 'backups', as, faults);
    await page.getByRole('button', { name: t('backups.actions', { title: RDS }) }).click();
    await page.getByRole('menuitem', { name: t('backups.act.edit') }).click();
    await expect(page.getByRole('dialog', { name: t('backups.editTitle') })).toBeVisible();
    await look(page, 'backup-dialog', as, faults);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: t('backups.actions', { title: RDS }) }).click();
    await page.getByRole('menuitem', { name: t('backups.act.record') }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await look(page, 'backup-record', as, faults);
    await page.keyboard.press('Escape');
    await visit('/runs/t4');
    await expect(page.getByRole('region', { name: t('backups.panel') })).toBeVisible();
    await look(page, 'restore-test', as, faults);
    await visit('/runs/t3');
    await expect(page.getByRole('region', { name: t('backups.panel') })).toContainText(t('backups.outcome.failed'));
    await look(page, 'restore-test-failed', as, faults);
    await visit('/board');
    await expect(page.getByRole('region', { name: t('backups.strip.label') })).toBeVisible();
    await look(page, 'board-restore', as, faults);
  }
  expect(faults).toEqual([]);
});
