import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Locator, type Page } from '@playwright/test';
import '../support/bare-page.ts';
import { BACKUP_COMMAND, BACKUP_FILE } from '../../src-shared/backup/ping-line.ts';
import { RESTORE_TESTS } from '../../src-shared/backup/restore-tests.ts';
import { backupId } from '../../src-shared/model/backup.ts';
import { heartbeatId } from '../../src-shared/model/heartbeat.ts';
import { occurrenceId, planId } from '../../src-shared/model/plan.ts';
import { procedureId } from '../../src-shared/model/procedure.ts';
import { runId } from '../../src-shared/model/run.ts';
import { localDate } from '../../src-shared/time/zone.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice, type Device } from '../support/device.ts';
import { readWhenThere, saveDownloadsAs } from '../support/downloads.ts';
import { test } from '../support/fixtures.ts';
import { dress, type Faults, LOOKS, look } from '../support/looks.ts';
import type { TestServer } from '../support/server.ts';
import type { Words } from '../support/words.ts';

const execute = promisify(execFile);
const curl = async (...args: string[]) => (await execute('curl', ['-fsS', '-m', '10', ...args])).stdout;

const MINUTE = 60_000;
const DAY = 86_400_000;
const RDS = 'Sauvegardes quotidiennes (RDS)';
const S3 = 'Sauvegardes hebdomadaires (S3)';
const of = (item: string) => backupId(`technical.backups.strategy.${item}`);
const procedure = procedureId(RESTORE_TESTS);

/** The eight of the written procedures, in their words, with what these say of them. */
const EIGHT = [
  [RDS, 'RDS', 'DAILY'],
  [S3, 'S3', 'WEEKLY'],
  ['Sauvegardes mensuelles (Glacier)', 'Glacier', 'MONTHLY'],
  ['Sauvegardes de configuration', '', 'none'],
  ['Sauvegardes de code', '', 'none'],
  ['Sauvegardes de données utilisateurs', '', 'none'],
  ['Sauvegardes de logs', '', 'none'],
  ['Sauvegardes de métriques', '', 'none'],
] as const;

const STEPS = [
  'Tests mensuels de restauration',
  "Validation de l'intégrité des données",
  'Tests de temps de restauration',
  'Validation des procédures',
  "Formation de l'équipe",
  'Documentation des procédures',
  'Mise à jour des plans de reprise',
  'Communication des résultats',
];

const places = (page: Page, t: Words) => {
  const register = page.getByRole('table', { name: t('backups.register') });
  return {
    register,
    row: (title: string) => register.getByRole('row').filter({ hasText: title }),
    panel: page.getByRole('region', { name: t('backups.panel') }),
    strip: page.getByRole('region', { name: t('backups.strip.label') }),
    choose: page.getByRole('region', { name: t('backups.choose') }),
    async act(title: string, action: 'test' | 'record' | 'edit' | 'archive' | 'line') {
      await page.getByRole('button', { name: t('backups.actions', { title }) }).click();
      await page.getByRole('menuitem', { name: t(`backups.act.${action}`), exact: true }).click();
    },
  };
};

const shown = (where: Locator, words: string) => expect(where.getByText(words, { exact: true })).toBeVisible();

/** A restore test that was due once, the day before yesterday, whatever the hour is now. */
async function planOverdueTest(server: TestServer, token: string): Promise<string> {
  const then = await connectDevice(server.url, token, -2 * DAY);
  const from = localDate(Date.now() - 2 * DAY, 'UTC');
  const plan = planId('restore-once');
  // Created then, at an hour when the first minute of the day may be over: its grace lasts to the end of that day.
  const terms = {
    from,
    anchor: from,
    rrule: 'FREQ=DAILY;COUNT=1',
    zone: 'UTC',
    grace: 0,
    holidays: 'keep' as const,
  };
  const made = await then.mutate('plan.create', { id: plan, title: 'Test de restauration', procedure, terms });
  expect(made).toMatchObject({ status: 'applied' });
  return occurrenceId(plan, from);
}

