import { useMemo, useState } from 'react';
import { revisionId } from '../../src-shared/model/procedure.ts';
import {
  createPhaseReader,
  type IncidentPhases,
  type PhaseFacts,
  type PhaseText,
  phaseTexts,
} from '../../src-shared/procedure/phases.ts';
import type { EntryRow } from '../../src-shared/procedure/run-state.ts';
import type { Row } from '../../src-shared/sync/local-store.ts';
import type { Instant } from '../../src-shared/time/clock.ts';
import { useTicker, useTimed } from '../platform/now.ts';
import type { VigieDatabase } from './database.ts';
import { type Directory, useDirectory } from './directory.ts';
import { useList, useLive, useRecord } from './hooks.ts';
import type { Records } from './records.ts';

/** The checklists of the incident phases as they stand here, each in the revision in force. */
export async function readPhaseTexts(db: VigieDatabase): Promise<PhaseText[]> {
  const procedures = await db.procedure.where('doc.kind').equals('incidentPhase').toArray();
  const names = procedures.map(({ id, doc }) => revisionId({ collection: 'procedure', id }, doc.revision));
  const revisions = await db.revision.bulkGet(names);
  const bodies = new Map(procedures.map(({ id }, at) => [id, revisions[at]?.doc.body]));
  return phaseTexts(procedures, ({ id }) => bodies.get(id));
}

/** What was done in the phases of an incident, wherever its records lie. */
export async function readPhaseWork(
  records: Records,
  id: string,
): Promise<Pick<PhaseFacts, 'incident' | 'runs' | 'entries' | 'timeline'> | undefined> {
  const [incident, runs, timeline] = await Promise.all([
    records.get('incident', id),
    records.referring('run', id),
    records.referring('timelineEntry', id),
  ]);
  if (!incident) return undefined;
  const entries = await Promise.all(runs.map((run) => records.referring('runEntry', run.id)));
  return { incident, runs, entries: entries.flat(), timeline };
}

export interface PhasesReading {
  incident: Row<'incident'>;
  directory: Directory;
  all: IncidentPhases;
  /** Whether the workspace has checklists for any priority. */
  hasTexts: boolean;
}

const NONE: readonly EntryRow[] = [];

/** When time alone changes something: a phase ends, a step's timer has run out. */
function turnsOf({ phases, former }: IncidentPhases): Instant[] {
  return [...phases, ...former].flatMap(({ clock, entries }) => [
    ...(clock.deadline === undefined ? [] : [clock.deadline]),
    ...entries.flatMap(({ doc }) => (doc.event.kind === 'timer' ? [doc.event.until] : [])),
  ]);
}

/**
 * The phases of an incident; undefined while loading. Renders again when something happens or a phase turns, not with
 * each second: a countdown reads `timing` in its own leaf.
 */
export function usePhases(incident: string | undefined): PhasesReading | undefined {
  const ticker = useTicker();
  const directory = useDirectory();
  const row = useRecord('incident', incident);
  const texts = useLive(readPhaseTexts, []);
  const runs = useList('run', { ref: incident ?? '' });
  const timeline = useList('timelineEntry', { ref: incident ?? '' });
  const names = runs?.map(({ id }) => id).join(' ') ?? '';
  const entries = useLive(
    async (_, records): Promise<readonly EntryRow[]> => {
      const ids = names === '' ? [] : names.split(' ');
      return (await Promise.all(ids.map((id) => records.referring('runEntry', id)))).flat();
    },
    [names],
  );
  const [read] = useState(createPhaseReader);
  const facts = useMemo(
    () =>
      row && directory && texts && runs && timeline
        ? {
            incident: row,
            policy: directory.policy(row.doc.policy),
            calendars: directory.calendars,
            texts,
            runs,
            entries: entries ?? NONE,
            timeline,
          }
        : undefined,
    [row, directory, texts, runs, timeline, entries],
  );
  const turns = useMemo(() => (facts ? turnsOf(read({ ...facts, now: ticker.now() })) : []), [facts, read, ticker]);
  const turned = useTimed((now) => Math.max(0, ...turns.filter((turn) => turn <= now)));
  return useMemo(
    () =>
      facts && directory
        ? {
            incident: facts.incident,
            directory,
            all: read({ ...facts, now: Math.max(turned, ticker.now()) }),
            hasTexts: facts.texts.length > 0,
          }
        : undefined,
    [facts, directory, read, ticker, turned],
  );
}
