import type { RunEvent, RunId } from '../../../../src-shared/model/run.ts';
import type { ArgsOf } from '../../../../src-shared/mutators/registry.ts';

/** Where what happens is recorded. `start` makes the run where there is none yet: a phase before its first tick. */
export interface RunTarget {
  id: RunId;
  start?: ArgsOf<'run.start'>;
}

/** What a list of steps asks of whoever shows it. */
export interface StepCallbacks {
  /** Answers whether it was taken here. */
  onRecord(step: string, event: RunEvent): Promise<boolean>;
  /** Keeps files and records each as evidence. */
  onFiles(step: string, files: readonly File[]): Promise<void>;
}

/** The button of a step that is an action. */
export interface StepButton {
  label: string;
  keys?: string;
  isDisabled?: boolean;
  reason?: string;
  onPress(): void;
}
