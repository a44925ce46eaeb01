import { type Change, type ChangeId, changeId } from '../model/change.ts';
import { type OccurrenceId, occurrenceIdSchema } from '../model/plan.ts';
import { type RunId, runId } from '../model/run.ts';
import { DAY, HOUR, type Instant } from '../time/clock.ts';

/** The change that an occurrence of an update's plan opens: one for each, whoever begins it. */
export const changeOfOccurrence = (occurrence: OccurrenceId): ChangeId => changeId(occurrence);

/** The occurrence that a change was opened by; undefined for one that a person prepared. */
export function occurrenceOfChange(change: string): OccurrenceId | undefined {
  const read = occurrenceIdSchema.safeParse(change);
  return read.success ? read.data : undefined;
}

const OWN_RUN = 'change/';

/** The run of its eight steps: that of the occurrence which opened it, else its own. */
export const changeRunId = (change: string): RunId =>
  runId(occurrenceOfChange(change) ?? `${OWN_RUN}${change}`.slice(0, 200));

/** The change that a run is the eight steps of; undefined for that of an occurrence, and for any other run. */
export const changeOfRun = (run: string): string | undefined =>
  run.startsWith(OWN_RUN) ? run.slice(OWN_RUN.length) : undefined;

/** The change by which an occurrence that has begun is done: the one it opened, or one that was linked to it. */
export const changeOfWork = (occurrence: string, run: string): string => changeOfRun(run) ?? occurrence;

/** The occurrence that a change is done for: the one that opened it, or that it was linked to. */
export const askedBy = (id: string, { occurrence }: Pick<Change, 'occurrence'>): OccurrenceId | undefined =>
  occurrence ?? occurrenceOfChange(id);

/** Where a change lies until somebody says: tomorrow at this hour, for two hours. */
export function firstWindow(now: Instant): { from: Instant; to: Instant } {
  const from = Math.ceil((now + DAY) / HOUR) * HOUR;
  return { from, to: from + 2 * HOUR };
}
