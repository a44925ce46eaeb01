import type { Subscription } from 'dexie';
import { answers } from '../../../src-shared/alarms/concerns.ts';
import { type PhaseLack, watchedPhases } from '../../../src-shared/alarms/phases.ts';
import type { Entity } from '../../../src-shared/model/collections.ts';
import type { PersonId } from '../../../src-shared/model/ids.ts';
import type { SlaPolicy } from '../../../src-shared/model/sla-policy.ts';
import { createPhaseReader, type PhaseFacts, type PhaseText } from '../../../src-shared/procedure/phases.ts';
import { PROCEDURES_SLA_POLICY } from '../../../src-shared/sla/default-policy.ts';
import type { Calendars } from '../../../src-shared/sla/working-time.ts';
import type { Instant } from '../../../src-shared/time/clock.ts';
import type { Data } from '../../data/data.ts';
import { live } from '../../data/live.ts';
import { readPhaseTexts } from '../../data/use-phases.ts';

interface LackFacts {
  incidents: readonly Entity<'incident'>[];
  people: readonly Entity<'person'>[];
  policies: ReadonlyMap<string, SlaPolicy>;
  calendars: Calendars;
  me: PersonId;
  now: Instant;
}

export interface PhaseLacks {
  /** What phases lack, as far as it has been read. A list stays the same object while nothing in it changes. */
  of(facts: LackFacts): ReadonlyMap<string, readonly PhaseLack[]>;
  stop(): void;
}

type Work = Pick<PhaseFacts, 'runs' | 'entries' | 'timeline'>;

/** The incident of a phase's run; its id says so without a look at its text. */
const incidentOf = (run: string) => /^(.+)\/P\d\/(?:response|resolution|postIncident)$/.exec(run)?.[1];

/**
 * Follows the checklists of the few incidents that an alarm may tell of, and of no other: of ten thousand incidents it
 * reads nothing. `changed` is called when there is more to know.
 */
export function createPhaseLacks({ data, changed }: { data: Pick<Data, 'db'>; changed(): void }): PhaseLacks {
  const { db } = data;
  const read = createPhaseReader();
  let texts: readonly PhaseText[] = [];
  let begun: ReadonlySet<string> = new Set();
  let watched = '';
  let work: ReadonlyMap<string, Work> = new Map();
  let following: Subscription | undefined;
  let known: ReadonlyMap<string, readonly PhaseLack[]> = new Map();

  // The database is gone (full disk, wiped): the alarms of the promises go on without what phases lack.
  const lost = (failure: unknown) => console.error('the checklists of phases could not be read', failure);
  const written = live(() => readPhaseTexts(db)).subscribe({
    next(value) {
      texts = value;
      changed();
    },
    error: lost,
  });
  const started = live(() => db.run.toCollection().primaryKeys()).subscribe({
    next(runs) {
      begun = new Set(runs.flatMap((run) => incidentOf(run) ?? []));
      changed();
    },
    error: lost,
  });

  const readWork = async (ids: readonly string[]): Promise<ReadonlyMap<string, Work>> => {
    const [runs, timeline] = await Promise.all([
      db.run.where('ref').anyOf(ids).toArray(),
      db.timelineEntry.where('ref').anyOf(ids).toArray(),
    ]);
    const entries = await db.runEntry
      .where('ref')
      .anyOf(runs.map(({ id }) => id))
      .toArray();
    const mine = new Map(runs.map(({ id, doc }) => [id, doc.incident as string | undefined]));
    return new Map(
      ids.map((id) => [
        id,
        {
          runs: runs.filter(({ doc }) => doc.incident === id),
          entries: entries.filter(({ doc }) => mine.get(doc.run) === id),
          timeline: timeline.filter(({ doc }) => doc.incident === id),
        },
      ]),
    );
  };
  const follow = (ids: readonly string[]) => {
    const key = ids.join(' ');
    if (key === watched) return;
    watched = key;
    following?.unsubscribe();
    following = undefined;
    if (ids.length === 0) return;
    following = live(() => readWork(ids)).subscribe({
      next(value) {
        work = value;
        changed();
      },
      error: lost,
    });
  };

  return {
    of({ incidents, people, policies, calendars, me, now }) {
      const priorities = new Set(texts.map(({ head }) => head.phase.priority));
      const few = watchedPhases({
        incidents,
        begun,
        hasChecklist: (priority) => priorities.has(priority),
        me,
        onDuty: answers(people, me),
      });
      follow(few.map(({ id }) => id).sort());
      const next = few.flatMap((incident) => {
        const facts = work.get(incident.id);
        if (!facts) return [];
        const policy = policies.get(incident.doc.policy) ?? PROCEDURES_SLA_POLICY;
        const { phases } = read({ incident, policy, calendars, texts, ...facts, now });
        const lacks = phases.flatMap(({ window, progress }): PhaseLack[] =>
          progress.lacking.length === 0 ? [] : [{ window, lacking: progress.lacking.length }],
        );
        const before = known.get(incident.id);
        const isSame = before !== undefined && JSON.stringify(before) === JSON.stringify(lacks);
        return [[incident.id, isSame ? before : lacks] as const];
      });
      known = new Map(next);
      return known;
    },
    stop() {
      written.unsubscribe();
      started.unsubscribe();
      following?.unsubscribe();
    },
  };
}
