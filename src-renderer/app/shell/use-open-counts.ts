import { useMemo } from 'react';
import { useDirectory } from '../../data/directory.ts';
import { useQuiet } from '../../data/held-alerts.ts';
import { useIncidents } from '../../data/use-incidents.ts';
import { useTimed } from '../../platform/now.ts';
import { createDeadlineReader } from '../alarms/incident-deadlines.ts';

/** How many incidents are open, how many of them are past a promise, and how many alerts are under silence. */
export function useOpenCounts(): { open: number; lapsed: number; quiet: number } {
  const { rows } = useIncidents();
  const calendars = useDirectory()?.calendars;
  const reader = useMemo(() => (calendars ? createDeadlineReader(calendars) : undefined), [calendars]);
  const deadlines = useMemo(() => {
    const open = [...rows.values()].filter(({ doc }) => doc.status === 'triggered' || doc.status === 'acknowledged');
    const at = reader ? open.flatMap(({ doc }) => reader.of(doc)?.deadline ?? []) : [];
    return { open: open.length, at };
  }, [rows, reader]);
  const lapsed = useTimed((now) => deadlines.at.reduce((count, at) => (at <= now ? count + 1 : count), 0));
  return { open: deadlines.open, lapsed, quiet: useQuiet(rows).alerts };
}
