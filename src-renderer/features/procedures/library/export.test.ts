import { expect, it } from 'vitest';
import { procedureSchema } from '../../../../src-shared/model/procedure.ts';
import { instant } from '../../../../src-shared/time/clock.ts';
import { createDirectory } from '../../../data/directory.ts';
import { createFormat } from '../../../platform/format.ts';
import { libraryAsCsv, libraryAsMarkdown } from './export.ts';
import type { ProcedureRow } from './list-model.ts';

const day = instant('2026-03-01T09:00:00Z');
const row: ProcedureRow = {
  collection: 'procedure',
  id: 'a',
  version: 1,
  gen: 0,
  scope: 'all',
  doc: procedureSchema.parse({
    kind: 'runbook',
    title: '=1+1 | «vide»',
    tags: ['base', 'linux'],
    services: ['shop'],
    revision: 1,
    steps: 3,
    updatedAt: day,
    updatedBy: { kind: 'system' },
    testedAt: day,
    reviewEvery: 30,
    place: { order: 1, titles: ['Maintenance', 'Chaque jour'] },
  }),
};
const words = {
  t: ((key: string) => key.split('.').at(-1)) as never,
  format: createFormat({ language: 'fr' }),
  directory: createDirectory({ people: [], teams: [], services: [], policies: [], calendars: [] }, null),
};

it('is a table that no spreadsheet runs, with days that it sorts', () => {
  const [heading, line, ...rest] = libraryAsCsv([row], words).split('\r\n');
  expect(heading).toBe('title,kind,section,tags,services,team,owner,language,steps,testedAt,reviewedAt,reviewDue');
  expect(line).toBe(`'=1+1 | «vide»,runbook,Maintenance › Chaque jour,"base, linux",shop,,,,3,2026-03-01,,2026-03-31`);
  expect(rest).toEqual(['']);
});

it('is Markdown in which a title stays text', () => {
  expect(libraryAsMarkdown([row], words).split('\n').at(-1)).toContain('| =1+1 \\| «vide» | runbook |');
});
