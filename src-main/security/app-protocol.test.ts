import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createAppHandler, resolveFile } from './app-protocol.ts';
import { isPageUrl } from './origin.ts';

vi.mock('electron', () => ({ protocol: {} }));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vigie-page-'));
  mkdirSync(path.join(folder, 'page'));
  mkdirSync(path.join(folder, 'page-secret'));
  writeFileSync(path.join(folder, 'secret.txt'), 'secret');
  writeFileSync(path.join(folder, 'page-secret', 'a.js'), 'secret');
  writeFileSync(path.join(folder, 'page', 'index.html'), '<meta property="csp-nonce" nonce="__CSP_NONCE__">');
  writeFileSync(path.join(folder, 'page', 'a.js'), 'export {};');
  writeFileSync(path.join(folder, 'page', '.env'), 'secret');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const mounts = () => ({ '/': path.join(folder, 'page'), '/sound/': path.join(folder, 'sound') });

test.each([
  'app://console/../secret.txt',
  'app://console/..%2fsecret.txt',
  'app://console/%2e%2e/secret.txt',
  'app://console/%2e%2e%2fpage-secret/a.js',
  'app://console/..%5csecret.txt',
  'app://console//etc/passwd',
  'app://console/sound/..%2f..%2fsecret.txt',
  'app://console/.env',
  'app://console/a.js%00.html',
  'app://console/%',
  'app://console/C:/windows',
  'app://evil/a.js',
  'file:///etc/passwd',
])('%s leads nowhere outside the page', async (url) => {
  const file = resolveFile(mounts(), url);
  expect(file === null || file.startsWith(path.join(folder, 'page') + path.sep)).toBe(true);
  const answer = await createAppHandler({ mounts: mounts(), server: () => undefined })({ url, method: 'GET' });
  expect(answer.data.toString()).not.toContain('secret');
  expect(answer.statusCode).toBe(404);
});

test('each answer carries the safety headers, and the page a fresh nonce', async () => {
  const handle = createAppHandler({ mounts: mounts(), server: () => 'https://vigie.example.org' });
  const page = { url: 'app://console/', method: 'GET' };
  const [first, second] = [await handle(page), await handle(page)];
  const policy = first.headers['Content-Security-Policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("connect-src 'self' https://vigie.example.org;");
  expect(policy).not.toMatch(/unsafe|\*/);
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
  expect(first.data.toString()).toContain(`nonce="${nonce}"`);
  expect(second.data.toString()).not.toContain(nonce);
  const script = await handle({ url: 'app://console/a.js', method: 'GET' });
  expect(script.headers['Content-Type']).toMatch(/^text\/javascript/);
  expect(script.headers['X-Content-Type-Options']).toBe('nosniff');
});

test('only reading is possible', async () => {
  const handle = createAppHandler({ mounts: mounts(), server: () => undefined });
  expect((await handle({ url: 'app://console/a.js', method: 'POST' })).statusCode).toBe(405);
  const head = await handle({ url: 'app://console/a.js', method: 'HEAD' });
  expect([head.statusCode, head.data.toString()]).toEqual([200, '']);
});

const HASH = 'ab'.repeat(32);
const files: Record<string, Buffer> = {
  [HASH]: Buffer.from('\x89PNG\r\n\x1a\n…', 'latin1'),
  ['0c'.repeat(32)]: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  ['0d'.repeat(32)]: Buffer.from('<!doctype html><script>alert(1)</script>'),
};
const withBlobs = () =>
  createAppHandler({ mounts: mounts(), server: () => undefined, blob: async (hash) => files[hash] });

test('a picture has the type that its bytes show, whatever its name says', async () => {
  for (const ending of ['', '.png', '.html', '.svg']) {
    const { statusCode, headers, data } = await withBlobs()({
      url: `app://console/blob/${HASH}${ending}`,
      method: 'GET',
    });
    expect([statusCode, headers['Content-Type'], data]).toEqual([200, 'image/png', files[HASH]]);
    expect(headers['Content-Security-Policy']).toBe("default-src 'none'; sandbox");
  }
});

test('what is no picture is never shown: SVG, HTML', async () => {
  for (const hash of Object.keys(files).slice(1)) {
    const { headers } = await withBlobs()({ url: `app://console/blob/${hash}.png`, method: 'GET' });
    expect(headers).toMatchObject({
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': 'attachment',
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; sandbox",
    });
  }
});

test.each([
  `app://console/blob/${HASH.slice(1)}`,
  `app://console/blob/${HASH}/..`,
  `app://console/blob/${HASH}.png.html`,
  `app://console/blob/${HASH}?x=1`,
  `app://console/blob/${HASH.toUpperCase()}`,
  `app://console/blob/%2e%2e%2f${HASH}`,
  `app://console/blob/../blob//${HASH}`,
  `app://console/blob/${HASH}%00`,
  `app://evil/blob/${HASH}`,
  'app://console/blob/',
  'app://console/blob/waiting/team',
])('%s is no file', async (url) => {
  expect((await withBlobs()({ url, method: 'GET' })).statusCode).toBe(404);
});

test('no window goes to a file', () => {
  expect(isPageUrl('app://console/#/runs')).toBe(true);
  for (const url of [`app://console/blob/${HASH}.png`, 'app://console//blob/x', 'app://console/a/../blob/x']) {
    expect([url, isPageUrl(url)]).toEqual([url, false]);
  }
});
