import { scheduleOf } from '../../../src-shared/backup/cadence.ts';
import { type Backup, backupId, type Verdict } from '../../../src-shared/model/backup.ts';
import { heartbeatId } from '../../../src-shared/model/heartbeat.ts';
import type { Priority } from '../../../src-shared/model/priority.ts';
import type { ProcedureId } from '../../../src-shared/model/procedure.ts';
import { runId } from '../../../src-shared/model/run.ts';
import type { ArgsOf, MutatorName } from '../../../src-shared/mutators/registry.ts';
import { type Instant, MINUTE, type Millis } from '../../../src-shared/time/clock.ts';
import { askedOf } from '../../data/asked-of.ts';
import { reversible } from '../../data/back-of.ts';
import type { MutateError } from '../../data/data.ts';
import { type Answer, createDeed, type DeedFeedback } from '../../data/deeds.ts';
import type { MaintenanceItem } from '../../data/maintenance.ts';
import type { UndoStack } from '../../platform/undo.ts';
import { createFlight } from '../../ui/one-flight.ts';

export type BackupSet = ArgsOf<'backup.edit'>['set'];
export type BackupContent = Omit<ArgsOf<'backup.create'>, 'id'>;
export type BackupNote = Omit<ArgsOf<'backup.record'>, 'id' | 'entry'>;

/** A lost backup is important, and nobody is cut off by it. */
const WATCHED_AS: Priority = 'P1';

export interface BackupActionDeps {
  data: {
    mutate<Name extends MutatorName>(name: Name, args: ArgsOf<Name>): Answer;
    /** As this laptop has it now. */
    read(id: string): Promise<Backup | undefined>;
    /** A procedure as it is in force, or the one that restores are tested by; undefined where there is none. */
    procedure(of: string | undefined): Promise<{ id: ProcedureId; revision: number } | undefined>;
    /** The time of a plan that a test begun now is for. */
    dueTest(): Promise<MaintenanceItem | undefined>;
    /** Whether the window of its plan would make incidents silent that nobody has acknowledged. */
    quiets(due: MaintenanceItem): Promise<boolean>;
    /** The step of a run that takes how long the restore took, in minutes, and what it says so far. */
    timeStep(run: string): Promise<{ id: string; said: number | undefined } | undefined>;
  };
  undo: UndoStack;
  newId(): string;
  /** `backups.did.<what>` in words. */
  feedback: DeedFeedback<[what: string, name: string]> & {
    /** There is no procedure to test a restore by. */
    noProcedure(): void;
  };
}

export interface BackupActions {
  create(content: BackupContent): Promise<boolean>;
  edit(id: string, seen: Backup, set: BackupSet): Promise<boolean>;
  archive(id: string, seen: Backup): Promise<boolean>;
  record(id: string, seen: Backup, note: BackupNote): Promise<boolean>;
  /** Makes the heartbeat that its cadence asks for, unless one tells of the backup since. Answers the heartbeat's id. */
  watch(id: string, seen: Backup): Promise<string | undefined>;
  /** Brings one back that was taken off the register. */
  restore(id: string, seen: Backup): Promise<boolean>;
  /** Begins a test, in the run that is given, in that of the plan's time, or in one of its own; answers its run's id. */
  startTest(id: string, seen: Backup, inRun?: { id: string; procedure: string }): Promise<string | undefined>;
  cancelTest(test: string, name: string): Promise<boolean>;
  /** Takes back that it was called off. */
  reopenTest(test: string, name: string): Promise<boolean>;
  time(test: string, clock: 'start' | 'clear'): Promise<boolean>;
  /** The step of the run that asks for the time is told it as well. */
  stop(test: string, took: Millis): Promise<boolean>;
  measure(test: string, took: Millis): Promise<boolean>;
  conclude(test: string, name: string, verdict: Verdict): Promise<boolean>;
}

