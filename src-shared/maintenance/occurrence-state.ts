import type { ActorRef } from '../model/actor.ts';
import type { PersonId } from '../model/ids.ts';
import type { Occurrence } from '../model/plan.ts';
import type { Evidence, RunId } from '../model/run.ts';
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

/** `window` false: without the window of its plan. `instead`: what it took the place of. */
export type Start = Said & { run: RunId; window?: false; instead?: readonly Start[] };

/** What is known of an occurrence now. Half-open from `at` to `end`; on time until `deadline`. */
export interface OccurrenceState {
  status: OccurrenceStatus;
  at: Instant;
  end: Instant;
  deadline: Instant;
  /** It should be done by now and is neither done nor skipped. */
  late: boolean;
  /** By who was earlier, where several began it. */
  started?: Start;
  completed?: Done;
  signed?: Said;
  skipped?: Reasoned;
  blocked?: Reasoned;
  assignee?: PersonId;
  /** Where it was planned before people moved it. */
  movedFrom?: Instant;
}

type Done = Said & { note?: string; files?: readonly Evidence[] };
type Reasoned = Said & { reason: string };

/** What nobody has taken back, as it was heard of. */
interface Standing {
  starts: readonly Start[];
  completions: readonly Done[];
  skips: readonly Reasoned[];
  /** As it was blocked last, where it is not any more. */
  unblocked?: Reasoned;
}

type Facts = Omit<OccurrenceState, 'status' | 'late'> & Standing & { isMovedLate?: boolean };

const samePerson = (a: ActorRef, b: ActorRef): boolean => a.kind === 'person' && b.kind === 'person' && a.id === b.id;

/** Of several who did the same without knowing of each other the earliest did it. */
export const firstOf = <Deed extends Said>(deeds: readonly Deed[]): Deed | undefined =>
  deeds.toSorted((a, b) => a.at - b.at)[0];

function after(facts: Facts, event: Occurrence['events'][number]): Facts {
  const { by, at } = event;
  switch (event.kind) {
    case 'started': {
      const quiet = event.window === false ? { window: event.window } : {};
      const start = { by, at, run: event.run, ...quiet };
      if (event.instead) return { ...facts, starts: [{ ...start, instead: facts.starts }] };
      return { ...facts, starts: [...facts.starts, start] };
    }
    case 'completed': {
      const { note, files } = event;
      const done = { by, at, ...(note === undefined ? {} : { note }), ...(files ? { files } : {}) };
      return { ...facts, completions: [...facts.completions, done] };
    }
    case 'signed':
      return { ...facts, signed: { by, at } };
    case 'unsigned': {
      const { signed: _back, ...rest } = facts;
      return rest;
    }
    case 'skipped':
      return { ...facts, skips: [...facts.skips, { by, at, reason: event.reason }] };
    case 'blocked': {
      const { unblocked } = facts;
      return { ...facts, blocked: event.again && unblocked ? unblocked : { by, at, reason: event.reason } };
    }
    case 'unblocked': {
      const { blocked, ...rest } = facts;
      return blocked ? { ...rest, unblocked: blocked } : rest;
    }
    case 'moved':
      return facts;
    case 'assigned': {
      const { assignee: _before, ...rest } = facts;
      return event.to === null ? rest : { ...rest, assignee: event.to };
    }
    case 'reopened': {
      const { of } = event;
      const others = <Deed extends Said>(deeds: readonly Deed[]) =>
        deeds.filter((one) => of !== undefined && one.at !== of);
      // What somebody had skipped before another did it all the same is skipped again.
      const completions = others(facts.completions);
      const isCompletion =
        of === undefined ? facts.completions.length > 0 : completions.length < facts.completions.length;
      const skips = isCompletion ? facts.skips : others(facts.skips);
      if (completions.length > 0) return { ...facts, completions, skips };
      const { signed: _signed, ...rest } = facts;
      return { ...rest, completions, skips };
    }
    case 'unstarted': {
      const { of } = event;
      const isTaken = (one: Start) => of === undefined || (one.at === of && samePerson(one.by, by));
      return { ...facts, starts: facts.starts.flatMap((one) => (isTaken(one) ? (one.instead ?? []) : one)) };
    }
  }
}

function factsOf(
  { at, end, deadline }: Pick<Occurrence, 'at' | 'end' | 'deadline'>,
  doc: Occurrence | undefined,
): Facts {
  const before: Facts = { at, end, deadline, starts: [], completions: [], skips: [] };
  if (!doc) return before;
  const { events } = doc;
  const arranged = saidOf(events, ...ARRANGED).reduce<Facts>(after, before);
  const { signed, ...all } = events.filter((event) => !isArranged(event)).reduce<Facts>(after, arranged);
  const [started, completed, skipped] = [firstOf(all.starts), firstOf(all.completions), firstOf(all.skips)];
  const facts = {
    ...all,
    ...(started ? { started } : {}),
    ...(completed ? { completed } : {}),
    // Nobody vouches for what they have done themselves.
    ...(signed && completed && !samePerson(signed.by, completed.by) ? { signed } : {}),
    ...(skipped ? { skipped } : {}),
  };
  const moves = movesOf(doc);
  if (!moves) return facts;
  const { from, isLate } = moves;
  return { ...facts, isMovedLate: isLate, ...(from === at ? {} : { movedFrom: from }) };
}

/** All that nobody has taken back. */
export const standingOf = (doc: Occurrence): Standing => factsOf(doc, doc);

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
  const {
    isMovedLate = false,
    starts: _starts,
    completions: _done,
    skips: _skips,
    unblocked: _then,
    ...facts
  } = factsOf(source, doc);
  const status = statusOf(facts, isMovedLate, now);
  const open = status === 'due' || status === 'inProgress' || status === 'blocked' || status === 'missed';
  return { ...facts, status, late: open && now >= source.deadline };
}

function statusOf(facts: Omit<Facts, keyof Standing>, isMovedLate: boolean, now: Instant): OccurrenceStatus {
  const { at, deadline, completed, skipped, blocked, started } = facts;
  if (completed) return completed.at < deadline && !isMovedLate ? 'done' : 'doneLate';
  if (skipped) return 'skipped';
  if (blocked) return 'blocked';
  if (started) return 'inProgress';
  if (now < at) return 'upcoming';
  return now < deadline ? 'due' : 'missed';
}
