import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, type Page } from '@playwright/test';
import '../support/bare-page.ts';
import { RESTORE_TESTS } from '../../src-shared/backup/restore-tests.ts';
import { backupId } from '../../src-shared/model/backup.ts';
import { heartbeatId } from '../../src-shared/model/heartbeat.ts';
import { personId, serviceId } from '../../src-shared/model/ids.ts';
import { procedureId } from '../../src-shared/model/procedure.ts';
import { runId } from '../../src-shared/model/run.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { dress, type Faults, LOOKS, look } from '../support/looks.ts';
import type { Words } from '../support/words.ts';

const execute = promisify(execFile);
const curl = async (...args: string[]) => (await execute('curl', ['-fsS', '-m', '10', ...args])).stdout;

const MINUTE = 60_000;
const DAY = 86_400_000;
const KEY = '5f0c1ad1-6e0c-4a52-9d6e-0f2f6d1c7bbb';
const S3 = 'Sauvegardes hebdomadaires (S3)';
const of = (item: string) => backupId(`technical.backups.strategy.${item}`);
const address = (item: string) => `/backups/${encodeURIComponent(of(item))}`;

const places = (page: Page, t: Words) => ({
  register: page.getByRole('table', { name: t('backups.register') }),
  todos: page.getByRole('region', { name: t('backups.todos') }),
  history: page.getByRole('table', { name: t('backups.history') }),
  tests: page.getByRole('region', { name: t('backups.tests') }),
  details: page.getByRole('complementary', { name: t('backups.details') }),
  deed: (name: 'watch' | 'test' | 'record' | 'edit') =>
    page.getByRole('button', { name: t(`backups.act.${name}`), exact: true }),
});

test('a backup has a page of its own: what is to be done about it, its deeds, its past and its incident', async ({
  server,
  openConsole,
}) => {
  test.setTimeout(240_000);
  const token = await server.token('lea', 'lead');
  const lea = await connectDevice(server.url, token);
  const { page } = await openConsole({ server: server.url, token });
  const screen = consolePage(page);
  const { t } = screen;
  const { register, todos, history, tests, details, deed } = places(page, t);
  await expect(screen.status).toContainText(/à jour \d\d:\d\d/);

  await test.step('its row opens it, by O and by Enter', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('k');
    const rows = register.getByRole('row');
    const name = (at: number) => rows.nth(at).getByRole('rowheader').getByRole('button');
    await expect(name(1)).toBeFocused();
    const [first, second] = [await name(1).innerText(), await name(2).innerText()];
    await page.keyboard.press('o');
    await expect(screen.heading(first)).toBeVisible();
    await page.goBack();
    await expect(name(1)).toBeFocused();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await expect(screen.heading(second)).toBeVisible();
  });

  await test.step('what it asks for goes as it is done', async () => {
    await screen.visit(address('weekly-backups-s3'));
    await expect(screen.heading(S3)).toBeVisible();
    await expect(todos.getByRole('listitem')).toHaveText([
      t('backups.todo.unwatched'),
      t('backups.todo.untested'),
      t('backups.todo.unnamed'),
    ]);
    await expect(page.getByText(t('backups.noHistory'))).toBeVisible();
    await expect(tests).toContainText(t('backups.noTestsOfIt'));
    await deed('watch').click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(deed('watch')).toHaveCount(0);
    await expect(details.getByRole('link', { name: S3 })).toBeVisible();
    await deed('record').click();
    const size = page.getByRole('dialog').getByRole('textbox', { name: t('backups.field.size') });
    await size.fill('512 Go');
    await page.keyboard.press('Enter');
    await expect(history.getByRole('row').nth(1)).toContainText(/512\sGo.*notée par vous/);
  });

  await test.step('its job fails: the page says so, what its job said, and leads to the incident', async () => {
    await expect(screen.pending(0)).toBeVisible();
    const [heartbeat] = await lea.records('heartbeat');
    await curl('--data-raw', 'no space left', `${server.url}/ping/${heartbeat?.doc.key}/fail`);
    await expect(history.getByRole('row').nth(1)).toContainText('no space left');
    await expect(history.getByRole('row').nth(1)).toContainText(t('backups.recorded.failed'));
    await expect(todos).toContainText(t('backups.todo.failed'));
    const incidents = page.getByRole('region', { name: t('backups.incidents') });
    await incidents.getByRole('link').click();
    await expect(page).toHaveURL(/incidents/);
    await page.goBack();
  });

  await test.step('a test of its restore leads back to it', async () => {
    await deed('test').click();
    const panel = page.getByRole('region', { name: t('backups.panel') });
    await panel.getByRole('textbox', { name: t('backups.enterTime') }).fill('12 min');
    await page.keyboard.press('Enter');
    await panel.getByRole('button', { name: t('backups.sayIntact'), exact: true }).click();
    await panel.getByRole('link', { name: S3 }).click();
    await expect(tests.getByRole('row').nth(1)).toContainText(/12\smin/);
    await expect(tests.getByRole('row').nth(1)).toContainText(t('backups.outcome.passed'));
  });

  await test.step('taken off the register it can be read and put back', async () => {
    await page.getByRole('button', { name: t('backups.actions', { title: S3 }) }).click();
    await page.getByRole('menuitem', { name: t('backups.act.archive') }).click();
    await expect(page.getByText(t('backups.archivedHere'))).toBeVisible();
    await expect(history).toBeVisible();
    await expect(deed('test')).toHaveCount(0);
    await page.getByRole('button', { name: t('backups.putBack') }).click();
    await expect(deed('test')).toBeVisible();
  });

  await test.step('one that is not there says so', async () => {
    await screen.visit('/backups/nothing-of-the-kind');
    await expect(page.getByText(t('backups.notFound'))).toBeVisible();
    await page.getByRole('button', { name: t('backups.toList') }).click();
    await expect(register).toBeVisible();
  });
});