test('a backup watched with one press is told by its line of crontab with its size, fails, and its restore is tested in eight steps', async ({
  server,
  openConsole,
}, info) => {
  test.setTimeout(150_000);
  const token = await server.token('lea', 'lead');
  const lea = await connectDevice(server.url, token);
  await lea.mutate('backup.edit', {
    id: of('daily-backups-rds'),
    set: { restoreWithin: 30 * MINUTE, sizeAtLeast: 1_000, retention: 35 },
  });
  const { app, page } = await openConsole({ server: server.url, token });
  const screen = consolePage(page);
  const { t } = screen;
  const { register, row, panel, strip, act } = places(page, t);
  await expect(screen.status).toContainText(/à jour \d\d:\d\d/);

  // The eight of the written procedures with their cadence and retention, and no backup of any is known.
  await page.keyboard.press('g');
  await page.keyboard.press('k');
  await expect(register.getByText(t('backups.state.never'), { exact: true })).toHaveCount(8);
  for (const [title, target, cadence] of EIGHT) {
    await expect(row(title)).toContainText(target);
    await expect(row(title)).toContainText(t(`backups.cadence.${cadence}`));
    await expect(row(title)).toContainText(title === RDS ? t('backups.kept', { count: 35 }) : t('backups.keptUnsaid'));
  }

  // One press makes the job, and gives the line: pasted, it tells of the backup with its size.
  await row(RDS)
    .getByRole('button', { name: t('backups.watchOne', { title: RDS }) })
    .click();
  const line = (
    await page
      .getByRole('dialog')
      .getByRole('region', { name: t('backups.lineLabel') })
      .innerText()
  ).trim();
  await page.keyboard.press('Escape');
  await expect(screen.pending(0)).toBeVisible();
  const dump = info.outputPath('dump.gz');
  writeFileSync(dump, Buffer.alloc(4_200_000));
  const command = line
    .replace(/^(?:\S+ ){5}/, '')
    .replace(BACKUP_COMMAND, 'true')
    .replace(BACKUP_FILE, dump);
  await execute('/bin/sh', ['-c', command]);
  await shown(row(RDS), t('backups.state.ok'));
  await expect(row(RDS)).toContainText(/4,2\sMo/);

  await row(RDS)
    .getByRole('link', { name: t('backups.watched') })
    .click();
  await expect(screen.heading(RDS)).toBeVisible();
  const block = page.getByRole('region', { name: t('heartbeats.address') }).locator('pre');
  const address = (await block.first().innerText()).trim();
  await screen.visit('/backups');
  await curl('--data-raw', 'dump started\nno space left', `${address}/2`);
  await shown(row(RDS), t('backups.state.failed'));
  await expect(row(RDS)).toContainText('no space left');
  await curl('--data-raw', '{"size": 12}', address);
  await expect(row(RDS)).toContainText(t('backups.tooSmall', { size: '12', least: '' }).split('12')[1] ?? '');
  await curl('--data-raw', 'done', address);
  await shown(row(RDS), t('backups.sizeUnknown'));
  await curl('--data-raw', '{"size": 12}', address);

  // By hand, and taken back.
  await act(RDS, 'record');
  const size = page.getByRole('dialog').getByRole('textbox', { name: t('backups.field.size') });
  await size.fill('82 Go');
  await page.keyboard.press('Enter');
  await expect(row(RDS)).toContainText(t('backups.byHand'));
  await shown(row(RDS), t('backups.state.ok'));
  await page.keyboard.press('Control+z');
  await shown(row(RDS), t('backups.state.failed'));
  // What is wrong comes first, also of the others.
  await expect(register.getByRole('row').nth(1)).toContainText(RDS);

  // A restore, through its eight steps, with its time and its verdict.
  await act(RDS, 'test');
  await expect(panel).toContainText(RDS);
  const steps = page.getByRole('group', { name: t('runs.steps'), exact: true });
  const boxes = steps.getByRole('checkbox');
  await expect(boxes).toHaveCount(8);
  for (const step of STEPS) await expect(steps.getByText(step)).toBeVisible();
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
  await shown(panel, t('backups.outcome.passed'));
  await page.getByRole('button', { name: t('runs.end'), exact: true }).click();
  await screen.visit('/backups');
  await shown(row(RDS), t('backups.outcome.passed'));
  await expect.poll(async () => (await lea.records('restoreTest'))[0]?.doc.verdict).toEqual({ result: 'ok' });

  // Another one fails: the board says so, and leads to it.
  await act(RDS, 'test');
  await shown(panel, t('backups.outcome.running'));
  await panel.getByRole('textbox', { name: t('backups.enterTime') }).fill('42 min');
  await page.keyboard.press('Enter');
  await expect(panel).toContainText(/42\smin/);
  await panel.getByRole('button', { name: t('backups.sayDamaged') }).click();
  await page.keyboard.type('table comptes vide');
  await page.keyboard.press('Enter');
  await shown(panel, t('backups.outcome.failed'));
  await screen.go('board');
  await expect(strip).toContainText(t('backups.strip.failed', { name: RDS }));
  await expect(strip).toContainText(t('backups.strip.failedDo'));
  await strip.getByRole('button').click();
  await expect(screen.heading(RDS)).toBeVisible();
  await expect(page.getByRole('region', { name: t('backups.tests') })).toContainText('table comptes vide');

  // Both lists go into a spreadsheet.
  await screen.visit('/backups');
  const saved = async (name: string, button: string) => {
    const file = join(info.outputDir, name);
    await saveDownloadsAs(app, file);
    await page.getByRole('button', { name: button }).click();
    return (await readWhenThere(file)).toString('utf8').split('\r\n');
  };
  const backups = await saved('register.csv', t('backups.exportRegister'));
  expect(backups).toHaveLength(10);
  expect(backups[1]).toContain(`${RDS},${t('backups.state.failed')},`);
  const tests = await saved('tests.csv', t('backups.exportTests'));
  expect(tests[1]).toContain(`${RDS},${t('backups.outcome.failed')},`);
  expect(tests[1]).toContain(',2520,1800,');
  expect(tests[2]).toContain(`${RDS},${t('backups.outcome.passed')},`);
});

