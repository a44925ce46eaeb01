import { iCalendar } from '../../../../src-shared/maintenance/icalendar.ts';
import { teamOn } from '../../../../src-shared/maintenance/occurrence-parts.ts';
import { parseProcedure } from '../../../../src-shared/procedure/parse.ts';
import { plainText } from '../../../../src-shared/procedure/step-text.ts';
import type { Instant } from '../../../../src-shared/time/clock.ts';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { doerOf, evidenceOf, type OccurrenceNames, reasonOf } from './list-model.ts';

export interface CalendarWords extends Pick<OccurrenceNames, 'status' | 'person' | 'team' | 'service'> {
  /** What of it is what. */
  line(column: string, value: string): string;
  /** Until when it is done on time. */
  due(item: MaintenanceItem): string;
  /** The text of a procedure in force, where it is known here. */
  text(procedure: string): string | undefined;
}

/** Its steps as a list to tick, those inside a step further in. */
const checklist = (text: string): string[] =>
  parseProcedure(text).steps.map(({ text: words, depth }) => `${'  '.repeat(depth)}[ ] ${plainText(words)}`);

/** Occurrences as an iCalendar file, where they are due by now. */
export function calendarFile(
  items: readonly MaintenanceItem[],
  name: string,
  now: Instant,
  words: CalendarWords,
): string {
  const entries = items.map((item) => {
    const { planned, state, plan, doc } = item;
    const team = words.team(teamOn(plan.doc, planned.date));
    const service = words.service(plan.doc.service);
    const text = words.text(plan.doc.procedure);
    const said = (column: string, value: string | undefined) =>
      value === undefined ? [] : [words.line(column, value)];
    const lines = [
      ...said('status', words.status(state.status)),
      words.due(item),
      ...said('person', words.person(doerOf(item))),
      ...said('team', team),
      ...said('service', service),
      ...said('reason', reasonOf(item)),
      ...evidenceOf(item).map((file) => words.line('evidence', file)),
      ...(text === undefined ? [] : ['', ...checklist(text)]),
    ];
    const events = doc?.events ?? [];
    return {
      id: planned.id,
      title: plan.doc.title,
      at: state.at,
      end: state.end,
      allDay: planned.allDay,
      zone: planned.zone,
      detail: lines.join('\n').trimEnd(),
      categories: [team, service].filter((one) => one !== undefined),
      cancelled: state.status === 'skipped',
      // An edit of its plan moves what nobody has touched; of the others all is said in their events.
      sequence: plan.doc.revision - 1 + events.length,
      changedAt: Math.max(plan.doc.updatedAt, ...events.map(({ at }) => at)),
    };
  });
  return iCalendar(name, entries, now);
}
