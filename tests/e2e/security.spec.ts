import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { goBare, received } from '../support/bare-page.ts';
import { test } from '../support/fixtures.ts';

interface Site {
  origin: string;
  hits: string[];
  close(): void;
}

/** A web site on the loopback that counts who comes; `/redirect` sends them on. */
async function startSite(): Promise<Site> {
  const hits: string[] = [];
  const server: Server = createServer((request, response) => {
    hits.push(request.url ?? '');
    const headers = { 'access-control-allow-origin': '*', 'content-type': 'text/html' };
    if (request.url === '/redirect') response.writeHead(302, { ...headers, location: '/landed' });
    else response.writeHead(200, headers);
    response.end('<title>a site</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, hits, close: () => server.close() };
}

let ours: Site;
let foreign: Site;
test.beforeEach(async () => {
  ours = await startSite();
  foreign = await startSite();
});
test.afterEach(() => {
  expect(foreign.hits).toEqual([]);
  ours.close();
  foreign.close();
});

test('the page is sandboxed, isolated, without Node, and sees the bridge alone', async ({ openConsole }) => {
  const { app, page } = await openConsole();
  const preferences = await app.evaluate(({ BrowserWindow }) =>
    // The only way to read what a window was really made with; not in the public types.
    Reflect.get(BrowserWindow.getAllWindows()[0]?.webContents ?? {}, 'getLastWebPreferences')?.call(
      BrowserWindow.getAllWindows()[0]?.webContents,
    ),
  );
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    webSecurity: true,
  });
  const seen = await page.evaluate(() => ({
    node: ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in globalThis),
    bridge: Object.keys(window.vigie).sort(),
  }));
  expect(seen).toEqual({ node: [], bridge: ['call', 'on'] });
});

test('the page has its own secure origin, with a database keyed by it', async ({ openConsole }) => {
  const { page } = await openConsole();
  const found = await page.evaluate(async () => {
    const opened = await new Promise<string>((resolve) => {
      const request = indexedDB.open('security-test');
      request.onsuccess = () => resolve('opened');
      request.onerror = () => resolve('failed');
    });
    return { origin: location.origin, secure: isSecureContext, opened };
  });
  expect(found).toEqual({ origin: 'app://console', secure: true, opened: 'opened' });
});

test('the content policy refuses injected scripts, styles, evaluation and foreign resources', async ({
  openConsole,
}) => {
  const { page } = await openConsole({ server: ours.origin });
  const policy = await page.evaluate(async () =>
    (await fetch('app://console/')).headers.get('content-security-policy'),
  );
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`connect-src 'self' ${ours.origin};`);
  expect(policy).not.toContain('unsafe');
  const result = await page.evaluate(async (site) => {
    const refused: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    const style = document.createElement('style');
    style.textContent = 'body { --injected: 1 }';
    const image = document.createElement('img');
    image.src = `${site}/image.png`;
    const frame = document.createElement('iframe');
    frame.src = `${site}/frame`;
    const remote = document.createElement('script');
    remote.src = `${site}/script.js`;
    document.body.append(script, style, image, frame, remote);
    // Later, since the debugger that runs this very function may evaluate what it likes.
    const evaluated = await new Promise<string>((resolve) =>
      setTimeout(() => {
        try {
          resolve(new Function("return 'evaluated'")());
        } catch {
          resolve('refused');
        }
      }, 50),
    );
    const fetched = await fetch(site).then(
      () => 'fetched',
      () => 'refused',
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    return {
      injected: 'injected' in window,
      styled: getComputedStyle(document.body).getPropertyValue('--injected'),
      evaluated,
      fetched,
      refused: [...new Set(refused)].sort(),
    };
  }, foreign.origin);
  expect(result).toMatchObject({ injected: false, styled: '', evaluated: 'refused', fetched: 'refused' });
  expect(result.refused).toEqual(
    expect.arrayContaining(['connect-src', 'frame-src', 'img-src', 'script-src-elem', 'style-src-elem']),
  );
});

