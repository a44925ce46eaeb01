import { describe, expect, it } from 'vitest';
import { DAY, HOUR, instant, MINUTE } from '../../../src-shared/time/clock.ts';
import { parseDuration } from '../../platform/duration-text.ts';
import { formOf, readSchedule, typedLength } from './schedule-form.ts';

const NOW = instant('2026-11-22T03:00:00Z');
const empty = formOf(undefined, 'Europe/Paris', 'j');

describe('a schedule that is typed', () => {
  it('is read by its kind', () => {
    expect(readSchedule({ ...empty, period: '2 h', grace: '5 min' }, NOW)).toEqual({
      ok: true,
      schedule: { kind: 'period', period: 2 * HOUR, grace: 5 * MINUTE },
    });
    expect(readSchedule({ ...empty, kind: 'cron', cron: ' 30 2 * * 1-5 ' }, NOW)).toMatchObject({
      schedule: { kind: 'cron', expression: '30 2 * * 1-5', zone: 'Europe/Paris', grace: HOUR },
    });
    expect(readSchedule({ ...empty, kind: 'onCalendar', onCalendar: 'Sun 03:00' }, NOW)).toMatchObject({ ok: true });
  });

  it('names the field that cannot be read', () => {
    expect(readSchedule({ ...empty, period: 'often' }, NOW)).toMatchObject({ field: 'period' });
    expect(readSchedule({ ...empty, period: '30 s' }, NOW)).toMatchObject({ field: 'period' });
    expect(readSchedule({ ...empty, grace: '400 j' }, NOW)).toMatchObject({ field: 'grace' });
    expect(readSchedule({ ...empty, kind: 'cron', cron: '61 * * * *' }, NOW)).toMatchObject({
      field: 'expression',
      problem: { part: 'minute' },
    });
    expect(readSchedule({ ...empty, kind: 'cron', cron: '0 0 30 2 *' }, NOW)).toMatchObject({
      problem: { part: 'never' },
    });
  });

  it.each([MINUTE, 90 * MINUTE, 26 * HOUR + 5 * MINUTE, DAY, 31 * DAY])('writes %d ms as it is read', (length) => {
    for (const days of ['j', 'd']) expect(parseDuration(typedLength(length, days))).toBe(length);
  });

  it('is shown again as it stands', () => {
    const schedule = { kind: 'cron', expression: '5 4 * * *', zone: 'Asia/Tokyo', grace: 90 * MINUTE } as const;
    expect(readSchedule(formOf(schedule, 'UTC', 'd'), NOW)).toEqual({ ok: true, schedule });
  });
});
