import type { ActorRef } from '../model/actor.ts';
import type { PersonId } from '../model/ids.ts';
import type { Occurrence } from '../model/plan.ts';
import type { RunId } from '../model/run.ts';
import type { Planned } from '../recurrence/timing.ts';
import type { Instant } from '../time/clock.ts';
import { ARRANGED, isArranged, movesOf, saidOf } from './arranged.ts';

export const OCCURRENCE_STATUSES = [
  'upcoming',
  'due',
  'inProgress',
  'blocked',
  'done',
  'doneLate',
  'missed',
  'skipped',
] as const;
export type OccurrenceStatus = (typeof OCCURRENCE_STATUSES)[number];

export interface Said {
  by: ActorRef;
  at: Instant;
}

/** What is known of an occurrence now. Half-open from `at` to `end`; on time until `deadline`. */
export interface OccurrenceState {
  status: OccurrenceStatus;
  at: Instant;
  end: Instant;
  deadline: Instant;
  /** It should be done by now and is neither done nor skipped. */
  late: boolean;
  started?: Said & { run: RunId };
  completed?: Said & { note?: string };
  signed?: Said;
  skipped?: Said & { reason: string };
  blocked?: Said & { reason: string };
  assignee?: PersonId;
  /** Where it was planned before people moved it. */
  movedFrom?: Instant;
}

type Facts = Omit<OccurrenceState, 'status' | 'late'> & { isMovedLate?: boolean };

const samePerson = (a: ActorRef, b: ActorRef): boolean => a.kind === 'person' && b.kind === 'person' && a.id === b.id;

/** Of two that did the same without knowing of each other the earlier one did it. */
const earlier = (known: Said | undefined, at: Instant) => known !== undefined && known.at <= at;

function after(facts: Facts, event: Occurrence['events'][number]): Facts {
  const { by, at } = event;
  switch (event.kind) {
    case 'started':
      return earlier(facts.started, at) ? facts : { ...facts, started: { by, at, run: event.run } };
    case 'completed': {
      const { note } = event;
      if (earlier(facts.completed, at)) return facts;
      const { signed, ...rest } = facts;
      const vouched = signed && !samePerson(signed.by, by) ? { signed } : {};
      return { ...rest, ...vouched, completed: { by, at, ...(note === undefined ? {} : { note }) } };
    }
    case 'signed':
      return { ...facts, signed: { by, at } };
    case 'skipped':
      return earlier(facts.skipped, at) ? facts : { ...facts, skipped: { by, at, reason: event.reason } };
    case 'blocked':
      return { ...facts, blocked: { by, at, reason: event.reason } };
    case 'unblocked': {
      const { blocked: _over, ...rest } = facts;
      return rest;
    }
    case 'moved':
      return facts;
    case 'assigned': {
      const { assignee: _before, ...rest } = facts;
      return event.to === null ? rest : { ...rest, assignee: event.to };
    }
    case 'reopened': {
      // What somebody had skipped before another did it all the same is skipped again.
      const { completed, skipped, signed: _signed, ...rest } = facts;
      return completed && skipped ? { ...rest, skipped } : rest;
    }
    case 'unstarted': {
      const { started: _begun, ...rest } = facts;
      return rest;
    }
  }
}

function factsOf(
  { at, end, deadline }: Pick<Occurrence, 'at' | 'end' | 'deadline'>,
  doc: Occurrence | undefined,
): Facts {
  const before: Facts = { at, end, deadline };
  if (!doc) return before;
  const { events } = doc;
  const arranged = saidOf(events, ...ARRANGED).reduce<Facts>(after, before);
  const facts = events.filter((event) => !isArranged(event)).reduce<Facts>(after, arranged);
  const moves = movesOf(doc);
  if (!moves) return facts;
  const { from, isLate } = moves;
  return { ...facts, isMovedLate: isLate, ...(from === at ? {} : { movedFrom: from }) };
}

/** Done or skipped: nobody waits for it any more. */
export function isSettled(doc: Occurrence): boolean {
  const { completed, skipped } = factsOf(doc, doc);
  return completed !== undefined || skipped !== undefined;
}

/** State of an occurrence: what its plan says, what happened to it, and what time it is. */
export function occurrenceState(
  planned: Planned | undefined,
  doc: Occurrence | undefined,
  now: Instant,
): OccurrenceState {
  const source = doc ?? planned;
  if (!source) throw new TypeError('an occurrence is planned, or something happened to it');
  const { isMovedLate = false, ...facts } = factsOf(source, doc);
  const status = statusOf(facts, isMovedLate, now);
  const open = status === 'due' || status === 'inProgress' || status === 'blocked' || status === 'missed';
  return { ...facts, status, late: open && now >= source.deadline };
}

function statusOf(facts: Facts, isMovedLate: boolean, now: Instant): OccurrenceStatus {
  const { at, deadline, completed, skipped, blocked, started } = facts;
  if (completed) return completed.at < deadline && !isMovedLate ? 'done' : 'doneLate';
  if (skipped) return 'skipped';
  if (blocked) return 'blocked';
  if (started) return 'inProgress';
  if (now < at) return 'upcoming';
  return now < deadline ? 'due' : 'missed';
}
