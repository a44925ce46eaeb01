import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createAppHandler, resolveFile } from './app-protocol.ts';

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
