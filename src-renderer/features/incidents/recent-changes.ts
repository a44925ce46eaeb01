import type { ChangeEvent } from '../../../src-shared/model/change-event.ts';
import { DAY, type Instant } from '../../../src-shared/time/clock.ts';

/** A change older than this seldom is what broke the service today. */
const RECENT = DAY;
/** Where none is that young, the last ones still tell something. */
const LAST = 3;

/** Changes from a day before the opening on; where there are none, the last three before. */
export function recentChanges<R extends { doc: ChangeEvent }>(rows: readonly R[], openedAt: Instant): R[] {
  const recent = rows.filter(({ doc }) => doc.at >= openedAt - RECENT);
  return recent.length > 0 ? recent : rows.toSorted((a, b) => b.doc.at - a.doc.at).slice(0, LAST);
}

/** Whether every word is in what is known of the change, whatever its case. */
export function fits(change: ChangeEvent, query: string): boolean {
  const text = [change.summary, change.source, change.sender, ...Object.entries(change.details).flat()]
    .join(' ')
    .toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
