import { expect, it } from 'vitest';
import { personId } from '../../../src-shared/model/ids.ts';
import { procedureId } from '../../../src-shared/model/procedure.ts';
import type { Run } from '../../../src-shared/model/run.ts';
import { OPEN_RUNS, type RunLine, shownRuns } from './list-model.ts';

const line = (id: string, doc: Partial<Run> = {}, over: Partial<RunLine> = {}): RunLine => ({
  id,
  doc: {
    procedure: procedureId('p'),
    revision: 1,
    kind: 'runbook',
    title: id,
    body: '',
    startedAt: 10,
    startedBy: { kind: 'person', id: personId('lea') },
    ...doc,
  },
  progress: { done: 0, skipped: 0, total: 1 },
  people: [],
  mine: [],
  lastAt: 10,
  isWaiting: false,
  ...over,
});

const LINES = [
  line('new', { startedAt: 30, procedure: procedureId('q') }),
  line('old', { startedAt: 10, title: 'Bascule réseau' }, { mine: ['Prévenir'] }),
  line('over', { endedAt: 40 }),
  line('over later', { endedAt: 50 }),
];
const ids = (filter: Partial<typeof OPEN_RUNS>) =>
  shownRuns(LINES, { ...OPEN_RUNS, ...filter }, ({ doc }) => doc.title).map(({ id }) => id);

it('shows open runs oldest first, those with steps of mine, and ended ones latest first', () => {
  expect(ids({})).toEqual(['old', 'new']);
  expect(ids({ view: 'mine' })).toEqual(['old']);
  expect(ids({ view: 'done' })).toEqual(['over later', 'over']);
});

it('narrows by words without accents, and by procedure', () => {
  expect(ids({ text: 'RESEAU bascule' })).toEqual(['old']);
  expect(ids({ procedure: 'q' })).toEqual(['new']);
  expect(ids({ text: 'nothing of that' })).toEqual([]);
});
