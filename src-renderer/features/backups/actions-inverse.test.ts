import fc from 'fast-check';
import { expect, test } from 'vitest';
import '../../../tests/support/property-seed.ts';
import { personId } from '../../../src-shared/model/ids.ts';
import { createMemoryRecords } from '../../../src-shared/mutators/memory.ts';
import type { MutatorContext } from '../../../src-shared/mutators/mutator.ts';
import { HOUR, instant } from '../../../src-shared/time/clock.ts';
import { createUndoStack } from '../../platform/undo.ts';
import { type BackupSet, createBackupActions } from './actions.ts';

const T = instant('2026-11-22T03:00:00Z');
const BACKUP = { id: 'b1', title: 'Base de données', target: 'S3', retention: 30 };

/** The actions of Léa over records in memory, and what Max says beside her. */
async function desk() {
  const records = createMemoryRecords();
  const undo = createUndoStack();
  const refusals: unknown[] = [];
  const clock = { now: T };
  const ctx = (who: string): MutatorContext => ({
    actor: { ref: { kind: 'person', id: personId(who) }, role: 'lead' },
    via: 'console',
    at: clock.now++,
    newId: () => 'x',
  });
  await records.run('backup.create', BACKUP, ctx('lea'));
  const actions = createBackupActions({
    data: {
      async mutate(name, args) {
        const at = clock.now;
        const outcome = await records.run(name, args, ctx('lea'));
        if (outcome.kind === 'rejected') return { ok: false, error: outcome as never };
        const said = outcome.kind === 'applied' ? { at } : {};
        return { ok: true, value: { outcome: outcome.kind, ...said } as never };
      },
      read: (id) => records.get('backup', id),
      procedure: async () => undefined,
      dueTest: async () => undefined,
      quiets: async () => false,
      timeStep: async () => undefined,
    },
    undo,
    newId: () => 'new',
    feedback: {
      label: (what) => what,
      did: () => {},
      refused: (error) => refusals.push(error),
      noProcedure: () => {},
    },
  });
  const get = async () => {
    const doc = await records.get('backup', 'b1');
    if (!doc) throw new Error('it is gone');
    return doc;
  };
  const max = (set: BackupSet) => records.run('backup.edit', { id: 'b1', set }, ctx('max'));
  return { actions, undo, refusals, get, max };
}

const LEAS: readonly BackupSet[] = [
  { title: 'Autre' },
  { title: 'Disque\tA', target: 'Bande' },
  { title: 'exe\u202etxt.B', retention: 60 },
  { title: 'Seul \ud800 C' },
  { target: '  Bande  ', retention: null },
  { cadence: 'FREQ=WEEKLY', restoreWithin: 2 * HOUR },
];
const MAXS: readonly BackupSet[] = [
  { title: 'De Max' },
  { target: 'De Max' },
  { retention: 7 },
  { cadence: 'FREQ=DAILY' },
];

test('what others say of a backup stands, before an edit and before it is taken back', async () => {
  const others = fc.array(fc.constantFrom(...MAXS), { maxLength: 2 });
  await fc.assert(
    fc.asyncProperty(others, fc.constantFrom(...LEAS), others, async (before, edit, since) => {
      const [edited, left] = [await desk(), await desk()];
      const shown = await edited.get();
      for (const one of [edited, left]) {
        for (const set of before) await one.max(set);
        if (one === edited) expect(await one.actions.edit('b1', shown, edit)).toBe(true);
        for (const set of since) await one.max(set);
      }
      await edited.undo.undo();
      const { createdAt: _a, ...now } = await edited.get();
      const { createdAt: _b, ...alone } = await left.get();
      expect(now).toEqual(alone);
    }),
    { numRuns: 150 },
  );
});

test('an edit whose fields others have all changed since is not taken back, and that is said', async () => {
  const one = await desk();
  await one.actions.edit('b1', await one.get(), { title: 'Autre' });
  await one.max({ title: 'De Max' });
  await one.undo.undo();
  expect((await one.get()).title).toBe('De Max');
  expect(one.refusals).toMatchObject([{ reason: 'conflict' }]);
});
