import type { ActorRef } from '../../model/actor.ts';
import type { Alert } from '../../model/alert.ts';
import type { Incident, TimelineEntry } from '../../model/incident.ts';
import type { Run } from '../../model/run.ts';
import { CLOCKS, type ClockName, type SlaPolicy } from '../../model/sla-policy.ts';
import { shownLengths, toTheSecond } from '../../sla/shown-lengths.ts';
import { type ClockState, stateAt } from '../../sla/state.ts';
import type { Calendars } from '../../sla/working-time.ts';
import type { Instant, Millis } from '../../time/clock.ts';
import { parseRun } from '../parse.ts';
import { createPhaseReader, type PhaseText } from '../phases.ts';
import { type EntryRow, type RunProgress, runProgress } from '../run-state.ts';
import type { Step } from '../step.ts';

type Row<Doc> = { id: string; doc: Doc };

/** The records of one incident, in any order: all that a post-mortem's facts are read from. */
export interface IncidentRecords {
  id: string;
  incident: Incident;
  entries: readonly Row<TimelineEntry>[];
  alerts: readonly Row<Alert>[];
  runs: readonly (Row<Run> & { entries: readonly EntryRow[] })[];
  /** The checklists of the team's phases, and the policy that their windows are counted by. */
  texts: readonly PhaseText[];
  policy: Pick<SlaPolicy, 'targets' | 'calendars'>;
}

/** A stretch of an incident: nobody on it, somebody on it, thought to be over. Half-open, in whole seconds. */
export interface Stage {
  kind: 'waiting' | 'working' | 'resolved';
  from: Instant;
  /** Absent on the one that lasts. */
  to?: Instant;
}

export interface Promised {
  clock: ClockName;
  state: ClockState & { target: Millis };
}

export interface WorkedRun {
  title: string;
  progress: RunProgress;
  steps: readonly Step[];
  endReason?: string;
}

export interface Facts {
  /** Oldest first, without what is about the post-mortem itself and its follow-ups. */
  entries: readonly TimelineEntry[];
  /** One after the other without a gap, from the opening to the resolve (or the merge, or today). */
  stages: readonly Stage[];
  /** From the opening to the end: the sum of the stages. Absent while the incident lasts. */
  total?: Millis;
  /** The clocks that promise something, each in its current window. */
  promised: readonly Promised[];
  /** Who did something about it, first come first. */
  people: readonly ActorRef[];
  runs: readonly WorkedRun[];
  reopenings: number;
}

const inOrder = (a: Row<{ at: Instant }>, b: Row<{ at: Instant }>) => a.doc.at - b.doc.at || (a.id < b.id ? -1 : 1);

const BECOMES = {
  acknowledged: 'working',
  unacknowledged: 'waiting',
  resolved: 'resolved',
  reopened: 'waiting',
  closed: 'end',
  merged: 'end',
} as const;
type Turn = { at: Instant; to: Stage['kind'] | 'end' };
const isTurn = (kind: string): kind is keyof typeof BECOMES => Object.hasOwn(BECOMES, kind);

/** What the incident itself knows, where its timeline is not all here. */
function turnsOf(incident: Incident, entries: readonly TimelineEntry[]): Turn[] {
  const turns = entries.flatMap(({ event, at }): Turn[] =>
    isTurn(event.kind) ? [{ at, to: BECOMES[event.kind] }] : [],
  );
  const known = (to: Turn['to']) => turns.some((turn) => turn.to === to);
  const add = (to: Turn['to'], at: Instant | undefined) => (at === undefined || known(to) ? [] : [{ at, to }]);
  return [
    ...turns,
    ...add('working', incident.acknowledgedAt),
    ...add('resolved', incident.resolvedAt),
    ...add('end', incident.closedAt),
  ].sort((a, b) => a.at - b.at);
}

