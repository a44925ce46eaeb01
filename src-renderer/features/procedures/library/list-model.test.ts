import { expect, it } from 'vitest';
import { procedureSchema } from '../../../../src-shared/model/procedure.ts';
import { instant } from '../../../../src-shared/time/clock.ts';
import {
  facetCounts,
  isNarrowed,
  type LibraryFilter,
  libraryTest,
  outlineOf,
  type ProcedureRow,
  reviewState,
  sortLibrary,
  WHOLE_LIBRARY,
  withHeadings,
} from './list-model.ts';

const NOW = instant('2026-11-23T00:00:00Z');
const aProcedure = (id: string, about: object = {}): ProcedureRow => ({
  collection: 'procedure',
  id,
  version: 1,
  gen: 0,
  scope: 'all',
  doc: procedureSchema.parse({
    kind: 'runbook',
    title: id,
    tags: [],
    services: [],
    revision: 1,
    steps: 1,
    updatedAt: instant('2026-01-01T00:00:00Z'),
    updatedBy: { kind: 'system' },
    ...about,
  }),
});
const placed = (id: string, section: string, order: number, titles: string[]) =>
  aProcedure(id, { kind: 'maintenance', section, place: { order, titles } });

const ROWS = [
  placed('Purge', 'preventive.weekly', 5, ['Préventif', 'Chaque semaine']),
  placed('Santé', 'preventive.daily', 4, ['Préventif', 'Chaque jour']),
  placed('Alertes', 'preventive.daily', 4, ['Préventif', 'Chaque jour']),
  aProcedure('Zinc', { tags: ['db'], testedAt: NOW, language: 'fr' }),
  aProcedure('disque 10', { tags: ['db', 'disk'], reviewEvery: 30, services: ['shop'], team: 'devops' }),
  aProcedure('disque 9', { archived: true, tags: ['old'] }),
];
const shown = (filter: Partial<LibraryFilter>) => {
  const passes = libraryTest({ ...WHOLE_LIBRARY, ...filter }, NOW);
  return sortLibrary(ROWS.filter(({ doc }) => passes(doc))).map(({ id }) => id);
};

it('goes by the written document, then by title', () => {
  expect(shown({})).toEqual(['Alertes', 'Santé', 'Purge', 'disque 10', 'Zinc']);
});

it.each([
  ['runbooks', ['disque 10', 'Zinc']],
  ['due', ['disque 10']],
  ['untested', ['Alertes', 'Santé', 'Purge', 'disque 10']],
  ['archived', ['disque 9']],
  ['drafts', []],
] as const)('has the view %s', (view, expected) => {
  expect(shown({ view })).toEqual(expected);
});

it('narrows by section with what is under it, and by all facets at once', () => {
  expect(shown({ section: 'preventive' })).toEqual(['Alertes', 'Santé', 'Purge']);
  expect(shown({ section: 'preventive.week' })).toEqual([]);
  expect(shown({ facets: { tag: ['db', 'disk'], service: ['shop'] } })).toEqual(['disque 10']);
  expect(shown({ facets: { tag: ['db'], language: ['en'] } })).toEqual([]);
  expect([isNarrowed(WHOLE_LIBRARY), isNarrowed({ ...WHOLE_LIBRARY, facets: { tag: ['db'] } })]).toEqual([false, true]);
});

it('counts what there is to choose from', () => {
  expect([...facetCounts(ROWS, 'tag')]).toEqual([
    ['db', 2],
    ['disk', 1],
  ]);
});

it('has the outline of the document in its order, chapters with what is under them', () => {
  expect(outlineOf(ROWS)).toEqual([
    { id: 'preventive', title: 'Préventif', depth: 0, count: 3 },
    { id: 'preventive.daily', title: 'Chaque jour', depth: 1, count: 2 },
    { id: 'preventive.weekly', title: 'Chaque semaine', depth: 1, count: 1 },
  ]);
});

it('puts a heading where a section begins', () => {
  const lines = withHeadings(sortLibrary(ROWS.slice(0, 4)), 'Hors document');
  expect(lines.map((line) => (line.kind === 'heading' ? line.titles.join(' › ') : line.row.id))).toEqual([
    'Préventif › Chaque jour',
    'Alertes',
    'Santé',
    'Préventif › Chaque semaine',
    'Purge',
    'Hors document',
    'Zinc',
  ]);
});

it('says when a review is due', () => {
  const state = (reviewEvery: number | undefined) => reviewState(aProcedure('a', { reviewEvery }).doc, NOW);
  expect([state(undefined), state(30), state(330), state(900)]).toEqual(['none', 'due', 'soon', 'fine']);
});
