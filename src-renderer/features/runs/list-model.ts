import type { Run } from '../../../src-shared/model/run.ts';
import type { RunProgress } from '../../../src-shared/procedure/run-state.ts';
import { fold } from '../../../src-shared/procedure/search/fold.ts';

export type RunView = 'open' | 'mine' | 'done';
export const RUN_VIEWS: readonly RunView[] = ['open', 'mine', 'done'];

/** How the list of runs is looked at. */
export interface RunFilter {
  view: RunView;
  text: string;
  /** A procedure's id. */
  procedure?: string;
  /** An incident's id. */
  incident?: string;
}

export const OPEN_RUNS: RunFilter = { view: 'open', text: '' };

/** One run as the list shows it. */
export interface RunLine {
  id: string;
  doc: Run;
  progress: Pick<RunProgress, 'done' | 'skipped' | 'total'>;
  /** People who have to do steps that lack, or have done any. */
  people: readonly string[];
  /** Steps that lack and are assigned to whoever looks, with their words. */
  mine: readonly string[];
  /** The last thing that happened in it. */
  lastAt: number;
  isWaiting: boolean;
}

/** The lines that a filter lets through: open ones oldest first (they wait longest), ended ones latest first. */
export function shownRuns(lines: readonly RunLine[], filter: RunFilter, wordsOf: (line: RunLine) => string): RunLine[] {
  const wanted = fold(filter.text).split(/\s+/).filter(Boolean);
  const inView = (line: RunLine) => {
    const ended = line.doc.endedAt !== undefined;
    if (filter.view === 'done') return ended;
    return !ended && (filter.view === 'open' || line.mine.length > 0);
  };
  const matches = (line: RunLine) => {
    if (wanted.length === 0) return true;
    const words = fold(wordsOf(line));
    return wanted.every((word) => words.includes(word));
  };
  return lines
    .filter(
      (line) =>
        inView(line) &&
        (filter.procedure === undefined || line.doc.procedure === filter.procedure) &&
        (filter.incident === undefined || line.doc.incident === filter.incident) &&
        matches(line),
    )
    .sort((a, b) =>
      filter.view === 'done'
        ? (b.doc.endedAt ?? 0) - (a.doc.endedAt ?? 0)
        : a.doc.startedAt - b.doc.startedAt || (a.id < b.id ? -1 : 1),
    );
}
