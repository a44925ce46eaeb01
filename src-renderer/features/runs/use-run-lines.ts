import { useMemo, useRef, useState } from 'react';
import { isMonitoringRun } from '../../../src-shared/model/change.ts';
import type { CollectionName } from '../../../src-shared/model/collections.ts';
import { parseRun } from '../../../src-shared/procedure/parse.ts';
import { createPhaseReader } from '../../../src-shared/procedure/phases.ts';
import { createProgressReader, type EntryRow, type RunProgress } from '../../../src-shared/procedure/run-state.ts';
import { plainText } from '../../../src-shared/procedure/step-text.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import type { Directory } from '../../data/directory.ts';
import { useLive, useUnconfirmedIds } from '../../data/hooks.ts';
import { readPhaseTexts, readPhaseWork } from '../../data/use-phases.ts';
import { useTimed } from '../../platform/now.ts';
import type { RunLine } from './list-model.ts';
import { peopleOf } from './people.ts';

/** One row of each id; the tables win over what lies in pages. */
async function withHistory<C extends CollectionName>(rows: Row<C>[], history: AsyncGenerator<Row<C>[]>) {
  const all = new Map<string, Row<C>>();
  for await (const page of history) for (const row of page) all.set(row.id, row);
  for (const row of rows) all.set(row.id, row);
  return [...all.values()];
}

/**
 * Runs with where they stand: those that are open, or those that have ended (closed history included). Undefined while
 * loading. A run's text is read once, whatever happens in it; that of an incident's phase stands as the incident's page
 * tells it.
 */
export function useRunLines(ended: boolean, directory: Directory): readonly RunLine[] | undefined {
  const rows = useLive(
    async (db, records) => {
      const near = await db.run.toArray();
      const all = ended ? await withHistory(near, records.history('run')) : near;
      // What a service's monitoring has is never done: it has a page of its own.
      return all.filter(({ id, doc }) => (doc.endedAt !== undefined) === ended && !isMonitoringRun(id));
    },
    [ended],
  );
  const ids = useMemo(() => rows?.map(({ id }) => id).sort(), [rows]);
  const entries = useLive(
    async (_, records) => {
      const found = await Promise.all(
        (ids ?? []).map(async (id) => [id, await records.referring('runEntry', id)] as const),
      );
      return new Map<string, readonly EntryRow[]>(found);
    },
    [ids?.join()],
  );
  const phased = useMemo(
    () => [...new Set(rows?.flatMap(({ doc }) => (doc.phase && doc.incident ? [doc.incident] : [])))].sort(),
    [rows],
  );
  const phases = useLive(
    async (db, records) => ({
      texts: phased.length === 0 ? [] : await readPhaseTexts(db),
      work: await Promise.all(phased.map((id) => readPhaseWork(records, id))),
    }),
    [phased.join()],
  );
  const [readPhases] = useState(createPhaseReader);
  const unconfirmed = useUnconfirmedIds('runEntry');
  const unconfirmedRuns = useUnconfirmedIds('run');
  const texts = useRef(new Map<string, ReturnType<typeof readText>>());
  // The last timer that ran out stands for now: between two of them nothing changes by itself.
  const ends = useMemo(
    () =>
      [...(entries?.values() ?? [])].flatMap((list) =>
        list.flatMap(({ doc }) => (doc.event.kind === 'timer' ? [doc.event.until] : [])),
      ),
    [entries],
  );
  const at = useTimed((now) => ends.reduce((last, end) => (end <= now && end > last ? end : last), 0));
  return useMemo(() => {
    if (!rows || !entries || !phases) return undefined;
    const inPhases = new Map<string, RunProgress>();
    for (const work of phases.work) {
      if (!work) continue;
      const policy = directory.policy(work.incident.doc.policy);
      const all = readPhases({ ...work, texts: phases.texts, policy, calendars: directory.calendars, now: at });
      for (const { runId, progress } of [...all.phases, ...all.former]) inPhases.set(runId, progress);
    }
    const { me } = directory;
    return rows.map(({ id, doc }): RunLine => {
      const known = texts.current.get(id) ?? readText(doc);
      texts.current.set(id, known);
      const mine = entries.get(id) ?? [];
      const progress = inPhases.get(id) ?? known.read(mine, at);
      const people = peopleOf(known.steps, progress, mine);
      return {
        id,
        doc,
        progress,
        people: people.map(({ person }) => person),
        mine: known.steps.flatMap((step) => {
          const state = progress.states.get(step.id);
          const isMine = me !== undefined && state?.assignee === me;
          return isMine && progress.lacking.includes(step) ? [plainText(step.text)] : [];
        }),
        lastAt: mine.reduce((last, entry) => Math.max(last, entry.doc.at), doc.startedAt),
        isWaiting: unconfirmedRuns.has(id) || mine.some((entry) => unconfirmed.has(entry.id)),
      };
    });
  }, [rows, entries, phases, readPhases, directory, at, unconfirmed, unconfirmedRuns]);
}

function readText(run: Row<'run'>['doc']) {
  const { steps } = parseRun(run);
  return { steps, read: createProgressReader(steps) };
}
