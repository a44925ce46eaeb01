import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dueTest, RESTORE_TESTS } from '../../../src-shared/backup/restore-tests.ts';
import { createMaintenance, createPlannedReader } from '../../../src-shared/maintenance/items.ts';
import { occurrenceState } from '../../../src-shared/maintenance/occurrence-state.ts';
import type { Backup } from '../../../src-shared/model/backup.ts';
import type { CollectionName } from '../../../src-shared/model/collections.ts';
import { heartbeatId } from '../../../src-shared/model/heartbeat.ts';
import { personId } from '../../../src-shared/model/ids.ts';
import { procedureId } from '../../../src-shared/model/procedure.ts';
import { createMemoryRecords } from '../../../src-shared/mutators/memory.ts';
import type { MutatorContext } from '../../../src-shared/mutators/mutator.ts';
import { createTimings } from '../../../src-shared/recurrence/timing.ts';
import { instant, MINUTE } from '../../../src-shared/time/clock.ts';
import { createUndoStack } from '../../platform/undo.ts';
import { type BackupActionDeps, createBackupActions } from './actions.ts';
import { restoreTimes } from './restore-plan.ts';

const seen: Backup = {
  title: 'Base de données',
  cadence: 'FREQ=WEEKLY',
  retention: 30,
  entries: [],
  createdAt: instant('2026-11-22T03:00:00Z'),
  createdBy: { kind: 'system' },
};

const SAID = instant('2026-11-22T04:00:00Z');