test('the pages of backups in both languages and themes', async ({ server, openConsole }) => {
  test.setTimeout(240_000);
  const faults: Faults = [];
  const token = await server.token('lea', 'lead');
  const lea = await connectDevice(server.url, token);
  const { page } = await openConsole({ server: server.url, token });
  await expect(consolePage(page).status).toContainText(/à jour \d\d:\d\d/);
  const now = Date.now();
  const rds = of('daily-backups-rds');
  const service = serviceId('base-de-donnees');
  await lea.mutate('service.update', { id: service, doc: { name: 'Base de données' } as never });
  const heartbeat = heartbeatId('h1');
  const schedule = { kind: 'period' as const, period: DAY, grace: 60 * MINUTE };
  const job = { key: KEY, name: 'dump-rds', tags: [], priority: 'P1' as const, schedule };
  await lea.mutate('heartbeat.create', { id: heartbeat, ...job });
  const meant = await lea.mutate('backup.edit', {
    id: rds,
    set: {
      restoreWithin: 30 * MINUTE,
      sizeAtLeast: 75_000_000_000,
      retention: 30,
      owner: personId(lea.person),
      service,
      heartbeat,
    },
  });
  expect(meant).toMatchObject({ status: 'applied' });
  const note = (item: string, ago: number, size?: number, failed?: string) =>
    lea.mutate('backup.record', {
      id: of(item),
      entry: `${item}-${ago}`,
      outcome: failed === undefined ? 'ok' : 'failed',
      made: now - ago * DAY,
      ...(size === undefined ? {} : { size }),
      ...(failed === undefined ? {} : { note: failed }),
    });
  for (let day = 24; day >= 1; day -= 1) {
    if (day === 9) await note('daily-backups-rds', day, undefined, 'jeton S3 expiré');
    else await note('daily-backups-rds', day, 80e9 + (24 - day) * 3e8 + (day % 5) * 2e8);
  }
  await curl(`${server.url}/ping/${KEY}/start`);
  await curl('--data-raw', 'size=87400000000', `${server.url}/ping/${KEY}`);
  const procedure = procedureId(RESTORE_TESTS);
  const restored = async (id: string, item: string, days: number, minutes: number, bad?: string) => {
    const then = await connectDevice(server.url, token, -days * DAY);
    await then.mutate('restoreTest.start', { id: runId(id), backup: of(item), procedure, revision: 1 });
    await then.mutate('restoreTest.measure', { id: runId(id), took: minutes * MINUTE });
    const verdict = bad === undefined ? { result: 'ok' as const } : { result: 'bad' as const, reason: bad };
    await then.mutate('restoreTest.conclude', { id: runId(id), verdict });
  };
  await restored('t1', 'daily-backups-rds', 124, 18);
  await restored('t2', 'daily-backups-rds', 94, 22);
  await restored('t3', 'daily-backups-rds', 66, 27, 'table « comptes » vide après la restauration');
  await restored('t4', 'daily-backups-rds', 35, 24);
  await restored('t5', 'daily-backups-rds', 4, 41);
  await note('weekly-backups-s3', 12, 512e9);
  await note('log-backups', 1, 9e9);
  await note('log-backups', 0, undefined, 'jeton S3 expiré');
  await restored('t6', 'log-backups', 20, 12, 'archives illisibles');
  await note('metrics-backups', 40, 2e9);
  await lea.mutate('backup.edit', { id: of('metrics-backups'), set: { archived: true } });

  for (const as of LOOKS) {
    await dress(page, as);
    const { t, visit } = consolePage(page, as.language);
    const { history, todos, tests } = places(page, t);
    await visit(address('daily-backups-rds'));
    await expect(history.getByRole('row')).toHaveCount(13);
    await look(page, 'backup', as, faults);
    await tests.scrollIntoViewIfNeeded();
    await tests.getByRole('row').last().scrollIntoViewIfNeeded();
    await look(page, 'backup-restores', as, faults);
    await visit(address('log-backups'));
    await expect(todos).toContainText(t('backups.todo.failed'));
    await look(page, 'backup-failed', as, faults);
    await visit(address('user-data-backups'));
    await expect(page.getByText(t('backups.noHistory'))).toBeVisible();
    await look(page, 'backup-empty', as, faults);
    await visit(address('metrics-backups'));
    await expect(page.getByText(t('backups.archivedHere'))).toBeVisible();
    await look(page, 'backup-archived', as, faults);
    await visit('/backups/nothing-of-the-kind');
    await expect(page.getByText(t('backups.notFound'))).toBeVisible();
    await look(page, 'backup-missing', as, faults);
  }
  expect(faults).toEqual([]);
});
