import { useMemo } from 'react';
import type { EntryRow, RunProgress } from '../../../../src-shared/procedure/run-state.ts';
import { createProgressReader } from '../../../../src-shared/procedure/run-state.ts';
import type { Step } from '../../../../src-shared/procedure/step.ts';
import type { Instant } from '../../../../src-shared/time/clock.ts';
import { useTimed } from '../../../platform/now.ts';

/** Where all steps stand; renders again when something happens to one, or a timer runs out. */
export function useProgress(steps: readonly Step[], entries: readonly EntryRow[]): RunProgress {
  const reader = useMemo(() => createProgressReader(steps), [steps]);
  const ends = useMemo(
    () => entries.flatMap(({ doc }) => (doc.event.kind === 'timer' ? [doc.event.until] : [])),
    [entries],
  );
  // The last timer that ran out stands for now: between two of them nothing changes by itself.
  const at = useTimed((now): Instant => Math.max(0, ...ends.filter((end) => end <= now)));
  return useMemo(() => reader(entries, at), [reader, entries, at]);
}
