import type { TFunction } from 'i18next';
import { type Instant, isoInstant } from '../../../../src-shared/time/clock.ts';
import type { Directory } from '../../../data/directory.ts';
import { toCsv } from '../../../platform/csv.ts';
import type { Coverage } from './use-coverage.ts';

export const VIEWS = ['alerts', 'neverUsed', 'notTested', 'overdue', 'deadLinks'] as const;
export type View = (typeof VIEWS)[number];

export function countOf(view: View, { uncovered, neglected, deadLinks }: Coverage): number {
  if (view === 'alerts') return uncovered.length;
  return view === 'deadLinks' ? deadLinks.length : neglected[view].length;
}

const iso = (at: Instant | undefined) => (at === undefined ? undefined : isoInstant(at));

/** A view as a spreadsheet reads it. */
export function viewAsCsv(view: View, coverage: Coverage, t: TFunction, directory: Directory): string {
  const columns = (...names: string[]) => names.map((name) => t(`coverage.column.${name}`));
  const services = (ids: readonly string[]) => ids.map((id) => directory.service(id)?.name ?? id).join(', ');
  const { uncovered, neglected, deadLinks } = coverage;
  switch (view) {
    case 'alerts':
      return toCsv(
        columns('alert', 'firings', 'last', 'services'),
        uncovered.map((one) => [one.name, one.firings, iso(one.last), services(one.services)]),
      );
    case 'overdue':
      return toCsv(
        columns('title', 'due', 'owner'),
        neglected.overdue.map(({ procedure: { doc }, due }) => [
          doc.title,
          iso(due),
          directory.person(doc.owner)?.name ?? directory.team(doc.team)?.name,
        ]),
      );
    case 'deadLinks':
      return toCsv(
        columns('title', 'line', 'link'),
        deadLinks.map(({ procedure, line, href }) => [procedure.doc.title, line, href]),
      );
    default:
      return toCsv(
        columns('title', 'tested', 'services'),
        neglected[view].map(({ doc }) => [doc.title, iso(doc.testedAt), services(doc.services)]),
      );
  }
}
