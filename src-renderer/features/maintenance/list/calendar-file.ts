import { iCalendar } from '../../../../src-shared/maintenance/icalendar.ts';
import type { Instant } from '../../../../src-shared/time/clock.ts';
import type { MaintenanceItem } from '../../../data/maintenance.ts';

/** Occurrences as an iCalendar file, where they are due by now. */
export function calendarFile(items: readonly MaintenanceItem[], name: string, now: Instant): string {
  const entries = items.map(({ planned, state, plan }) => ({
    id: planned.id,
    title: plan.doc.title,
    at: state.at,
    end: state.end,
    allDay: planned.allDay,
    zone: planned.zone,
    cancelled: state.status === 'skipped',
  }));
  return iCalendar(name, entries, now);
}
