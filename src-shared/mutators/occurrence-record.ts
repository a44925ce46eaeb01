import { changeOfRun } from '../change/planned.ts';
import { saidOf } from '../maintenance/arranged.ts';
import { partsOf, windowOf } from '../maintenance/occurrence-parts.ts';
import { type OccurrenceState, occurrenceState, standingOf } from '../maintenance/occurrence-state.ts';
import { instantSchema } from '../model/ids.ts';
import {
  MOST_EVENTS,
  type Occurrence,
  type OccurrenceEvent,
  type OccurrenceId,
  occurrenceIdSchema,
  type Plan,
} from '../model/plan.ts';
import { type Planned, SIGHT } from '../recurrence/timing.ts';
import { DAY, type Instant } from '../time/clock.ts';
import { dayNumber } from '../time/day.ts';
import type { LocalDate } from '../time/zone.ts';
import { actorLabel } from './incident-change.ts';
import { closeWindow, openWindow } from './maintenance-window.ts';
import type { MutatorContext, MutatorTx, Outcome, ReadTx } from './mutator.ts';
import { rejected } from './mutator.ts';
import { FURTHEST, timingsOf } from './plan-days.ts';
import { endedRun } from './run-end.ts';
import { sameJson } from './same.ts';

/** When an occurrence is due, as whoever acts on it saw it. */
export type Placed = Pick<Occurrence, 'at' | 'end' | 'deadline' | 'allDay' | 'zone'>;

export interface KnownOccurrence {
  id: OccurrenceId;
  plan: Plan;
  doc: Occurrence;
  state: OccurrenceState;
}

/** What is known of it, and what was arranged last, which whoever takes it back names. */
const sayingOf = (doc: Occurrence) => [
  standingOf(doc),
  saidOf(doc.events, 'blocked', 'unblocked').at(-1),
  saidOf(doc.events, 'moved').at(-1),
  saidOf(doc.events, 'assigned').at(-1),
];

/** With room for one more event: the oldest that says nothing any more gives way. */
function withRoom(doc: Occurrence): Occurrence {
  const { events } = doc;
  if (events.length < MOST_EVENTS) return doc;
  const before = sayingOf(doc);
  const without = (index: number) => ({ ...doc, events: events.toSpliced(index, 1) });
  const index = events.findIndex((_, index) => sameJson(sayingOf(without(index)), before));
  // All stand only where hundreds did the same without knowing of each other: no deed is refused for that.
  return without(Math.max(index, 0));
}

/** When the plan says that an occurrence is due; undefined where it has none on that day. */
async function plannedIn(tx: ReadTx, id: OccurrenceId, plan: Plan): Promise<Planned | undefined> {
  const { plan: planId, date } = partsOf(id);
  return (await timingsOf(tx, plan)).plannedOn({ id: planId, doc: plan }, date);
}

/**
 * Whether what is due on a day can be then: where its plan has it no more rather too much is believed than work refused,
 * and nobody moves it further.
 */
export const isNear = (date: LocalDate, { at, end, deadline }: Pick<Placed, 'at' | 'end' | 'deadline'>): boolean =>
  Math.abs(at - dayNumber(date) * DAY) <= FURTHEST &&
  end - at <= FURTHEST &&
  deadline - end <= FURTHEST &&
  instantSchema.safeParse(deadline).success;

/**
 * Finds an occurrence: what was written of it, else as its plan has it, else as `seen` by who acts. What was done in
 * time on a laptop stands although somebody has changed the plan meanwhile. Nobody acts on what is due in 30 years.
 */
export async function findOccurrence(
  tx: ReadTx,
  id: OccurrenceId,
  seen: Placed | undefined,
  now: Instant,
): Promise<KnownOccurrence | { refusal: Outcome }> {
  const { plan: planId, date } = partsOf(id);
  const plan = await tx.get('plan', planId);
  if (!plan) return { refusal: rejected('notFound', { what: 'plan' }) };
  const written = await tx.get('occurrence', id);
  // A rule that counts has all its days counted up to there.
  if (!written && dayNumber(date) * DAY > now + SIGHT) {
    return { refusal: rejected('invalid', { message: `id: ${date} is too far ahead` }) };
  }
  const known = written ?? (await plannedIn(tx, id, plan));
  const isOfTime = known ? instantSchema.safeParse(known.deadline).success : !seen || isNear(date, seen);
  if (!isOfTime) {
    return { refusal: rejected('invalid', { message: `planned: nothing of ${date} is due then` }) };
  }
  const place = known ?? seen;
  if (!place) return { refusal: rejected('notFound', { what: 'occurrence' }) };
  const { at, end, deadline, allDay, zone } = place;
  const doc = written ?? { plan: planId, date, at, end, deadline, allDay, zone, events: [] };
  return { id, plan, doc, state: occurrenceState(undefined, doc, now) };
}

type Said = { by: OccurrenceEvent['by']; at: Instant };
type Unsaid<Event> = Event extends OccurrenceEvent ? Omit<Event, keyof Said> : never;