test('the configured server is reachable, and nothing else even past the content policy', async ({ openConsole }) => {
  const { app, page } = await openConsole({ server: ours.origin });
  expect(await page.evaluate(async (site) => (await fetch(`${site}/hello`)).status, ours.origin)).toBe(200);
  const answers = await app.evaluate(
    ({ session }, sites) =>
      Promise.all(
        sites.map((site) =>
          session.defaultSession.fetch(site).then(
            () => 'reached',
            () => 'refused',
          ),
        ),
      ),
    [ours.origin, foreign.origin, 'http://127.0.0.1:1/'],
  );
  expect(answers).toEqual(['reached', 'refused', 'refused']);
});

test('no navigation, frame, window or webview leaves the console', async ({ openConsole }) => {
  const { app, page } = await openConsole();
  await goBare(page);
  for (const target of [foreign.origin, 'file:///etc/passwd', 'data:text/html,x', 'app://other/']) {
    await page.evaluate((url) => {
      location.href = url;
    }, target);
  }
  const opened = await page.evaluate((site) => {
    const form = document.createElement('form');
    form.action = site;
    const link = document.createElement('a');
    link.href = site;
    link.target = '_blank';
    const webview = document.createElement('webview');
    webview.setAttribute('src', site);
    document.body.append(form, link, webview);
    form.submit();
    link.click();
    return window.open(site) === null && window.open('app://console/') === null;
  }, foreign.origin);
  expect(opened).toBe(true);
  await page.waitForTimeout(500);
  expect(page.url()).toBe('app://console/bare');
  const counts = await app.evaluate(({ BrowserWindow, webContents }) => [
    BrowserWindow.getAllWindows().length,
    webContents.getAllWebContents().filter((one) => one.getType() === 'webview').length,
  ]);
  expect(counts).toEqual([1, 0]);
});

test('a page that blanks itself is brought back', async ({ openConsole }) => {
  const { page } = await openConsole();
  await goBare(page);
  await page.evaluate(() => {
    location.href = 'about:blank';
  });
  await expect.poll(() => page.url()).toMatch(/^app:\/\/console\/(?!bare)/);
});

test('a redirect is not followed, even from the configured server', async ({ openConsole }) => {
  const { app } = await openConsole({ server: ours.origin });
  // The console's own first load may still cut this one off before it reaches the site.
  await expect(async () => {
    await app.evaluate(
      ({ BrowserWindow }, url) =>
        BrowserWindow.getAllWindows()[0]
          ?.loadURL(url)
          .catch(() => undefined),
      `${ours.origin}/redirect`,
    );
    expect(ours.hits).toContain('/redirect');
  }).toPass();
  expect(ours.hits).not.toContain('/landed');
});

test('permissions are refused, asked for or checked, but for writing to the clipboard', async ({ openConsole }) => {
  const { app, page } = await openConsole();
  // The clipboard belongs to the focused window, which a display without a window manager never gives by itself.
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.focus());
  const result = await page.evaluate(async () => {
    const state = async (name: string): Promise<string> =>
      navigator.permissions.query({ name: name as PermissionName }).then(
        (status) => status.state,
        () => 'unknown',
      );
    const outcome = (promise: Promise<unknown>): Promise<string> =>
      promise.then(
        () => 'granted',
        () => 'refused',
      );
    return {
      states: await Promise.all(['geolocation', 'notifications', 'camera', 'microphone', 'midi'].map(state)),
      notification: await Notification.requestPermission(),
      media: await outcome(navigator.mediaDevices.getUserMedia({ audio: true })),
      screen: await outcome(navigator.mediaDevices.getDisplayMedia()),
      location: await outcome(new Promise((yes, no) => navigator.geolocation.getCurrentPosition(yes, no))),
      read: await outcome(navigator.clipboard.readText()),
    };
  });
  expect(result).toEqual({
    states: ['denied', 'denied', 'denied', 'denied', 'denied'],
    notification: 'denied',
    media: 'refused',
    screen: 'refused',
    location: 'refused',
    read: 'refused',
  });
});

test('only the main frame of our window is answered', async ({ openConsole }) => {
  const { app, page } = await openConsole();
  expect(await page.evaluate(() => window.vigie.call('app.info').then((info) => typeof info.version))).toBe('string');
  const answer = await app.evaluate(async ({ app: electron, BrowserWindow }) => {
    const other = new BrowserWindow({
      show: false,
      webPreferences: {
        preload: `${electron.getAppPath()}/dist/preload/index.cjs`,
        sandbox: true,
        contextIsolation: true,
      },
    });
    await other.loadURL('app://console/bare');
    const said: unknown = await other.webContents.executeJavaScript(
      "vigie.call('connection.get').then(() => 'answered', (error) => error.message)",
    );
    other.destroy();
    return said;
  });
  expect(answer).toContain('refused');
});

