import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { consolePage } from '../support/console-page.ts';
import { test } from '../support/fixtures.ts';
import { until } from '../support/processes.ts';

const WORDS = 'Panne secrète chez ines.martin@example.org';

test('the state of the laptop, and a file for whoever helps that holds nobody’s words or secrets', async ({
  server,
  openConsole,
}, info) => {
  const token = await server.token('ines', 'responder');
  const key = new URL(await server.intakeUrl('generic')).pathname.split('/').at(-1) ?? '';
  await fetch(`${server.url}/intake/generic/${key}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ title: WORDS, severity: 'warning' }),
  });
  const opened = await openConsole({ server: server.url, token });
  const { app, page, userData } = opened;
  const { t, status, visit, boardRow } = consolePage(page);
  await expect(boardRow(WORDS)).toBeVisible();
  const table = page.getByRole('table', { name: t('settings.diagnostics.title') });
  const row = (check: string) =>
    table.getByRole('row').filter({
      has: page.getByRole('rowheader', { name: t(`settings.diagnostics.check.${check}`), exact: true }),
    });
  const logFile = join(userData, 'logs', 'console.log');
  const consoleLog = () => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : '');
  const level = (name: string) => t(`settings.diagnostics.level.${name}`);

  await test.step('everything is well while the server answers', async () => {
    await page.keyboard.press('Control+K');
    await page.keyboard.type(t('command.app.diagnostics').slice(0, 14));
    await page.keyboard.press('Enter');
    await expect(row('connection')).toContainText(t('settings.diagnostics.says.connection.live'));
    await expect(row('server')).toContainText(level('ok'));
    await expect(row('journal')).toContainText(level('ok'));
    await expect(row('disk')).not.toContainText(level('fail'));
    await expect(row('notifications')).toContainText(level('ok'));
    await expect(row('clock')).toContainText(level('ok'));
  });

  await test.step('a change goes out under an id that both logs have', async () => {
    await visit('/board');
    await boardRow(WORDS).click();
    await page.waitForURL(/#\/incidents\//);
    await expect(page.getByRole('heading', { name: WORDS })).toBeVisible();
    await page.keyboard.press('a');
    const push = await until('the push in the log', () => {
      const lines = consoleLog().split('\n').filter(Boolean);
      const pushes = lines.map((line): Record<string, unknown> => JSON.parse(line)).filter(({ msg }) => msg === 'push');
      return pushes.find(({ applied }) => applied === 1);
    });
    const id = String(push.requestId);
    expect(push).toMatchObject({ from: 'page', level: 'info' });
    await until('the same id in the server’s log', () =>
      server
        .output()
        .split('\n')
        .some((line) => line.includes(`"requestId":"${id}"`) && line.includes('"msg":"push"')),
    );
  });

  await server.stop();
  await page.keyboard.press('n');
  await page.keyboard.type(WORDS);
  await page.keyboard.press('Control+Enter');
  await expect(status).toContainText(t('statusLine.pending', { count: 1 }));
  await visit('/settings/diagnostics');

  await test.step('what is not well comes first, with what to do', async () => {
    await page.getByRole('button', { name: t('settings.diagnostics.look') }).click();
    await expect(row('server')).toContainText(level('fail'), { timeout: 30_000 });
    await expect(table.getByRole('row').first()).toContainText(level('fail'));
    await expect(row('outbox')).toContainText(t('settings.diagnostics.says.outbox.waiting', { count: 1 }));
  });

  const preview = page.getByRole('region', { name: t('settings.bundle.previewLabel') });
  await test.step('the file is read before it is saved, and is what was read', async () => {
    await page.getByRole('button', { name: t('settings.bundle.preview') }).click();
    await expect(preview).toContainText('== outbox ==');
    const text = await preview.innerText();
    for (const secret of [token, key, 'ines.martin', 'Panne', 'secrète']) expect(text).not.toContain(secret);
    expect(text).toMatch(/incident\.note \S+#\d+ journaled/);
    expect(text).toContain('== log ==');

    const file = info.outputPath('saved.txt');
    await app.evaluate(({ session }, path) => {
      session.defaultSession.on('will-download', (_event, item) => item.setSavePath(path));
    }, file);
    await page.getByRole('button', { name: t('settings.bundle.save') }).click();
    const saved = await until('the file', () => {
      try {
        return readFileSync(file, 'utf8');
      } catch {
        return undefined;
      }
    });
    expect(saved.replace('\ufeff', '').trim()).toBe(text.trim());
  });

  await test.step('parts are left out and added by hand', async () => {
    const part = (name: string) => page.locator('label').filter({ hasText: t(`settings.bundle.part.${name}`) });
    await part('log').click();
    await expect(preview).not.toContainText('== log ==');
    await part('words').click();
    await expect(preview).toContainText('Panne secrète chez ***');
  });

  const logs = consoleLog() + opened.output() + server.output();
  for (const secret of [token, key, 'ines.martin', 'Panne']) expect(logs).not.toContain(secret);
});
