import { expect, test } from 'vitest';
import type { Change, Freeze } from '../../../src-shared/model/change.ts';
import { HOUR, type Instant, instant } from '../../../src-shared/time/clock.ts';
import { dateOfDay, dayNumber } from '../../../src-shared/time/day.ts';
import { weeksOf } from '../../../src-shared/time/month.ts';
import { changeRecord } from '../../../tests/support/change-record.ts';
import { freezeBands, movedBy, onDay } from './calendar-model.ts';

const PARIS = 'Europe/Paris';
const SYSTEM = { kind: 'system' } as const;
const at = instant('2026-11-23T23:30:00Z');

const row = (title: string, from: Instant, more: Partial<Change> = {}) => ({
  id: title,
  doc: changeRecord(from, { title, type: 'minor', ...more }),
});
const daysOf = (rows: ReturnType<typeof row>[]) =>
  weeksOf(dayNumber('2026-11-01'), PARIS)
    .flat()
    .flatMap((day) => (onDay(rows, day, at).length > 0 ? [dateOfDay(day.day)] : []));

test('a change is on the days that its window touches, by the clocks of the person', () => {
  expect(daysOf([row('a', at)])).toEqual(['2026-11-24']);
});

test('one that was begun is on the days on which it was worked on', () => {
  const startedAt = at + 24 * HOUR;
  expect(daysOf([row('a', at, { status: 'done', startedAt, endedAt: startedAt + 30 * HOUR })])).toEqual([
    '2026-11-25',
    '2026-11-26',
  ]);
});

test('a freeze lies over its days, and not over the one that it ends with', () => {
  const freeze: Freeze = {
    title: 'Soldes',
    window: { from: instant('2026-11-26T23:00:00Z'), to: instant('2026-11-30T23:00:00Z'), zone: PARIS },
    services: [],
    reason: 'trafic',
    revision: 1,
    createdBy: SYSTEM,
    createdAt: at,
  };
  const [band] = freezeBands([{ id: 'f', doc: freeze }], PARIS);
  expect([dateOfDay(band?.from ?? 0), dateOfDay(band?.to ?? 0)]).toEqual(['2026-11-27', '2026-11-30']);
});

test('a window that is moved keeps its hour and its length where the clocks are changed between', () => {
  const from = instant('2026-10-23T20:00:00Z');
  expect(movedBy({ from, to: from + 2 * HOUR, zone: PARIS }, 7)).toEqual({
    from: instant('2026-10-30T21:00:00Z'),
    to: instant('2026-10-30T23:00:00Z'),
    zone: PARIS,
  });
});
