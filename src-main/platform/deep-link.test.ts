import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linkAmong, parseDeepLink } from './deep-link.ts';

test('a link names an incident by number or id', () => {
  expect(parseDeepLink('vigie://incident/42')).toEqual({ command: 'incident.open', incident: '42', via: 'link' });
  expect(parseDeepLink('vigie://incident/0198c6f0-aaaa-7bbb-8ccc-0123456789ab/')?.incident).toBe(
    '0198c6f0-aaaa-7bbb-8ccc-0123456789ab',
  );
  expect(parseDeepLink('vigie://board')).toEqual({ command: 'board.open', via: 'link' });
});

test.each([
  'vigie://incident',
  'vigie://incident/',
  'vigie://incident/42/acknowledge',
  'vigie://incident/42?x=1',
  'vigie://incident/42#x',
  'vigie://incident/..%2f',
  'vigie://incident/é',
  'vigie://incident/42\n',
  'vigie://board/42',
  'vigie://user@incident/42',
  'VIGIE://incident/42',
  'http://incident/42',
  'javascript:alert(1)',
  `vigie://incident/${'9'.repeat(65)}`,
  ' vigie://incident/42',
])('%j is refused', (link) => {
  expect(parseDeepLink(link)).toBeNull();
});

test('whatever comes in, only the characters of an id go out', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary' }).map((text) => `vigie://incident/${text}`),
        fc.webUrl().map((url) => url.replace(/^https?/, 'vigie')),
      ),
      (text) => {
        const command = parseDeepLink(text);
        if (command?.incident !== undefined) expect(command.incident).toMatch(/^[0-9A-Za-z_-]{1,64}$/);
      },
    ),
    { numRuns: 1_000 },
  );
});

test('the first link among the arguments of a start is taken, flags and paths are not', () => {
  const argv = ['/opt/Vigie/vigie', '--hidden', 'vigie://nowhere', 'vigie://incident/7', 'vigie://incident/8'];
  expect(linkAmong(argv)?.incident).toBe('7');
  expect(linkAmong(['/opt/Vigie/vigie'])).toBeNull();
});
