import { expect, it } from 'vitest';
import { serverAddress } from './server-address.ts';

it.each([
  ['https://vigie.example.org/', 'https://vigie.example.org'],
  ['vigie.example.org', 'https://vigie.example.org'],
  ['127.0.0.1:4310', 'http://127.0.0.1:4310'],
  ['192.168.1.4:4310/board', 'https://192.168.1.4:4310'],
  [' localhost:4310 ', 'http://localhost:4310'],
  ['http://[::1]:4310', 'http://[::1]:4310'],
])('reads %s as %s', (text, origin) => {
  expect(serverAddress(text)).toEqual({ ok: true, origin });
});

it.each(['', 'mon serveur', 'ftp://vigie', 'javascript:alert(1)', 'https://a:b@vigie.example', 'http://'])(
  'refuses « %s »',
  (text) => {
    expect(serverAddress(text)).toEqual({ ok: false, why: 'notAnAddress' });
  },
);

it('sends no token in clear over a network', () => {
  expect(serverAddress('http://vigie.example.org')).toEqual({ ok: false, why: 'httpsNeeded' });
});
