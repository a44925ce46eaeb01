import { describe, expect, it } from 'vitest';
import type { Backup } from '../../../src-shared/model/backup.ts';
import { procedureId } from '../../../src-shared/model/procedure.ts';
import { instant, MINUTE } from '../../../src-shared/time/clock.ts';
import { createUndoStack } from '../../platform/undo.ts';
import { type BackupActionDeps, createBackupActions } from './actions.ts';

const seen: Backup = {
  title: 'Base de données',
  cadence: 'FREQ=WEEKLY',
  retention: 30,
  entries: [],
  createdAt: instant('2026-11-22T03:00:00Z'),
  createdBy: { kind: 'system' },
};

function setUp(over: Partial<BackupActionDeps['data']> = {}) {
  const sent: [string, unknown][] = [];
  const told: string[] = [];
  const undo = createUndoStack();
  let made = 0;
  const actions = createBackupActions({
    data: {
      async mutate(name, args) {
        sent.push([name, args]);
        return { ok: true, value: { outcome: 'applied' } as never };
      },
      restoreProcedure: async () => ({ id: procedureId('restore'), revision: 3 }),
      dueOccurrence: async () => undefined,
      timeStep: async () => undefined,
      ...over,
    },
    undo,
    newId: () => `new-${++made}`,
    feedback: {
      label: (what) => what,
      did: (what) => told.push(what),
      refused: () => told.push('refused'),
      noProcedure: () => told.push('noProcedure'),
    },
  });
  return { actions, sent, told, undo };
}

describe('what is done to the register', () => {
  it('edits what was changed, and brings back what stood before', async () => {
    const { actions, sent, undo } = setUp();
    await actions.edit('b1', seen, { retention: 60, target: 'S3' });
    await undo.undo();
    expect(sent).toEqual([
      ['backup.edit', { id: 'b1', set: { retention: 60, target: 'S3' } }],
      ['backup.edit', { id: 'b1', set: { retention: 30, target: null } }],
    ]);
  });

  it('makes the heartbeat of the cadence, and takes both back', async () => {
    const { actions, sent, undo } = setUp();
    expect(await actions.watch('b1', seen)).toBe('new-1');
    expect(sent).toMatchObject([
      ['heartbeat.create', { id: 'new-1', key: 'new-2', schedule: { kind: 'period', period: 7 * 24 * 60 * MINUTE } }],
      ['backup.edit', { id: 'b1', set: { heartbeat: 'new-1' } }],
    ]);
    await undo.undo();
    expect(sent.slice(2).map(([name]) => name)).toEqual(['backup.edit', 'heartbeat.remove']);
  });
});

describe('a restore test', () => {
  it('begins the time of the plan that waits, and runs under its name', async () => {
    const due = 'technical.backups.restore-tests@2026-11-01';
    const { actions, sent } = setUp({ dueOccurrence: async () => due as never });
    expect(await actions.startTest('b1', seen)).toBe(due);
    expect(sent).toEqual([
      ['occurrence.start', { id: due, revision: 3 }],
      ['restoreTest.start', { id: 'new-1', backup: 'b1', run: due, procedure: 'restore', revision: 3 }],
    ]);
  });

  it('runs under its own name where the plan waits for nothing, and not without a procedure', async () => {
    const { actions, sent } = setUp();
    expect(await actions.startTest('b1', seen)).toBe('new-1');
    expect(sent.map(([name]) => name)).toEqual(['restoreTest.start']);
    const without = setUp({ restoreProcedure: async () => undefined });
    expect(await without.actions.startTest('b1', seen)).toBeUndefined();
    expect(without.told).toEqual(['noProcedure']);
  });

  it('tells the step of its run the time, in minutes to the tenth', async () => {
    const { actions, sent } = setUp({ timeStep: async () => 'restore-time-tests' });
    await actions.stop('t1', 'r1', 41.26 * MINUTE);
    expect(sent).toEqual([
      ['restoreTest.time', { id: 't1', clock: 'stop' }],
      ['run.record', { run: 'r1', step: 'restore-time-tests', event: { kind: 'measure', value: 41.3, unit: 'min' } }],
    ]);
  });
});