test('wrong arguments and unknown calls are refused with a reason, and change nothing', async ({ openConsole }) => {
  const { page } = await openConsole();
  const answers = await page.evaluate(async () => {
    // Untyped on purpose: a page that has been taken over does not keep to the types.
    const call = (name: string, args?: unknown): Promise<unknown> =>
      Reflect.apply(Reflect.get(window.vigie, 'call'), undefined, [name, args]);
    const outcome = (name: string, args?: unknown): Promise<string> =>
      call(name, args).then(
        () => 'answered',
        (error: Error) => error.message,
      );
    return [
      await outcome('no.such.call'),
      await outcome('constructor'),
      await outcome('preferences.set', { language: 'tlh' }),
      await outcome('journal.append', { entries: [] }),
      await outcome('connection.set', { server: 'http://10.0.0.1' }),
    ];
  });
  expect(answers[0]).toContain('No handler registered');
  expect(answers[1]).toContain('No handler registered');
  for (const answer of answers.slice(2)) expect(answer).toContain('"code":"invalid"');
});

test('main opens https, mail and telephone links for a person, and nothing else', async ({ openConsole }) => {
  const { app, page } = await openConsole();
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Reflect.set(globalThis, 'opened', opened);
    shell.openExternal = async (url) => void opened.push(url);
  });
  const urls = [
    'https://example.org/a',
    'tel:+33123456789',
    'http://example.org',
    'file:///etc/passwd',
    'javascript:1',
  ];
  const answers = await page.evaluate(
    (all) => Promise.all(all.map((url) => window.vigie.call('app.openExternal', { url }))),
    urls,
  );
  expect(answers).toEqual([true, true, false, false, false]);
  expect(await app.evaluate(() => Reflect.get(globalThis, 'opened'))).toEqual(urls.slice(0, 2));
});

test('without a keyring the token stays in memory, which is said, and no file holds it', async ({ openConsole }) => {
  const { page, userData } = await openConsole();
  const token = 'vgt_never_on_the_disk_4e1c';
  await goBare(page);
  const connection = await page.evaluate(
    ([server, secret]) => window.vigie.call('connection.set', { server, token: secret }),
    [ours.origin, token] as const,
  );
  expect(connection).toEqual({ server: ours.origin, token, tokenInMemoryOnly: true });
  await expect.poll(() => readFileSync(join(userData, 'settings.json'), 'utf8')).toContain(ours.origin);
  const files = readdirSync(userData, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const file of files) {
    expect(readFileSync(join(file.parentPath, file.name)).includes(token), file.name).toBe(false);
  }
});

test('a new server replaces the only origin that may be reached', async ({ openConsole }) => {
  const { page } = await openConsole({ server: ours.origin });
  const next = await startSite();
  await page.evaluate((server) => window.vigie.call('connection.set', { server }), next.origin);
  const reach = (origin: string) =>
    page.evaluate(
      (url) =>
        fetch(url).then(
          () => 'reached',
          () => 'refused',
        ),
      origin,
    );
  await expect(async () => expect(await reach(next.origin)).toBe('reached')).toPass();
  expect(await reach(ours.origin)).toBe('refused');
  next.close();
});

test('a second start hands its link to the first and ends', async ({ openConsole, desktop }) => {
  const { page, userData, app } = await openConsole();
  await goBare(page);
  const { executable, args } = await app.evaluate(({ app: electron }) => ({
    executable: process.execPath,
    args: ['--no-sandbox', electron.getAppPath()],
  }));
  const { spawn } = await import('node:child_process');
  const second = spawn(executable, [...args, `--user-data-dir=${userData}`, 'vigie://incident/42'], {
    env: desktop.env,
    stdio: 'ignore',
  });
  const code = await new Promise((resolve) => second.once('close', resolve));
  expect(code).toBe(0);
  await expect
    .poll(() => received(page, 'command'))
    .toEqual([{ command: 'incident.open', incident: '42', via: 'link' }]);
});
