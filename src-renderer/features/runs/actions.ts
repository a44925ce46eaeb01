import type { AppError, Result } from '../../../src-shared/contract/errors.ts';
import type { Evidence, RunEvent, RunId } from '../../../src-shared/model/run.ts';
import type { ArgsOf, MutatorName } from '../../../src-shared/mutators/registry.ts';
import type { EntryRow } from '../../../src-shared/procedure/run-state.ts';
import type { Mutated, MutateError } from '../../data/data.ts';
import type { UndoEntry, UndoStack } from '../../platform/undo.ts';
import type { RunTarget } from './steps/target.ts';

export interface RunActionDeps {
  data: {
    mutate<Name extends MutatorName>(name: Name, args: ArgsOf<Name>): Promise<Result<Mutated, MutateError>>;
    /** Entries of a run as this laptop has them now. */
    entriesOf(run: string): Promise<readonly EntryRow[]>;
    /** Puts a file's bytes where they are safe, and answers what names them. */
    keep(file: File): Promise<Result<Evidence, AppError>>;
  };
  undo: UndoStack;
  feedback: {
    /** `runs.undo.<what>` in words. */
    label(what: string): string;
    did(what: string, undo: UndoEntry | undefined): void;
    refused(error: MutateError | AppError, about?: string): void;
  };
}

export interface RunActions {
  /** Starts a run, or finds it started. Answers its id where this laptop took it. */
  start(args: ArgsOf<'run.start'>): Promise<string | undefined>;
  /** Records what happened to a step, and starts the run first where there is none. Answers whether it was taken. */
  record(target: RunTarget, step: string, event: RunEvent): Promise<boolean>;
  /** Keeps files and records each of them; those that cannot be kept are named. */
  attach(target: RunTarget, step: string, files: readonly File[]): Promise<void>;
  end(id: RunId, reason: string | undefined): Promise<boolean>;
  reopen(id: RunId): Promise<boolean>;
}

/** Everything a person does to runs, with its way back where there is one. */
export function createRunActions({ data, undo, feedback }: RunActionDeps): RunActions {
  const refused = (error: MutateError | AppError, about?: string) => {
    feedback.refused(error, about);
    return false;
  };

  async function begin({ start }: RunTarget): Promise<boolean> {
    if (!start) return true;
    const started = await data.mutate('run.start', start);
    return started.ok || refused(started.error);
  }

  async function record(target: RunTarget, step: string, event: RunEvent): Promise<boolean> {
    if (!(await begin(target))) return false;
    const run = target.id;
    const before = new Set((await data.entriesOf(run)).map(({ id }) => id));
    const result = await data.mutate('run.record', { run, step, event });
    if (!result.ok) return refused(result.error);
    if (event.kind === 'undone') return true;
    const made = (await data.entriesOf(run))
      .filter(({ id, doc }) => !before.has(id) && doc.step === step && doc.event.kind === event.kind)
      .map(({ id }) => id);
    if (made.length === 0) return true;
    undo.push({
      label: feedback.label(event.kind),
      undo: async () => {
        const back = await data.mutate('run.record', { run, step, event: { kind: 'undone', entries: made } });
        if (!back.ok) refused(back.error);
      },
    });
    return true;
  }

  return {
    async start(args) {
      const result = await data.mutate('run.start', args);
      if (result.ok) return args.id;
      refused(result.error);
      return undefined;
    },
    record,
    async attach(target, step, files) {
      for (const file of files) {
        const kept = await data.keep(file);
        if (!kept.ok) refused(kept.error, file.name);
        else await record(target, step, { kind: 'evidence', file: kept.value });
      }
    },
    async end(id, reason) {
      const result = await data.mutate('run.end', { id, ...(reason ? { reason } : {}) });
      if (!result.ok) return refused(result.error);
      const { at } = result.value;
      const entry = undo.push({
        label: feedback.label('ended'),
        undo: async () => {
          const back = await data.mutate('run.reopen', { id, ...(at === undefined ? {} : { of: at }) });
          if (!back.ok) refused(back.error);
        },
      });
      feedback.did('ended', entry);
      return true;
    },
    async reopen(id) {
      const result = await data.mutate('run.reopen', { id });
      if (!result.ok) return refused(result.error);
      feedback.did('reopened', undefined);
      return true;
    },
  };
}
