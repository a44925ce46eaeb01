import { describe, expect, it } from 'vitest';
import { instant } from '../time/clock.ts';
import { readAlertmanagerSilences } from './alertmanager-format.ts';

const NOW = instant('2026-11-22T03:00:00Z');

const one = (over: Record<string, unknown> = {}) => ({
  comment: 'disk swap',
  startsAt: '2026-11-22T02:00:00Z',
  endsAt: '2026-11-22T04:00:00Z',
  matchers: [{ name: 'service', value: 'db-2', isRegex: false, isEqual: true }],
  ...over,
});

const read = (value: unknown) => readAlertmanagerSilences(JSON.stringify(value), NOW);

describe('an export of Alertmanager', () => {
  it('gives the silences that are not over', () => {
    const list = read([one(), one({ endsAt: '2026-11-22T02:30:00Z' })]);
    expect(list.ok && list.value.map(({ reason }) => reason)).toEqual(['disk swap']);
  });

  it('is refused with the silence and the field that do not fit', () => {
    expect(readAlertmanagerSilences('{', NOW)).toEqual({ ok: false, error: { problem: 'json' } });
    expect(read([one(), one({ comment: ' ' })])).toEqual({
      ok: false,
      error: { problem: 'shape', entry: 2, field: 'comment' },
    });
    expect(read([one({ matchers: [{ name: 'service', value: '(', isRegex: true }] })])).toMatchObject({
      ok: false,
      error: { problem: 'regex', entry: 1 },
    });
    expect(read([one({ matchers: [{ name: 'service', value: '', isRegex: false }] })])).toEqual({
      ok: false,
      error: { problem: 'everything', entry: 1 },
    });
  });
});
