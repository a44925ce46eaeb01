import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { z } from 'zod';
import { type Authority, createAuthority, selfSigned } from '../support/certificates.ts';
import { type ConsolePage, consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { type OtherAnswer, putMiddlebox } from '../support/middlebox.ts';
import { freePort, type Running, startProgram, until } from '../support/processes.ts';
import { raiseAlert } from '../support/raise-alert.ts';
import { layWire } from '../support/wire.ts';

const TITLE = 'Base injoignable';

let folder: string;
let authority: Authority;
test.beforeAll(({ desktop }) => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-networks-'));
  authority = createAuthority(folder);
  authority.trustIn(desktop.env.HOME ?? folder);
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const retry = ({ status, t }: ConsolePage) => status.getByRole('button', { name: t('statusLine.retry') }).click();

async function expectInStep(screen: ConsolePage): Promise<void> {
  await expect(async () => {
    await retry(screen);
    await expect(screen.status).toContainText(/à jour \d\d:\d\d/, { timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await expect(screen.pending(0)).toBeVisible();
}

test('a portal, a gateway’s error page, a slow line: said in plain words, and work goes on', async ({
  server,
  openConsole,
}) => {
  const token = await server.token('ines');
  await raiseAlert(server, { title: TITLE, priority: 'P1' });
  const box = await putMiddlebox(server.url);
  const wire = await layWire(box.url);
  const { page } = await openConsole({ server: wire.url, token });
  const screen = consolePage(page);
  const { t, boardRow, status } = screen;
  await expect(boardRow(TITLE)).toBeVisible();
  await expectInStep(screen);
  const device = await connectDevice(server.url, token);
  const status0 = async () => (await device.records('incident'))[0]?.doc.status;

  const portals: [string, OtherAnswer, string][] = [
    ['a page', { status: 200 }, t('statusLine.whyNotVigie')],
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:9/portal' } }, t('statusLine.whyNotVigie')],
    ['511', { status: 511 }, t('statusLine.whyNotVigie')],
    [
      'JSON that looks the part',
      {
        status: 200,
        headers: {
          'access-control-allow-origin': '*',
          'access-control-allow-headers': '*',
          'content-type': 'application/json',
        },
        body: '{"ok":true}',
      },
      t('statusLine.whyNotVigie'),
    ],
    ['502', { status: 502 }, t('statusLine.whyGateway', { status: 502 })],
    ['503', { status: 503, headers: { 'retry-after': '1' } }, t('statusLine.whyGateway', { status: 503 })],
    ['504', { status: 504 }, t('statusLine.whyGateway', { status: 504 })],
  ];
  for (const [name, answer, words] of portals) {
    await test.step(`in the server’s place: ${name}`, async () => {
      box.answer(answer);
      await expect(status).toContainText(words);
      await expect(status).toContainText(/données de \d\d:\d\d/);
      await expect(boardRow(TITLE)).toBeVisible();
    });
  }
  await test.step('what is done meanwhile waits and arrives', async () => {
    await page.keyboard.press('a');
    await expect(boardRow(TITLE)).toContainText(t('incident.waiting.acknowledged'));
    await expect(screen.pending(1)).toBeVisible();
    box.answer(null);
    await expectInStep(screen);
    expect(await status0()).toBe('acknowledged');
  });

  await test.step('with 2 s of latency and 5 % of loss everything arrives', async () => {
    const randoms = [0.01, 0.5, 0.9, 0.3, 0.04, 0.7, 0.2, 0.6, 0.99, 0.4];
    let n = 0;
    wire.slow({ latency: 2_000, loss: 0.05, random: () => randoms[n++ % randoms.length] ?? 0.5 });
    await boardRow(TITLE).click();
    const note = page.getByRole('textbox', { name: t('incident.note.label') });
    await note.fill('par une ligne lente');
    await note.press('Control+Enter');
    await expect(note).toHaveValue('');
    await raiseAlert(server, { title: 'Disque plein', service: 'storage' });
    await screen.visit('/board');
    await expect(boardRow('Disque plein')).toBeVisible({ timeout: 20_000 });
    await expect(screen.pending(0)).toBeVisible({ timeout: 20_000 });
    await expect(status).not.toContainText('serveur muet');
    const notes = (await device.records('timelineEntry')).filter(({ doc }) => doc.event.kind === 'note');
    expect(notes).toHaveLength(1);
  });
  await wire.stop();
  await box.stop();
});

test('a certificate that is wrong is named; the right one lets everything go on', async ({ server, openConsole }) => {
  const token = await server.token('ines');
  await raiseAlert(server, { title: TITLE });
  const good = authority.certificate({ host: '127.0.0.1' });
  const box = await putMiddlebox(server.url, good);
  const { page } = await openConsole({ server: box.url, token });
  const screen = consolePage(page);
  const { t, status, boardRow } = screen;
  await expect(boardRow(TITLE)).toBeVisible();
  const wrong = [
    [authority.certificate({ host: '127.0.0.1', days: -1 }), 'Date'],
    [authority.certificate({ host: 'vigie.example.org' }), 'Host'],
    [selfSigned(folder, '127.0.0.1'), 'Issuer'],
  ] as const;
  for (const [certificate, why] of wrong) {
    box.show(certificate);
    await retry(screen);
    await expect(status).toContainText(t(`statusLine.whyCertificate${why}`));
  }
  await page.keyboard.press('a');
  await expect(screen.pending(1)).toBeVisible();

  await test.step('the sign-in says it in a sentence', async () => {
    await screen.visit('/sign-in');
    await page.getByLabel(t('signIn.user')).fill('ines');
    await page.getByLabel(t('signIn.password'), { exact: true }).fill('secret');
    await page.getByRole('button', { name: t('signIn.signIn'), exact: true }).click();
    await expect(page.getByRole('alert')).toHaveText(t('error.certificateIssuer'));
    await page.getByRole('button', { name: t('signIn.stayLocal') }).click();
  });
  box.show(good);
  await expectInStep(screen);
  await box.stop();
});

/** nginx as many set it up: the stream is collected and compressed, and what the server asks for is ignored. */
async function startBufferingProxy(server: string): Promise<{ url: string; nginx: Running }> {
  const port = await freePort();
  const file = join(folder, 'nginx.conf');
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((one) => `${one}_temp_path ${folder}/${one};`);
  writeFileSync(
    file,
    `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
events {}
http {
  access_log off; ${paths.join(' ')}
  gzip on; gzip_min_length 1; gzip_types text/event-stream application/json; gzip_proxied any;
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass ${server}; proxy_http_version 1.1; proxy_buffering on; proxy_buffers 8 64k; proxy_buffer_size 64k;
      proxy_ignore_headers X-Accel-Buffering;
    }
  }
}
`,
  );
  const nginx = startProgram('nginx', ['-c', file, '-p', folder], process.env);
  const url = `http://127.0.0.1:${port}`;
  await until('nginx answers', () =>
    fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return { url, nginx };
}

test('a proxy that holds the stream back is noticed at once, and the console asks instead', async ({
  server,
  openConsole,
}) => {
  const token = await server.token('ines');
  const { url, nginx } = await startBufferingProxy(server.url);
  const { page } = await openConsole({ server: url, token });
  const screen = consolePage(page);
  await expect(screen.status).toContainText(/à jour \d\d:\d\d/);
  for (const title of ['Premier', 'Second']) {
    const raisedAt = performance.now();
    await raiseAlert(server, { title, service: title });
    await expect(screen.boardRow(title)).toBeVisible({ timeout: 40_000 });
    test.info().annotations.push({ type: title, description: `${Math.round(performance.now() - raisedAt)} ms` });
    expect(performance.now() - raisedAt).toBeLessThan(8_000);
    await expect(screen.status).not.toContainText('serveur muet');
  }
  await nginx.stop();
});

test('a token that is revoked stops nothing: work waits, signing in again sends it', async ({
  server,
  openConsole,
}) => {
  const password =
    (await server.vigie('user', 'add', 'omar', '--name', 'omar', '--role', 'responder')).match(/\S{12,}/g)?.at(-1) ??
    '';
  const token = await server.vigie('token', 'create', '--user', 'omar', '--name', 'test');
  await raiseAlert(server, { title: TITLE });
  const { page } = await openConsole({ server: server.url, token });
  const screen = consolePage(page);
  const { t, status, boardRow } = screen;
  await expect(boardRow(TITLE)).toBeVisible();

  const tokens = z.object({ tokens: z.array(z.object({ id: z.string() })) });
  const headers = { authorization: `Bearer ${token}` };
  const { tokens: own } = tokens.parse(await (await fetch(`${server.url}/api/tokens`, { headers })).json());
  for (const { id } of own) await fetch(`${server.url}/api/tokens/${id}`, { method: 'DELETE', headers });
  await expect(status.getByRole('link', { name: t('statusLine.signedOut') })).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('a');
  await expect(boardRow(TITLE)).toContainText(t('incident.waiting.acknowledged'));
  await expect(screen.pending(1)).toBeVisible();

  await status.getByRole('link', { name: t('statusLine.signedOut') }).click();
  await page.getByLabel(t('signIn.user')).fill('omar');
  await page.getByLabel(t('signIn.password'), { exact: true }).fill(password);
  await page.getByRole('button', { name: t('signIn.signIn'), exact: true }).click();
  await expectInStep(screen);
  await expect(boardRow(TITLE)).not.toContainText(t('incident.waiting.acknowledged'));
});
