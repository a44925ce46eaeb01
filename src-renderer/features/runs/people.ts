import type { EntryRow, RunProgress } from '../../../src-shared/procedure/run-state.ts';
import type { Step } from '../../../src-shared/procedure/step.ts';
import type { Instant } from '../../../src-shared/time/clock.ts';

/** What one person has to do with a run. */
export interface Participant {
  person: string;
  /** Steps that they have settled. */
  done: number;
  /** Steps that lack and are theirs to do. */
  assigned: number;
  lastAt?: Instant;
}

/** Everybody who did something in a run or is to do something, whoever did the last thing first. */
export function peopleOf(
  steps: readonly Step[],
  { states }: Pick<RunProgress, 'states'>,
  entries: readonly EntryRow[],
): Participant[] {
  const people = new Map<string, Participant>();
  const of = (person: string) => {
    const known = people.get(person) ?? { person, done: 0, assigned: 0 };
    people.set(person, known);
    return known;
  };
  for (const { doc } of entries) {
    if (doc.by.kind !== 'person') continue;
    const participant = of(doc.by.id);
    participant.lastAt = Math.max(participant.lastAt ?? 0, doc.at);
  }
  for (const step of steps) {
    const state = states.get(step.id);
    if (!state) continue;
    const settled = state.status === 'done' || state.status === 'skipped';
    if (!settled && state.assignee !== undefined) of(state.assignee).assigned += 1;
    const marks = state.status === 'skipped' && state.skipped ? [state.skipped] : settled ? state.done : [];
    for (const person of new Set(marks.flatMap(({ by }) => (by.kind === 'person' ? [by.id] : []))))
      of(person).done += 1;
  }
  return [...people.values()].sort((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0) || (a.person < b.person ? -1 : 1));
}
