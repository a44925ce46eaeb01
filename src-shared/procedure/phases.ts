import type { Entity } from '../model/collections.ts';
import type { Incident, SlaClock } from '../model/incident.ts';
import type { PhaseWindow, Procedure } from '../model/procedure.ts';
import { phaseRunId, type Run, type RunId } from '../model/run.ts';
import { CLOCKS, type SlaPolicy } from '../model/sla-policy.ts';
import { type ClockState, stateAt } from '../sla/state.ts';
import type { Calendars } from '../sla/working-time.ts';
import type { Instant } from '../time/clock.ts';
import { type ParsedProcedure, parseRun } from './parse.ts';
import { phaseClock } from './phase-clock.ts';
import { actionFacts, actionSteps, stepKey } from './phase-facts.ts';
import { type EntryRow, type Mark, type RunProgress, runProgress, type StepState } from './run-state.ts';
import type { Step } from './step.ts';

/** The checklist of a phase as the team's procedures have it today. */
export interface PhaseText {
  id: string;
  head: Procedure & { phase: PhaseWindow };
  body: string;
}

/** Everything that the phases of one incident follow from. */
export interface PhaseFacts {
  incident: Entity<'incident'>;
  policy: Pick<SlaPolicy, 'targets' | 'calendars'>;
  calendars: Calendars;
  texts: readonly PhaseText[];
  /** The incident's runs, and what happened to their steps. */
  runs: readonly Entity<'run'>[];
  entries: readonly EntryRow[];
  timeline: readonly Entity<'timelineEntry'>[];
  now: Instant;
}

/** One phase of an incident: its clock, its steps and what was done of them. */
export interface PhaseView {
  runId: RunId;
  window: PhaseWindow;
  title: string;
  /** What `run.start` takes; of a run that was started, what it was started from. */
  procedure: string;
  revision: number;
  /** Absent until the first thing is done in it. */
  run?: Run;
  text: ParsedProcedure;
  entries: readonly EntryRow[];
  progress: RunProgress;
  /** Steps that are done by what the incident says, without an entry. */
  facts: ReadonlyMap<string, Mark>;
  /** Read it at another instant with `stateAt`; absent before the phase has begun. */
  timing?: SlaClock;
  clock: ClockState;
  place: 'past' | 'current' | 'ahead';
  /** When its last step was done; absent while it lacks one. */
  completedAt?: Instant;
}

export interface IncidentPhases {
  /** Those of the priority that the incident has now, in order. None: its priority has targets and no checklist. */
  phases: readonly PhaseView[];
  current?: PhaseView;
  /** What was begun under another priority: it stays to be read. */
  former: readonly PhaseView[];
}

/**
 * The checklists of the phases. Of several for one phase the team's own stands before a pack's, then the one changed
 * last: the same on every laptop, whatever its language.
 */
export function phaseTexts(
  procedures: readonly Entity<'procedure'>[],
  bodyOf: (procedure: Entity<'procedure'>) => string | undefined,
): PhaseText[] {
  const chosen = new Map<string, PhaseText>();
  const before = (a: Entity<'procedure'>, b: Entity<'procedure'>) =>
    Number(a.doc.fromPack !== undefined) - Number(b.doc.fromPack !== undefined) ||
    b.doc.updatedAt - a.doc.updatedAt ||
    (a.id < b.id ? -1 : 1);
  for (const one of procedures.toSorted(before)) {
    const { phase, kind, archived } = one.doc;
    if (kind !== 'incidentPhase' || !phase || archived) continue;
    const key = `${phase.priority}/${phase.clock}`;
    const body = chosen.has(key) ? undefined : bodyOf(one);
    if (body !== undefined) chosen.set(key, { id: one.id, head: { ...one.doc, phase }, body });
  }
  return [...chosen.values()];
}

/** What a step is done by: its entries first, and where they say nothing, the incident. */
function withFacts(progress: RunProgress, steps: readonly Step[], facts: ReadonlyMap<string, Mark>): RunProgress {
  const states = new Map(progress.states);
  for (const step of steps) {
    const state = states.get(step.id);
    const fact = facts.get(step.id);
    if (!fact || !state || state.status !== 'todo') continue;
    const touched = {
      from: Math.min(fact.at, state.touched?.from ?? fact.at),
      to: Math.max(fact.at, state.touched?.to ?? 0),
    };
    const done: StepState = { ...state, status: 'done', done: [fact], touched };
    states.set(step.id, done);
  }
  const all = [...states.values()];
  return {
    states,
    done: all.filter(({ status }) => status === 'done').length,
    skipped: all.filter(({ status }) => status === 'skipped').length,
    total: steps.length,
    lacking: steps.filter(({ id }) => !['done', 'skipped'].includes(states.get(id)?.status ?? 'todo')),
  };
}

/** How far an incident may have come: its steps are worked through in phases, none before it has got there. */
const REACH: Record<Incident['status'], number> = { triggered: 0, acknowledged: 1, resolved: 2, closed: 2 };

/**
 * The phase that is worked on: the latest that the incident has reached. An earlier one that lacks steps stays for as
 * long as its own time runs: acknowledged in a minute, a P0 is still in its immediate response for four more.
 */
