import type { TFunction } from 'i18next';
import { markdownTable, markdownText } from '../../../../src-shared/procedure/markdown-text.ts';
import { reviewDueAt } from '../../../../src-shared/procedure/review-due.ts';
import type { Directory } from '../../../data/directory.ts';
import { toCsv } from '../../../platform/csv.ts';
import type { Format } from '../../../platform/format.ts';
import type { ProcedureRow } from './list-model.ts';

interface Words {
  t: TFunction;
  format: Format;
  directory: Directory;
}

const COLUMNS = [
  'title',
  'kind',
  'section',
  'tags',
  'services',
  'team',
  'owner',
  'language',
  'steps',
  'testedAt',
  'reviewedAt',
  'reviewDue',
] as const;

function cells({ doc }: ProcedureRow, { t, format, directory }: Words): string[] {
  const day = (at: number | undefined) => (at === undefined ? '' : format.fileDay(at));
  return [
    doc.title,
    t(`procedurePage.kind.${doc.kind}`),
    doc.place?.titles.join(' › ') ?? doc.section ?? '',
    doc.tags.join(', '),
    doc.services.map((id) => directory.service(id)?.name ?? id).join(', '),
    directory.team(doc.team)?.name ?? '',
    directory.person(doc.owner)?.name ?? '',
    doc.language ?? '',
    String(doc.steps),
    day(doc.testedAt),
    day(doc.reviewedAt),
    day(reviewDueAt(doc)),
  ];
}

const heading = ({ t }: Words) => COLUMNS.map((column) => t(`procedures.column.${column}`));

/** Days as `2026-11-23`, so that a spreadsheet sorts them. */
export const libraryAsCsv = (rows: readonly ProcedureRow[], words: Words): string =>
  toCsv(
    heading(words),
    rows.map((row) => cells(row, words)),
  );

export const libraryAsMarkdown = (rows: readonly ProcedureRow[], words: Words): string =>
  markdownTable(
    heading(words),
    rows.map((row) => cells(row, words).map(markdownText)),
  );
