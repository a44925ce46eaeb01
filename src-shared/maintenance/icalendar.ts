import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { DAY, dateOf, type Instant } from '../time/clock.ts';
import { dayNumber } from '../time/day.ts';
import { type LocalDate, localDate } from '../time/zone.ts';

/** What a calendar elsewhere is told of an occurrence. */
export interface CalendarEntry {
  /** Of the occurrence: the same in every export, so that taking it in again makes nothing twice. */
  id: string;
  title: string;
  /** Half-open. */
  at: Instant;
  end: Instant;
  /** The days of `zone` are meant, not their hours. */
  allDay: boolean;
  zone: string;
  detail?: string;
  /** Words that a calendar sorts by: its team, its service. */
  categories?: readonly string[];
  /** Skipped: it stays in the calendar, struck out. */
  cancelled?: boolean;
  /** Grows with all that is said of it: a calendar that has it already takes the higher one. */
  sequence?: number;
  changedAt?: Instant;
}

/** A day as UTC's midnight, of which the writer takes the day. */
const midnight = (date: LocalDate) => dateOf(dayNumber(date) * DAY);

/** Control characters have no place in it (RFC 5545, 3.3.11): some calendars refuse the whole file. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes.
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** Occurrences as an iCalendar file (RFC 5545): hours in UTC, whole days as dates, all settled: no rule is in it. */
export function iCalendar(name: string, entries: readonly CalendarEntry[], now: Instant): string {
  const calendar = ical({ name, method: ICalCalendarMethod.PUBLISH, prodId: { company: 'Vigie', product: 'Vigie' } });
  for (const entry of entries) {
    const { id, title, at, end, allDay, zone, detail, cancelled, categories = [], sequence = 0, changedAt } = entry;
    const start = allDay ? midnight(localDate(at, zone)) : dateOf(at);
    // The end of a whole day is the day after it; what takes no time has none, since an end lies after its start.
    const stop = allDay ? midnight(localDate(Math.max(end, at + 1), zone)) : end > at ? dateOf(end) : undefined;
    calendar.createEvent({
      id,
      start,
      ...(stop ? { end: stop } : {}),
      allDay,
      summary: title.replace(CONTROLS, ''),
      stamp: dateOf(now),
      ...(detail ? { description: detail.replace(CONTROLS, '') } : {}),
      status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      categories: categories.map((category) => ({ name: category.replace(CONTROLS, '') })),
      sequence,
      ...(changedAt === undefined ? {} : { lastModified: dateOf(changedAt) }),
    });
  }
  return calendar.toString();
}
