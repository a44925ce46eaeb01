import { useMemo } from 'react';
import { runningSpan } from '../../../src-shared/silence/state.ts';
import { useDirectory } from '../../data/directory.ts';
import { useQuiet } from '../../data/held-alerts.ts';
import { useIncidents } from '../../data/use-incidents.ts';
import { useTimed } from '../../platform/now.ts';
import { createDeadlineReader } from '../alarms/incident-deadlines.ts';

/** How many incidents are open, how many of them are late and not under silence, and how many alerts are under it. */
export function useOpenCounts(): { open: number; lapsed: number; quiet: number } {
  const { rows } = useIncidents();
  const calendars = useDirectory()?.calendars;
  const reader = useMemo(() => (calendars ? createDeadlineReader(calendars) : undefined), [calendars]);
  const deadlines = useMemo(() => {
    const open = [...rows.values()].filter(({ doc }) => doc.status === 'triggered' || doc.status === 'acknowledged');
    const due = open.flatMap(({ doc }) => {
      const at = reader?.of(doc)?.deadline;
      return at === undefined ? [] : [{ at, silences: doc.silences }];
    });
    return { open: open.length, due };
  }, [rows, reader]);
  const lapsed = useTimed((now) =>
    deadlines.due.reduce(
      (count, { at, silences }) => (at <= now && !runningSpan(silences, now) ? count + 1 : count),
      0,
    ),
  );
  return { open: deadlines.open, lapsed, quiet: useQuiet(rows).alerts };
}
