import type { ActorRef } from '../model/actor.ts';
import type { PersonId } from '../model/ids.ts';
import type { RunEntry, RunEvent } from '../model/run.ts';
import type { Instant } from '../time/clock.ts';
import type { Step } from './step.ts';

export type EntryRow = { id: string; doc: RunEntry };
/** Who did it and when, with the entry that says so. */
export interface Mark<Event extends RunEvent = RunEvent> {
  entry: string;
  event: Event;
  by: ActorRef;
  at: Instant;
}
type Of<Kind extends RunEvent['kind']> = Mark<Extract<RunEvent, { kind: Kind }>>;

/** Where a step stands. `waiting`: its timer runs. `refused`: an approval that was not given. */
export type StepStatus = 'todo' | 'waiting' | 'done' | 'skipped' | 'refused';

export interface StepState {
  status: StepStatus;
  /** What makes it done, oldest first: each person's tick stands. */
  done: readonly Mark[];
  skipped?: Of<'skipped'>;
  refused?: Of<'refused'>;
  /** The last one said; earlier ones are in the entries. */
  value?: Of<'text' | 'choice' | 'measure'>;
  timer?: Of<'timer'>;
  assignee?: PersonId;
  notes: readonly Of<'note'>[];
  evidence: readonly Of<'evidence'>[];
  /** When the first and the last thing was done to it. */
  touched?: { from: Instant; to: Instant };
}

const inOrder = (a: EntryRow, b: EntryRow) => a.doc.at - b.doc.at || (a.id < b.id ? -1 : 1);
const isOf = <Kind extends RunEvent['kind']>(mark: Mark, ...kinds: Kind[]): mark is Of<Kind> =>
  kinds.some((kind) => mark.event.kind === kind);

/** Entries that count: those that no other one takes back. */
function standing(entries: readonly EntryRow[]): Mark[] {
  const gone = new Set(entries.flatMap(({ doc }) => (doc.event.kind === 'undone' ? doc.event.entries : [])));
  return entries
    .filter(({ id, doc }) => doc.event.kind !== 'undone' && !gone.has(id))
    .sort(inOrder)
    .map(({ id, doc }) => ({ entry: id, event: doc.event, by: doc.by, at: doc.at }));
}

function statusOf(step: Step, marks: readonly Mark[], now: Instant): StepStatus {
  // An approval is given by what says so, and neither given nor taken away by anything else.
  const last = marks.findLast((mark) =>
    step.kind === 'approval'
      ? isOf(mark, 'approved', 'refused', 'skipped')
      : isOf(mark, 'done', 'skipped', 'text', 'choice', 'measure', 'approved', 'refused', 'timer'),
  );
  if (!last) return 'todo';
  if (isOf(last, 'skipped')) return 'skipped';
  if (isOf(last, 'refused')) return 'refused';
  if (isOf(last, 'timer')) return now < last.event.until ? 'waiting' : 'done';
  return 'done';
}

/** The state of one step: a function of its entries, whatever their order, and of now. */
export function stepState(step: Step, entries: readonly EntryRow[], now: Instant): StepState {
  const marks = standing(entries.filter(({ doc }) => doc.step === step.id));
  const lastOf = <Kind extends RunEvent['kind']>(...kinds: Kind[]) =>
    marks.findLast((mark): mark is Of<Kind> => isOf(mark, ...kinds));
  const value = lastOf('text', 'choice', 'measure');
  const skipped = lastOf('skipped');
  const refused = lastOf('refused');
  const timer = lastOf('timer');
  const assignee = lastOf('assigned')?.event.to;
  const [first] = marks;
  const last = marks.at(-1);
  return {
    status: statusOf(step, marks, now),
    done: marks.filter((mark) => isOf(mark, 'done', 'text', 'choice', 'measure', 'approved')),
    ...(value ? { value } : {}),
    ...(skipped ? { skipped } : {}),
    ...(refused ? { refused } : {}),
    ...(timer ? { timer } : {}),
    ...(assignee ? { assignee } : {}),
    notes: marks.filter((mark) => isOf(mark, 'note')),
    evidence: marks.filter((mark) => isOf(mark, 'evidence')),
    ...(first && last ? { touched: { from: first.at, to: last.at } } : {}),
  };
}

export interface RunProgress {
  states: ReadonlyMap<string, StepState>;
  done: number;
  skipped: number;
  total: number;
  /** What is neither done nor skipped, in order: what a run lacks when one wants to leave it. */
  lacking: readonly Step[];
}

/** All steps of a run. Entries of steps that its text does not have change nothing. */
export function runProgress(steps: readonly Step[], entries: readonly EntryRow[], now: Instant): RunProgress {
  return createProgressReader(steps)(entries, now);
}

/**
 * Reads a run again and again: a step to which nothing has happened since keeps its very state, so that a screen of
 * thousands draws one row for one tick.
 */
export function createProgressReader(
  steps: readonly Step[],
): (entries: readonly EntryRow[], now: Instant) => RunProgress {
  let known = new Map<string, { key: string; state: StepState }>();
  return (entries, now) => {
    const byStep = Map.groupBy(entries, ({ doc }) => doc.step);
    const next: typeof known = new Map();
    for (const step of steps) {
      const mine = byStep.get(step.id) ?? [];
      const passed = mine.filter(({ doc }) => doc.event.kind === 'timer' && doc.event.until <= now).length;
      const key = `${passed} ${mine.map(({ id, doc }) => `${id}@${doc.at}`).join()}`;
      const before = known.get(step.id);
      next.set(step.id, before?.key === key ? before : { key, state: stepState(step, mine, now) });
    }
    known = next;
    const states = new Map([...next].map(([id, { state }]) => [id, state]));
    const all = [...states.values()];
    const count = (status: StepStatus) => all.filter((state) => state.status === status).length;
    const lacking = steps.filter((step) => !['done', 'skipped'].includes(states.get(step.id)?.status ?? 'todo'));
    return { states, done: count('done'), skipped: count('skipped'), total: steps.length, lacking };
  };
}