function setUp(over: Partial<BackupActionDeps['data']> = {}) {
  const sent: [string, unknown][] = [];
  const told: string[] = [];
  const undo = createUndoStack();
  let made = 0;
  const actions = createBackupActions({
    data: {
      async mutate(name, args) {
        sent.push([name, args]);
        return { ok: true, value: { outcome: 'applied', at: SAID } as never };
      },
      read: async () => seen,
      procedure: async () => ({ id: procedureId('restore'), revision: 3 }),
      dueTest: async () => undefined,
      quiets: async () => false,
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
  it('makes the heartbeat of the cadence, and takes both back', async () => {
    const linked = { ...seen, heartbeat: heartbeatId('new-1') };
    const desk: ReturnType<typeof setUp> = setUp({ read: async () => (desk.sent.length < 2 ? seen : linked) });
    const { actions, sent, undo } = desk;
    expect(await actions.watch('b1', seen)).toBe('new-1');
    expect(sent).toMatchObject([
      ['heartbeat.create', { id: 'new-1', key: 'new-2', schedule: { kind: 'period', period: 7 * 24 * 60 * MINUTE } }],
      ['backup.edit', { id: 'b1', set: { heartbeat: 'new-1' } }],
    ]);
    await undo.undo();
    expect(sent.slice(2)).toEqual([
      ['backup.edit', { id: 'b1', set: { heartbeat: null } }],
      ['heartbeat.remove', { id: 'new-1' }],
    ]);
  });

  it('makes one heartbeat where it is pressed twice, and none where one was linked since', async () => {
    const { actions, sent } = setUp();
    const pressed = [actions.watch('b1', seen), actions.watch('b1', seen)];
    expect(await Promise.all(pressed)).toEqual(['new-1', 'new-1']);
    expect(sent.map(([name]) => name)).toEqual(['heartbeat.create', 'backup.edit']);
    const linked = setUp({ read: async () => ({ ...seen, heartbeat: heartbeatId('theirs') }) });
    expect(await linked.actions.watch('b1', seen)).toBe('theirs');
    expect(linked.sent).toEqual([]);
    // That one was removed: it tells of nothing.
    const last = { ...seen, heartbeat: heartbeatId('gone') };
    expect(await setUp({ read: async () => last }).actions.watch('b1', last)).toBe('new-1');
  });

  it('leaves no heartbeat that tells of nothing', async () => {
    const sent: unknown[] = [];
    const { actions, told } = setUp({
      async mutate(name, args) {
        sent.push([name, (args as { id: string }).id]);
        if (name === 'backup.edit') return { ok: false, error: { code: 'rejected', reason: 'notFound' } };
        return { ok: true, value: { outcome: 'applied', at: SAID } as never };
      },
    });
    expect(await actions.watch('b1', seen)).toBeUndefined();
    expect(sent).toEqual([
      ['heartbeat.create', 'new-1'],
      ['backup.edit', 'b1'],
      ['heartbeat.remove', 'new-1'],
    ]);
    expect(told).toEqual(['refused']);
  });
});

describe('a restore test', () => {
  const PACK = JSON.parse(
    readFileSync(new URL('../../../resources/packs/procedures.fr.json', import.meta.url), 'utf8'),
  );
  const T = instant('2026-11-22T03:00:00Z');
  const IN_TIME = instant('2026-12-02T09:00:00Z');
  const DUE = `${RESTORE_TESTS}@2026-12-01`;
  const RDS = 'technical.backups.strategy.daily-backups-rds';
  const S3 = 'technical.backups.strategy.weekly-backups-s3';
  const as = (role: 'lead' | 'responder', at: number): MutatorContext => ({
    actor: { ref: { kind: 'person', id: personId('max') }, role },
    via: 'console',
    at,
    newId: () => crypto.randomUUID(),
  });

  /** The written procedures as records, and the actions over the mutators that run on both sides. */
  async function withPack(now = IN_TIME, over: Partial<BackupActionDeps['data']> = {}) {
    const records = createMemoryRecords();
    expect(await records.run('pack.load', { pack: PACK }, as('lead', T))).toEqual({ kind: 'applied' });
    const byId = <C extends CollectionName>(collection: C) =>
      new Map(records.all(collection).map((row) => [row.id, row] as const));
    const refusals: unknown[] = [];
    const desk = setUp({
      async mutate(name, args) {
        const outcome = await records.run(name, args, as('responder', now));
        if (outcome.kind !== 'rejected') {
          const said = outcome.kind === 'applied' ? { at: now } : {};
          return { ok: true, value: { outcome: outcome.kind, ...said } as never };
        }
        refusals.push(outcome);
        return { ok: false, error: outcome as never };
      },
      async procedure(of = RESTORE_TESTS) {
        const doc = await records.get('procedure', of);
        return doc && { id: procedureId(of), revision: doc.revision };
      },
      async dueTest() {
        const timings = createTimings(records.all('calendar'));
        const maintenance = createMaintenance(byId('plan'), byId('occurrence'), {
          read: createPlannedReader(timings),
          timings,
        });
        const times = restoreTimes(maintenance, new Set([RESTORE_TESTS]), now);
        return dueTest(times, records.all('restoreTest'));
      },
      ...over,
    });
    const start = async (id: string, inRun?: { id: string; procedure: string }) => {
      const doc = await records.get('backup', id);
      if (!doc) throw new Error(`there is no ${id}`);
      return desk.actions.startTest(id, doc, inRun);
    };
    return { ...desk, records, refusals, start };
  }

  it('begins the time of the plan that waits; the next one of that month has a run of its own', async () => {
    const { start, records, refusals, undo } = await withPack();
    expect(await start(RDS)).toBe(DUE);
    expect(await records.get('run', DUE)).toMatchObject({ procedure: RESTORE_TESTS, occurrence: DUE });
    expect(await records.get('restoreTest', DUE)).toMatchObject({ backup: RDS });
    const second = await start(S3);
    expect(second).not.toBe(DUE);
    expect((await records.get('run', second ?? ''))?.occurrence).toBeUndefined();
    await undo.undo();
    expect(await records.get('restoreTest', second ?? '')).toBeUndefined();
    expect(await records.get('run', second ?? '')).toBeUndefined();
    expect(refusals).toEqual([]);
  });

  it('begins that without its window where it would make incidents silent that nobody has acknowledged', async () => {
    const startedOf = async (quiets: boolean) => {
      const { start, records } = await withPack(IN_TIME, { quiets: async () => quiets });
      await start(RDS);
      const doc = await records.get('occurrence', DUE);
      return doc && occurrenceState(undefined, doc, IN_TIME).started;
    };
    expect(await startedOf(true)).toMatchObject({ run: DUE, window: false });
    expect(await startedOf(false)).not.toHaveProperty('window');
  });

  it('that began the time of the plan leaves nothing begun when it is taken back', async () => {
    const { start, records, refusals, undo } = await withPack();
    await start(RDS);
    await undo.undo();
    expect([await records.get('run', DUE), await records.get('restoreTest', DUE)]).toEqual([undefined, undefined]);
    const occurrence = await records.get('occurrence', DUE);
    expect(occurrence && occurrenceState(undefined, occurrence, IN_TIME)).toMatchObject({ status: 'due' });
    expect(refusals).toEqual([]);
    // What somebody else has begun stands.
    const joined = await withPack();
    const begin = { id: DUE, procedure: RESTORE_TESTS, revision: 1 };
    await joined.records.run('occurrence.start', begin, as('responder', IN_TIME - MINUTE));
    await joined.start(RDS);
    await joined.undo.undo();
    expect(await joined.records.get('run', DUE)).toMatchObject({ occurrence: DUE });
    expect(await joined.records.get('restoreTest', DUE)).toBeUndefined();
    expect(joined.refusals).toEqual([]);
  });

  it('that is refused leaves the time of the plan to be begun', async () => {
    const { actions, records, refusals, told } = await withPack();
    expect(await actions.startTest('nowhere', seen)).toBeUndefined();
    expect(refusals).toMatchObject([{ reason: 'notFound' }]);
    expect(told).toEqual(['refused']);
    const occurrence = await records.get('occurrence', DUE);
    expect(occurrence && occurrenceState(undefined, occurrence, IN_TIME)).toMatchObject({ status: 'due' });
    expect(await records.get('run', DUE)).toBeUndefined();
    // What somebody else has begun stands.
    const joined = await withPack();
    const begin = { id: DUE, procedure: RESTORE_TESTS, revision: 1 };
    await joined.records.run('occurrence.start', begin, as('responder', IN_TIME - MINUTE));
    await joined.actions.startTest('nowhere', seen);
    expect(await joined.records.get('run', DUE)).toMatchObject({ occurrence: DUE });
    expect(joined.refusals).toHaveLength(1);
  });

  it('begins once where it is pressed twice', async () => {
    const { start, records } = await withPack();
    expect(await Promise.all([start(RDS), start(RDS)])).toEqual([DUE, DUE]);
    expect(records.all('restoreTest')).toHaveLength(1);
    const other = await withPack(T);
    const [one, again] = await Promise.all([other.start(RDS), other.start(RDS)]);
    expect(one).toBe(again);
    expect(other.records.all('run')).toHaveLength(1);
  });

  it('joins what somebody began without saying which backup, from the register and from the page of its run', async () => {
    const begun = await withPack();
    const begin = { id: DUE, procedure: RESTORE_TESTS, revision: 1 };
    await begun.records.run('occurrence.start', begin, as('responder', IN_TIME));
    expect(await begun.start(RDS)).toBe(DUE);
    const other = await withPack();
    await other.records.run('occurrence.start', begin, as('responder', IN_TIME));
    expect(await other.start(S3, { id: DUE, procedure: RESTORE_TESTS })).toBe(DUE);
    expect(await other.records.get('restoreTest', DUE)).toMatchObject({ backup: S3 });
    expect(other.refusals).toEqual([]);
  });

  it('runs under its own name where the plan waits for nothing, and not without a procedure', async () => {
    const { start, records } = await withPack(T);
    const run = (await start(RDS)) ?? '';
    expect(await records.get('run', run)).toMatchObject({ kind: 'restoreTest' });
    const without = setUp({ procedure: async () => undefined });
    expect(await without.actions.startTest('b1', seen)).toBeUndefined();
    expect(without.told).toEqual(['noProcedure']);
  });

  it('is called off, and taken up again by undo', async () => {
    const { actions, start, records, undo, told, refusals } = await withPack();
    const run = (await start(RDS)) ?? '';
    const { length } = told;
    await actions.cancelTest(run, 'RDS');
    await actions.cancelTest(run, 'RDS');
    expect(told.slice(length)).toEqual(['testCancelled', 'testCancelled']);
    expect((await records.get('restoreTest', run))?.cancelled).toBeDefined();
    await undo.undo();
    expect((await records.get('restoreTest', run))?.cancelled).toBeUndefined();
    expect(refusals).toEqual([]);
  });

  it('tells the step of its run the time, in minutes to the tenth, again when it is measured anew', async () => {
    const { actions, sent } = setUp({ timeStep: async () => ({ id: 'restore-time-tests', said: 12 }) });
    await actions.stop('t1', 41.26 * MINUTE);
    await actions.measure('t1', 12 * MINUTE);
    const event = { kind: 'measure', value: 41.3, unit: 'min' };
    expect(sent).toEqual([
      ['restoreTest.time', { id: 't1', clock: 'stop' }],
      ['run.record', { run: 't1', step: 'restore-time-tests', event }],
      ['restoreTest.measure', { id: 't1', took: 12 * MINUTE }],
    ]);
  });
});