function stagesOf(incident: Incident, entries: readonly TimelineEntry[]): Stage[] {
  const stages: { kind: Stage['kind']; from: Instant; to?: Instant }[] = [];
  let current: { kind: Stage['kind']; from: Instant } | undefined = {
    kind: 'waiting',
    from: toTheSecond(incident.openedAt),
  };
  for (const turn of turnsOf(incident, entries)) {
    if (!current || turn.to === current.kind) continue;
    const at: Instant = Math.max(current.from, toTheSecond(turn.at));
    // A moment's stage says nothing, and is none of the sum.
    if (at > current.from) stages.push({ ...current, to: at });
    current = turn.to === 'end' ? undefined : { kind: turn.to, from: at };
  }
  if (current && current.kind !== 'resolved') stages.push(current);
  // What came after the last resolve is no part of the incident.
  if (!current && stages.at(-1)?.kind === 'resolved') stages.pop();
  return stages;
}

function peopleIn(entries: readonly TimelineEntry[], runs: IncidentRecords['runs']): ActorRef[] {
  const acts = [
    ...entries.map(({ by, at }) => ({ by, at })),
    ...runs.flatMap((run) => run.entries.map(({ doc }) => ({ by: doc.by, at: doc.at }))),
  ].sort((a, b) => a.at - b.at);
  const found = new Map<string, ActorRef>();
  for (const { by } of acts) if (by.kind === 'person' && !found.has(by.id)) found.set(by.id, by);
  return [...found.values()];
}

/**
 * The phases that the incident has come to, with what it says by itself of their steps, then the other runs. The
 * post-incident phase is left out: it is what writes the post-mortem.
 */
function workedRuns(
  { id, incident, entries, runs, texts, policy }: IncidentRecords,
  calendars: Calendars,
  now: Instant,
) {
  const { phases, former } = createPhaseReader()({
    incident: { id, doc: incident },
    policy,
    calendars,
    texts,
    runs,
    entries: runs.flatMap((run) => run.entries),
    timeline: entries,
    now,
  });
  const worked = [...former, ...phases]
    .filter(({ place, window }) => place !== 'ahead' && window.clock !== 'postIncident')
    .map(({ title, text, progress, run }): WorkedRun => {
      const reason = run?.endReason ? { endReason: run.endReason } : {};
      return { title, steps: text.steps, progress, ...reason };
    });
  const others = runs
    .filter(({ doc }) => !doc.phase)
    .sort((a, b) => a.doc.startedAt - b.doc.startedAt || (a.id < b.id ? -1 : 1))
    .map(({ doc, entries }): WorkedRun => {
      const { steps } = parseRun(doc);
      const { title, endReason } = doc;
      return { title, steps, progress: runProgress(steps, entries, now), ...(endReason ? { endReason } : {}) };
    });
  return [...worked, ...others];
}

/** What is known of an incident at `now`; nothing in it is guessed. */
export function factsOf(records: IncidentRecords, calendars: Calendars, now: Instant): Facts {
  const { incident } = records;
  const entries = [...records.entries]
    .sort(inOrder)
    .map(({ doc }) => doc)
    .filter(({ event }) => !/^(?:postMortem|followUp)/.test(event.kind));
  const stages = stagesOf(incident, entries);
  const last = stages.at(-1);
  const total =
    last && last.to === undefined ? undefined : stages.reduce((sum, { from, to = from }) => sum + to - from, 0);
  const promised = CLOCKS.flatMap((clock): Promised[] => {
    const counted = incident.clocks[clock];
    const state = { ...stateAt(counted, calendars, now), ...shownLengths(counted, calendars, now) };
    const { target } = state;
    return target === null || state.status === 'idle' ? [] : [{ clock, state: { ...state, target } }];
  });
  return {
    entries,
    stages,
    ...(total === undefined ? {} : { total }),
    promised,
    people: peopleIn(entries, records.runs),
    runs: workedRuns(records, calendars, now),
    reopenings: entries.filter(({ event }) => event.kind === 'reopened').length,
  };
}
