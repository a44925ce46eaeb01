import { asLine, isName } from '../../../src-shared/model/name.ts';
import type { Priority } from '../../../src-shared/model/priority.ts';
import type { Calendar, ClockName, SlaPolicy } from '../../../src-shared/model/sla-policy.ts';
import { DAY, MINUTE, type Millis } from '../../../src-shared/time/clock.ts';
import { isZone } from '../../../src-shared/time/zone.ts';
import { parseDuration } from '../../platform/duration-text.ts';

/** What a field answers to a text: the value, or the key of the sentence that says what is wrong. */
export type Read<T> = { ok: true; value: T } | { ok: false; why: string };

const LONGEST: Millis = 366 * DAY;
const SHORTEST_REPEAT: Millis = 10_000;

const isNothing = (text: string) => ['', '—', '-', '–'].includes(text.trim());

/** A promise typed by a person; empty or « — » promises nothing, which a response may not. */
export function readTarget(text: string, optional: boolean): Read<Millis | null> {
  if (isNothing(text)) return optional ? { ok: true, value: null } : { ok: false, why: 'settings.sla.needed' };
  const value = parseDuration(text);
  if (value === undefined) return { ok: false, why: 'settings.sla.notADuration' };
  return value > LONGEST ? { ok: false, why: 'settings.sla.tooLong' } : { ok: true, value };
}

/** What a calendar is called. */
export function readName(text: string): Read<string> {
  if (!isName(text)) return { ok: false, why: 'settings.calendar.nameNeeded' };
  const name = asLine(text);
  return name.length > 120 ? { ok: false, why: 'settings.calendar.nameTooLong' } : { ok: true, value: name };
}

/** The zone that hours are read in, as the IANA writes it. */
export function readZone(text: string): Read<string> {
  const zone = text.trim();
  return isZone(zone) ? { ok: true, value: zone } : { ok: false, why: 'settings.calendar.zoneUnknown' };
}

/** How often to say again after a lapse; empty says it once. */
export function readRepeat(text: string): Read<Millis | null> {
  const read = readTarget(text, true);
  if (!read.ok || read.value === null) return read;
  return read.value < SHORTEST_REPEAT ? { ok: false, why: 'settings.sla.tooOften' } : read;
}

/** « 50 %, 80 % » → [0.5, 0.8]: each between 1 and 99, ascending, eight at most. Empty warns at the lapse alone. */
export function readWarnAt(text: string): Read<number[]> {
  const pieces = text.split(/[\s,;%]+/).filter((piece) => piece !== '');
  const points = pieces.map(Number);
  if (points.some((point) => !Number.isInteger(point) || point < 1 || point > 99)) {
    return { ok: false, why: 'settings.sla.notPercents' };
  }
  if (points.length > 8) return { ok: false, why: 'settings.sla.tooMany' };
  const sorted = [...new Set(points)].sort((a, b) => a - b);
  return { ok: true, value: sorted.map((point) => point / 100) };
}

/** « 3 / 10 min »: as many firings in that time are a flapping. Empty lets every firing page. */
export function readFlapping(text: string): Read<{ firings: number; within: Millis } | null> {
  if (isNothing(text)) return { ok: true, value: null };
  const [, count, length] = /^\s*(\d{1,2})\D*?[/x×\s]\s*(?:en|in)?\s*(\d.*)$/i.exec(text) ?? [];
  const firings = Number(count);
  const within = parseDuration(length ?? '');
  const isSound = firings >= 2 && firings <= 20 && within !== undefined && within >= MINUTE && within <= DAY;
  return isSound ? { ok: true, value: { firings, within } } : { ok: false, why: 'settings.sla.notFlapping' };
}

export function withTarget(policy: SlaPolicy, priority: Priority, clock: ClockName, target: Millis | null): SlaPolicy {
  const row = policy.targets[priority];
  const next = clock === 'response' ? { ...row, response: target ?? row.response } : { ...row, [clock]: target };
  return { ...policy, targets: { ...policy.targets, [priority]: next } };
}

export function withRepeat(policy: SlaPolicy, priority: Priority, every: Millis | null): SlaPolicy {
  return { ...policy, repeatEvery: { ...policy.repeatEvery, [priority]: every } };
}

export function withCalendar(
  policy: SlaPolicy,
  priority: Priority,
  calendar: SlaPolicy['calendars'][Priority],
): SlaPolicy {
  return { ...policy, calendars: { ...policy.calendars, [priority]: calendar } };
}

type Range = { from: string; to: string };
const TIME = /^(\d{1,2})(?:[:hH](\d{2})?)?$/;

/** « 9h30 », « 22 », « 24:00 » → `HH:MM`; undefined for anything else. */
function readTime(text: string): string | undefined {
  const match = TIME.exec(text.trim());
  if (!match) return undefined;
  const hour = Number(match[1]);
  const minute = Number(match[2] ?? 0);
  if (minute > 59 || hour > 24 || (hour === 24 && minute > 0)) return undefined;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** A time of day as typed → `HH:MM`, before midnight. */
export function readClockTime(text: string): string | undefined {
  const time = readTime(text);
  return time === '24:00' ? '00:00' : time;
}

/** « 9:00-12:30, 14h-18h » → ranges in order that do not overlap. Empty is a day without hours. */
export function readHours(text: string): Read<Range[]> {
  if (isNothing(text)) return { ok: true, value: [] };
  const ranges: Range[] = [];
  for (const piece of text.split(/[,;]/)) {
    const [from, to, more] = piece.split(/[-–—]/).map(readTime);
    if (from === undefined || to === undefined || more !== undefined || from >= to) {
      return { ok: false, why: 'settings.calendar.notHours' };
    }
    ranges.push({ from, to });
  }
  ranges.sort((a, b) => (a.from < b.from ? -1 : 1));
  const overlap = ranges.some((range, index) => index > 0 && range.from < (ranges[index - 1]?.to ?? ''));
  return overlap ? { ok: false, why: 'settings.calendar.overlap' } : { ok: true, value: ranges };
}

export const hoursText = (calendar: Calendar, day: number): string =>
  calendar.hours
    .filter((range) => range.day === day)
    .sort((a, b) => (a.from < b.from ? -1 : 1))
    .map((range) => `${range.from}–${range.to}`)
    .join(', ');

export function withHours(calendar: Calendar, day: number, ranges: readonly Range[]): Calendar {
  const others = calendar.hours.filter((range) => range.day !== day);
  const hours = [...others, ...ranges.map((range) => ({ day, ...range }))];
  return { ...calendar, hours: hours.sort((a, b) => a.day - b.day || (a.from < b.from ? -1 : 1)) };
}

export const holidaysText = (calendar: Calendar): string => calendar.holidays.map((one) => one.date).join(', ');

/** « 2026-12-25, 2027-01-01 » → days off; one that was there keeps its name. */
export function readHolidays(text: string, calendar: Calendar): Read<Calendar['holidays']> {
  if (isNothing(text)) return { ok: true, value: [] };
  const dates = text.split(/[\s,;]+/).filter((piece) => piece !== '');
  if (dates.some((date) => !/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(date))) {
    return { ok: false, why: 'settings.calendar.notDates' };
  }
  const names = new Map(calendar.holidays.map((one) => [one.date, one.name]));
  return {
    ok: true,
    value: [...new Set(dates)].sort().map((date) => ({ date, name: names.get(date) ?? date })),
  };
}
