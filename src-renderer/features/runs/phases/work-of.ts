import type { RunProgress } from '../../../../src-shared/procedure/run-state.ts';

export interface Work {
  person: string;
  /** Steps that this person has done. */
  done: number;
  /** Steps that they were given and that are not done. */
  has: number;
}

/** Who does what, who has done most first. Steps that a machine did are nobody's. */
export function workOf({ states }: Pick<RunProgress, 'states'>): Work[] {
  const work = new Map<string, Work>();
  const of = (person: string) => {
    const known = work.get(person) ?? { person, done: 0, has: 0 };
    work.set(person, known);
    return known;
  };
  for (const { status, done, assignee } of states.values()) {
    const people = new Set(done.flatMap(({ by }) => (by.kind === 'person' ? [by.id as string] : [])));
    if (status === 'done') for (const person of people) of(person).done += 1;
    else if (status !== 'skipped' && assignee !== undefined) of(assignee).has += 1;
  }
  return [...work.values()].sort((a, b) => b.done - a.done || b.has - a.has || (a.person < b.person ? -1 : 1));
}
