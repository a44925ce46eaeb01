import type { PersonId } from '../../../../src-shared/model/ids.ts';
import type { Role } from '../../../../src-shared/model/person.ts';
import type { Run, RunEvent } from '../../../../src-shared/model/run.ts';
import type { EntryRow, StepState } from '../../../../src-shared/procedure/run-state.ts';
import type { Step } from '../../../../src-shared/procedure/step.ts';
import type { Instant } from '../../../../src-shared/time/clock.ts';

/** What doing the step records at once; undefined where something must be said first. */
export function naturalEvent(step: Step, state: StepState, now: Instant): RunEvent | undefined {
  switch (step.kind) {
    case 'text':
    case 'choice':
    case 'measure':
      return undefined;
    case 'approval':
      return { kind: 'approved' };
    case 'timer':
      // A timer that runs is done when somebody says so, before its time.
      return state.status === 'waiting' ? { kind: 'done' } : { kind: 'timer', until: now + step.length };
    default:
      return { kind: 'done' };
  }
}

/** Entries that taking the step back names: what makes it done, skipped, refused or waiting. Notes and evidence stay. */
export function takenBackBy(state: StepState | undefined, entries: readonly EntryRow[], step: string): string[] {
  if (!state || state.status === 'todo') return [];
  const gone = new Set(entries.flatMap(({ doc }) => (doc.event.kind === 'undone' ? doc.event.entries : [])));
  return entries
    .filter(({ id, doc }) => {
      const { kind } = doc.event;
      return doc.step === step && !gone.has(id) && !['note', 'evidence', 'assigned', 'undone'].includes(kind);
    })
    .map(({ id }) => id)
    .slice(0, 200);
}

export interface Approver {
  may(role: Role): boolean;
  me: PersonId | undefined;
  /** Whoever does the first thing starts it, and approves nothing in it. */
  run: Pick<Run, 'startedBy'> | undefined;
}

/** Whether this person may give the approval, as the server will see it. */
export function mayApprove(step: Step, { may, me, run }: Approver): boolean {
  if (step.kind !== 'approval' || !may(step.by) || !run || me === undefined) return false;
  return !(run.startedBy.kind === 'person' && run.startedBy.id === me);
}