/** Appends what happened, and writes where it is due by now. As many events are kept as a record holds. */
export function happened(
  tx: MutatorTx,
  { actor, at }: Pick<MutatorContext, 'actor' | 'at'>,
  { id, doc }: Pick<KnownOccurrence, 'id' | 'doc'>,
  event: Unsaid<OccurrenceEvent>,
  place: Partial<Placed> = {},
): void {
  const { events } = withRoom(doc);
  tx.put('occurrence', id, { ...doc, ...place, events: [...events, { ...event, by: actor.ref, at }] });
}

const windowId = (id: OccurrenceId) => `${id}/window`;

/**
 * While it is worked on, alerts of the plan's service page nobody: from now until as long after its beginning as the
 * plan says. Nothing where it was begun without.
 */
export async function beginWindow(
  tx: MutatorTx,
  ctx: MutatorContext,
  { id, plan, doc }: KnownOccurrence,
  started: { at: Instant; window?: boolean | undefined },
) {
  const window = started.window === false ? undefined : windowOf(plan, doc.date);
  if (!window) return;
  await openWindow(tx, ctx, {
    id: windowId(id),
    services: [window.service],
    until: started.at + window.length,
    zone: doc.zone,
    reason: plan.title,
  });
}

export const endWindow = (tx: MutatorTx, ctx: MutatorContext, id: OccurrenceId): Promise<void> =>
  closeWindow(tx, ctx, windowId(id));

/** A refusal where what it was begun by is a change that a person prepared, until that is taken off it. */
export const linkedAlready = ({ started }: OccurrenceState): Outcome | undefined =>
  started && changeOfRun(started.run) !== undefined
    ? rejected('conflict', { by: actorLabel(started.by), at: started.at })
    : undefined;

/** What ended it: that it was done, else that it was skipped. */
export const settledBy = ({ completed, skipped }: OccurrenceState) => completed ?? skipped;

/** It is not open any more, and who said so. */
export const settledAlready = ({ completed, skipped }: OccurrenceState): Outcome =>
  completed
    ? rejected('alreadyDone', { by: actorLabel(completed.by), at: completed.at })
    : rejected('notOpen', { status: 'skipped', ...(skipped ? { by: actorLabel(skipped.by), at: skipped.at } : {}) });

/**
 * Takes back that it was done or skipped, with `of` what was said then alone: its window goes on where it was begun.
 * Answers whether it is open now; where another had done or skipped it as well it is over as they said.
 */
export async function takenBack(
  tx: MutatorTx,
  ctx: MutatorContext,
  known: KnownOccurrence,
  of: Instant | undefined,
): Promise<boolean> {
  happened(tx, ctx, known, { kind: 'reopened', ...(of === undefined ? {} : { of }) });
  const doc = await tx.get('occurrence', known.id);
  const { completed, skipped, started } = doc ? occurrenceState(undefined, doc, ctx.at) : known.state;
  const over = completed ?? skipped;
  if (over) {
    const run = await tx.get('run', known.id);
    // It ended with what is taken back, and now with what stands.
    if (run && of !== undefined && run.endedAt === Math.max(of, run.startedAt)) {
      const ending = { actor: { ref: over.by }, at: over.at };
      tx.put('run', known.id, endedRun(run, ending, completed?.note ?? skipped?.reason));
    }
    return false;
  }
  if (started) await beginWindow(tx, ctx, known, started);
  return true;
}

/**
 * What the end of its run does to an occurrence: it is over, and done where nothing lacks or a reason says why. Answers
 * whether that is what makes it done.
 */
export async function runOfOccurrenceEnded(
  tx: MutatorTx,
  ctx: MutatorContext,
  of: string,
  { isDone, note }: { isDone: boolean; note: string | undefined },
): Promise<boolean> {
  const id = occurrenceIdSchema.parse(of);
  await endWindow(tx, ctx, id);
  if (!isDone) return false;
  const known = await findOccurrence(tx, id, undefined, ctx.at);
  if ('refusal' in known) return false;
  const { completed } = known.state;
  if ((completed && completed.at <= ctx.at) || linkedAlready(known.state)) return false;
  happened(tx, ctx, known, { kind: 'completed', ...(note ? { note } : {}) });
  return true;
}

/**
 * Taking the end of its run back takes back that it was done or skipped. With `end`, the instant of the end that is
 * meant, refused where something else settled it. Answers whether the run goes on.
 */
export async function runOfOccurrenceReopened(
  tx: MutatorTx,
  ctx: MutatorContext,
  of: string,
  end: Instant | undefined,
): Promise<Outcome | { goesOn: boolean }> {
  const known = await findOccurrence(tx, occurrenceIdSchema.parse(of), undefined, ctx.at);
  if ('refusal' in known) return { goesOn: true };
  const other = linkedAlready(known.state);
  if (other) return other;
  const over = settledBy(known.state);
  if (over && end !== undefined && over.at !== end) return settledAlready(known.state);
  if (over) return { goesOn: await takenBack(tx, ctx, known, end) };
  const { started } = known.state;
  if (started) await beginWindow(tx, ctx, known, started);
  return { goesOn: true };
}
