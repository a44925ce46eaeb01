import { useMemo } from 'react';
import type { ParsedProcedure } from '../../../src-shared/procedure/parse.ts';
import type { EntryRow, RunProgress } from '../../../src-shared/procedure/run-state.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { useList, useRecord } from '../../data/hooks.ts';
import { useRunDesk } from './desk.ts';
import type { RunTarget, StepCallbacks } from './steps/target.ts';
import { useProgress } from './steps/use-progress.ts';
import { type RunText, useParsedRun } from './use-parsed-run.ts';

const NONE: readonly EntryRow[] = [];

export interface RunReading {
  /** Null: nobody has begun it. */
  row: Row<'run'> | null;
  entries: readonly EntryRow[];
}

/** A run and what happened in it; undefined while loading. */
export function useRun(id: string): RunReading | undefined {
  const row = useRecord('run', id);
  const entries = useList('runEntry', { ref: id });
  return useMemo(
    () =>
      row === undefined || entries === undefined ? undefined : { row, entries: entries.length > 0 ? entries : NONE },
    [row, entries],
  );
}

/** A text read as a procedure, and where its steps stand. */
export function useReadRun(
  text: RunText,
  entries: readonly EntryRow[],
): { procedure: ParsedProcedure; progress: RunProgress; isWhole: boolean } {
  const { procedure, isWhole } = useParsedRun(text);
  const progress = useProgress(procedure.steps, entries);
  return { procedure, progress, isWhole };
}

/** What a list of steps does, on this run; a run that does not exist yet is started by the first of it. */
export function useStepCallbacks(target: RunTarget): StepCallbacks {
  const { actions } = useRunDesk();
  return {
    onRecord: (step, event) => actions.record(target, step, event),
    onFiles: (step, files) => actions.attach(target, step, files),
  };
}
