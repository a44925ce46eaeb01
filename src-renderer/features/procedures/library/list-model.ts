import type { Procedure, ProcedureKind } from '../../../../src-shared/model/procedure.ts';
import { reviewDueAt, staleSince } from '../../../../src-shared/procedure/review-due.ts';
import type { Row } from '../../../../src-shared/sync/local-store.ts';
import type { Instant } from '../../../../src-shared/time/clock.ts';

export type ProcedureRow = Row<'procedure'>;

/** `due`: to be looked over now. `untested`: worked through by nobody yet. `drafts` are no procedures yet. */
export const LIBRARY_VIEWS = ['all', 'runbooks', 'due', 'untested', 'archived', 'drafts'] as const;
export type LibraryView = (typeof LIBRARY_VIEWS)[number];

/** Conditions that narrow a view; each lets everything through where it names nothing. */
export const FACETS = ['kind', 'tag', 'service', 'team', 'owner', 'language', 'collection'] as const;
export type Facet = (typeof FACETS)[number];

export interface LibraryFilter {
  view: LibraryView;
  /** A section of the written document, with everything under it. */
  section: string | undefined;
  facets: Readonly<Partial<Record<Facet, readonly string[]>>>;
}

export const WHOLE_LIBRARY: LibraryFilter = { view: 'all', section: undefined, facets: {} };

/** Whether anything but a view narrows the list. */
export const isNarrowed = ({ section, facets }: LibraryFilter): boolean =>
  section !== undefined || Object.values(facets).some((chosen) => chosen.length > 0);

const VALUES: Record<Facet, (doc: Procedure) => readonly (string | undefined)[]> = {
  kind: ({ kind }) => [kind],
  tag: ({ tags }) => tags,
  service: ({ services }) => services,
  team: ({ team }) => [team],
  owner: ({ owner }) => [owner],
  language: ({ language }) => [language],
  collection: ({ source }) => [source?.collection],
};

/** Kinds that are worked through: of the others nobody expects a test. */
const RUN: ReadonlySet<ProcedureKind> = new Set(['runbook', 'maintenance', 'update', 'restoreTest', 'incidentPhase']);

/** It can be worked through and never was, as a test. */
export const wantsTest = ({ kind, testedAt, steps }: Procedure): boolean =>
  testedAt === undefined && steps > 0 && RUN.has(kind);

function inView(view: LibraryView, doc: Procedure, now: Instant): boolean {
  if (view === 'archived') return doc.archived === true;
  if (doc.archived || view === 'drafts') return false;
  if (view === 'runbooks') return doc.kind === 'runbook';
  if (view === 'due') return staleSince(doc, now) !== undefined;
  return view !== 'untested' || wantsTest(doc);
}

const isUnder = (section: string | undefined, wanted: string) =>
  section === wanted || section?.startsWith(`${wanted}.`) === true;

/** Whether a procedure passes. */
export function libraryTest({ view, section, facets }: LibraryFilter, now: Instant): (doc: Procedure) => boolean {
  const asked = FACETS.flatMap((facet) => {
    const chosen = facets[facet];
    return chosen && chosen.length > 0 ? [{ values: VALUES[facet], chosen: new Set(chosen) }] : [];
  });
  return (doc) =>
    inView(view, doc, now) &&
    (section === undefined || isUnder(doc.section, section)) &&
    asked.every(({ values, chosen }) => values(doc).some((value) => value !== undefined && chosen.has(value)));
}

const LAST = Number.MAX_SAFE_INTEGER;

/** In the order of the written document, what is outside of it after that by its title. */
export function sortLibrary(rows: Iterable<ProcedureRow>): ProcedureRow[] {
  const { compare } = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  return [...rows].sort(
    (a, b) =>
      (a.doc.place?.order ?? LAST) - (b.doc.place?.order ?? LAST) ||
      compare(a.doc.title, b.doc.title) ||
      (a.id < b.id ? -1 : 1),
  );
}

/** What the rows have of a facet, and how many of them. The commonest first. */
export function facetCounts(rows: Iterable<ProcedureRow>, facet: Facet): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { doc } of rows) {
    if (doc.archived) continue;
    for (const value of VALUES[facet](doc)) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return new Map([...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])));
}

export interface OutlineSection {
  id: string;
  title: string;
  /** 0 for a chapter. */
  depth: number;
  /** Procedures in it and under it. */
  count: number;
}

/** The written document's sections as far as something comes from them, in its order. */
export function outlineOf(rows: Iterable<ProcedureRow>): OutlineSection[] {
  const sections = new Map<string, OutlineSection & { order: number }>();
  for (const { doc } of rows) {
    if (doc.section === undefined || doc.archived) continue;
    const names = doc.section.split('.');
    const titles = doc.place?.titles ?? [doc.section];
    const order = doc.place?.order ?? LAST;
    // A pack may leave chapters out: then the section stands by itself.
    const path = titles.length === names.length ? titles : titles.slice(-1);
    path.forEach((title, depth) => {
      const id = path.length === 1 ? (doc.section ?? '') : names.slice(0, depth + 1).join('.');
      const known = sections.get(id);
      if (known) {
        known.count += 1;
        known.order = Math.min(known.order, order);
      } else sections.set(id, { id, title, depth, count: 1, order });
    });
  }
  return [...sections.values()]
    .sort((a, b) => a.order - b.order || a.depth - b.depth || a.title.localeCompare(b.title))
    .map(({ order: _, ...section }) => section);
}

/** One line of the list: the heading of a section, or a procedure. */
export type LibraryLine =
  | { kind: 'heading'; id: string; titles: readonly string[] }
  | { kind: 'row'; row: ProcedureRow };

/** Sorted rows under the headings of their sections; what comes from no section is under `rest`. */
export function withHeadings(rows: readonly ProcedureRow[], rest: string): LibraryLine[] {
  let last: string | undefined;
  return rows.flatMap((row): LibraryLine[] => {
    const { section, place } = row.doc;
    const id = section ?? '';
    const line: LibraryLine = { kind: 'row', row };
    if (id === last) return [line];
    last = id;
    return [{ kind: 'heading', id: `section ${id}`, titles: place?.titles ?? [section ?? rest] }, line];
  });
}

/** What is said of when it was tested and reviewed. */
export function reviewState(doc: Procedure, now: Instant): 'due' | 'soon' | 'fine' | 'none' {
  const due = reviewDueAt(doc);
  if (due === undefined) return 'none';
  if (due <= now) return 'due';
  return due - now < 14 * 86_400_000 ? 'soon' : 'fine';
}