function currentOf(phases: readonly PhaseView[], incident: Incident, now: Instant): number {
  if (incident.status === 'closed') return -1;
  const reach = REACH[incident.status];
  let at = phases.findLastIndex(({ window }) => CLOCKS.indexOf(window.clock) <= reach);
  while (at > 0) {
    const before = phases[at - 1];
    if (!before || before.progress.lacking.length === 0) break;
    const ends = before.clock.deadline;
    if (ends !== undefined && ends <= now) break;
    at -= 1;
  }
  const last = phases[at];
  const isLast = at === phases.length - 1;
  return last && isLast && incident.status === 'resolved' && last.progress.lacking.length === 0 ? -1 : at;
}

/** Texts are read once each: thousands of incidents share six of them. */
export function createPhaseReader(): (facts: PhaseFacts) => IncidentPhases {
  const numberedTexts = new Map<string, ParsedProcedure>();
  const formerTexts = new Map<string, ParsedProcedure>();
  const parse = ({ body, numbered }: Pick<Run, 'body' | 'numbered'>) => {
    const parsed = numbered ? numberedTexts : formerTexts;
    const known = parsed.get(body);
    if (known) return known;
    if (parsed.size > 200) parsed.clear();
    const text = parseRun({ body, numbered });
    parsed.set(body, text);
    return text;
  };

  return (facts) => {
    const { incident, now } = facts;
    const { priority } = incident.doc;
    const windows = new Map<RunId, { window: PhaseWindow; text: PhaseText | undefined; run: Run | undefined }>();
    for (const text of facts.texts) {
      const window = text.head.phase;
      if (window.priority === priority) windows.set(phaseRunId(incident.id, window), { window, text, run: undefined });
    }
    for (const { id, doc: run } of facts.runs) {
      if (!run.phase) continue;
      const runId = phaseRunId(incident.id, run.phase);
      if (id === runId) windows.set(runId, { window: run.phase, text: windows.get(runId)?.text, run });
    }
    const own = [...windows].flatMap(([runId, { window, text, run }]) => {
      const read = run ?? (text && { body: text.body, numbered: true });
      return read === undefined ? [] : [{ runId, window, head: text, run, text: parse(read) }];
    });
    own.sort((a, b) => CLOCKS.indexOf(a.window.clock) - CLOCKS.indexOf(b.window.clock));
    const entries = Map.groupBy(facts.entries, ({ doc }) => doc.run);

    const views = (list: typeof own): PhaseView[] => {
      const worked = list.map((one) => {
        const mine = entries.get(one.runId) ?? [];
        return { ...one, entries: mine, said: runProgress(one.text.steps, mine, now) };
      });
      // A step that its entries speak for leaves the incident's events to the others.
      const open = worked.flatMap(({ runId, text, window, said }) =>
        actionSteps(runId, text.steps, window.clock === 'postIncident').filter(
          ({ step }) => said.states.get(step.id)?.status === 'todo',
        ),
      );
      const done = actionFacts(open, incident, facts.timeline);
      return worked.map(({ runId, window, head, run, text, entries: mine, said }) => {
        const told = new Map(
          text.steps.flatMap((step) => {
            const fact = done.get(stepKey(runId, step));
            return fact ? [[step.id, fact] as const] : [];
          }),
        );
        const progress = withFacts(said, text.steps, told);
        const timing = phaseClock(incident.doc, window, facts.policy);
        const ends = text.steps.map(({ id }) => progress.states.get(id)?.touched?.to ?? 0);
        return {
          runId,
          window,
          title: run?.title ?? head?.head.title ?? '',
          procedure: run?.procedure ?? head?.id ?? '',
          revision: run?.revision ?? head?.head.revision ?? 1,
          ...(run ? { run } : {}),
          text,
          entries: mine,
          progress,
          facts: told,
          ...(timing ? { timing } : {}),
          clock: stateAt(timing, facts.calendars, now),
          place: 'ahead',
          ...(progress.lacking.length === 0 ? { completedAt: Math.max(...ends) } : {}),
        };
      });
    };

    const phases = views(own.filter(({ window }) => window.priority === priority));
    const at = currentOf(phases, incident.doc, now);
    const isOver = at === -1 && phases.length > 0;
    const placed = phases.map(
      (phase, index): PhaseView => ({
        ...phase,
        place: isOver || index < at ? 'past' : index === at ? 'current' : 'ahead',
      }),
    );
    const former = views(own.filter(({ window, run }) => window.priority !== priority && run)).map(
      (phase): PhaseView => ({ ...phase, place: 'past' }),
    );
    const current = placed[at];
    return { phases: placed, ...(current ? { current } : {}), former };
  };
}

/** A step that leaving lacks, with the phase it belongs to. */
export interface Lacking {
  phase: PhaseView;
  steps: readonly Step[];
}

/**
 * What is still to be done when somebody resolves or closes: to resolve, what stands before the step that says so; what
 * comes after it is lacked by a closing alone. The post-incident phase begins with the resolution.
 */
export function lackingBefore(leaving: 'resolve' | 'close', { phases }: IncidentPhases): Lacking[] {
  return phases.flatMap((phase): Lacking[] => {
    if (leaving === 'resolve' && phase.window.clock === 'postIncident') return [];
    const { steps } = phase.text;
    const resolves = steps.findIndex((step) => step.kind === 'action' && step.action === 'resolve');
    const asked = leaving === 'resolve' && resolves !== -1 ? new Set(steps.slice(0, resolves)) : new Set(steps);
    const lacking = phase.progress.lacking.filter((step) => asked.has(step));
    return lacking.length === 0 ? [] : [{ phase, steps: lacking }];
  });
}