test('a restore test that the plan waits for is on the board, joins what somebody has begun, is called off and taken up again', async ({
  server,
  openConsole,
}) => {
  test.setTimeout(150_000);
  const token = await server.token('lea', 'lead');
  const lea = await connectDevice(server.url, token);
  const due = await planOverdueTest(server, token);
  const { page } = await openConsole({ server: server.url, token });
  const screen = consolePage(page);
  const { t } = screen;
  const { row, panel, strip, choose, act } = places(page, t);
  await expect(strip).toContainText(t('backups.strip.overdueDo'));

  // Somebody begins it: its page asks which backup is restored, the board for the verdict.
  await lea.mutate('occurrence.start', { id: due as never, procedure, revision: 1 });
  await expect(strip).toContainText(t('backups.strip.begunDo'));
  await strip.getByRole('button').click();
  await expect(choose).toBeVisible();
  await screen.visit('/backups');
  await expect(page.getByText(t('backups.overdueHere'))).toBeVisible();

  // The register joins that run; called off, its page asks for another backup, and undo brings the first one back.
  await act(RDS, 'test');
  await expect(panel).toContainText(RDS);
  expect(decodeURIComponent(page.url())).toContain(`/runs/${due}`);
  await panel.getByRole('button', { name: t('backups.cancelTest') }).click();
  await shown(panel, t('backups.outcome.cancelled'));
  await expect(choose).toBeVisible();
  await page.keyboard.press('Control+z');
  await shown(panel, t('backups.outcome.running'));
  await expect(choose).toHaveCount(0);
  await panel.getByRole('button', { name: t('backups.cancelTest') }).click();
  await choose.getByRole('button', { name: t('backups.choose') }).click();
  await page.getByRole('option', { name: S3 }).click();
  await choose.getByRole('button', { name: t('backups.chooseDo') }).click();
  await expect(panel).toContainText(S3);
  await shown(panel, t('backups.outcome.running'));

  await panel.getByRole('textbox', { name: t('backups.enterTime') }).fill('12');
  await page.keyboard.press('Enter');
  await panel.getByRole('button', { name: t('backups.sayIntact'), exact: true }).click();
  await shown(panel, t('backups.outcome.passed'));
  await screen.go('board');
  await expect(strip).toHaveCount(0);
  await screen.visit('/backups');
  await shown(row(S3), t('backups.outcome.passed'));
  await shown(row(RDS), t('backups.neverTested'));
  await expect
    .poll(() => lea.records('restoreTest'))
    .toMatchObject([{ id: due, doc: { backup: of('weekly-backups-s3'), verdict: { result: 'ok' } } }]);

  // While the server is silent the register says as of when it is.
  await server.stop();
  await expect(page.getByText(t('backups.stale', { time: '' }).replace(/\s*\.$/, ''))).toBeVisible({ timeout: 60_000 });
});

