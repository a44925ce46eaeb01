import type { IncidentRecords } from '../../src-shared/procedure/post-mortem/facts.ts';
import type { Data } from './data.ts';
import type { Directory } from './directory.ts';
import { nameOf } from './incident-line.ts';
import type { Records } from './records.ts';
import { readPhaseTexts } from './use-phases.ts';

/** An incident with everything that happened to it, closed ones as well. */
export async function readIncident(
  { db, records }: Pick<Data, 'db' | 'records'>,
  id: string,
  directory: Directory,
): Promise<IncidentRecords | undefined> {
  // Asked all at once: a live query follows what is asked before its first pause.
  const [row, entries, alerts, runs, texts] = await Promise.all([
    records.get('incident', id),
    records.referring('timelineEntry', id),
    records.referring('alert', id),
    records.referring('run', id),
    readPhaseTexts(db),
  ]);
  if (!row) return undefined;
  const worked = await Promise.all(runs.map((run) => records.referring('runEntry', run.id)));
  return {
    id,
    incident: row.doc,
    entries,
    alerts,
    texts,
    policy: directory.policy(row.doc.policy),
    runs: runs.map(({ id, doc }, index) => ({ id, doc, entries: worked[index] ?? [] })),
  };
}

/** Incidents that the timeline names, by what they are called. */
export async function readOthers(records: Records, { entries }: IncidentRecords): Promise<ReadonlyMap<string, string>> {
  const ids = entries.flatMap(({ doc: { event } }) =>
    event.kind === 'merged' ? [event.into] : event.kind === 'absorbed' ? [event.from] : [],
  );
  const rows = await records.many('incident', ids);
  return new Map(rows.flatMap((row) => (row ? [[row.id, nameOf(row.doc)] as const] : [])));
}
