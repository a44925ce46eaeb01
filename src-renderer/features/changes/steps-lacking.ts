import type { Run } from '../../../src-shared/model/run.ts';
import { parseRun } from '../../../src-shared/procedure/parse.ts';
import { type EntryRow, runProgress } from '../../../src-shared/procedure/run-state.ts';
import type { Instant } from '../../../src-shared/time/clock.ts';

/** The steps of a change as they stand: its run, or the text that nobody has begun. */
export interface ChangeSteps {
  run?: Run | undefined;
  entries: readonly EntryRow[];
  text: string;
}

/** How many steps are neither done nor skipped; none where the run was ended with a reason, which has said why. */
export function stepsLacking({ run, entries, text }: ChangeSteps, now: Instant): number {
  if (run?.endReason !== undefined) return 0;
  const { steps } = parseRun(run ?? { body: text, numbered: true });
  return runProgress(steps, entries, now).lacking.length;
}
