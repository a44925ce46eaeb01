import { expect, test } from 'vitest';
import { withoutSecrets } from './redact.ts';

const TOKEN = 'vigie_aBcDeFgHiJkLmNoPqRsTuVwXyZ';

test.each([
  [`Bearer ${TOKEN}`, 'Bearer ***'],
  [`authorization: Basic dXNlcjpwYXNz`, 'authorization: *** ***'],
  [`GET /intake/zabbix/vk_abc-DEF_123?x=1`, 'GET /intake/zabbix/***?x=1'],
  ['POST /ping/5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278/start', 'POST /ping/***/start'],
  ['the key vk_abc-DEF_123 was shown', 'the key vk_*** was shown'],
  [`pasted ${TOKEN} here`, 'pasted vigie_*** here'],
  ['{"password":"hunter2","user":"ines"}', '{"password":"***","user":"ines"}'],
  ['{"msg":"{\\"token\\":\\"abc\\"}"}', '{"msg":"{\\"token\\":\\"***\\"}"}'],
  ['VIGIE_TOKEN=abc VIGIE_SERVER=http://x', 'VIGIE_TOKEN=*** VIGIE_SERVER=http://x'],
  ['"routing_key": "0123456789abcdef0123456789abcdef"', '"routing_key": "***"'],
  ['postgres://vigie:s3cret@db.example.org/vigie', 'postgres://vigie:***@db.example.org/vigie'],
  ['mail to ines.martin+oncall@example.org failed', 'mail to *** failed'],
])('%s', (text, clean) => expect(withoutSecrets(text)).toBe(clean));

test.each([
  'vigie_http_request_duration_seconds 12',
  'tokenId 5 and a secretary',
  'at file:///srv/node_modules/@fastify/cors/index.js:12:5',
  'better-auth@1.7.5',
  'connect ECONNREFUSED 127.0.0.1:7447',
  '2026-11-22T10:00:00.000Z app://console/index.html',
])('%s stays', (text) => expect(withoutSecrets(text)).toBe(text));

test('a covered line of JSON is still JSON, and covering again changes nothing', () => {
  const line = JSON.stringify({ msg: `token=${TOKEN}; password: "a b"`, err: { message: `Bearer ${TOKEN}` } });
  const clean = withoutSecrets(line);
  expect(JSON.parse(clean)).toMatchObject({ err: { message: 'Bearer ***' } });
  expect(withoutSecrets(clean)).toBe(clean);
});

test('a long text without anything to cover costs no more than reading it', () => {
  const long = 'a'.repeat(200_000);
  const began = performance.now();
  expect(withoutSecrets(long)).toBe(long);
  // A quadratic pattern would take minutes.
  expect(performance.now() - began).toBeLessThan(5_000);
});
