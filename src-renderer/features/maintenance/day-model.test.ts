import { describe, expect, test } from 'vitest';
import { createMaintenance, createPlannedReader } from '../../../src-shared/maintenance/items.ts';
import { type Occurrence, occurrenceSchema, type Plan, planSchema } from '../../../src-shared/model/plan.ts';
import { createTimings } from '../../../src-shared/recurrence/timing.ts';
import { HOUR, instant, isoInstant, MINUTE } from '../../../src-shared/time/clock.ts';
import { localDate } from '../../../src-shared/time/zone.ts';
import { byTime, dayAt, dayPointOf, lateFirst, onDays, readDay, weekAt } from './day-model.ts';

const PARIS = 'Europe/Paris';
const BY = { kind: 'person', id: 'ines' };

const plan = (terms: object): Plan =>
  planSchema.parse({
    title: 'Contrôle',
    procedure: 'check',
    terms: [
      {
        from: '2026-03-01',
        anchor: '2026-03-01',
        rrule: 'FREQ=DAILY',
        duration: 30 * MINUTE,
        zone: PARIS,
        grace: HOUR,
        holidays: 'keep',
        ...terms,
      },
    ],
    revision: 1,
    createdAt: 0,
    createdBy: BY,
    updatedAt: 0,
    updatedBy: BY,
  });

function itemsOf(plans: Record<string, Plan>, written: Record<string, Occurrence>, now: string) {
  const timings = createTimings([]);
  const rows = <D>(docs: Record<string, D>) => new Map(Object.entries(docs).map(([id, doc]) => [id, { id, doc }]));
  const all = createMaintenance(rows(plans), rows(written), { read: createPlannedReader(timings), timings });
  const range = { from: instant('2026-02-20T00:00:00Z'), to: instant('2026-04-10T00:00:00Z') };
  return all.occurrencesIn(range, instant(now));
}

const done = (id: string, at: string, end: string, deadline: string, when: string): Occurrence =>
  occurrenceSchema.parse({
    plan: id,
    date: at.slice(0, 10),
    at: instant(at),
    end: instant(end),
    deadline: instant(deadline),
    allDay: id === 'audit',
    zone: PARIS,
    events: [{ kind: 'completed', by: BY, at: instant(when) }],
  });

const seen = (items: ReturnType<typeof itemsOf>, now: string, zone = PARIS) => {
  const day = readDay(items, dayAt(instant(now), zone), zone, instant(now));
  const ids = (some: readonly { planned: { id: string } }[]) => some.map(({ planned }) => planned.id);
  return { late: ids(day.late), anytime: ids(day.anytime), timed: ids(day.timed) };
};

describe('a day', () => {
  test('has its own hours, and on top what was missed in the last seven days', () => {
    const now = '2026-03-12T08:00:00Z';
    const items = itemsOf({ nine: plan({ time: '09:30' }) }, {}, now);
    const { late, timed } = seen(items, now);
    expect(late).toEqual(['05', '06', '07', '08', '09', '10', '11'].map((date) => `nine@2026-03-${date}`));
    expect(timed).toEqual(['nine@2026-03-12']);
  });

  test('that is over keeps what was missed on it, and what is late is on top of today alone', () => {
    const now = '2026-03-12T08:00:00Z';
    const items = itemsOf({ nine: plan({ time: '09:30' }) }, {}, now);
    const on = (date: string) => readDay(items, dayAt(instant(`${date}T12:00:00Z`), PARIS), PARIS, instant(now));
    for (const date of ['2026-03-02', '2026-03-11', '2026-03-13']) {
      expect(on(date).late).toEqual([]);
      expect(on(date).timed.map(({ planned }) => planned.id)).toEqual([`nine@${date}`]);
    }
  });

  test('asks for what may be done on any day of the week until somebody has done it', () => {
    const weekly = { audit: plan({ rrule: 'FREQ=WEEKLY;BYDAY=MO', grace: 6 * 24 * HOUR }) };
    const now = '2026-03-12T08:00:00Z';
    expect(seen(itemsOf(weekly, {}, now), now).anytime).toEqual(['audit@2026-03-09']);
    const written = (when: string) => ({
      'audit@2026-03-09': done(
        'audit',
        '2026-03-09T00:00:00+01:00',
        '2026-03-10T00:00:00+01:00',
        '2026-03-16T00:00:00+01:00',
        when,
      ),
    });
    expect(seen(itemsOf(weekly, written('2026-03-11T09:00:00Z'), now), now).anytime).toEqual([]);
    expect(seen(itemsOf(weekly, written('2026-03-12T07:00:00Z'), now), now).anytime).toEqual(['audit@2026-03-09']);
  });

  test('of one who looks from another zone has each whole day once', () => {
    const now = '2026-03-12T08:00:00Z';
    const items = itemsOf({ whole: plan({ rrule: 'FREQ=DAILY', grace: 0, from: '2026-03-11' }) }, {}, now);
    for (const zone of ['UTC', 'America/New_York', 'Asia/Tokyo']) {
      expect(seen(items, now, zone).anytime).toEqual(['whole@2026-03-12']);
    }
  });

  test('is in the days of a stretch that it is named by, wherever one looks from', () => {
    const items = itemsOf({ whole: plan({ zone: 'Asia/Tokyo' }) }, {}, '2026-03-12T08:00:00Z');
    for (const zone of ['UTC', 'America/New_York']) {
      const week = weekAt(instant('2026-03-12T12:00:00Z'), zone);
      const dates = onDays(items, { from: week[0]?.from ?? 0, to: week[6]?.to ?? 0 }, zone).map(
        ({ planned }) => planned.date,
      );
      expect([dates.length, dates[0], dates[6]]).toEqual([7, '2026-03-09', '2026-03-15']);
    }
  });

  test('is named by the day of the plan, however far away one looks', () => {
    const [whole] = itemsOf({ whole: plan({ zone: 'Pacific/Kiritimati' }) }, {}, '2026-03-12T08:00:00Z');
    if (!whole) throw new Error('nothing is planned');
    for (const zone of ['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati', 'Pacific/Niue']) {
      expect(localDate(dayPointOf(whole.planned, whole.state.at, zone), zone)).toBe(whole.planned.date);
    }
  });

  test('lasts 23 hours in spring and 25 in autumn, and a week begins on Monday', () => {
    const lengthOn = (at: string) => {
      const { from, to } = dayAt(instant(at), PARIS);
      return (to - from) / HOUR;
    };
    expect(['2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z', '2026-10-25T12:00:00Z'].map(lengthOn)).toEqual([
      24, 23, 25,
    ]);
    const week = weekAt(instant('2026-03-29T12:00:00Z'), PARIS).map(({ from }) => isoInstant(from));
    expect([week[0], week[6]]).toEqual(['2026-03-22T23:00:00.000Z', '2026-03-28T23:00:00.000Z']);
  });
});

test('in a calendar what is late stands before what is still to come', () => {
  const plans = { late: plan({ time: '11:00' }), early: plan({ time: '08:00' }), next: plan({ time: '16:00' }) };
  const written = {
    'early@2026-03-12': done(
      'early',
      '2026-03-12T07:00:00Z',
      '2026-03-12T07:30:00Z',
      '2026-03-12T08:30:00Z',
      '2026-03-12T07:20:00Z',
    ),
  };
  const items = itemsOf(plans, written, '2026-03-12T13:00:00Z').filter(({ planned }) => planned.date === '2026-03-12');
  expect(lateFirst(byTime(items)).map(({ plan: { id } }) => id)).toEqual(['late', 'early', 'next']);
});
