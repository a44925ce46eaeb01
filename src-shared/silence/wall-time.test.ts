import { expect, test } from 'vitest';
import { instant } from '../time/clock.ts';
import { suggestMatchers } from './suggest.ts';
import { instantOfText, wallText } from './wall-time.ts';

test.each([
  ['2026-11-22T04:00', 'start', '2026-11-22T03:00:00Z'],
  // 02:30 does not exist on this night, and happens twice on the other.
  ['2026-03-29T02:30', 'start', '2026-03-29T01:00:00Z'],
  ['2026-03-29T02:30', 'end', '2026-03-29T01:00:00Z'],
  ['2026-10-25T02:30', 'start', '2026-10-25T00:30:00Z'],
  ['2026-10-25T02:30', 'end', '2026-10-25T01:30:00Z'],
] as const)('%s in Paris as a %s is %s', (text, edge, wanted) => {
  expect(instantOfText(text, 'Europe/Paris', edge)).toBe(instant(wanted));
});

test('what is no date, or no zone, is nothing; what is one reads back', () => {
  expect(instantOfText('2026-02-31', 'Europe/Paris', 'end')).toBeUndefined();
  expect(instantOfText('', 'Europe/Paris', 'end')).toBeUndefined();
  expect(instantOfText('2026-11-22T04:00', 'Paris', 'end')).toBeUndefined();
  expect(wallText(instant('2026-07-01T12:00:00Z'), 'America/New_York')).toBe('2026-07-01T08:00');
});

test('« silence this » takes the labels that all share, else their names', () => {
  const matcher = (name: string, value: string, isRegex = false) => ({ name, value, isRegex, isEqual: true });
  expect(suggestMatchers([{ pod: 'a', alertname: 'X' }])).toEqual([matcher('alertname', 'X'), matcher('pod', 'a')]);
  expect(
    suggestMatchers([
      { alertname: 'X', env: 'prod', pod: 'a' },
      { alertname: 'X', env: 'prod', pod: 'b' },
    ]),
  ).toEqual([matcher('alertname', 'X'), matcher('env', 'prod')]);
  expect(suggestMatchers([{ alertname: 'A.b' }, { alertname: 'C' }])).toEqual([matcher('alertname', 'A\\.b|C', true)]);
  expect(suggestMatchers([{}, {}])).toEqual([]);
});
