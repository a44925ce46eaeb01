import { scheduleOf } from '../../../src-shared/backup/cadence.ts';
import type { Result } from '../../../src-shared/contract/errors.ts';
import { type Backup, backupId, restoreTestId, type Verdict } from '../../../src-shared/model/backup.ts';
import { heartbeatId } from '../../../src-shared/model/heartbeat.ts';
import type { Priority } from '../../../src-shared/model/priority.ts';
import { runId } from '../../../src-shared/model/run.ts';
import type { ArgsOf, MutatorName } from '../../../src-shared/mutators/registry.ts';
import { MINUTE, type Millis } from '../../../src-shared/time/clock.ts';
import type { Mutated, MutateError } from '../../data/data.ts';
import type { UndoEntry, UndoStack } from '../../platform/undo.ts';

export type BackupSet = ArgsOf<'backup.edit'>['set'];
export type BackupContent = Omit<ArgsOf<'backup.create'>, 'id'>;
export type BackupNote = Omit<ArgsOf<'backup.record'>, 'id' | 'entry'>;

/** A lost backup is important, and nobody is cut off by it. */
const WATCHED_AS: Priority = 'P1';

export interface BackupActionDeps {
  data: {
    mutate<Name extends MutatorName>(name: Name, args: ArgsOf<Name>): Promise<Result<Mutated, MutateError>>;
    /** The procedure that a restore is tested by; undefined where there is none. */
    restoreProcedure(): Promise<{ id: ArgsOf<'run.start'>['procedure']; revision: number } | undefined>;
    /** The occurrence of its plan that waits for somebody to begin it. */
    dueOccurrence(): Promise<ArgsOf<'occurrence.start'>['id'] | undefined>;
    /** The step of a run that takes how long the restore took, in minutes, while it lacks. */
    timeStep(run: string): Promise<string | undefined>;
  };
  undo: UndoStack;
  newId(): string;
  feedback: {
    /** `backups.did.<what>` in words. */
    label(what: string, name: string): string;
    did(what: string, name: string, undo: UndoEntry | undefined): void;
    refused(error: MutateError): void;
    /** There is no procedure to test a restore by. */
    noProcedure(): void;
  };
}

export interface BackupActions {
  create(content: BackupContent): Promise<boolean>;
  edit(id: string, seen: Backup, set: BackupSet): Promise<boolean>;
  archive(id: string, seen: Backup): Promise<boolean>;
  record(id: string, seen: Backup, note: BackupNote): Promise<boolean>;
  /** Makes the heartbeat that its cadence asks for, and has it tell of the backup. Answers the heartbeat's id. */
  watch(id: string, seen: Backup): Promise<string | undefined>;
  /** Begins a test; answers the id of its run. */
  startTest(id: string, seen: Backup): Promise<string | undefined>;
  /** `run` is told the time as well, where one of its steps asks for it. */
  time(test: string, clock: 'start' | 'clear'): Promise<boolean>;
  stop(test: string, run: string, took: Millis): Promise<boolean>;
  measure(test: string, run: string, took: Millis): Promise<boolean>;
  conclude(test: string, name: string, verdict: Verdict): Promise<boolean>;
  reopen(test: string): Promise<boolean>;
}

type Answer = Promise<Result<Mutated, MutateError>>;

/** Everything a person does to the register and its restore tests, with its way back. */
export function createBackupActions({ data, undo, newId, feedback }: BackupActionDeps): BackupActions {
  const refused = (error: MutateError) => {
    feedback.refused(error);
    return false;
  };
  const done = async (what: string, name: string, answer: Answer, back: () => Answer) => {
    const result = await answer;
    if (!result.ok) return refused(result.error);
    const entry = undo.push({
      label: feedback.label(what, name),
      undo: async () => {
        const taken = await back();
        if (!taken.ok) feedback.refused(taken.error);
      },
    });
    feedback.did(what, name, entry);
    return true;
  };
  const told = async (answer: Answer) => {
    const result = await answer;
    return result.ok || refused(result.error);
  };
  /** Minutes to the tenth, as the step of the written procedures counts them. */
  const tellRun = async (run: string, took: Millis) => {
    const step = await data.timeStep(run);
    if (step === undefined) return;
    const value = Math.round((took / MINUTE) * 10) / 10;
    await told(data.mutate('run.record', { run: runId(run), step, event: { kind: 'measure', value, unit: 'min' } }));
  };

  return {
    create(content) {
      const id = backupId(newId());
      const gone = () => data.mutate('backup.edit', { id, set: { archived: true } });
      return done('created', content.title, data.mutate('backup.create', { id, ...content }), gone);
    },
    edit(raw, seen, set) {
      const id = backupId(raw);
      const before: BackupSet = Object.fromEntries(
        Object.keys(set).map((field) => [field, Reflect.get(seen, field) ?? null]),
      );
      const back = () => data.mutate('backup.edit', { id, set: before });
      return done('edited', seen.title, data.mutate('backup.edit', { id, set }), back);
    },
    archive(raw, seen) {
      const id = backupId(raw);
      const set = (archived: true | null) => data.mutate('backup.edit', { id, set: { archived } });
      return done('archived', seen.title, set(true), () => set(null));
    },
    record(raw, seen, note) {
      const id = backupId(raw);
      const entry = newId();
      const back = () => data.mutate('backup.unrecord', { id, entry });
      return done('recorded', seen.title, data.mutate('backup.record', { id, entry, ...note }), back);
    },
    async watch(raw, seen) {
      const id = backupId(raw);
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
      const linked = await done(
        'watched',
        seen.title,
        data.mutate('backup.edit', { id, set: { heartbeat } }),
        async () => {
          const apart = await data.mutate('backup.edit', { id, set: { heartbeat: null } });
          return apart.ok ? data.mutate('heartbeat.remove', { id: heartbeat }) : apart;
        },
      );
      return linked ? heartbeat : undefined;
    },
    async startTest(raw, seen) {
      const procedure = await data.restoreProcedure();
      if (!procedure) {
        feedback.noProcedure();
        return undefined;
      }
      const id = restoreTestId(newId());
      const due = await data.dueOccurrence();
      const begun = due && (await data.mutate('occurrence.start', { id: due, revision: procedure.revision }));
      // The work of the plan is begun with it; where that is refused, it is tested all the same.
      const run = runId(due !== undefined && begun?.ok ? due : id);
      const args = { id, backup: backupId(raw), run, procedure: procedure.id, revision: procedure.revision };
      const result = await data.mutate('restoreTest.start', args);
      if (!result.ok) {
        feedback.refused(result.error);
        return undefined;
      }
      feedback.did('testStarted', seen.title, undefined);
      return run;
    },
    time: (test, clock) => told(data.mutate('restoreTest.time', { id: restoreTestId(test), clock })),
    async stop(test, run, took) {
      if (!(await told(data.mutate('restoreTest.time', { id: restoreTestId(test), clock: 'stop' })))) return false;
      await tellRun(run, took);
      return true;
    },
    async measure(test, run, took) {
      if (!(await told(data.mutate('restoreTest.measure', { id: restoreTestId(test), took })))) return false;
      await tellRun(run, took);
      return true;
    },
    conclude(raw, name, verdict) {
      const id = restoreTestId(raw);
      const back = () => data.mutate('restoreTest.reopen', { id });
      return done('concluded', name, data.mutate('restoreTest.conclude', { id, verdict }), back);
    },
    reopen: (test) => told(data.mutate('restoreTest.reopen', { id: restoreTestId(test) })),
  };
}
