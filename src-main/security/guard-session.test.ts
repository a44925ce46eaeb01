import { expect, test } from 'vitest';
import { mayRequest } from './guard-session.ts';

const SERVER = 'http://127.0.0.1:4310';

test.each([
  'app://console/index.html',
  `${SERVER}/api/sync/pull`,
  'blob:app://console/0198c6f0',
  'data:image/png;base64,AA',
])('%s may be asked for', (url) => {
  expect(mayRequest(url, SERVER, false)).toBe(true);
});

test.each([
  'https://example.org/',
  'http://127.0.0.1:4311/',
  'https://127.0.0.1:4310/',
  'http://user:secret@127.0.0.1:4310/',
  'http://127.0.0.1:4310.example.org/',
  'ws://127.0.0.1:4310/',
  'file:///etc/passwd',
  'app://other/',
  'blob:https://example.org/0198c6f0',
  'devtools://devtools/bundled/inspector.html',
  'chrome://gpu',
])('%s may not', (url) => {
  expect(mayRequest(url, SERVER, false)).toBe(false);
  expect(mayRequest(url, undefined, false)).toBe(false);
});
