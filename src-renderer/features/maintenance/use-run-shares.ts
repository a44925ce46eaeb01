import { useMemo, useRef } from 'react';
import { parseRun } from '../../../src-shared/procedure/parse.ts';
import { createProgressReader } from '../../../src-shared/procedure/run-state.ts';
import { useLive } from '../../data/hooks.ts';
import type { MaintenanceItem } from '../../data/maintenance.ts';
import { useMinute } from '../../platform/now.ts';

/** How far a run is. */
export interface RunShare {
  done: number;
  total: number;
}

/** How far the runs are that occurrences have begun, by occurrence. A run's text is read once. */
export function useRunShares(items: readonly MaintenanceItem[]): ReadonlyMap<string, RunShare> {
  const begun = items.flatMap(({ planned, state }) =>
    state.started && (state.status === 'inProgress' || state.status === 'blocked')
      ? [{ id: planned.id, run: state.started.run }]
      : [],
  );
  const now = useMinute();
  const found = useLive(
    async (_, records) =>
      Promise.all(
        begun.map(async ({ id, run }) => ({
          id,
          run: await records.get('run', run),
          entries: await records.referring('runEntry', run),
        })),
      ),
    [begun.map(({ run }) => run).join()],
  );
  const texts = useRef(new Map<string, ReturnType<typeof createProgressReader>>());
  return useMemo(() => {
    const shares = new Map<string, RunShare>();
    for (const { id, run, entries } of found ?? []) {
      if (!run) continue;
      const read = texts.current.get(run.id) ?? createProgressReader(parseRun(run.doc).steps);
      texts.current.set(run.id, read);
      const { done, skipped, total } = read(entries, now);
      shares.set(id, { done: done + skipped, total });
    }
    return shares;
  }, [found, now]);
}
