import { expect, it } from 'vitest';
import { webAddress } from './web-address.ts';

it.each([
  ['https://prometheus.example/graph?g0.expr=up', 'https://prometheus.example/graph?g0.expr=up'],
  [' http://10.0.0.1:9090 ', 'http://10.0.0.1:9090/'],
])('takes the web page %s', (text, expected) => {
  expect(webAddress(text)).toBe(expected);
});

it.each([
  'javascript:alert(1)',
  'file:///etc/passwd',
  'data:text/html,<script>',
  'vigie://incident/1',
  'smb://host/share',
  '//host/path',
  'https://',
  'https://bank.example@evil.example/',
  '',
])('refuses %j', (text) => {
  expect(webAddress(text)).toBeUndefined();
});
