import ICAL from 'ical.js';
import { expect, it } from 'vitest';
import { createTimings, type PlanRecord } from '../recurrence/timing.ts';
import { HOUR, instant, isoInstant } from '../time/clock.ts';
import { type CalendarEntry, iCalendar } from './icalendar.ts';

const zone = 'Europe/Paris';
const now = instant('2026-03-01T00:00:00Z');
const base = { from: '2026-01-01', anchor: '2026-01-01', duration: HOUR, zone, grace: 0, holidays: 'keep' } as const;
const sundays: PlanRecord = { id: 'db', doc: { terms: [{ ...base, rrule: 'FREQ=WEEKLY;BYDAY=SU', time: '03:00' }] } };
const days: PlanRecord = { id: 'day', doc: { terms: [{ ...base, rrule: 'FREQ=DAILY' }] } };

function entriesOf(plan: PlanRecord, title: string, from: string, to: string): CalendarEntry[] {
  return createTimings([])
    .occurrencesOf(plan, { from: instant(from), to: instant(to) })
    .map(({ id, at, end, allDay }) => ({ id, title, at, end, allDay, zone }));
}

function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
}

it('says the hours in UTC, also where clocks change, under the id of the occurrence', () => {
  const entries = entriesOf(sundays, 'Maintenance base', '2026-03-20T00:00:00Z', '2026-04-06T00:00:00Z');
  const text = iCalendar('Maintenance', entries, now);
  expect(read(text).map(({ uid, startDate, endDate }) => [uid, `${startDate}`, `${endDate}`])).toEqual([
    ['db@2026-03-22', '2026-03-22T02:00:00Z', '2026-03-22T03:00:00Z'],
    ['db@2026-03-29', '2026-03-29T01:00:00Z', '2026-03-29T02:00:00Z'],
    ['db@2026-04-05', '2026-04-05T01:00:00Z', '2026-04-05T02:00:00Z'],
  ]);
  expect(iCalendar('Maintenance', entries, now)).toBe(text);
});

it('says whole days as dates, the end the day after, on the days that clocks change too', () => {
  const entries = entriesOf(days, 'Rapport', '2026-03-28T23:00:00Z', '2026-03-30T22:00:00Z');
  const events = read(iCalendar('Maintenance', entries, now));
  expect(events.map(({ startDate, endDate }) => [startDate.isDate, `${startDate}`, `${endDate}`])).toEqual([
    [true, '2026-03-29', '2026-03-30'],
    [true, '2026-03-30', '2026-03-31'],
  ]);
});

it('says no end of what takes no time: one would have to lie after its start', () => {
  const at = instant('2026-06-01T08:00:00Z');
  const text = iCalendar('Maintenance', [{ id: 'a@2026-06-01', title: 'Voir', at, end: at, allDay: false, zone }], now);
  expect(text).toContain('DTSTART:20260601T080000Z');
  expect(text).not.toContain('DTEND');
});

it('gives back any text as it was, and strikes out what is skipped', () => {
  const title = 'Sauvegarde ; base, « prod » \\n 🛰️ '.repeat(6).trim();
  const detail = 'Première ligne\nSeconde: BEGIN:VEVENT\r\nEND:VCALENDAR';
  const at = instant('2026-06-01T08:00:00Z');
  const entry = { id: 'a@2026-06-01', title, detail, at, end: at + HOUR, allDay: false, zone, cancelled: true };
  const text = iCalendar('Équipe, « nuit »', [entry], now);
  const encoder = new TextEncoder();
  expect(text.split('\r\n').every((line) => encoder.encode(line).length <= 75)).toBe(true);
  const [event, ...others] = read(text);
  expect(others).toEqual([]);
  expect(event?.summary).toBe(title);
  expect(event?.description).toBe(detail.replace('\r\n', '\n'));
  expect(event?.component.getFirstPropertyValue('status')).toBe('CANCELLED');
  expect(`${event?.component.getFirstPropertyValue('dtstamp')}`).toBe(isoInstant(now).replace('.000', ''));
});

it('leaves control characters out, which no calendar has', () => {
  const at = instant('2026-06-01T08:00:00Z');
  const entry = { id: 'a@2026-06-01', title: 'Base\u0000\u001b[1m nuit', detail: 'a\tb\u0007', at, end: at + HOUR };
  const [event] = read(iCalendar('Maintenance', [{ ...entry, allDay: false, zone }], now));
  expect([event?.summary, event?.description]).toEqual(['Base[1m nuit', 'a\tb']);
});