/** Everything a person does to the register and its restore tests, with its way back. */
export function createBackupActions({ data, undo, newId, feedback }: BackupActionDeps): BackupActions {
  const refused = (error: MutateError) => {
    feedback.refused(error);
    return false;
  };
  const deed = createDeed(undo, feedback);
  const flight = createFlight();
  const done = (what: string, name: string, answer: Answer, back?: (at: Instant) => Answer) =>
    deed([what, name], answer, back);
  const told = async (answer: Answer) => {
    const result = await answer;
    return result.ok || refused(result.error);
  };
  /** Minutes to the tenth, as the step of the written procedures counts them. */
  const tellRun = async (run: string, took: Millis) => {
    const step = await data.timeStep(run);
    const value = Math.round((took / MINUTE) * 10) / 10;
    if (step === undefined || step.said === value) return;
    const event = { kind: 'measure', value, unit: 'min' } as const;
    await told(data.mutate('run.record', { run: runId(run), step: step.id, event }));
  };

  const edited = (id: string, set: BackupSet) =>
    reversible(
      set,
      () => data.read(id),
      (part) => data.mutate('backup.edit', { id: backupId(id), set: part }),
    );
  const archived = (id: string, archived: true | null) =>
    data.mutate('backup.edit', { id: backupId(id), set: { archived } });

  const watch: BackupActions['watch'] = async (raw, seen) => {
    // What somebody has linked since the screen was drawn is the one.
    const linkedBy = (await data.read(raw))?.heartbeat;
    if (linkedBy !== undefined && linkedBy !== seen.heartbeat) return linkedBy;
    const heartbeat = heartbeatId(newId());
    const made = await data.mutate('heartbeat.create', {
      id: heartbeat,
      key: newId(),
      name: seen.title.slice(0, 200),
      tags: [],
      priority: WATCHED_AS,
      schedule: scheduleOf(seen.cadence),
      ...(seen.service ? { service: seen.service } : {}),
      ...(seen.team ? { team: seen.team } : {}),
    });
    if (!made.ok) {
      feedback.refused(made.error);
      return undefined;
    }
    const gone = () => data.mutate('heartbeat.remove', { id: heartbeat });
    const { answer, back } = edited(raw, { heartbeat });
    const linked = await done('watched', seen.title, answer, async (of) => {
      // Where another tells of it by now, the one that was made goes all the same.
      const isLinked = (await data.read(raw))?.heartbeat === heartbeat;
      const apart = isLinked ? await back(of) : undefined;
      return apart && !apart.ok ? apart : gone();
    });
    if (linked) return heartbeat;
    await told(gone());
    return undefined;
  };
  const startTest: BackupActions['startTest'] = async (raw, seen, inRun) => {
    const due = inRun === undefined ? await data.dueTest() : undefined;
    const procedure = await data.procedure(inRun?.procedure ?? due?.plan.doc.procedure);
    if (!procedure) {
      feedback.noProcedure();
      return undefined;
    }
    // The work of the plan is begun with it; where that is refused, it is tested all the same.
    // Nobody is asked for its window here, so it silences nothing that somebody should hear.
    const loud = due && (await data.quiets(due)) ? { window: false } : {};
    const asked = due && { ...askedOf(due), ...revisionOf(procedure), ...loud };
    const begun = asked && (await data.mutate('occurrence.start', asked));
    const id = runId(inRun?.id ?? (due && begun?.ok ? due.planned.id : newId()));
    const args = { id, backup: backupId(raw), ...revisionOf(procedure) };
    const begunAt = begun?.ok ? begun.value.at : undefined;
    // Where that began the work of the plan as well, it is as if it had not.
    const unbegun = () =>
      due && begunAt !== undefined ? data.mutate('occurrence.unstart', { ...askedOf(due), of: begunAt }) : undefined;
    const back = async (of: Instant) => {
      const off = await data.mutate('restoreTest.cancel', { id, of });
      return (off.ok ? unbegun() : undefined) ?? off;
    };
    if (await done('testStarted', seen.title, data.mutate('restoreTest.start', args), back)) return id;
    const left = unbegun();
    if (left) await told(left);
    return undefined;
  };

  return {
    create(content) {
      const id = backupId(newId());
      const gone = () => data.mutate('backup.edit', { id, set: { archived: true } });
      return done('created', content.title, data.mutate('backup.create', { id, ...content }), gone);
    },
    edit(id, seen, set) {
      const { answer, back } = edited(id, set);
      return done('edited', seen.title, answer, back);
    },
    archive: (id, seen) => done('archived', seen.title, archived(id, true), () => archived(id, null)),
    restore: (id, seen) => done('restored', seen.title, archived(id, null), () => archived(id, true)),
    record(raw, seen, note) {
      const id = backupId(raw);
      const entry = newId();
      const back = () => data.mutate('backup.unrecord', { id, entry });
      return done('recorded', seen.title, data.mutate('backup.record', { id, entry, ...note }), back);
    },
    watch: (id, seen) => flight(`watch ${id}`, () => watch(id, seen)),
    startTest: (id, seen, inRun) => flight(`test ${id} ${inRun?.id ?? ''}`, () => startTest(id, seen, inRun)),
    cancelTest(raw, name) {
      const id = runId(raw);
      const back = (of: Instant) => data.mutate('restoreTest.reopen', { id, of });
      return done('testCancelled', name, data.mutate('restoreTest.cancel', { id }), back);
    },
    // It goes on, and is called off again by who means to.
    reopenTest: (id, name) => done('testReopened', name, data.mutate('restoreTest.reopen', { id: runId(id) })),
    time: (test, clock) => told(data.mutate('restoreTest.time', { id: runId(test), clock })),
    async stop(test, took) {
      if (!(await told(data.mutate('restoreTest.time', { id: runId(test), clock: 'stop' })))) return false;
      await tellRun(test, took);
      return true;
    },
    async measure(test, took) {
      if (!(await told(data.mutate('restoreTest.measure', { id: runId(test), took })))) return false;
      await tellRun(test, took);
      return true;
    },
    conclude(raw, name, verdict) {
      const id = runId(raw);
      const back = (of: Instant) => data.mutate('restoreTest.reopen', { id, of });
      return done('concluded', name, data.mutate('restoreTest.conclude', { id, verdict }), back);
    },
  };
}

const revisionOf = ({ id: procedure, revision }: { id: ProcedureId; revision: number }) => ({ procedure, revision });
