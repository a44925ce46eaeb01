import { useMemo } from 'react';
import { useDirectory } from '../../data/directory.ts';
import { useIncidents } from '../../data/use-incidents.ts';
import { useNow } from '../../platform/now.ts';
import { createDeadlineReader } from '../alarms/incident-deadlines.ts';

/** How many incidents are open, and how many of them are past a promise. */
export function useOpenCounts(): { open: number; lapsed: number } {
  const { rows } = useIncidents();
  const calendars = useDirectory()?.calendars;
  const now = useNow();
  const reader = useMemo(() => (calendars ? createDeadlineReader(calendars) : undefined), [calendars]);
  const deadlines = useMemo(() => {
    const open = [...rows.values()].filter(({ doc }) => doc.status === 'triggered' || doc.status === 'acknowledged');
    const at = reader ? open.flatMap(({ doc }) => reader.of(doc)?.deadline ?? []) : [];
    return { open: open.length, at };
  }, [rows, reader]);
  return { open: deadlines.open, lapsed: deadlines.at.filter((at) => at <= now).length };
}
