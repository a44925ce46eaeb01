import { beforeEach, expect, it } from 'vitest';
import { procedureId, procedureSchema } from '../../../../src-shared/model/procedure.ts';
import { type Run, runSchema } from '../../../../src-shared/model/run.ts';
import { sameJson } from '../../../../src-shared/mutators/same.ts';
import { createUndoStack } from '../../../platform/undo.ts';
import { createSuggestActions } from './actions.ts';

const runbook = procedureSchema.parse({
  kind: 'runbook',
  title: 'Disque plein',
  tags: [],
  services: [],
  revision: 3,
  steps: 2,
  updatedAt: 1,
  updatedBy: { kind: 'system' },
});
const aRun = (over: object = {}): Run =>
  runSchema.parse({
    procedure: 'disk',
    revision: 1,
    kind: 'runbook',
    title: 'Disque plein',
    body: '',
    startedAt: 1,
    startedBy: { kind: 'system' },
    ...over,
  });

let changes: unknown[];
let gone: string[];
let said: string[];
beforeEach(() => {
  changes = [];
  gone = [];
  said = [];
});

function actions(
  about: { steps?: number; runs?: { id: string; doc: Run }[]; mayRespond?: boolean; match?: object } = {},
) {
  const undo = createUndoStack();
  const made = createSuggestActions({
    data: {
      async mutate(name, args) {
        changes.push([name, args]);
        const { set } = args as { set?: object };
        const outcome = set && sameJson({ ...about, ...set }, about) ? 'noop' : 'applied';
        if (set) describe(set);
        return { ok: true, value: { outcome } } as never;
      },
      procedure: async () => procedureSchema.parse({ ...runbook, ...about }),
      runsOf: async () => about.runs ?? [],
    },
    undo,
    mayRespond: () => about.mayRespond ?? true,
    go: (path) => gone.push(path),
    feedback: {
      label: (what, alert) => `${what} ${alert}`,
      did: (what, alert) => said.push(`${what} ${alert}`),
      refused: () => said.push('refused'),
    },
  });
  /** What somebody else says of it. */
  const describe = (set: object) => {
    about = { ...about, ...set };
  };
  return { ...made, undo, describe };
}

it('starts a run of the revision in force, under an id that another laptop would give it', async () => {
  await actions().open('inc', 'disk');
  expect(changes).toEqual([['run.start', { id: 'inc/disk/1', procedure: 'disk', revision: 3, incident: 'inc' }]]);
  expect(gone).toEqual(['/runs/inc%2Fdisk%2F1']);
});

it('goes on with the run that is open, and starts another after one that has ended', async () => {
  await actions({ runs: [{ id: 'inc/disk/1', doc: aRun() }] }).open('inc', 'disk');
  await actions({ runs: [{ id: 'inc/disk/1', doc: aRun({ endedAt: 2 }) }] }).open('inc', 'disk');
  expect(gone).toEqual(['/runs/inc%2Fdisk%2F1', '/runs/inc%2Fdisk%2F2']);
  expect(changes).toHaveLength(1);
});

it('shows the page of a runbook without steps, and to who may only read', async () => {
  await actions({ steps: 0 }).open('inc', 'disk');
  await actions({ mayRespond: false }).open('inc', 'disk');
  expect([gone, changes]).toEqual([['/procedures/disk', '/procedures/disk'], []]);
});

it('pins and unpins the name of an alert, keeps the rest, and takes it back', async () => {
  const match = { alertNames: ['Other'], matchers: [] };
  const { pin, unpin, undo } = actions({ match });
  await pin('disk', 'DiskFull');
  await unpin('disk', 'Other');
  await undo.undo();
  await undo.undo();
  const set = (one: object | null) => ['procedure.describe', { id: procedureId('disk'), set: { match: one } }];
  expect(changes).toEqual([
    set({ alertNames: ['Other', 'DiskFull'], matchers: [] }),
    set({ alertNames: ['DiskFull'], matchers: [] }),
    set({ alertNames: ['Other', 'DiskFull'], matchers: [] }),
    set(match),
  ]);
  expect(said).toEqual(['pinned DiskFull', 'unpinned Other']);
});

it('leaves nothing to take back where the name is pinned already', async () => {
  const { pin, undo } = actions();
  await pin('disk', 'DiskFull');
  await pin('disk', 'DiskFull');
  expect(undo.store.getState().entries).toHaveLength(1);
  expect(said).toEqual(['pinned DiskFull']);
});

it('takes nothing back from what others have said of its alerts since, and says so', async () => {
  const about = { match: { alertNames: ['Other'], matchers: [] } };
  const { pin, undo, describe } = actions(about);
  await pin('disk', 'DiskFull');
  describe({ match: { alertNames: ['Other', 'DiskFull', 'Theirs'], matchers: [] } });
  await undo.undo();
  expect(changes).toHaveLength(1);
  expect(said).toEqual(['pinned DiskFull', 'refused']);
});
