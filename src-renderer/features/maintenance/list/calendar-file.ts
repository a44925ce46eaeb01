import { type Instant, isoInstant } from '../../../../src-shared/time/clock.ts';
import type { MaintenanceItem } from '../../../data/maintenance.ts';

/** RFC 5545, 3.3.11. */
const escaped = (text: string) => text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, '\\n');
const stamp = (at: Instant) => isoInstant(at).replace(/\.\d+/, '').replaceAll(/[-:]/g, '');

/** Lines of at most 75 octets, no character cut in two. RFC 5545, 3.1. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  const parts: string[] = [];
  let part = '';
  let size = 0;
  for (const character of line) {
    const more = encoder.encode(character).length;
    if (size + more > (parts.length === 0 ? 75 : 74)) {
      parts.push(part);
      [part, size] = ['', 0];
    }
    part += character;
    size += more;
  }
  return [...parts, part].join('\r\n ');
}

/** Occurrences as an iCalendar file: each by its own id, so that taking it in again makes nothing twice. */
export function calendarFile(items: readonly MaintenanceItem[], name: string, now: Instant): string {
  const events = items.flatMap(({ planned, state, plan }) => {
    return [
      'BEGIN:VEVENT',
      `UID:${planned.id}`,
      `DTSTAMP:${stamp(now)}`,
      ...(planned.allDay
        ? [`DTSTART;VALUE=DATE:${planned.date.replaceAll('-', '')}`]
        : [`DTSTART:${stamp(state.at)}`, `DTEND:${stamp(state.end)}`]),
      `SUMMARY:${escaped(plan.doc.title)}`,
      ...(state.status === 'skipped' ? ['STATUS:CANCELLED'] : []),
      'END:VEVENT',
    ];
  });
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Vigie//Maintenance//FR',
    `X-WR-CALNAME:${escaped(name)}`,
    ...events,
    'END:VCALENDAR',
  ]
    .map(folded)
    .join('\r\n')
    .concat('\r\n');
}
