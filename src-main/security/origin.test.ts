import { describe, expect, test } from 'vitest';
import { isAppUrl, parseExternal, parseServer } from './origin.ts';

describe('the address of a server', () => {
  test.each([
    ['https://vigie.example.org', 'https://vigie.example.org'],
    ['HTTPS://Vigie.Example.org:443/', 'https://vigie.example.org'],
    [' vigie.example.org:8443 ', 'https://vigie.example.org:8443'],
    ['http://127.0.0.1:4310', 'http://127.0.0.1:4310'],
    ['http://localhost:4310/', 'http://localhost:4310'],
    ['http://[::1]:4310', 'http://[::1]:4310'],
  ])('%s is %s', (typed, origin) => {
    expect(parseServer(typed)).toEqual({ ok: true, value: origin });
  });

  test.each([
    '',
    'http://10.0.0.1',
    'http://vigie.example.org',
    'http://127.0.0.1.example.org',
    'http://localhost.example.org',
    'ftp://127.0.0.1',
    'file:///etc/passwd',
    'app://console',
    'javascript:alert(1)',
    'https://user:secret@vigie.example.org',
    'https://vigie.example.org/path',
    'https://vigie.example.org/?x',
    'https://vigie.example.org; script-src *',
  ])('%j is refused', (typed) => {
    expect(parseServer(typed)).toMatchObject({ ok: false, error: { code: 'invalid' } });
  });
});

test.each(['https://example.org/a?b#c', 'mailto:ines@example.org', 'tel:+33 1 23 45 67 89'])(
  '%s may be opened',
  (url) => {
    expect(parseExternal(url)).not.toBeNull();
  },
);

test.each([
  'http://example.org',
  'https://user:secret@example.org',
  'https://',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'smb://host/share',
  'ms-settings:',
  'vigie://incident/1',
  'mailto:',
  'tel:*#06#',
  'not a url',
])('%s may not be opened', (url) => {
  expect(parseExternal(url)).toBeNull();
});

test('a mail link keeps its subject and loses attachments', () => {
  expect(parseExternal('mailto:a@b.c?subject=Incident 42&attach=/etc/passwd')).toBe(
    'mailto:a@b.c?subject=Incident%2042',
  );
});

test('only the console itself is the console', () => {
  expect(isAppUrl('app://console/index.html#/board')).toBe(true);
  for (const url of ['app://console.evil/', 'app://evil/', 'https://console/', 'app://u@console/', 'about:blank', '']) {
    expect(isAppUrl(url)).toBe(false);
  }
});
