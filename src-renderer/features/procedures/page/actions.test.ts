import { describe, expect, it } from 'vitest';
import { ok } from '../../../../src-shared/contract/errors.ts';
import { procedureSchema } from '../../../../src-shared/model/procedure.ts';
import { instant } from '../../../../src-shared/time/clock.ts';
import { createUndoStack } from '../../../platform/undo.ts';
import { createProcedureActions } from './actions.ts';

const doc = procedureSchema.parse({
  kind: 'runbook',
  title: 'Disk full',
  tags: ['disk'],
  services: [],
  revision: 3,
  steps: 2,
  updatedAt: instant('2026-11-02T08:00:00Z'),
  updatedBy: { kind: 'system' },
});

function setUp(read: () => Promise<typeof doc | undefined> = async () => doc) {
  const sent: unknown[] = [];
  const places: string[] = [];
  const undo = createUndoStack();
  const actions = createProcedureActions({
    data: {
      async mutate(name, args) {
        sent.push([name, args]);
        return ok({ outcome: 'applied', seq: sent.length, saved: Promise.resolve() });
      },
      read,
    },
    undo,
    newId: () => 'run-1',
    go: (path) => places.push(path),
    feedback: { label: (what) => what, did: () => undefined, refused: () => undefined },
  });
  return { actions, sent, places, undo };
}

describe('actions on a procedure', () => {
  it('start the revision that is seen and open its run', async () => {
    const { actions, sent, places } = setUp();
    await actions.start('disk', 3);
    expect(sent).toEqual([['run.start', { id: 'run-1', procedure: 'disk', revision: 3 }]]);
    expect(places).toEqual(['/runs/run-1']);
  });

  it('take a description back to what it was, the fields that changed and nobody has changed since', async () => {
    const set = { tags: ['disk', 'night'], reviewEvery: 90, language: 'fr' };
    const after = { ...doc, ...set };
    const as = [doc, after, { ...after, language: 'en' }];
    const { actions, sent, undo } = setUp(async () => as.shift());
    await actions.describe('disk', { ...set, services: [] });
    await undo.undo();
    expect(sent).toEqual([
      ['procedure.describe', { id: 'disk', set: { ...set, services: [] } }],
      ['procedure.describe', { id: 'disk', set: { tags: ['disk'], reviewEvery: null } }],
    ]);
  });

  it('take an archiving back', async () => {
    const { actions, sent, undo } = setUp();
    await actions.setArchived('disk', true);
    await undo.undo();
    expect(sent).toEqual([
      ['procedure.archive', { id: 'disk', archived: true }],
      ['procedure.archive', { id: 'disk', archived: false }],
    ]);
  });

  it('bring an earlier text back as an edit of the one that is seen', async () => {
    const { actions, sent } = setUp();
    const seen = { number: 2, title: 'Disk full', body: 'newer' };
    await actions.bringBack('disk', { title: 'Disk', body: 'old' }, seen, 'Version 1');
    const from = { title: 'Disk full', body: 'newer' };
    expect(sent).toEqual([
      ['procedure.save', { id: 'disk', base: 2, from, title: 'Disk', body: 'old', note: 'Version 1' }],
    ]);
  });
});
