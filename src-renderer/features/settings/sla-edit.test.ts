import { describe, expect, it } from 'vitest';
import { PROCEDURES_SLA_POLICY } from '../../../src-shared/sla/default-policy.ts';
import { HOUR, MINUTE } from '../../../src-shared/time/clock.ts';
import {
  hoursText,
  readFlapping,
  readHours,
  readName,
  readRepeat,
  readTarget,
  readWarnAt,
  readZone,
  withHours,
  withTarget,
} from './sla-edit.ts';

describe('a calendar', () => {
  it('is called something that can be seen', () => {
    expect(readName(' Bureau\u202e, Lyon ')).toEqual({ ok: true, value: 'Bureau, Lyon' });
    expect(readName('\u200b ')).toEqual({ ok: false, why: 'settings.calendar.nameNeeded' });
    expect(readName('x'.repeat(121))).toEqual({ ok: false, why: 'settings.calendar.nameTooLong' });
  });

  it('is of a zone that is known', () => {
    expect(readZone(' Europe/Paris ')).toEqual({ ok: true, value: 'Europe/Paris' });
    expect(readZone('Paris')).toEqual({ ok: false, why: 'settings.calendar.zoneUnknown' });
  });
});

describe('targets', () => {
  it('are typed as a person says them', () => {
    expect(readTarget('5 min', false)).toEqual({ ok: true, value: 5 * MINUTE });
    expect(readTarget('4h', true)).toEqual({ ok: true, value: 4 * HOUR });
  });

  it('may promise nothing, but for the response', () => {
    expect(readTarget('—', true)).toEqual({ ok: true, value: null });
    expect(readTarget(' ', false)).toEqual({ ok: false, why: 'settings.sla.needed' });
  });

  it('refuse what is no length of time, and more than a year', () => {
    expect(readTarget('bientôt', true)).toMatchObject({ ok: false });
    expect(readTarget('400 j', true)).toEqual({ ok: false, why: 'settings.sla.tooLong' });
  });

  it('change one cell alone', () => {
    const next = withTarget(PROCEDURES_SLA_POLICY, 'P1', 'resolution', null);
    expect(next.targets.P1).toEqual({ response: 15 * MINUTE, resolution: null, postIncident: null });
    expect(next.targets.P0).toBe(PROCEDURES_SLA_POLICY.targets.P0);
  });
});

describe('what flaps', () => {
  it('is so many firings in so long, or nothing', () => {
    const rule = { ok: true, value: { firings: 3, within: 10 * MINUTE } };
    for (const text of ['3 / 10 min', '3/10 min', '3 en 10 min', '3 in 10 min', '3 x 10 min']) {
      expect(readFlapping(text)).toEqual(rule);
    }
    expect(readFlapping('—')).toEqual({ ok: true, value: null });
    for (const text of ['1 / 10 min', '3', '3 / 10 s', 'souvent', '3 / 2 j']) {
      expect(readFlapping(text)).toEqual({ ok: false, why: 'settings.sla.notFlapping' });
    }
  });
});

describe('repeats and warning points', () => {
  it('say it no more often than every ten seconds', () => {
    expect(readRepeat('5 s')).toEqual({ ok: false, why: 'settings.sla.tooOften' });
    expect(readRepeat('2 min')).toEqual({ ok: true, value: 2 * MINUTE });
    expect(readRepeat('')).toEqual({ ok: true, value: null });
  });

  it('are read in any order, once each', () => {
    expect(readWarnAt('80 %, 50 % 80')).toEqual({ ok: true, value: [0.5, 0.8] });
    expect(readWarnAt('')).toEqual({ ok: true, value: [] });
    expect(readWarnAt('120 %')).toMatchObject({ ok: false });
    expect(readWarnAt('moitié')).toMatchObject({ ok: false });
  });
});

describe('business hours', () => {
  it('are read and written back', () => {
    const read = readHours('14h-18h, 9:00–12:30');
    expect(read).toEqual({
      ok: true,
      value: [
        { from: '09:00', to: '12:30' },
        { from: '14:00', to: '18:00' },
      ],
    });
    const calendar = { name: 'Bureau', zone: 'Europe/Paris', hours: [], holidays: [] };
    if (read.ok) expect(hoursText(withHours(calendar, 1, read.value), 1)).toBe('09:00–12:30, 14:00–18:00');
  });

  it('end at midnight as 24:00 and refuse what runs backwards or overlaps', () => {
    expect(readHours('20-24')).toEqual({ ok: true, value: [{ from: '20:00', to: '24:00' }] });
    expect(readHours('18-9')).toMatchObject({ ok: false });
    expect(readHours('9-12, 11-14')).toEqual({ ok: false, why: 'settings.calendar.overlap' });
    expect(readHours('9-25')).toMatchObject({ ok: false });
  });
});
