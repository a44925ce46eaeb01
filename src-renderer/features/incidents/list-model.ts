import { foldText, incidentMatcher } from '../../../src-shared/incident/filter.ts';
import { personId } from '../../../src-shared/model/ids.ts';
import type { Incident } from '../../../src-shared/model/incident.ts';
import { PRIORITIES } from '../../../src-shared/model/priority.ts';
import type { IncidentFilter } from '../../../src-shared/model/saved-view.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import type { ClockReader } from '../../data/incident-clock.ts';

export const SORTS = ['breach', 'opened', 'priority'] as const;
export type Sort = (typeof SORTS)[number];

/** The views that everybody has. `open` is where the list starts. */
export const VIEWS = {
  open: { statuses: ['triggered', 'acknowledged'] },
  mine: { statuses: ['triggered', 'acknowledged', 'resolved'], assignee: 'me' },
  untaken: { statuses: ['triggered'] },
  all: {},
} as const satisfies Record<string, IncidentFilter>;

/** Whether closed incidents can be among what the filter lets through. */
export function wantsClosed({ statuses }: IncidentFilter): boolean {
  return !statuses || statuses.length === 0 || statuses.includes('closed');
}

export function isEmptyFilter(filter: IncidentFilter): boolean {
  const { text, statuses, priorities, services, teams, assignee } = filter;
  return !text?.trim() && !statuses?.length && !priorities?.length && !services?.length && !teams?.length && !assignee;
}

/** Filters that let the same through; order does not count. */
export function sameFilter(a: IncidentFilter, b: IncidentFilter): boolean {
  const key = ({ text, statuses, priorities, services, teams, assignee }: IncidentFilter) =>
    JSON.stringify([
      text?.trim() ?? '',
      [...(statuses ?? [])].sort(),
      [...(priorities ?? [])].sort(),
      [...(services ?? [])].sort(),
      [...(teams ?? [])].sort(),
      assignee ?? '',
    ]);
  return key(a) === key(b);
}

export interface ListModel {
  /** All rows in order; the order is that of the clocks as the server sees them. */
  sort(rows: Iterable<Row<'incident'>>, sort: Sort): Row<'incident'>[];
  /** Those that pass, in the order they came in. */
  filter(rows: readonly Row<'incident'>[], filter: IncidentFilter): Row<'incident'>[];
  /** Makes ready what a search by text will ask of these rows. */
  warm(rows: readonly Row<'incident'>[]): void;
}

/** Filters and sorts rows in memory. */
export function createListModel(deps: {
  clocks: ClockReader;
  /** What the order goes by. */
  standing(row: Row<'incident'>): Incident;
  me: string | undefined;
  serviceName(id: string | undefined): string | undefined;
  personName(id: string | undefined): string | undefined;
}): ListModel {
  const texts = new WeakMap<Incident, string>();
  const textOf = (doc: Incident) => {
    const found = texts.get(doc);
    if (found !== undefined) return found;
    const { serviceName, personName } = deps;
    const made = foldText(
      [doc.title, doc.statusText, serviceName(doc.service), personName(doc.assignee), doc.number].join('\n'),
    );
    texts.set(doc, made);
    return made;
  };

  /** The domain's own filter, save that the text of a record is folded once and not at each key press. */
  function matcher({ text, ...filter }: IncidentFilter): (doc: Incident) => boolean {
    const passes = incidentMatcher(filter, {
      me: personId(deps.me ?? 'nobody is signed in'),
      names: { service: deps.serviceName, person: deps.personName },
    });
    const words = foldText(text ?? '')
      .split(/\s+/)
      .filter(Boolean);
    const found = (doc: Incident) =>
      words.every((word) => (/^#\d+$/.test(word) ? `#${doc.number}` === word : textOf(doc).includes(word)));
    return words.length === 0 ? passes : (doc) => passes(doc) && found(doc);
  }

  const order: Record<Sort, (a: Incident, b: Incident) => number> = {
    breach: deps.clocks.compare,
    opened: (a, b) => b.openedAt - a.openedAt,
    priority: (a, b) => PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority) || deps.clocks.compare(a, b),
  };

  return {
    sort(rows, sort) {
      const compare = order[sort];
      return [...rows].sort((a, b) => compare(deps.standing(a), deps.standing(b)));
    },
    filter(rows, filter) {
      const matches = matcher(filter);
      return rows.filter((row) => matches(row.doc));
    },
    warm(rows) {
      for (const row of rows) textOf(row.doc);
    },
  };
}
