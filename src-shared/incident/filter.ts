import type { PersonId } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import type { IncidentFilter } from '../model/saved-view.ts';

/** Names that a text search looks into besides the incident itself. */
interface FilterNames {
  service(id: string): string | undefined;
  person(id: string): string | undefined;
}

export interface FilterContext {
  me: PersonId;
  names: FilterNames;
}

/** Without case and accents; « œ » and « oe » are the same. */
export function foldText(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('œ', 'oe').replaceAll('æ', 'ae');
}

function words(text: string | undefined): string[] {
  return foldText(text ?? '')
    .split(/\s+/)
    .filter(Boolean);
}

const lets = <T>(list: readonly T[] | undefined, value: T | undefined) =>
  !list?.length || (value !== undefined && list.includes(value));

/** A filter made ready for many incidents: every word of its text must be found somewhere, `#42` in the number alone. */
export function incidentMatcher(filter: IncidentFilter, { me, names }: FilterContext): (doc: Incident) => boolean {
  const wanted = words(filter.text);
  const assignee = filter.assignee === 'me' ? me : filter.assignee;
  return (doc) => {
    if (!lets(filter.statuses, doc.status) || !lets(filter.priorities, doc.priority)) return false;
    if (!lets(filter.services, doc.service) || !lets(filter.teams, doc.team)) return false;
    if (assignee === 'nobody' ? doc.assignee !== undefined : assignee !== undefined && doc.assignee !== assignee) {
      return false;
    }
    if (wanted.length === 0) return true;
    const text = foldText(
      [
        doc.title,
        doc.statusText ?? '',
        doc.service === undefined ? '' : `${doc.service} ${names.service(doc.service) ?? ''}`,
        doc.assignee === undefined ? '' : (names.person(doc.assignee) ?? ''),
        doc.number === undefined ? '' : String(doc.number),
      ].join('\n'),
    );
    return wanted.every((word) => (/^#\d+$/.test(word) ? `#${doc.number}` === word : text.includes(word)));
  };
}

export function matchesFilter(doc: Incident, filter: IncidentFilter, context: FilterContext): boolean {
  return incidentMatcher(filter, context)(doc);
}
