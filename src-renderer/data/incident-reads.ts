import { useMemo } from 'react';
import type { Incident } from '../../src-shared/model/incident.ts';
import type { LocalRow, Row, UndoRow } from '../../src-shared/sync/local-store.ts';
import { useLive, useUnconfirmedIds } from './hooks.ts';

/**
 * What the server has not confirmed of an incident: that it exists, that it was acknowledged (it still escalates),
 * or something else.
 */
export type Waiting = 'new' | 'acknowledged' | 'change';

const isIncident = (row: LocalRow | null): row is Row<'incident'> => row?.collection === 'incident';

/** `shown` is what this laptop shows, `undo` holds what the server says. */
export function waitingOf(shown: Incident, undo: UndoRow): Waiting {
  if (!isIncident(undo.base)) return 'new';
  return shown.status === 'acknowledged' && undo.base.doc.status === 'triggered' ? 'acknowledged' : 'change';
}

/**
 * What clocks and order go by. An acknowledgement that the server has not received stops no escalation, so until then
 * the response counts on as the server sees it.
 */
export function standing(row: Row<'incident'>, undo: UndoRow | undefined): Incident {
  if (!undo || !isIncident(undo.base) || waitingOf(row.doc, undo) !== 'acknowledged') return row.doc;
  return undo.base.doc;
}

/** The incidents that show changes the server has not confirmed, with what it says of them. */
export function useUnconfirmedIncidents(): ReadonlyMap<string, UndoRow> {
  const rows = useLive((db) => db.undo.where('collection').equals('incident').toArray(), []);
  return useMemo(() => new Map(rows?.map((row) => [row.id, row])), [rows]);
}

export interface TimelineRow {
  row: Row<'timelineEntry'>;
  /** Not confirmed by the server yet. */
  waiting: boolean;
}

/** Everything that happened to one incident, oldest first. Undefined while loading. */
export function useTimeline(incident: string): TimelineRow[] | undefined {
  const rows = useLive((_, records) => records.referring('timelineEntry', incident), [incident]);
  const unconfirmed = useUnconfirmedIds('timelineEntry');
  return useMemo(
    () =>
      rows
        ?.sort((a, b) => a.doc.at - b.doc.at || a.id.localeCompare(b.id))
        .map((row) => ({ row, waiting: unconfirmed.has(row.id) })),
    [rows, unconfirmed],
  );
}

/** The last entries over all incidents, newest first. Undefined while loading. */
export function useRecentEntries(limit: number): Row<'timelineEntry'>[] | undefined {
  return useLive((db) => db.timelineEntry.orderBy('doc.at').reverse().limit(limit).toArray(), [limit]);
}

/** By its number, or by its record's id. Undefined while loading, null where there is none. */
export function useIncidentAt(address: string): Row<'incident'> | null | undefined {
  return useLive(
    async (_, records) => {
      const byNumber = /^\d{1,15}$/.test(address) && (await records.incidentByNumber(Number(address)));
      return byNumber || (await records.get('incident', address)) || null;
    },
    [address],
  );
}