test('what is taken off the register can be put back, and an edit taken back', async ({ server, openConsole }) => {
  const token = await server.token('lea', 'lead');
  const { page } = await openConsole({ server: server.url, token });
  const screen = consolePage(page);
  const { t } = screen;
  const { row, act } = places(page, t);
  await expect(screen.status).toContainText(/à jour \d\d:\d\d/);
  await screen.visit('/backups');
  await act(S3, 'edit');
  const dialog = page.getByRole('dialog', { name: t('backups.editTitle') });
  await dialog.getByRole('textbox', { name: t('backups.field.retention') }).fill('90');
  await page.keyboard.press('Enter');
  await expect(row(S3)).toContainText(t('backups.kept', { count: 90 }));
  await page.keyboard.press('Control+z');
  await expect(row(S3)).toContainText(t('backups.keptUnsaid'));
  await act(S3, 'archive');
  await expect(row(S3)).toHaveCount(0);
  await page.getByRole('button', { name: t('backups.putBackOne', { title: S3 }) }).click();
  await expect(row(S3)).toBeVisible();
});

test('the screens of backups in both languages and themes', async ({ server, openConsole }) => {
  test.setTimeout(300_000);
  const faults: Faults = [];
  const token = await server.token('lea', 'lead');
  const lea = await connectDevice(server.url, token);
  const { page } = await openConsole({ server: server.url, token });
  await expect(consolePage(page).status).toContainText(/à jour \d\d:\d\d/);
  const now = Date.now();
  const rds = of('daily-backups-rds');
  await lea.mutate('backup.edit', {
    id: rds,
    set: { restoreWithin: 30 * MINUTE, sizeAtLeast: 40_000_000_000, retention: 30 },
  });
  await lea.mutate('backup.edit', { id: of('code-backups'), set: { sizeAtLeast: 1_000_000, cadence: 'FREQ=DAILY' } });
  const heartbeat = heartbeatId('h1');
  const key = '5f0c1ad1-6e0c-4a52-9d6e-0f2f6d1c7aaa';
  const schedule = { kind: 'period' as const, period: DAY, grace: 60 * MINUTE };
  await lea.mutate('heartbeat.create', { id: heartbeat, key, name: RDS, tags: [], priority: 'P1', schedule });
  await lea.mutate('backup.edit', { id: rds, set: { heartbeat } });
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
  await curl('--data-raw', 'size=85700000000', `${server.url}/ping/${key}`);
  await note('weekly-backups-s3', 12, 512e9);
  await note('configuration-backups', 1, 4_200_000);
  await note('code-backups', 0);
  await note('log-backups', 1, 9e9);
  await note('log-backups', 0, undefined, 'jeton S3 expiré');
  await lea.mutate('backup.edit', { id: of('metrics-backups'), set: { archived: true } });
  const begin = (who: Device, id: string, item: string) =>
    who.mutate('restoreTest.start', { id: runId(id), backup: of(item), procedure, revision: 1 });
  const restored = async (id: string, item: string, days: number, minutes: number, bad?: string) => {
    const then = await connectDevice(server.url, token, -days * DAY);
    await begin(then, id, item);
    await then.mutate('restoreTest.measure', { id: runId(id), took: minutes * MINUTE });
    const verdict = bad === undefined ? { result: 'ok' as const } : { result: 'bad' as const, reason: bad };
    await then.mutate('restoreTest.conclude', { id: runId(id), verdict });
  };
  await restored('t1', 'daily-backups-rds', 94, 18);
  await restored('t2', 'daily-backups-rds', 66, 24);
  await restored('t3', 'daily-backups-rds', 35, 41);
  await restored('t4', 'weekly-backups-s3', 4, 95, 'table « comptes » vide après la restauration');
  await begin(lea, 't5', 'daily-backups-rds');
  await begin(lea, 't6', 'configuration-backups');
  await lea.mutate('restoreTest.cancel', { id: runId('t6') });
  await begin(lea, 't7', 'configuration-backups');
  await lea.mutate('restoreTest.time', { id: runId('t7'), clock: 'start' });
  const due = await planOverdueTest(server, token);
  await lea.mutate('occurrence.start', { id: due as never, procedure, revision: 1 });

  for (const as of LOOKS) {
    await dress(page, as);
    const { t, visit } = consolePage(page, as.language);
    const { register, panel, strip, choose, act } = places(page, t);
    await visit('/backups');
    await expect(register.getByRole('row')).toHaveCount(8);
    await look(page, 'backups', as, faults);
    await page.getByRole('region', { name: t('backups.tests') }).scrollIntoViewIfNeeded();
    await page.getByRole('region', { name: t('backups.archived') }).scrollIntoViewIfNeeded();
    await look(page, 'backups-tests', as, faults);
    await act(RDS, 'edit');
    await expect(page.getByRole('dialog', { name: t('backups.editTitle') })).toBeVisible();
    await look(page, 'backup-dialog', as, faults);
    await page.keyboard.press('Escape');
    await act(RDS, 'record');
    await expect(page.getByRole('dialog')).toBeVisible();
    await look(page, 'backup-record', as, faults);
    await page.keyboard.press('Escape');
    await act(RDS, 'line');
    await expect(page.getByRole('region', { name: t('backups.lineLabel') })).toBeVisible();
    await look(page, 'backup-line', as, faults);
    await page.keyboard.press('Escape');
    for (const [run, outcome, name] of [
      ['t5', 'running', 'restore-test'],
      ['t7', 'running', 'restore-test-timing'],
      ['t3', 'slow', 'restore-test-slow'],
      ['t4', 'failed', 'restore-test-failed'],
      ['t6', 'cancelled', 'restore-test-cancelled'],
    ] as const) {
      await visit(`/runs/${run}`);
      await expect(panel).toContainText(t(`backups.outcome.${outcome}`));
      await look(page, name, as, faults);
    }
    await visit(`/runs/${encodeURIComponent(due)}`);
    await expect(choose).toBeVisible();
    await look(page, 'restore-test-choose', as, faults);
    await visit('/board');
    await expect(strip.getByRole('button')).toHaveCount(3);
    await look(page, 'board-restore', as, faults);
  }
  expect(faults).toEqual([]);
});

test.describe('without the written procedures', () => {
  test.use({ serverFlags: ['--pack', 'none'] });

  test('the register is empty and says what fills it', async ({ server, openConsole }) => {
    const faults: Faults = [];
    const token = await server.token('lea', 'lead');
    const { page } = await openConsole({ server: server.url, token });
    await expect(consolePage(page).status).toContainText(/à jour \d\d:\d\d/);
    for (const as of LOOKS) {
      await dress(page, as);
      const { t, visit } = consolePage(page, as.language);
      await visit('/backups');
      await expect(page.getByText(t('backups.none'), { exact: true })).toBeVisible();
      await look(page, 'backups-empty', as, faults);
    }
    expect(faults).toEqual([]);
  });
});
