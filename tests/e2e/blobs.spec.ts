import { createHash, randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import { expect, type Page } from '@playwright/test';
import { procedureId } from '../../src-shared/model/procedure.ts';
import { runId } from '../../src-shared/model/run.ts';
import '../support/bare-page.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { layWire } from '../support/wire.ts';

const PROCEDURE = procedureId('runbook-disk');
const RUN = runId('run-disk');
const STEP = 'Regarder la courbe';

/** A picture of `side` × `side` random dots, about 3 bytes each. */
function picture(side: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const lines = Buffer.concat(Array.from({ length: side }, () => Buffer.concat([Buffer.of(0), randomBytes(side * 3)])));
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Width of a kept picture as the page draws it; 0 where it cannot. */
const drawnWidth = (page: Page, address: string): Promise<number> =>
  page.evaluate(
    (src) =>
      new Promise<number>((resolve) => {
        const image = new Image();
        image.onload = () => resolve(image.naturalWidth);
        image.onerror = () => resolve(0);
        image.src = src;
      }),
    address,
  );

test('evidence made with the network cut survives a crash, reaches the server, and then lies on a second laptop', async ({
  server,
  openConsole,
}) => {
  const omar = await connectDevice(server.url, await server.token('omar', 'lead'));
  const text = { title: 'Disque plein', body: `- [ ] ${STEP} {#look}\n`, tags: [], services: [] };
  await omar.mutate('procedure.create', { id: PROCEDURE, kind: 'runbook', ...text });
  await omar.mutate('run.start', { id: RUN, procedure: PROCEDURE, revision: 1 });
  const token = await server.token('ines');
  const wire = await layWire(server.url);
  const shot = picture(700);
  const address = `app://console/blob/${sha(shot)}.png`;
  const onServer = async () => {
    const answer = await fetch(`${server.url}/api/blobs/${sha(shot)}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return answer.ok ? sha(new Uint8Array(await answer.arrayBuffer())) : answer.status;
  };
  const openRun = async (page: Page) => {
    const screen = consolePage(page);
    await screen.visit(`/runs/${RUN}`);
    const steps = page.getByRole('group', { name: screen.t('runs.steps'), exact: true });
    await expect(steps.getByRole('checkbox', { name: STEP })).toBeVisible();
    return { ...screen, steps, shown: steps.getByRole('button', { name: /capture\.png/ }) };
  };

  const first = await openConsole({ server: wire.url, token });
  await test.step('it is attached offline, and the status line says that it waits', async () => {
    const { t, status, steps, shown } = await openRun(first.page);
    await expect(status).toContainText(/à jour \d\d:\d\d/);
    wire.cut();
    const file = { name: 'capture.png', mimeType: 'image/png', buffer: shot };
    await steps.locator('input[type=file]').setInputFiles(file);
    await expect(shown).toBeEnabled();
    await expect(status).toContainText(t('statusLine.files', { count: 1 }));
    expect(await drawnWidth(first.page, address)).toBe(700);
    await first.kill();
  });

  await test.step('after the crash it is there, still waiting, and goes out when the network is back', async () => {
    const again = await openConsole({ server: wire.url, token, userData: first.userData });
    const { t, status, shown } = await openRun(again.page);
    await expect(shown).toBeEnabled();
    expect(await drawnWidth(again.page, address)).toBe(700);
    expect(await onServer()).toBe(404);
    wire.mend();
    await expect.poll(onServer, { timeout: 40_000 }).toBe(sha(shot));
    await expect(status).not.toContainText(t('statusLine.files', { count: 1 }));
    await again.close();
  });

  await test.step('a second laptop has fetched it ahead, and shows it with the network cut', async () => {
    const lea = { server: wire.url, token: await server.token('lea') };
    const second = await openConsole(lea);
    const { status } = consolePage(second.page);
    await expect(status).toContainText(/à jour \d\d:\d\d/);
    // Nobody has looked at the run there.
    const fetched = () =>
      second.page.evaluate((hash) => window.vigie.call('blobs.have', { hashes: [hash] }), sha(shot));
    await expect.poll(fetched, { timeout: 20_000 }).toEqual([sha(shot)]);
    await second.close();
    wire.cut();
    const offline = await openConsole({ ...lea, userData: second.userData });
    const there = await openRun(offline.page);
    await expect(there.shown).toBeEnabled();
    expect(await drawnWidth(offline.page, address)).toBe(700);
  });
  await wire.stop();
});

test('a page that has been taken over gets no more out of files than their bytes', async ({ openConsole }) => {
  const one = await openConsole();
  const { app, page } = one;
  const svg = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>top.pwned=1</script></svg>`,
  );
  const html = Buffer.from('<!doctype html><script>top.pwned=1</script>');
  const shot = picture(20);
  const said = await page.evaluate(
    async (files) => {
      const hashes: string[] = [];
      for (const bytes of files) {
        const { hash } = await window.vigie.call('blobs.keep', { bytes: new Uint8Array(bytes) });
        hashes.push(hash);
      }
      const answers: [number, string | null, string | null][] = [];
      for (const hash of hashes) {
        const answer = await fetch(`app://console/blob/${hash}.png`);
        answers.push([answer.status, answer.headers.get('content-type'), answer.headers.get('content-disposition')]);
      }
      const [hash = ''] = hashes;
      const tricks = [
        '../settings.json',
        'waiting/team',
        `${hash}/../../settings.json`,
        `..%2fsettings.json`,
        `${hash}%00`,
        `${hash}?x`,
        hash.toUpperCase(),
      ];
      const statuses = await Promise.all(
        tricks.map(async (path) => (await fetch(`app://console/blob/${path}`)).status),
      );
      const refused = (run: Promise<unknown>) =>
        run.then(
          () => 'taken',
          (error: Error) => error.message.slice(0, 200),
        );
      return {
        hashes,
        answers,
        statuses,
        written:
          (await fetch(`app://console/blob/${hash}`, { method: 'PUT', body: 'x' }).catch(() => null))?.status ?? 0,
        wrongHash: await refused(
          window.vigie.call('blobs.receive', { hash: 'a'.repeat(64), bytes: new Uint8Array([1, 2, 3]) }),
        ),
        tooLarge: await refused(window.vigie.call('blobs.keep', { bytes: new Uint8Array(10 * 1024 * 1024 + 1) })),
        farTooLarge: await refused(window.vigie.call('blobs.keep', { bytes: new Uint8Array(50_000_000) })),
        flood: (
          await Promise.all(
            Array.from({ length: 300 }, (_, n) =>
              refused(window.vigie.call('blobs.keep', { bytes: new Uint8Array([n & 255, n >> 8, 7]) })),
            ),
          )
        ).filter((answer) => answer !== 'taken')[0],
      };
    },
    [shot, svg, html].map((bytes) => [...bytes]),
  );
  expect(said.answers).toEqual([
    [200, 'image/png', null],
    [200, 'application/octet-stream', 'attachment'],
    [200, 'application/octet-stream', 'attachment'],
  ]);
  expect(said.statuses.every((status) => status === 404)).toBe(true);
  expect(said.written).not.toBe(200);
  expect(said.wrongHash).toContain('invalid');
  expect(said.tooLarge).toContain('tooLarge');
  expect(said.farTooLarge).toContain('invalid');
  expect(said.flood).toContain('tooMany');
  const addressOf = (n: number) => `app://console/blob/${said.hashes[n]}.png`;
  expect([await drawnWidth(page, addressOf(0)), await drawnWidth(page, addressOf(1))]).toEqual([20, 0]);

  await test.step('no window and no frame shows a file', async () => {
    const before = page.url();
    for (const n of [0, 1, 2]) {
      await page.evaluate((to) => {
        const frame = document.createElement('iframe');
        frame.src = to;
        document.body.append(frame);
        window.open(to);
        location.href = to;
      }, addressOf(n));
      await page.waitForTimeout(300);
      expect(page.url()).toBe(before);
    }
    expect(await page.evaluate(() => Reflect.get(window, 'pwned') ?? null)).toBeNull();
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    expect(one.output()).toMatch(/refused (?:frame )?navigation: app:..console.blob/);
  });
});
