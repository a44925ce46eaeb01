import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CHANGE_TYPES, type Change, type ChangeStatus, type ChangeType } from '../model/change.ts';
import { packSchema } from '../model/pack.ts';
import { instant } from '../time/clock.ts';
import { CADENCE, dueTypes, WRITTEN_TYPE } from './types.ts';

const SYSTEM = { kind: 'system' } as const;
const AT = instant('2026-01-01T00:00:00Z');
const change = (type: ChangeType, status: ChangeStatus, endedAt?: string): Change => ({
  title: type,
  type,
  services: [],
  risk: 'low',
  window: { from: AT, to: AT + 1, zone: 'Europe/Paris' },
  status,
  gates: {},
  exceptions: [],
  incidents: [],
  acts: [],
  revision: 1,
  createdBy: SYSTEM,
  createdAt: AT,
  updatedAt: AT,
  ...(endedAt ? { endedAt: instant(endedAt) } : {}),
});
const due = (changes: Change[], now: string, zone = 'Europe/Paris') =>
  dueTypes(changes, instant(now), zone).map(({ type, due: day }) => [type, day]);

describe('the types of update', () => {
  test('are those of the written procedures, with their cadence', () => {
    for (const language of ['fr', 'en']) {
      const file = new URL(`../../resources/packs/procedures.${language}.json`, import.meta.url);
      const pack = packSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
      const list = pack.lists.find(({ id }) => id === 'technical.updates.types');
      expect(list?.items.map(({ id }) => id)).toEqual(CHANGE_TYPES.map((type) => WRITTEN_TYPE[type]));
      for (const type of CHANGE_TYPES) {
        const item = list?.items.find(({ id }) => id === WRITTEN_TYPE[type]);
        expect([type, item?.facts?.cadence]).toEqual([type, CADENCE[type]]);
      }
    }
  });

  test('are due where nothing of them was ever done', () => {
    expect(due([], '2026-11-23T03:00:00Z')).toEqual([
      ['minor', undefined],
      ['major', undefined],
      ['dependency', undefined],
    ]);
  });

  const done = [
    change('minor', 'done', '2026-10-31T22:30:00Z'),
    change('major', 'done', '2026-08-31T10:00:00Z'),
    change('dependency', 'done', '2026-11-16T10:00:00Z'),
    change('security', 'done', '2020-01-01T10:00:00Z'),
  ];
  test.each([
    ['2026-11-22T22:59:00Z', []],
    ['2026-11-22T23:00:00Z', [['dependency', '2026-11-23']]],
    [
      '2026-11-29T23:00:00Z',
      [
        ['dependency', '2026-11-23'],
        ['minor', '2026-11-30'],
        ['major', '2026-11-30'],
      ],
    ],
  ])('are due at %s a week, a month and a quarter after the last one', (now, expected) => {
    expect(due(done, now)).toEqual(expected);
  });

  test('are not due while one is under way, and neither a cancelled nor a rolled back one counts', () => {
    const now = '2026-12-24T10:00:00Z';
    expect(due([...done, change('minor', 'draft'), change('dependency', 'approved')], now)).toEqual([
      ['major', '2026-11-30'],
    ]);
    const undone = [change('dependency', 'rolledBack', '2026-12-23T10:00:00Z')];
    expect(due([...done, ...undone], now)[0]).toEqual(['dependency', '2026-11-23']);
  });

  test('count the days of the zone that is asked for', () => {
    const last = [change('dependency', 'done', '2026-11-16T02:00:00Z')];
    expect(due(last, '2026-11-22T23:30:00Z', 'America/New_York')).toContainEqual(['dependency', '2026-11-22']);
    expect(due(last, '2026-11-22T23:30:00Z', 'UTC').map(([type]) => type)).not.toContain('dependency');
  });
});
