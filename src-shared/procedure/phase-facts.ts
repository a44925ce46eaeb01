import type { ActorRef } from '../model/actor.ts';
import type { Entity } from '../model/collections.ts';
import type { Incident, TimelineEntry } from '../model/incident.ts';
import type { StepAction } from '../model/procedure.ts';
import type { Instant } from '../time/clock.ts';
import { type EntryRow, type Mark, runProgress } from './run-state.ts';
import type { Step } from './step.ts';

type EventKind = TimelineEntry['event']['kind'];

/** Events of the timeline that are what an action does, in the order in which its steps are done by them. */
const SERIES: Partial<Record<StepAction, readonly EventKind[]>> = {
  page: ['paged'],
  status: ['statusText'],
  note: ['note'],
  postMortem: ['postMortemStarted', 'postMortemPublished'],
};

const mark = (entry: string, by: ActorRef, at: Instant): Mark => ({ entry, event: { kind: 'done' }, by, at });

/** What stands on the incident itself: it was acknowledged, somebody has it, a person has resolved it. */
function standingFact(action: StepAction, { id, doc }: Entity<'incident'>, timeline: Timeline): Mark | undefined {
  const { status, acknowledgedAt, acknowledgedBy, resolvedAt, resolvedBy, assignee } = doc;
  const over = status === 'resolved' || status === 'closed';
  const resolved = over && resolvedBy && resolvedAt !== undefined ? mark(id, resolvedBy, resolvedAt) : undefined;
  const taken =
    status !== 'triggered' && acknowledgedBy && acknowledgedAt !== undefined
      ? mark(id, acknowledgedBy, acknowledgedAt)
      : undefined;
  switch (action) {
    case 'acknowledge':
      return taken ?? resolved;
    case 'assign': {
      if (assignee === undefined) return undefined;
      const given = timeline.findLast(({ doc: { event } }) => event.kind === 'assigned' && event.to === assignee);
      return given ? mark(given.id, given.doc.by, given.doc.at) : (taken ?? mark(id, doc.openedBy, doc.openedAt));
    }
    // That an alert fires no more is no word of a person that it is mended.
    case 'resolve':
      return resolved?.by.kind === 'person' ? resolved : undefined;
    default:
      return undefined;
  }
}

type Timeline = readonly Entity<'timelineEntry'>[];

/** A step that is an action, with whether it comes after the incident was resolved. */
export interface ActionStep {
  /** Unique among the phases of the incident. */
  key: string;
  step: Step & { kind: 'action' };
  isAfter: boolean;
}

export const stepKey = (run: string, { id }: Step): string => `${run}#${id}`;

/** The actions among a phase's steps. What stands behind the one that resolves is done after it. */
export function actionSteps(run: string, steps: readonly Step[], isAfterwards: boolean): ActionStep[] {
  let isAfter = isAfterwards;
  return steps.flatMap((step) => {
    if (step.kind !== 'action') return [];
    const one = { key: stepKey(run, step), step, isAfter };
    isAfter ||= step.action === 'resolve';
    return [one];
  });
}

/**
 * Who has done these actions and when, as the incident tells it: acknowledged from the tray, a status that somebody
 * wrote. Nobody has to tick what was done. Where several steps ask for the same, each takes one event, in their order.
 * A link is no fact: one to a dashboard deploys nothing.
 */
export function actionFacts(
  steps: readonly ActionStep[],
  incident: Entity<'incident'>,
  timeline: Timeline,
): Map<string, Mark> {
  const inOrder = timeline.toSorted((a, b) => a.doc.at - b.doc.at || (a.id < b.id ? -1 : 1));
  const facts = new Map<string, Mark>();
  const used = new Set<string>();
  for (const { key, step, isAfter } of steps) {
    const kinds = SERIES[step.action];
    const since = isAfter && step.action !== 'postMortem' ? resolutionOf(incident.doc) : 0;
    const event =
      kinds && inOrder.find(({ id, doc }) => kinds.includes(doc.event.kind) && doc.at >= since && !used.has(id));
    const fact = event ? mark(event.id, event.doc.by, event.doc.at) : standingFact(step.action, incident, inOrder);
    if (event) used.add(event.id);
    if (fact) facts.set(key, fact);
  }
  return facts;
}

/** How many steps a phase's run lacks, with what the incident tells; of one run, whatever others ask of the same events. */
export function lackingOf(
  run: string,
  { steps, entries, isAfterwards }: { steps: readonly Step[]; entries: readonly EntryRow[]; isAfterwards: boolean },
  incident: Entity<'incident'>,
  { timeline, now }: { timeline: Timeline; now: Instant },
): number {
  const { lacking, states } = runProgress(steps, entries, now);
  const open = actionSteps(run, steps, isAfterwards).filter(({ step }) => states.get(step.id)?.status === 'todo');
  return lacking.length - actionFacts(open, incident, timeline).size;
}

const resolutionOf = ({ status, resolvedAt }: Incident): Instant =>
  (status === 'resolved' || status === 'closed' ? resolvedAt : undefined) ?? Number.POSITIVE_INFINITY;
